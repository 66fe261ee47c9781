"""A stage in, built HTML out: the one door to MkDocs, which runs as a program of its own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from iecpress.findings import Finding

STAGE_VARIABLE = "IECPRESS_STAGE"
"""Tells the plugin in MkDocs's process that the stage in that folder is ready."""
FRAME = "frame.json"
"""Lies beside the stage and holds what the theme shows around every page."""
UNFINISHED = ".unfinished"
EXPECTED_WARNINGS = ("A 'dirty' build is being performed",)
PROBLEM = re.compile(r"^(?P<level>WARNING|ERROR|CRITICAL) +-\s+(?P<words>.*)")


@dataclass(frozen=True, slots=True)
class Built:
    """What MkDocs did."""

    complete: bool
    """Whether every page was made anew, not only the changed ones."""
    findings: tuple[Finding, ...]


def build_html(
    root: Path, stage: Path, html: Path, *, anew: bool, removed: tuple[Path, ...] = ()
) -> Built:
    """Run MkDocs over the stage into `html`, making only changed pages unless `anew`.

    A run that was cut off leaves a mark in `html`, and the next one makes everything anew. Every
    warning of MkDocs is a finding.
    """
    mark = html / UNFINISHED
    anew = anew or mark.exists() or not html.is_dir()
    if anew:
        shutil.rmtree(html, ignore_errors=True)
    html.mkdir(parents=True, exist_ok=True)
    mark.touch()
    for path in removed:
        (html / path).unlink(missing_ok=True)
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
    done = subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    findings = list(_findings(done.stderr))
    if done.returncode and not findings:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:] or [
            f"exit status {done.returncode}"
        ]
        findings = [Finding("B102", "mkdocs.yml", 0, {"problem": last[0]})]
    if not done.returncode:
        mark.unlink()
    return Built(anew, tuple(findings))


def _findings(output: str) -> Iterator[Finding]:
    for line in output.splitlines():
        match = PROBLEM.match(line)
        if match and not match["words"].startswith(EXPECTED_WARNINGS):
            code = "B101" if match["level"] == "WARNING" else "B102"
            yield Finding(code, "mkdocs.yml", 0, {"problem": match["words"]})
