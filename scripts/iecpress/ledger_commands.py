"""Arguments in, one call for each command that makes, keeps or proves what is published, an exit status out."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from iecpress.findings import has_errors
from iecpress.languages import language
from iecpress.terminal import examples, lang_option, show, status

if TYPE_CHECKING:  # each command imports what it needs, so that --help is quick
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
    from iecpress.build import WORK, today
    from iecpress.check import check as check_reading
    from iecpress.load import load
    from iecpress.release import release as freeze
    from iecpress.release import unreleased

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


COMMANDS = (release,)
