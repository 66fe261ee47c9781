"""Arguments in, one call, an exit status out: 0 clean, 1 findings in the content, 2 wrong usage or settings."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console

from iecpress import __version__
from iecpress.findings import Finding, as_json
from iecpress.languages import language
from iecpress.ledger_commands import COMMANDS
from iecpress.terminal import FOUND, WRONG_USAGE
from iecpress.terminal import examples as _examples
from iecpress.terminal import lang_option as _lang
from iecpress.terminal import library_in as _library
from iecpress.terminal import show as _show
from iecpress.terminal import status as _status

if TYPE_CHECKING:  # each command imports what it needs, so that --help is quick
    from iecpress.build import Built

COLLECT_AFTER = 20_000
"""New objects before Python looks for garbage. Most of what is read stays in use: looking every 700, as it does by
itself, took a seventh of the time of a check."""


class _Group(click.Group):
    """Shows the commands in the order in which they are written here."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(self.commands)


def main() -> None:
    """Run the program. `iecpress --help` says what it can do."""
    gc.set_threshold(COLLECT_AFTER)
    cli(prog_name="iecpress")


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
    from iecpress.calendars import today
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
    from iecpress.build import build as build_site
    from iecpress.prepare import Options as BuildOptions
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
    from iecpress.calendars import today
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
    from iecpress.files import write_atomically
    from iecpress.handouts import Job, handouts, layouts, layouts_for_press
    from iecpress.settings import WORK

    library = _library(root)
    resource = library.by_id.get(id)
    if resource is None or lang not in resource.texts:
        known = ", ".join(resource.texts) if resource else ", ".join(sorted(library.by_id))
        raise click.UsageError(f"There is no text “{id}” in “{lang}”. There are: {known}.")
    if layout not in (known_layouts := layouts(library)):
        known = ", ".join(known_layouts)
        raise click.UsageError(f"There is no layout “{layout}”. There are: {known}.")
    if press and layout not in (for_press := layouts_for_press(library)):
        raise click.UsageError(
            f"The layout “{layout}” has no bleed and crop marks. These have: {', '.join(for_press)}."
        )
    job = Job(resource, resource.texts[lang], layout, grey, press)
    made, findings = handouts(library, [job], root / WORK / "cache", workers=1)
    _show(findings, "en")
    if made:
        write_atomically(output.resolve(), made[0].path.read_bytes())
        click.echo(f"{output}: {made[0].pages} pages, {made[0].size // 1024} kB")
    sys.exit(_status(findings))


@cli.command(
    epilog=_examples(
        "iecpress pack --country QA --stage before-departure --lang ne -o qatar.zip",
        "iecpress pack --kind leaflet --lang en --print -o leaflets.pdf",
        "iecpress pack visit-visa numbers-to-call -o two.pdf",
    )
)
@click.argument("id", nargs=-1)
@click.option("--country", "countries", multiple=True, metavar="COUNTRY", help="Such as QA.")
@click.option("--stage", "stages", multiple=True, metavar="STAGE", help="Such as before-departure.")
@click.option("--topic", "topics", multiple=True, metavar="TOPIC", help="Such as contract.")
@click.option(
    "--audience", "audiences", multiple=True, metavar="AUDIENCE", help="Such as families."
)
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Such as leaflet.")
@click.option("--lang", metavar="LANG", help="Language of the texts.  [default: the site's first]")
@click.option("--layout", default="a4", show_default=True)
@click.option("--grey", is_flag=True, help="For a black-and-white printer or photocopier.")
@click.option(
    "--print",
    "fronts",
    is_flag=True,
    help="For printing on both sides: each handout starts on a front, after a blank page if need be.",
)
@click.option("--keep-going", is_flag=True, help="Do without handouts that cannot be made.")
@click.option(
    "-o",
    "output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    metavar="FILE",
    help="A name that ends in .pdf for one file, in .zip for one file a handout with a list.",
)
@click.pass_obj
def pack(
    root: Path,
    /,
    id: tuple[str, ...],  # noqa: A002 - what the user knows it as
    lang: str | None,
    fronts: bool,
    keep_going: bool,
    output: Path,
    **conditions: Any,
) -> None:
    """Put the handouts that fit all options, with a cover, into FILE. An option may be given several times.

    A handout that names no country serves every country.
    """
    from iecpress.calendars import today
    from iecpress.pack import Form
    from iecpress.pack.command import WrongWish, run
    from iecpress.pack.selection import Wanted

    library = _library(root)
    wanted = Wanted(lang or library.settings.default_language, ids=id, **conditions)
    form = Form(output.suffix == ".pdf", fronts, today(), keep_going)
    try:
        done = run(library, wanted, form, output)
    except WrongWish as wish:
        raise click.UsageError(str(wish)) from wish
    _show(done.findings, "en")
    for line in done.lines:
        click.echo(line, err=not done.written)
    sys.exit(_status(done.findings) if done.written else FOUND)


@cli.command(
    epilog=_examples("iecpress offline -o site.zip", "iecpress offline --lang en -o site.zim")
)
@click.option("--lang", metavar="LANG", help="Language of the site.  [default: the site's first]")
@click.option(
    "--site-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the built site.  [default: site]",
)
@click.option(
    "-o",
    "output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    metavar="FILE",
    help="A name that ends in .zip for a folder to open from a disk, in .zim for Kiwix.",
)
@click.pass_obj
def offline(root: Path, lang: str | None, site_dir: Path | None, output: Path) -> None:
    """Put the built site of one language, with its handouts, into FILE, to be read without internet."""
    from iecpress.offline.command import WrongWish, run

    library = _library(root)
    site = site_dir or root / "site"
    try:
        click.echo(run(library, site, lang or library.settings.default_language, output))
    except WrongWish as wish:
        raise click.UsageError(str(wish)) from wish
    except OSError as error:
        where = str(error.filename or output)
        _show([Finding("B105", where, 0, {"problem": error.strerror or str(error)})], "en")
        sys.exit(FOUND)


@cli.command(epilog=_examples("iecpress status", "iecpress status --format json"))
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@click.pass_obj
def status(root: Path, form: str) -> None:
    """List the resources: version, languages, state of the translations, review date, handouts."""
    from iecpress.calendars import today
    from iecpress.status import as_json as rows_as_json
    from iecpress.status import as_table, rows

    library = _library(root)
    found = rows(library, today())
    if form == "json":
        click.echo(rows_as_json(found))
    else:
        Console().print(as_table(found, library.settings.languages))


@cli.command(
    epilog=_examples(
        "iecpress publish /srv/www/our-site",
        "iecpress publish /srv/www/our-site --keep 10",
        "iecpress publish /srv/www/our-site --rollback",
    )
)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--rollback", "back", is_flag=True, help="Serve again what was served before.")
@click.option(
    "--keep",
    type=click.IntRange(2, 1000),
    default=5,
    show_default=True,
    help="How many sites stay in FOLDER, the served one among them.",
)
@click.option(
    "--site-dir", type=click.Path(path_type=Path), help="Where the site is.  [default: site]"
)
@click.option("--drafts", is_flag=True, help="Publish texts that are not released yet as well.")
@_lang
@click.pass_obj
def publish(
    root: Path,
    folder: Path,
    back: bool,
    keep: int,
    site_dir: Path | None,
    drafts: bool,
    lang: str,
) -> None:
    """Put the built site into FOLDER and turn the link FOLDER/current to it, which the web server serves."""
    from iecpress.fingerprint import of_toolkit
    from iecpress.memory import Memory
    from iecpress.publish import judge_of, rollback
    from iecpress.publish import publish as publish_site
    from iecpress.settings import WORK

    site = (Path.cwd() / site_dir) if site_dir else root / "site"
    if back:
        done, key = rollback(folder), "publish-back"
    else:
        known = root / WORK / "verified.sqlite"
        memory = Memory(known, of_toolkit()) if known.is_file() else None
        judge = judge_of(_settings(root).base_url, memory)
        done, key = publish_site(site, folder, judge, keep=keep, drafts=drafts), "publish-done"
    _show(done.findings, lang)
    if done.release:
        table = language(lang)
        values = {"release": done.release.name, "folder": folder, "files": table.number(done.files)}
        click.echo(table.say("publish-nothing" if done.unchanged else key, **values))
    sys.exit(_status(done.findings))


def _settings(root: Path) -> Any:
    """Read the settings, or stop and say what is wrong with them."""
    from iecpress.load.site import load_settings

    settings, findings = load_settings(root)
    if settings is None:
        _show(findings, "en")
        sys.exit(WRONG_USAGE)
    return settings


for _command in COMMANDS:
    cli.add_command(_command)


def _summary(findings: Sequence[Finding], texts: int, lang: str) -> str:
    errors = sum(finding.severity == "error" for finding in findings)
    key = "check-found" if findings else "check-clean"
    table = language(lang)
    counts = {"texts": texts, "errors": errors, "warnings": len(findings) - errors}
    return table.say(key, **{name: table.number(count) for name, count in counts.items()})


def _relative(path: Path) -> str:
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()
