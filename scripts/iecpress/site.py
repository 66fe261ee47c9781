"""A stage in, built HTML out: the one door to MkDocs, which runs as a program of its own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from iecpress.findings import Finding
from iecpress.handover import READY, STAGE_VARIABLE

UNFINISHED = ".unfinished"
EXPECTED_WARNINGS = ("A 'dirty' build is being performed",)
PROBLEM = re.compile(r"^(?P<level>WARNING|ERROR|CRITICAL) +-\s+(?P<words>.*)")


@dataclass(frozen=True, slots=True)
class MkDocs:
    """A process of MkDocs that waits for the stage, and the folder it is going to write to."""

    process: subprocess.Popen[str]
    html: Path


@dataclass(frozen=True, slots=True)
class Built:
    """What MkDocs did."""

    complete: bool
    """Whether every page was made anew, not only the changed ones."""
    findings: tuple[Finding, ...]


@contextmanager
def starting(root: Path, stage: Path, html: Path) -> Iterator[MkDocs]:
    """Start MkDocs, which loads itself and the settings while the stage is still being made.

    It is ended when the block ends, whatever it was doing.
    """
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--dirty",
        "-f",
        str(root / "mkdocs.yml"),
        "-d",
        str(html),
    ]
    environment = {
        **os.environ,
        STAGE_VARIABLE: str(stage),
        "PYTHONWARNINGS": "ignore",
        "NO_COLOR": "1",
    }
    environment.setdefault("SOURCE_DATE_EPOCH", "0")
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=root, env=environment, text=True, stdin=pipe, stdout=pipe, stderr=pipe
    ) as process:
        try:
            yield MkDocs(process, html)
        finally:
            process.kill()


def build_html(mkdocs: MkDocs, *, anew: bool, removed: tuple[Path, ...] = ()) -> Built:
    """Have MkDocs, which was started, make the changed pages of the stage, or all of them if `anew`.

    A run that was cut off leaves a mark beside the pages, and the next one makes everything anew. Every
    warning of MkDocs is a finding.
    """
    html = mkdocs.html
    mark = html / UNFINISHED
    anew = anew or mark.exists() or not html.is_dir()
    if anew:
        shutil.rmtree(html, ignore_errors=True)
    html.mkdir(parents=True, exist_ok=True)
    mark.touch()
    for path in removed:
        (html / path).unlink(missing_ok=True)
    output, errors = mkdocs.process.communicate(READY)
    status = mkdocs.process.returncode
    findings = list(_findings(errors))
    if status and not findings:
        last = (errors or output).strip().splitlines()[-1:] or [f"exit status {status}"]
        findings = [Finding("B102", "mkdocs.yml", 0, {"problem": last[0]})]
    if not status:
        mark.unlink()
    return Built(anew, tuple(findings))


def _findings(output: str) -> Iterator[Finding]:
    for line in output.splitlines():
        match = PROBLEM.match(line)
        if match and not match["words"].startswith(EXPECTED_WARNINGS):
            code = "B101" if match["level"] == "WARNING" else "B102"
            yield Finding(code, "mkdocs.yml", 0, {"problem": match["words"]})
