"""Laid-out pages in, the sides of a sheet out, each page at its place.

A page of a folded leaflet is a panel. Its boxes are moved to their place by a transform, which WeasyPrint
applies to all that it draws, to links and to targets; what is read first stays first in the outline and in
the structure, wherever on the sheet it stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from weasyprint import Document
from weasyprint.anchors import gather_anchors, make_page_bookmark_tree
from weasyprint.css.properties import Dimension
from weasyprint.document import Page
from weasyprint.formatting_structure import boxes
from weasyprint.matrix import Matrix

from iecpress.handouts.records import Place, Side

Box = Any
Name = tuple[str, int]
"""A page's name in the style sheet, and its number among the pages of that name."""

MILLIMETRE = 96 / 25.4
"""In pixels of CSS."""


class Gathered(Document):  # type: ignore[misc]
    """The sides of a sheet. `reading` is what stands on them, with the number of its side, in reading order."""

    def __init__(
        self, document: Document, pages: list[Page], reading: Sequence[tuple[int, Box]]
    ) -> None:
        super().__init__(
            pages,
            document.metadata,
            document.url_fetcher,
            document.font_config,
            document.color_profiles,
            document.output_intent,
        )
        self.reading = reading

    def make_bookmark_tree(self, scale: float = 1, transform_pages: bool = False) -> list[Any]:  # noqa: FBT001, FBT002 - the signature is the base class's
        """Return the outline in reading order."""
        outline: list[Any] = []
        skipped: list[int] = []
        branches, level = [outline], 0
        for side, box in self.reading:
            height = self.pages[side].height * scale
            upwards = Matrix(scale, 0, 0, -scale, 0, height)
            panel = SimpleNamespace(bookmarks=[])
            gather_anchors(box, {}, [], panel.bookmarks, {None: []})
            level = make_page_bookmark_tree(
                panel,
                skipped,
                branches,
                level,
                side,
                upwards if transform_pages else Matrix(scale, d=scale),
            )
        return outline


def gathered(document: Document, sides: Sequence[Side]) -> Gathered:
    """Put each page that has a place there. The pages named by the sides are their ground."""
    places = places_on(sides)
    on: list[list[Box]] = [[] for _ in sides]
    reading: list[tuple[int, Box]] = []
    grounds: dict[str, Page] = {}
    for name, page in named(document):
        grounds.setdefault(name[0], page)
        if name in places:
            side, place = places[name]
            panel = [_moved(box, place) for box in page_box(page).children]
            on[side] += panel
            reading += [(side, box) for box in panel]
    pages = []
    if missing := {side.page for side in sides} - grounds.keys():
        raise LookupError(f"the template has nothing on the page {min(missing)}")
    for number, ground in enumerate(grounds[side.page] for side in sides):
        margins = _margins(ground)
        reading += [(number, box) for box in margins]
        pages.append(Page(page_box(ground).copy_with_children([*on[number], *margins])))
    return Gathered(document, pages, reading)


def reading_order(document: Document) -> Iterator[tuple[int, Box]]:
    """Yield each box that stands directly on a page, and its page's number (from 0), in reading order."""
    if isinstance(document, Gathered):
        yield from document.reading
        return
    for number, page in enumerate(document.pages):
        for box in page_box(page).children:
            yield number, box


def named(document: Document) -> Iterator[tuple[Name, Page]]:
    """Yield the pages in their order, each with its name."""
    seen: Counter[str] = Counter()
    for page in document.pages:
        name = page_box(page).page_type.name
        seen[name] += 1
        yield (name, seen[name]), page


def places_on(sides: Sequence[Side]) -> Mapping[Name, tuple[int, Place]]:
    """Return the number of the side and the place of each page that has one."""
    return {
        (place.page, place.number): (number, place)
        for number, side in enumerate(sides)
        for place in side.places
    }


def page_box(page: Page) -> Box:
    """Return a page's box, which is WeasyPrint's own affair: another reason why its version is checked."""
    return page._page_box  # noqa: SLF001


def _moved(box: Box, place: Place) -> Box:
    """Return a copy of the box that is drawn at the place."""
    moved = box.copy()
    moved.style = box.style.copy()
    right, down = (Dimension(part * MILLIMETRE, "px") for part in (place.x, place.y))
    moved.style["transform"] = (("translate", (right, down)), *box.style["transform"])
    return moved


def _margins(ground: Page) -> list[Box]:
    """Return what stands in the margins of a side: it stays, when panels take the place of the side's own text."""
    return [child for child in page_box(ground).children if isinstance(child, boxes.MarginBox)]
