"""A laid-out document in, the tables wider than their place out. It reads WeasyPrint's boxes, as render.py does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from iecpress.handouts.records import Problem

TOLERANCE = 1
"""CSS pixels that nobody sees."""


def wide_tables(pages: Sequence[Any]) -> tuple[Problem, ...]:
    """Return a problem for each table that is wider than the box it stands in; `detail` is its number."""
    numbers = {number for page in pages for number in _wide(page._page_box)}  # noqa: SLF001
    return tuple(Problem("table", number) for number in sorted(numbers, key=int))


def _wide(page: Any) -> Iterator[str]:
    for box in page.descendants():
        number = None if box.element is None else box.element.get("data-table")
        if number and any(child.width > box.width + TOLERANCE for child in box.children):
            yield number
