"""A parsed text in, the same text out with each table as there is room for it: as it is, small, or row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from markdown_it.token import Token

from iecpress.text.markdown import Document
from iecpress.text.words import width

COMFORT = 12
"""So many letters wide a column is where its cells are long; narrower, it is a column of single words."""
GAP = 2
"""Letters' room between two columns."""
INDENT = 4
"""Letters' room that a list or a callout around the table takes."""


@dataclass(frozen=True, slots=True)
class Room:
    """How many letters fit side by side into a table's line: as tables are set, and set small across the page.

    None is without end.
    """

    usual: int | None = None
    small: int | None = None


def tables(document: Document) -> list[tuple[int, Sequence[Token]]]:
    """Return each table's position among the tokens, and its tokens."""
    found = []
    start = 0
    for position, token in enumerate(document.tokens):
        if token.type == "table_open":
            start = position
        elif token.type == "table_close":
            found.append((start, document.tokens[start : position + 1]))
    return found


def fit_tables(document: Document, room: Room, *, numbered: bool = True) -> Document:
    """Make those tables small that have no room as they are, and turn those that have none so; number them from 1.

    A table that is turned has, for each of its rows, a group of rows of two cells: a column's heading and what
    the row says under it. However many columns there were, it is as wide as the text.
    """
    tokens: list[Token] = []
    end = 0
    for number, (start, table) in enumerate(tables(document), 1):
        tokens += [*document.tokens[end:start], *_fitted(table, number if numbered else 0, room)]
        end = start + len(table)
    return replace(document, tokens=[*tokens, *document.tokens[end:]])


def _fitted(table: Sequence[Token], number: int, room: Room) -> Iterator[Token]:
    rows = _rows(table)
    needed = _needed(rows) + INDENT * table[0].level
    way = ""
    if room.usual is not None and needed > room.usual and len(rows) > 1:
        alone = table[0].level == 0  # in a list or a callout it cannot reach over the page
        small = alone and room.small is not None and needed <= room.small
        way = "small" if small else "turned"
    yield table[0].copy(meta={"number": number, "way": way})
    yield from _turned(rows) if way == "turned" else table[1:-1]
    yield table[-1]


def _rows(table: Sequence[Token]) -> list[list[Token]]:
    """Return the words of each cell, row by row; the first row is the heads."""
    rows: list[list[Token]] = []
    for token in table:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(token)
    return rows


def _needed(rows: Sequence[Sequence[Token]]) -> int:
    """Return how many letters' room the columns need beside one another."""
    columns = zip_longest(*rows)
    return sum(_column(cells) for cells in columns) - GAP


def _column(cells: Sequence[Token | None]) -> int:
    texts = [_shown(cell) for cell in cells if cell is not None]
    word = max((width(word) for text in texts for word in text.split()), default=0)
    return max(word, min(COMFORT, max(map(width, texts), default=0))) + GAP


def _shown(cell: Token) -> str:
    """Return what a reader sees of a cell's words."""
    return "".join(
        child.content
        if child.type in ("text", "code_inline")
        else " " * child.type.endswith("break")
        for child in cell.children or ()
    )


def _turned(rows: Sequence[Sequence[Token]]) -> Iterator[Token]:
    heads, *body = rows
    for row in body:
        yield Token("tbody_open", "tbody", 1, block=True)
        for head, cell in zip_longest(heads, row):
            if cell is not None and cell.content:
                yield Token("tr_open", "tr", 1, block=True)
                yield from _cell("th", head, {"scope": "row"})
                yield from _cell("td", cell, {})
                yield Token("tr_close", "tr", -1, block=True)
        yield Token("tbody_close", "tbody", -1, block=True)


def _cell(
    tag: str, words: Token | None, attributes: dict[str, str | int | float]
) -> Iterator[Token]:
    yield Token(f"{tag}_open", tag, 1, attrs=attributes)
    if words is not None:
        yield words
    yield Token(f"{tag}_close", tag, -1)
