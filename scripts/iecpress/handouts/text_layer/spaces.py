"""A laid-out document in, the text boxes out after which there is a space that WeasyPrint does not draw.

It leaves out the space at which a line was broken, and text that is nothing but a space. Readers then tell words
apart by their places, if at all; in tagged PDF they must be told apart by characters (ISO 32000-2, 14.8.2.6.2).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from weasyprint import Document
from weasyprint.formatting_structure import boxes


def before_spaces(document: Document) -> Iterator[int]:
    """Yield the id of each text box that ends with a word which a space must follow."""
    for page in document.pages:
        yield from _within(page._page_box)  # noqa: SLF001 - a reason why the version is checked


def _within(box: Any) -> Iterator[int]:
    path: tuple[int, ...] = ()
    start = 0
    for line in getattr(box, "children", ()):
        yield from _within(line)
        if not isinstance(line, boxes.LineBox):
            continue
        texts = [text for text in _texts(line) if text is None or text.text]
        yield from (id(text) for text, blank in pairwise(texts) if text and _is_blank(blank))
        if line.resume_at:
            previous, (path, place) = path, _resumed(line.resume_at)
            taken = place - (start if path == previous else 0)
            start = place
            ended = taken != len(texts[-1].text) if texts and texts[-1] else False
        else:
            ended = not isinstance(box, boxes.AtomicInlineLevelBox)
        if ended and texts and texts[-1]:
            yield id(texts[-1])


def _texts(line: Any) -> Iterator[Any]:
    """Yield the text boxes of a line, and None for everything else in it."""
    for child in line.children:
        if isinstance(child, boxes.InlineBox):
            yield from _texts(child)
        else:
            yield child if isinstance(child, boxes.TextBox) else None


def _is_blank(text: Any) -> bool:
    return bool(text) and text.text.isspace()


def _resumed(resume_at: Any) -> tuple[tuple[int, ...], int]:
    """Return where the next line begins: the way to a box, and the place in its text."""
    way = []
    while resume_at:
        ((place, resume_at),) = resume_at.items()
        way.append(place)
    return tuple(way[:-1]), way[-1]
