"""Arguments in, one call, an exit status out: 0 clean, 1 findings in the content, 2 wrong usage or settings."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console

from iecpress import __version__
from iecpress.findings import Finding, as_github, as_json, as_text, has_errors
from iecpress.languages import available, language

if TYPE_CHECKING:  # each command imports what it needs, so that --help is quick
    from iecpress.build import Built
    from iecpress.release import Released

CLEAN, FOUND, WRONG_USAGE = 0, 1, 2

_lang = click.option(
    "--lang",
    type=click.Choice(available()),
    default="en",
    show_default=True,
    help="Language of the findings.",
)


class _Group(click.Group):
    """Shows the commands in the order in which they are written here."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(self.commands)


def main() -> None:
    """Run the program. `iecpress --help` says what it can do."""
    cli(prog_name="iecpress")


def _examples(*lines: str) -> str:
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


@click.group(
    cls=_Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=_examples(
        "iecpress check",
        "iecpress -C ~/our-site build",
        "iecpress pdf visit-visa --lang ne -o visa.pdf",
    )
    + '\n\nShell completion: eval "$(_IECPRESS_COMPLETE=bash_source iecpress)" (zsh_source and fish_source likewise).',
)
@click.option(
    "-C", "root", type=click.Path(exists=True, file_okay=False, path_type=Path), default=".",
    metavar="DIR", help="Work on the site in DIR, the folder with mkdocs.yml.",
)  # fmt: skip
@click.version_option(__version__)
@click.pass_context
def cli(context: click.Context, root: Path) -> None:
    """Turn Markdown into a bilingual website, printable handouts and a resource index."""
    context.obj = root.resolve()


@cli.command(
    epilog=_examples("iecpress check", "iecpress check --lang ne", "iecpress check --format github")
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True,
    help="text for people, json for programs, github for annotations on the lines of a pull request.",
)  # fmt: skip
@_lang
@click.pass_obj
def check(root: Path, form: str, lang: str) -> None:
    """Read every text and say everything that is wrong. Makes nothing."""
    from iecpress.build import today
    from iecpress.check import check as check_reading
    from iecpress.load import load

    reading = load(root)
    findings = check_reading(reading, today())
    if form == "json":
        click.echo(as_json(findings))
    else:
        _show(findings, lang, form)
        click.echo(_summary(findings, len(reading.files), lang), err=form == "github")
    sys.exit(_status(findings))


@cli.command(
    epilog=_examples(
        "iecpress build", "iecpress build --keep-going --jobs 4", "iecpress build --site-dir public"
    )
)
@click.option(
    "--site-dir", type=click.Path(path_type=Path), help="Where the site goes.  [default: site]"
)
@click.option("--keep-going", is_flag=True, help="Leave out what has errors and build the rest.")
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    help="Handouts rendered at once.  [default: one a processor]",
)
@_lang
@click.pass_obj
def build(root: Path, site_dir: Path | None, keep_going: bool, jobs: int | None, lang: str) -> None:
    """Build the site and every handout. The old site stays until the new one is whole."""
    from iecpress.build import Options as BuildOptions
    from iecpress.build import build as build_site
    from iecpress.progress import watcher

    site = (Path.cwd() / site_dir) if site_dir else root / "site"
    options = BuildOptions(site=site, keep_going=keep_going)
    if jobs:
        options = BuildOptions(site=site, keep_going=keep_going, workers=jobs)
    with watcher(Console(stderr=True)) as watch:
        built = build_site(root, options, watch)
    _show(built.findings, lang)
    errors = sum(finding.severity == "error" for finding in built.findings)
    table = language(lang)
    counts = {
        "errors": errors,
        "resources": built.resources,
        "pages_made": built.pages_made,
        "pages": built.pages,
        "handouts_made": built.handouts_made,
        "handouts": built.handouts,
    }
    shown = {name: table.number(count) for name, count in counts.items()}
    values = {**shown, "site": _relative(site), "seconds": table.number(f"{built.seconds:.1f}")}
    if not built.published:
        click.echo(table.say("build-failed", **values), err=True)
    else:
        click.echo(table.say("build-nothing" if built.unchanged else "build-done", **values))
        if errors:
            click.echo(table.say("build-partly", **values), err=True)
    sys.exit(_status(built.findings))


@cli.command(epilog=_examples("iecpress serve", "iecpress serve --port 8080"))
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to serve on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@_lang
@click.pass_obj
def serve(root: Path, host: str, port: int, lang: str) -> None:
    """Show the site in the browser, anew after every change. Stop with Ctrl+C."""
    from iecpress.serve import serve as serve_site

    address = f"http://{host}:{port}/"

    def report(built: Built) -> None:
        _show(built.findings, lang)
        key = "serve-ready" if built.published else "build-failed"
        errors = sum(finding.severity == "error" for finding in built.findings)
        values = {"site": address, "errors": errors, "seconds": f"{built.seconds:.1f}"}
        click.echo(language(lang).say(key, **values))

    click.echo(language(lang).say("serve-begins"))
    serve_site(root, host, port, report)


@cli.command(
    epilog=_examples("iecpress new leaflet your-passport", "iecpress new rights-guide work-in-oman")
)
@click.argument("kind")
@click.argument("id")
@click.pass_obj
def new(root: Path, kind: str, id: str) -> None:  # noqa: A002 - what the user knows it as
    """Begin a resource of KIND under the permanent ID: one text per language, with hints to fill in."""
    from iecpress.build import today
    from iecpress.new import CannotCreate
    from iecpress.new import new as create

    library = _library(root)
    kinds = [known.id for known in library.settings.kinds]
    if kind not in kinds:
        raise click.UsageError(f"There is no kind “{kind}”. There are: {', '.join(kinds)}.")
    try:
        paths = create(library, library.settings.kind(kind), id, today())
    except CannotCreate as error:
        raise click.UsageError(str(error)) from error
    for path in paths:
        click.echo(path.as_posix())


@cli.command(
    epilog=_examples(
        "iecpress pdf visit-visa --lang ne -o visa.pdf",
        "iecpress pdf labour-approval --lang en --grey -o labour.pdf",
    )
)
@click.argument("id")
@click.option("--lang", required=True, metavar="LANG", help="Language of the text.")
@click.option("--layout", default="a4", show_default=True)
@click.option("--grey", is_flag=True, help="For a black-and-white printer or photocopier.")
@click.option("--press", is_flag=True, help="For a print shop: 3 mm bleed and crop marks.")
@click.option(
    "-o", "output", type=click.Path(dir_okay=False, path_type=Path), required=True, metavar="FILE"
)
@click.pass_obj
def pdf(
    root: Path,
    id: str,  # noqa: A002 - what the user knows it as
    lang: str,
    layout: str,
    grey: bool,
    press: bool,
    output: Path,
) -> None:
    """Make one handout of the resource ID and write it to FILE."""
    from iecpress.build import WORK
    from iecpress.files import write_atomically
    from iecpress.handouts import Job, handouts, layouts

    library = _library(root)
    resource = library.by_id.get(id)
    if resource is None or lang not in resource.texts:
        known = ", ".join(resource.texts) if resource else ", ".join(sorted(library.by_id))
        raise click.UsageError(f"There is no text “{id}” in “{lang}”. There are: {known}.")
    if layout not in (known_layouts := layouts(library)):
        known = ", ".join(known_layouts)
        raise click.UsageError(f"There is no layout “{layout}”. There are: {known}.")
    job = Job(resource, resource.texts[lang], layout, grey, press)
    made, findings = handouts(library, [job], root / WORK / "cache", workers=1)
    _show(findings, "en")
    if made:
        write_atomically(output.resolve(), made[0].path.read_bytes())
        click.echo(f"{output}: {made[0].pages} pages, {made[0].size // 1024} kB")
    sys.exit(_status(findings))


@cli.command(
    epilog=_examples(
        "iecpress release visit-visa", "iecpress release --all", "iecpress release --all --lang ne"
    )
)
@click.argument("ids", metavar="[ID]…", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Release whatever is not released yet.")
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=os.cpu_count() or 1,
    help="Handouts rendered at once.  [default: one a processor]",
)
@_lang
@click.pass_obj
def release(root: Path, ids: tuple[str, ...], everything: bool, jobs: int, lang: str) -> None:
    """Freeze the new versions of the resources named, for ever, and enter their addresses in the ledger."""
    from iecpress.build import WORK, today
    from iecpress.check import check as check_reading
    from iecpress.load import load
    from iecpress.release import release as freeze
    from iecpress.release import unreleased

    if bool(ids) == everything:
        raise click.UsageError("Name the resources to release, or say --all.")
    reading = load(root)
    findings = check_reading(reading, today())
    library = reading.library
    unknown = sorted(set(ids) - set(library.by_id)) if library else []
    if unknown and library:
        known = ", ".join(sorted(library.by_id))
        raise click.UsageError(f"There is no resource “{unknown[0]}”. There are: {known}.")
    released: list[Released] = []
    if library and not has_errors(findings):
        parts = unreleased(library, None if everything else ids)
        released, found = freeze(library, parts, root / WORK / "cache", workers=jobs)
        findings += found
    _show(findings, lang)
    say = language(lang).say
    for one in released:
        click.echo(say("release-done", **one.shown()))
    errors = sum(finding.severity == "error" for finding in findings)
    if errors:
        click.echo(say("release-failed", errors=errors), err=True)
    elif not released:
        click.echo(say("release-nothing"))
    sys.exit(_status(findings))


@cli.command(epilog=_examples("iecpress status", "iecpress status --format json"))
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@click.pass_obj
def status(root: Path, form: str) -> None:
    """List the resources: version, languages, state of the translations, review date, handouts."""
    from iecpress.build import today
    from iecpress.status import as_json as rows_as_json
    from iecpress.status import as_table, rows

    library = _library(root)
    found = rows(library, today())
    if form == "json":
        click.echo(rows_as_json(found))
    else:
        Console().print(as_table(found, library.settings.languages))


def _library(root: Path) -> Any:
    """Read the library, or stop and say why it cannot be read."""
    from iecpress.load import load

    reading = load(root)
    if reading.library is None:
        _show(reading.findings, "en")
        sys.exit(WRONG_USAGE)
    return reading.library


def _show(findings: Sequence[Finding], lang: str, form: str = "text") -> None:
    for finding in findings:
        click.echo(as_github(finding, lang) if form == "github" else as_text(finding, lang) + "\n")


def _summary(findings: Sequence[Finding], texts: int, lang: str) -> str:
    errors = sum(finding.severity == "error" for finding in findings)
    key = "check-found" if findings else "check-clean"
    table = language(lang)
    counts = {"texts": texts, "errors": errors, "warnings": len(findings) - errors}
    return table.say(key, **{name: table.number(count) for name, count in counts.items()})


def _status(findings: Sequence[Finding]) -> int:
    if any(finding.code.startswith("S") and finding.severity == "error" for finding in findings):
        return WRONG_USAGE
    return FOUND if has_errors(findings) else CLEAN


def _relative(path: Path) -> str:
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()
