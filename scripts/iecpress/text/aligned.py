"""Two parsed texts in, the same parts of both side by side out: what a sheet in two languages is made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise

from markdown_it.token import Token
from markupsafe import Markup

from iecpress.text.html import Resolver, to_html
from iecpress.text.markdown import Document
from iecpress.text.words import letter_count

Tokens = Sequence[Token]
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
        for heading, (mine, other) in enumerate(rows):
            first = (mine or other)[0]
            level = int(first.tag[1]) if not heading and first.type == "heading_open" else 0
            yield Pair(
                level, left.html(mine) if mine else None, right.html(other) if other else None
            )


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


def _rows(ours: Tokens, theirs: Tokens) -> Iterator[tuple[Tokens, Tokens]]:
    """Yield what stands side by side within one part; a heading stays with the piece that follows it."""
    mine, other = _pieces(ours), _pieces(theirs)
    if [_sort(piece) for piece in mine] != [_sort(piece) for piece in other]:
        yield ours, theirs
        return
    heading = 2 if len(mine) > 1 and mine[0][0].type == "heading_open" else 1
    for start, end in pairwise([0, *range(heading, len(mine) + 1)]):
        yield list(chain(*mine[start:end])), list(chain(*other[start:end]))


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
