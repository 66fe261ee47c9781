"""What every command shares: its examples, the language of what it says, findings shown, an exit status out."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from iecpress.findings import Finding, as_github, as_text, has_errors
from iecpress.languages import available

CLEAN, FOUND, WRONG_USAGE = 0, 1, 2

lang_option = click.option(
    "--lang",
    type=click.Choice(available()),
    default="en",
    show_default=True,
    help="Language of the findings.",
)


def examples(*lines: str) -> str:
    """Return what a command's help text ends with."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def library_in(root: Path) -> Any:
    """Read the library, or stop and say why it cannot be read."""
    from iecpress.load import load

    reading = load(root)
    if reading.library is None:
        show(reading.findings, "en")
        sys.exit(WRONG_USAGE)
    return reading.library


def show(findings: Sequence[Finding], lang: str, form: str = "text") -> None:
    """Print findings for people, or as annotations on the lines of a pull request."""
    for finding in findings:
        click.echo(as_github(finding, lang) if form == "github" else as_text(finding, lang) + "\n")


def status(findings: Sequence[Finding]) -> int:
    """Return the exit status that findings come to."""
    if any(finding.code.startswith("S") and finding.severity == "error" for finding in findings):
        return WRONG_USAGE
    return FOUND if has_errors(findings) else CLEAN
