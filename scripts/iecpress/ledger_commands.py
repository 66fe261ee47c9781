"""Arguments in, one call for each command that makes, keeps or proves what is published, an exit status out."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console

from iecpress.findings import has_errors
from iecpress.languages import language
from iecpress.terminal import CLEAN, FOUND, examples, lang_option, library_in, show, status

if TYPE_CHECKING:  # each command imports what it needs, so that --help is quick
    from iecpress.answers import Site
    from iecpress.ledger import Event, What
    from iecpress.release import Part, Released


@click.command(
    epilog=examples(
        "iecpress release visit-visa", "iecpress release --all", "iecpress release --all --lang ne"
    )
)
@click.argument("id", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Release whatever is not released yet.")
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    help="Handouts rendered at once.  [default: one a processor]",
)
@lang_option
@click.pass_obj
def release(
    root: Path,
    id: tuple[str, ...],  # noqa: A002 - what the user knows it as
    everything: bool,
    jobs: int | None,
    lang: str,
) -> None:
    """Freeze the new versions of the resources named, for ever, and enter their addresses in the ledger."""
    from iecpress.calendars import today
    from iecpress.check import check as check_reading
    from iecpress.load import load
    from iecpress.release import not_committed, unreleased
    from iecpress.release import release as freeze
    from iecpress.settings import WORK

    if bool(id) == everything:
        raise click.UsageError("Name the resources to release, or say --all.")
    reading = load(root)
    findings = check_reading(reading, today())
    library = reading.library
    unknown = sorted(set(id) - set(library.by_id)) if library else []
    if unknown and library:
        known = ", ".join(sorted(library.by_id))
        raise click.UsageError(f"There is no resource “{unknown[0]}”. There are: {known}.")
    released: list[Released] = []
    parts: list[Part] = []
    if library and not has_errors(findings):
        parts = unreleased(library, None if everything else id)
        findings += not_committed(library, parts)
    if library and not has_errors(findings):
        released, found = freeze(
            library, parts, root / WORK / "cache", workers=jobs or os.cpu_count() or 1
        )
        findings += found
    show(findings, lang)
    say = language(lang).say
    for one in released:
        click.echo(say("release-done", **one.shown()))
    errors = sum(finding.severity == "error" for finding in findings)
    if errors:
        click.echo(say("release-failed", errors=errors), err=True)
    elif not released:
        click.echo(say("release-nothing"))
    sys.exit(status(findings))


_id = click.argument("id")
_reason = click.option(
    "--reason",
    "reasons",
    multiple=True,
    metavar="LANG=WORDS",
    help="Why, in one sentence; once for each language of the site.",
)
_to = click.option("--to", metavar="ID", help="The resource to read instead.")
_on = click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    help="The day it holds from, such as 2026-11-22.  [default: today]",
)
_yes = click.option(
    "--yes", is_flag=True, help="Do not ask whether a new version or a correction would do."
)


@click.command(
    epilog=examples(
        'iecpress withdraw visit-visa --reason ne="नियम फेरियो।" --reason en="The rules changed."',
        'iecpress withdraw old-fees --to new-fees --reason ne="…" --reason en="…" --yes',
    )
)
@_id
@_reason
@_to
@_on
@_yes
@lang_option
@click.pass_obj
def withdraw(root: Path, /, id: str, yes: bool, lang: str, **said: Any) -> None:  # noqa: A002
    """Say of a resource that nobody is to rely on it: it stays readable, under a banner with the reason."""
    _ask_first(yes, lang)
    _decide(root, "withdrawn", id, lang, **said)


@click.command(epilog=examples("iecpress restore visit-visa"))
@_id
@_on
@lang_option
@click.pass_obj
def restore(root: Path, /, id: str, lang: str, **said: Any) -> None:  # noqa: A002
    """Take back that a resource was withdrawn."""
    _decide(root, "restored", id, lang, **said)


@click.command(
    epilog=examples(
        'iecpress move qatar-wages --to gulf-wages --reason ne="मिलाइयो।" --reason en="Merged."'
    )
)
@_id
@click.option("--to", required=True, metavar="ID", help="The resource that has its place.")
@_reason
@_on
@_yes
@lang_option
@click.pass_obj
def move(root: Path, /, id: str, yes: bool, lang: str, **said: Any) -> None:  # noqa: A002
    """Lead every reader of a resource to another one. Its released files stay."""
    _ask_first(yes, lang)
    _decide(root, "moved", id, lang, **said)


@click.command(
    epilog=examples(
        'iecpress retract old-case --reason ne="नाम थियो।" --reason en="It named a person."'
    )
)
@_id
@_reason
@_to
@_on
@_yes
@lang_option
@click.pass_obj
def retract(root: Path, /, id: str, yes: bool, lang: str, **said: Any) -> None:  # noqa: A002
    """Remove the words of a resource everywhere, for ever. Its addresses say what it was and why it is gone."""
    _ask_first(yes, lang)
    _decide(root, "gone", id, lang, **said)


def _ask_first(yes: bool, lang: str) -> None:
    say = language(lang).say
    if not yes and click.confirm(say("decide-ask-first"), default=True):
        click.echo(say("decide-version-instead"))
        sys.exit(CLEAN)


def _decide(
    root: Path,
    what: What,
    id: str,  # noqa: A002 - what the user knows it as
    lang: str,
    *,
    on: dt.datetime | None = None,
    reasons: tuple[str, ...] = (),
    to: str | None = None,
) -> None:
    from iecpress.calendars import today
    from iecpress.decide import CannotDecide, decide
    from iecpress.ledger import Event

    library, say = library_in(root), language(lang).say
    reason = dict(_reason_in(library.settings.languages, one) for one in reasons)
    day = on.date() if on else today()
    try:
        event = decide(library, Event(what=what, id=id, on=day, reason=reason, to=to))
    except CannotDecide as error:
        raise click.UsageError(say(f"problem-{error.rule}", **error.values)) from error
    click.echo(say(f"decide-{event.what}", id=event.id, day=event.on.isoformat(), to=to or ""))


def _reason_in(languages: Sequence[str], written: str) -> tuple[str, str]:
    lang, equals, words = written.partition("=")
    if lang not in languages or not equals or not words.strip():
        known = " or ".join(f"{one}=…" for one in languages)
        raise click.UsageError(f"A reason is written {known}, not “{written}”.")
    return lang, words.strip()


@click.command(epilog=examples("iecpress ledger merge", "iecpress ledger merge --onto main"))
@click.argument("action", type=click.Choice(["merge"]))
@click.option("--onto", metavar="BRANCH", help="The main branch.  [default: as in the settings]")
@lang_option
@click.pass_obj
def ledger(root: Path, action: str, onto: str | None, lang: str) -> None:
    """Put what this branch added to the ledger behind what the main branch added in the meantime."""
    from iecpress.history import NoHistory
    from iecpress.reconcile import reconcile

    del action  # there is one
    library, say = library_in(root), language(lang).say
    try:
        done = reconcile(library, onto or library.settings.main_branch)
    except NoHistory as error:
        raise click.UsageError(say("merge-no-branch", branch=error.detail)) from error
    for event in done.added:
        click.echo(say("merge-added", **_shown(event)))
    for one in done.refused:
        problem = say(f"problem-{one.rule}", what=one.event.what)
        click.echo(
            say(
                "merge-refused",
                problem=problem,
                **_shown(one.event),
            ),
            err=True,
        )
    click.echo(say("merge-done", count=language(lang).number(len(done.added))))
    sys.exit(FOUND if done.refused else CLEAN)


def _shown(event: Event) -> dict[str, str]:
    return {"id": event.id, "what": event.what, "version": event.version or ""}


@click.command(
    epilog=examples(
        "iecpress verify",
        "iecpress verify public",
        "iecpress verify https://press.example --pause 0.5",
    )
)
@click.argument("site", required=False)
@click.option(
    "--pause",
    type=click.FloatRange(0, 60),
    default=0.1,
    show_default=True,
    help="Seconds between two requests to a server.",
)
@lang_option
@click.pass_obj
def verify(root: Path, site: str | None, pause: float, lang: str) -> None:
    """Ask SITE, a folder or an https address, for every address ever published, and prove every frozen file.

    Without SITE it is the folder site. A round that is broken off is gone on with.
    """
    from iecpress.check.frozen import frozen_files
    from iecpress.fingerprint import of_words
    from iecpress.load import load
    from iecpress.progress import watcher
    from iecpress.promises import promises
    from iecpress.proof import prove
    from iecpress.settings import WORK

    reading, library = load(root), library_in(root)
    promised = list(promises(library))
    name = of_words(site or "", library.ledger.head)
    with watcher(Console(stderr=True)) as watch:
        watch.stage("Asking for every address")
        watch.steps(len(promised))
        try:
            there = _site(root, site, pause)
            proof = prove(promised, there, root / WORK / f"verify-{name[:16]}", name, watch.step)
        except OSError as error:
            raise click.ClickException(f"{site}: {error}") from error
    ledger = [f for f in reading.findings if f.code.startswith("L1")]
    findings = [*ledger, *frozen_files(reading, library, dt.date.min), *proof.findings]
    show(findings, lang)
    table = language(lang)
    counts = {
        "asked": proof.asked,
        "before": proof.before,
        "files": proof.files,
        "broken": len(findings),
    }
    said = {key: table.number(count) for key, count in counts.items()}
    speed = table.number(f"{proof.asked / max(proof.seconds, 0.001):.0f}")
    click.echo(table.say("verify-done", speed=speed, **said))
    sys.exit(status(findings))


def _site(root: Path, site: str | None, pause: float) -> Site:
    from iecpress.answers import Folder, Server

    if site and site.startswith(("http://", "https://")):
        return Server(site.rstrip("/"), pause)
    folder = Path(site) if site else root / "site"
    if not folder.is_dir():
        raise click.UsageError(f"There is no folder {folder}. Build the site first.")
    return Folder(folder)


@click.command(
    epilog=examples(
        "iecpress repair --from ../other-clone", "iecpress repair --from https://press.example"
    )
)
@click.option(
    "--from", "copy", required=True, metavar="COPY", help="A clone, an old site, or a web address."
)
@lang_option
@click.pass_obj
def repair(root: Path, copy: str, lang: str) -> None:
    """Bring back frozen files that are missing or damaged. Only bytes with the hash of the release are written."""
    from iecpress.answers import Server
    from iecpress.repair import from_folder, from_site
    from iecpress.repair import repair as bring_back

    if copy.startswith(("http://", "https://")):
        source = from_site(Server(copy.rstrip("/")))
    elif Path(copy).is_dir():
        source = from_folder(Path(copy))
    else:
        raise click.UsageError(f"There is no folder {copy}.")
    try:
        done = bring_back(lambda: library_in(root), source)
    except OSError as error:
        raise click.ClickException(str(error)) from error
    say, number = language(lang).say, language(lang).number
    for path in done.restored:
        click.echo(say("repair-restored", path=path.as_posix()))
    for path in done.missing:
        click.echo(say("repair-missing", path=path.as_posix()), err=True)
    counts = {"restored": number(len(done.restored)), "missing": number(len(done.missing))}
    click.echo(say("repair-done", **counts))
    sys.exit(FOUND if done.missing else CLEAN)


@click.command(
    epilog=examples(
        "iecpress compare visit-visa --lang en",
        "iecpress compare visit-visa 1.0 --lang ne",
        "iecpress compare visit-visa 1.0 1.2 --lang ne",
    )
)
@click.argument("id")
@click.argument("old", required=False)
@click.argument("new", required=False)
@click.option("--lang", metavar="CODE", help="Language of the text.  [default: the source text's]")
@click.pass_obj
def compare(root: Path, id: str, old: str | None, new: str | None, lang: str | None) -> None:  # noqa: A002
    """Show word by word what changed in a text from the released version OLD to NEW.

    Without NEW it is compared as it is written now, without OLD with its newest release.
    """
    from iecpress.compare import CannotCompare, compared

    library = library_in(root)
    releases = library.archive.get(id, ())
    if not releases:
        raise click.UsageError(f"There is no released resource {id}.")
    spoken = lang or releases[-1].source_lang
    try:
        lines = list(compared(library, id, spoken, old, new))
    except CannotCompare as error:
        there = ", ".join(error.there) or "none"
        raise click.UsageError(
            f"{id} ({spoken}): there is no {error.wanted}. Released in that language: {there}."
        ) from error
    click.echo("\n".join(lines).strip() or "No word differs.")


COMMANDS = (release, withdraw, restore, move, retract, ledger, verify, repair, compare)
