"""Two parsed texts in, the same parts of both side by side out: what a sheet in two languages is made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from markdown_it.token import Token
from markupsafe import Markup

from iecpress.text.html import Resolver, to_html
from iecpress.text.markdown import Document
from iecpress.text.words import letter_count

Tokens = Sequence[Token]
LISTS = ("bullet_list_open", "ordered_list_open")
LONG = 240
"""Letters of a list from which on its items are aligned one by one: about eight lines of half a page."""
Key = tuple[str, int]
"""A heading's id, and the how-manieth with that id it is; the part before the first heading has none."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two texts, and how it is rendered."""

    document: Document
    lang: str
    resolve: Resolver
    prefix: str = ""
    """Put before each id, so that the two texts have none in common."""

    def html(self, tokens: Tokens) -> Markup:
        """Render a part. Raw HTML is off in the renderer, so what comes out is what it made."""
        document = replace(self.document, tokens=tokens)
        return Markup(to_html(document, self.lang, self.resolve, self.prefix))  # noqa: S704


@dataclass(frozen=True, slots=True)
class Pair:
    """What stands side by side. A side is None where its text has no such part."""

    level: int
    """The level of the heading that it begins with; 0 when it goes on under the last one."""
    goes_on: bool
    """Whether it is one item of a list that goes on in the next pair."""
    left: Markup | None
    right: Markup | None

    @property
    def size(self) -> int:
        """How many letters the longer side shows."""
        return max(letter_count(side.striptags()) for side in (self.left, self.right) if side)


def pairs(left: Side, right: Side) -> Iterator[Pair]:
    """Align two texts heading by heading, and piece by piece where both have the same sorts of pieces."""
    ours, theirs = _parts(left.document.tokens), _parts(right.document.tokens)
    for key in _in_order(list(ours), list(theirs)):
        rows = _rows(ours.get(key, []), theirs.get(key, []))
        for place, (mine, other) in enumerate(rows):
            first = (mine or other)[0]
            following = rows[place + 1][0] if place + 1 < len(rows) else []
            yield Pair(
                level=int(first.tag[1]) if first.type == "heading_open" else 0,
                goes_on=_same_list(mine, following),
                left=left.html(mine) if mine else None,
                right=right.html(other) if other else None,
            )


def _same_list(tokens: Tokens, following: Tokens) -> bool:
    """Whether two pieces are items of one list: they share its end."""
    return bool(following) and following[0].type in LISTS and following[-1] is tokens[-1]


def _parts(tokens: Tokens) -> dict[Key, Tokens]:
    """Split a text at its headings."""
    starts = [i for i, token in enumerate(tokens) if token.type == "heading_open"]
    seen: Counter[str] = Counter()
    parts: dict[Key, Tokens] = {}
    if before := tokens[: starts[0] if starts else None]:
        parts["", 0] = before
    for start, end in pairwise([*starts, len(tokens)]):
        name = str(tokens[start].attrGet("id") or "")
        seen[name] += 1
        parts[name, seen[name]] = tokens[start:end]
    return parts


def _in_order(ours: list[Key], theirs: list[Key]) -> list[Key]:
    """Return every part: in our order, and what only they have after what it follows there."""
    order = list(ours)
    for before, key in pairwise([None, *theirs]):
        if key is not None and key not in order:
            order.insert(order.index(before) + 1 if before else 0, key)
    return order


def _rows(ours: Tokens, theirs: Tokens) -> list[tuple[Tokens, Tokens]]:
    """Return what stands side by side within one part; a heading stays with the piece that follows it."""
    mine, other = _pieces(ours), _pieces(theirs)
    if [_sort(piece) for piece in mine] != [_sort(piece) for piece in other]:
        return [(ours, theirs)]
    rows = [row for pair in zip(mine, other, strict=True) for row in _by_item(*pair)]
    if len(rows) > 1 and mine[0][0].type == "heading_open":
        heading, first, *rest = rows
        return [([*heading[0], *first[0]], [*heading[1], *first[1]]), *rest]
    return rows


def _by_item(mine: Tokens, other: Tokens) -> list[tuple[Tokens, Tokens]]:
    """Return a long list item by item where both have as many, and all else as it is."""
    if mine[0].type not in LISTS or max(map(_size, (mine, other))) < LONG:
        return [(mine, other)]
    ours, theirs = _items(mine), _items(other)
    return list(zip(ours, theirs, strict=True)) if len(ours) == len(theirs) else [(mine, other)]


def _items(tokens: Tokens) -> list[Tokens]:
    """Part a list into lists of one item, each numbered on."""
    opening, *items, closing = tokens
    start = int(opening.attrGet("start") or 1)
    return [
        [_numbered(opening, start + place), *item, closing]
        for place, item in enumerate(_pieces(items))
    ]


def _numbered(opening: Token, start: int) -> Token:
    numbered = {**opening.attrs, "start": start} if opening.tag == "ol" else opening.attrs
    return opening.copy(attrs=dict(numbered))


def _size(tokens: Tokens) -> int:
    return sum(letter_count(token.content) for token in tokens if token.type == "inline")


def _pieces(tokens: Tokens) -> list[list[Token]]:
    """Split at the outermost level: a paragraph, a whole list, a table."""
    pieces: list[list[Token]] = []
    depth = 0
    for token in tokens:
        if not depth:
            pieces.append([])
        pieces[-1].append(token)
        depth += token.nesting
    return pieces


def _sort(piece: Tokens) -> tuple[str, str]:
    return piece[0].type, piece[0].tag
