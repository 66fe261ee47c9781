"""What went wrong with a job in, the finding that an author can act on out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from iecpress.findings import Finding
from iecpress.fonts import FontFile
from iecpress.handouts import where
from iecpress.handouts.records import Job, Problem, Trouble
from iecpress.settings import Limits

CODES: dict[Trouble, str] = {
    "crash": "H101",
    "time": "H102",
    "died": "H103",
    "log": "H104",
    "picture": "H105",
    "glyphs": "H106",
    "font": "H107",
    "libraries": "H108",
    "accessible": "H112",
    "lasting": "H113",
    "room": "H114",
    "panel": "H115",
    "wide": "H115",
    "table": "H116",
    "facing": "H117",
    "points": "H118",
    "contacts": "H118",
    "crowded": "H119",
}
NO_LAYOUT = "H109"
WRONG_LAYOUT = "H110"
NOT_KEPT = "H111"


def finding(job: Job, problem: Problem, limits: Limits, root: Path) -> Finding:
    """Say what happened to one handout, at the line where its cause stands when that can be told."""
    job = replace(job, text=job.resource.texts.get(problem.lang, job.text))
    values = {
        "layout": job.layout,
        "detail": _printable(problem),
        "problem": _problem(problem),
        "text_lang": job.text.lang,
        "heading": where.heading(job, problem).title,
        "lines": str(problem.lines),
        "seconds": str(limits.handout_seconds),
        "megabytes": str(limits.handout_mb),
    }
    return Finding(
        CODES[problem.kind], job.text.path.as_posix(), where.line(job, problem, root), values
    )


def layout_finding(job: Job, code: str, detail: str) -> Finding:
    """Say that a job's layout is not there or wrong, at the line that asks for it."""
    line = job.resource.source_text.lines.get("handouts", 0)
    path = job.resource.source_text.path.as_posix()
    return Finding(code, path, line, {"layout": job.layout, "detail": detail})


def missing_fonts(fonts: Iterable[FontFile]) -> list[Finding]:
    """Name the fonts that are not there; without them no handout is made, as another font would be wrong."""
    return [
        Finding(CODES["font"], font.path.name, 0, {"detail": font.path.name})
        for font in fonts
        if not font.path.is_file()
    ]


def cache_finding(job: Job, error: OSError) -> Finding:
    """Say that a finished handout could not be kept."""
    return Finding(
        NOT_KEPT,
        job.text.path.as_posix(),
        0,
        {"layout": job.layout, "detail": error.strerror or str(error)},
    )


def _problem(problem: Problem) -> str:
    """Return the name of the sentence that tells the problem, where the trouble has several."""
    if problem.kind in ("accessible", "lasting"):
        return f"pdf-{where.family(problem.detail)}"
    return problem.kind


def _printable(problem: Problem) -> str:
    if problem.kind != "glyphs":
        return problem.detail
    return ", ".join(_named(character) for character in problem.detail)


def _named(character: str) -> str:
    return f"{character} (U+{ord(character):04X} {unicodedata.name(character, '?')})"
