"""Arguments in, one call for each command that makes, keeps or proves what is published, an exit status out."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from iecpress.findings import has_errors
from iecpress.languages import language
from iecpress.terminal import CLEAN, examples, lang_option, library_in, show, status

if TYPE_CHECKING:  # each command imports what it needs, so that --help is quick
    from iecpress.ledger import What
    from iecpress.release import Released


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
    from iecpress.build import today
    from iecpress.check import check as check_reading
    from iecpress.load import load
    from iecpress.release import release as freeze
    from iecpress.release import unreleased
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
    if library and not has_errors(findings):
        parts = unreleased(library, None if everything else id)
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
    from iecpress.build import today
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


COMMANDS = (release, withdraw, restore, move, retract)
