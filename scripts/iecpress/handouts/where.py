"""A job and what went wrong with it in, the line of its text where the cause most likely stands out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from iecpress.handouts.records import Job, Problem, Trouble
from iecpress.text.markdown import Document, Heading, parse
from iecpress.text.tables import tables

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
FILLED_BY = {"cover": "title", "back": "countries"}
"""What of a text's front matter fills the pages that have not to do with its body."""
ON_SCREENS = ("1", "L", "LA", "P", "PA", "RGB", "RGBA")
"""The modes of pictures (Pillow's names) that look alike everywhere."""


def line(job: Job, problem: Problem, root: Path) -> int:
    """Return the line; 0 when it cannot be told."""
    find = FINDERS.get(problem.kind)
    return find(job, problem, root) if find else 0


def heading(job: Job, problem: Problem) -> Heading:
    """Return the heading under which the room ended; the title before the first one."""
    headings = {heading.id: heading for heading in _parsed(job).headings}
    named = (headings[target] for target in problem.detail.split() if target in headings)
    return next(named, Heading(1, "", job.text.title, job.text.body_line))


def family(rule: str) -> str:
    """Return what a rule such as PDFUA1-TABLE-HEADERS-SCOPE-001 is about."""
    words = rule.split("-")[1:]
    return next((name for name, own in FAMILIES.items() if set(own) & set(words)), "file")


def _parsed(job: Job) -> Document:
    return parse(job.text.body, job.text.body_line)


def _front_matter(job: Job, key: str) -> int:
    """Return the line of a key, which a translation may lack; the line that asks for the layout will do."""
    lines = job.text.lines
    return lines.get(key) or lines.get("handouts") or lines.get("summary", 0)


def _asked_for(job: Job, _problem: Problem, _root: Path) -> int:
    return _front_matter(job, "handouts")


def _panel(job: Job, problem: Problem, _root: Path) -> int:
    return _front_matter(job, FILLED_BY.get(problem.detail, "handouts"))


def _last_heading(job: Job, problem: Problem, _root: Path) -> int:
    return heading(job, problem).line


def _unreadable(job: Job, problem: Problem, _root: Path) -> int:
    pictures = _parsed(job).pictures
    return next((p.line for p in pictures if p.target.endswith(problem.detail)), 0)


def _too_wide(job: Job, problem: Problem, _root: Path) -> int:
    _, table = tables(parse(job.text.body))[int(problem.detail) - 1]
    return job.text.body_line + (table[0].map or [0])[0]


def _undrawn(job: Job, problem: Problem, root: Path) -> int:
    """Return the first line of the file with one of the characters; 0 when they came from elsewhere."""
    return _line_of(problem.detail, root / job.text.path)


def _line_of(characters: Iterable[str], path: Path) -> int:
    wanted = set(characters)
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return 0
    return next((number for number, line in enumerate(lines, 1) if wanted & set(line)), 0)


def _suspect(job: Job, problem: Problem, root: Path) -> int:
    """Return the line of the first part of the text that a broken rule may be about.

    Where the text has none such, it is the layout's fault, and the line is the one that asks for the layout.
    """
    about = SUSPECTS.get(family(problem.detail))
    found = about(job, _parsed(job), root) if about else 0
    return found or _front_matter(job, "handouts")


def _table(job: Job, document: Document, _root: Path) -> int:
    found = [tokens for _, tokens in tables(document)]
    bare = (tokens for tokens in found if all(token.type != "tbody_open" for token in tokens))
    suspect = next(bare, found[0] if found else None)
    return job.text.body_line + (suspect[0].map or [0])[0] if suspect else 0


def _list(job: Job, document: Document, _root: Path) -> int:
    opened = ("bullet_list_open", "ordered_list_open")
    maps = (token.map or [0] for token in document.tokens if token.type in opened)
    return next((job.text.body_line + lines[0] for lines in maps), 0)


def _heading_line(_job: Job, document: Document, _root: Path) -> int:
    return next((heading.line for heading in document.headings), 0)


def _link(_job: Job, document: Document, _root: Path) -> int:
    return next((link.line for link in document.links), 0)


def _picture(job: Job, document: Document, root: Path) -> int:
    """Return the line of the picture whose colours are for presses; of the first one when there is none such."""
    from PIL import Image

    for picture in document.pictures:
        with suppress(OSError), Image.open(root / job.resource.folder / picture.target) as opened:
            if opened.mode not in ON_SCREENS:
                return picture.line
    return next((picture.line for picture in document.pictures), 0)


SUSPECTS: Mapping[str, Callable[[Job, Document, Path], int]] = {
    "headings": _heading_line,
    "lists": _list,
    "tables": _table,
    "pictures": _picture,
    "colours": _picture,
    "links": _link,
}
FINDERS: Mapping[Trouble, Callable[[Job, Problem, Path], int]] = {
    "picture": _unreadable,
    "glyphs": _undrawn,
    "accessible": _suspect,
    "lasting": _suspect,
    "room": _last_heading,
    "wide": _last_heading,
    "panel": _panel,
    "table": _too_wide,
    "facing": _asked_for,
    "points": _asked_for,
    "contacts": _asked_for,
    "crowded": _asked_for,
}
