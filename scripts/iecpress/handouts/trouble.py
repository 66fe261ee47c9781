"""What went wrong with a job in, the finding that an author can act on out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from iecpress.findings import Finding
from iecpress.fonts import FontFile
from iecpress.handouts.records import Job, Problem, Trouble
from iecpress.settings import Limits
from iecpress.text.markdown import Document, Heading, parse
from iecpress.text.tables import tables

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
UNSUITED: tuple[Trouble, ...] = ("facing", "points", "contacts", "crowded")
"""Troubles of a text that is not for the layout it is asked for in."""
NO_LAYOUT = "H109"
WRONG_LAYOUT = "H110"
NOT_KEPT = "H111"

FAMILIES = {
    "headings": ("HEADING",),
    "lists": ("L", "LI", "LBODY", "TOC", "TOCI"),
    "tables": ("TABLE", "TR", "TH", "TD", "THEAD", "TBODY", "TFOOT"),
    "pictures": ("FIGURE", "FORMULA", "IMAGE", "JPEG2000", "XOBJECT"),
    "links": ("LINK", "ANNOTATION", "WIDGET", "ACTION"),
    "notes": ("NOTE",),
    "colours": ("DEVICE", "ICCBASED", "OUTPUTINTENT", "TRANSPARENCY", "SEPARATION", "EXTGSTATE"),
    "file": ("TRAILER", "STREAM", "XREF", "HEADER"),
    "description": ("METADATA", "XMP", "ID", "INFO", "LANG"),
    "language": ("LANGUAGE",),
    "letters": ("FONT", "UNICODE", "CMAP", "CIDTOGIDMAP", "CID", "TYPE0", "TRUETYPE", "NOTDEF"),
    "parts": ("CONTENT", "TAGGED", "ARTIFACT", "STRUCT", "PAGE"),
}
"""What rules are about, told by the words in their names; the first family that fits. Each has its sentence,
`problem-pdf-<family>`, in every language. Whatever fits none is about the file as such."""


def finding(job: Job, problem: Problem, limits: Limits, root: Path) -> Finding:
    """Say what happened to one handout, at the line where its cause stands when that can be told."""
    job = replace(job, text=job.resource.texts.get(problem.lang, job.text))
    values = {
        "layout": job.layout,
        "detail": _printable(problem),
        "problem": _problem(problem),
        "text_lang": job.text.lang,
        "heading": _heading(job, problem).title,
        "lines": str(problem.lines),
        "seconds": str(limits.handout_seconds),
        "megabytes": str(limits.handout_mb),
    }
    return Finding(CODES[problem.kind], job.text.path.as_posix(), _line(job, problem, root), values)


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
        return f"pdf-{_family(problem.detail)}"
    return problem.kind


def _family(rule: str) -> str:
    """Return what a rule such as PDFUA1-TABLE-HEADERS-SCOPE-001 is about."""
    words = rule.split("-")[1:]
    return next((name for name, own in FAMILIES.items() if set(own) & set(words)), "file")


def _printable(problem: Problem) -> str:
    if problem.kind != "glyphs":
        return problem.detail
    return ", ".join(_named(character) for character in problem.detail)


def _named(character: str) -> str:
    return f"{character} (U+{ord(character):04X} {unicodedata.name(character, '?')})"


def _heading(job: Job, problem: Problem) -> Heading:
    """Return the heading under which the room ended; the title before the first one."""
    headings = {heading.id: heading for heading in _parsed(job).headings}
    named = (headings[target] for target in problem.detail.split() if target in headings)
    return next(named, Heading(1, "", job.text.title, job.text.body_line))


def _parsed(job: Job) -> Document:
    return parse(job.text.body, job.text.body_line)


def _line(job: Job, problem: Problem, root: Path) -> int:
    if problem.kind in UNSUITED:
        return job.text.lines.get("handouts", job.text.lines.get("summary", 0))
    if problem.kind == "picture":
        pictures = _parsed(job).pictures
        return next((p.line for p in pictures if p.target.endswith(problem.detail)), 0)
    if problem.kind == "table":
        _, table = tables(parse(job.text.body))[int(problem.detail) - 1]
        return job.text.body_line + (table[0].map or [0])[0]
    if problem.kind == "glyphs":
        return _line_of(problem.detail, root / job.text.path)
    if problem.kind in ("room", "wide"):
        return _heading(job, problem).line
    return 0


def _line_of(characters: Iterable[str], path: Path) -> int:
    """Return the first line of the file with one of the characters; 0 when they came from elsewhere."""
    wanted = set(characters)
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return 0
    return next((number for number, line in enumerate(lines, 1) if wanted & set(line)), 0)
