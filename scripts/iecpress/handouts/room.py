"""Laid-out pages and the places there are for them in, what does not fit out."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from weasyprint import Document
from weasyprint.document import Page
from weasyprint.formatting_structure import boxes
from weasyprint.text.line_break import strut

from iecpress.handouts.gathering import MILLIMETRE, Name, named, page_box, places_on
from iecpress.handouts.records import Problem, Side

Box = Any


def fits(document: Document, sides: Sequence[Side]) -> bool:
    """Tell whether each page has a place of its own and nothing stands out of it. Without sides, all is well."""
    return not sides or not (_homeless(document, sides) or _widest(document))


def lack(document: Document, sides: Sequence[Side]) -> tuple[Problem, ...]:
    """Say what there is no room for: pages without a place, of the first name that has too many; wide things."""
    if not sides:
        return ()
    homeless = _homeless(document, sides)
    if homeless:
        name = homeless[0][0][0]
        return (
            _too_long(document, name, [page for (other, _), page in homeless if other == name]),
        )
    widest = _widest(document)
    return (_too_wide(*widest),) if widest else ()


def _too_long(document: Document, name: str, over: Sequence[Page]) -> Problem:
    """Tell a text that is too long from a page with words of its own that is too full."""
    run = [page for (other, _), page in named(document) if other == name]
    lines = sum(map(_height, over)) / strut(_root(over[0]).style)[0]
    count = math.ceil(round(lines, 3))
    if not any(box.element_tag == "main" for page in run for box in _root(page).descendants()):
        return Problem("panel", name, lines=count)
    before = [target for page in run if page not in over for target in page.anchors]
    return Problem("room", " ".join(over[0].anchors or before[-1:]), lines=count)


def _too_wide(page: Page, box: Box) -> Problem:
    """Name what the box stands under, the nearest first."""
    above = [name for name, (_, top, *_) in page.anchors.items() if top <= box.position_y]
    return Problem("wide", " ".join(reversed(above)))


def _homeless(document: Document, sides: Sequence[Side]) -> list[tuple[Name, Page]]:
    """Return the pages for which there is no place, or whose place is taken."""
    places, taken, homeless = places_on(sides), set(), []
    grounds = {side.page for side in sides}
    for name, page in named(document):
        if name[0] in grounds:
            continue
        side, place = places.get(name, (-1, None))
        spot = (side, place.x, place.y) if place else None
        if spot is None or spot in taken:
            homeless.append((name, page))
        taken.add(spot)
    return homeless


def _widest(document: Document) -> tuple[Page, Box] | None:
    """Find a word or a picture that stands out of the room between its page's margins."""
    for page in document.pages:
        area = page_box(page)
        most = area.content_box_x() + area.width + MILLIMETRE
        for box in _drawn(page):
            if box.position_x + box.width > most:
                return page, box
    return None


def _height(page: Page) -> float:
    """Return how far down a page is filled."""
    top = page_box(page).content_box_y()
    return max((float(box.position_y + box.height - top) for box in _drawn(page)), default=0.0)


def _drawn(page: Page) -> Iterator[Box]:
    """Yield the words and pictures in a page's text."""
    for box in _root(page).descendants():
        if isinstance(box, boxes.TextBox | boxes.ReplacedBox):
            yield box


def _root(page: Page) -> Box:
    return page_box(page).children[0]
