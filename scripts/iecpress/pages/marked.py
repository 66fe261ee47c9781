"""Two texts as one in; what a page shows of it, piece by piece and ready to be set, out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup, escape

from iecpress.pages.words import Words
from iecpress.redline import Op, Part, Row, Run
from iecpress.text.blocks import Block
from iecpress.text.html import Resolver

ELEMENTS = {
    "strong": Markup("<strong>{}</strong>"),
    "em": Markup("<em>{}</em>"),
    "s": Markup("<s>{}</s>"),
    "code": Markup("<code>{}</code>"),
    "sup": Markup("<sup>{}</sup>"),
    "picture": Markup('<span class="picture">{}</span>'),
}
LINK = Markup('<a href="{}">{}</a>')
CHANGES = {
    "added": Markup(
        '<ins><span class="quiet-name">[{}: </span>{}<span class="quiet-name">]</span></ins>'
    ),
    "removed": Markup(
        '<del><span class="quiet-name">[{}: </span>{}<span class="quiet-name">]</span></del>'
    ),
}
"""Who listens hears where a change begins and ends: few screen readers say the elements' own names."""


@dataclass(frozen=True, slots=True)
class Line:
    """One piece of the text. `op` says whether all of it is new or gone."""

    row: Row
    cells: tuple[Markup, ...]

    @property
    def op(self) -> Op:
        """Whether all of it is new or gone."""
        return self.row.op


@dataclass(frozen=True, slots=True)
class Group:
    """Pieces that stand in one element: `ul`, `ol`, `table`, `dl`, or none."""

    element: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """What stands in one callout, or in none."""

    callout: str
    groups: tuple[Group, ...]


class Setter:
    """Sets changes in the language of a page."""

    def __init__(self, lang: str, resolve: Resolver) -> None:
        words = Words(lang)
        self._said = {op: words.say(f"redline-{op}") for op in CHANGES}
        self._resolve = resolve
        self._set: dict[tuple[Block | None, Block | None], tuple[Markup, ...]] = {}

    def boxes(self, part: Part) -> tuple[Box, ...]:
        """Set a part of the text. Most of its pieces are the same between many versions, and are set once."""
        return tuple(_boxes(Line(row, self._cells(row)) for row in part.rows))

    def _cells(self, row: Row) -> tuple[Markup, ...]:
        place = row.old, row.new
        if place not in self._set:
            self._set[place] = tuple(self.runs(cell) for cell in row.cells)
        return self._set[place]

    def runs(self, runs: Iterable[Run]) -> Markup:
        """Set running words; a whole phrase that was added or taken away is one element."""
        html = Markup()
        for op, together in groupby(runs, key=lambda run: run.op):
            inner = Markup().join(self._run(run) for run in together)
            html += inner if op == "same" else CHANGES[op].format(self._said[op], inner)
        return html

    def _run(self, run: Run) -> Markup:
        html = escape(run.text)
        for name, target in reversed(run.marks):
            html = self._link(run, target, html) if name == "a" else ELEMENTS[name].format(html)
        return html

    def _link(self, run: Run, target: str, html: Markup) -> Markup:
        """Set a link; where it is new or gone its target is shown, which may be all that changed."""
        address = self._resolve(target)
        shown = html if address == "#" else LINK.format(address, html)
        where = Markup(' <span class="target">({})</span>').format(target)
        return shown if run.op == "same" else shown + where


def _boxes(lines: Iterable[Line]) -> Iterator[Box]:
    """Put together what stands in one callout; each begins with its title."""
    number = 0
    numbered: list[tuple[tuple[int, str], Line]] = []
    for line in lines:
        block = line.row.block
        number += block.kind == "title"
        numbered.append(((number if block.callout else 0, block.callout), line))
    for (_, callout), together in groupby(numbered, key=lambda pair: pair[0]):
        yield Box(callout, tuple(_groups([line for _, line in together])))


def _groups(lines: Iterable[Line]) -> Iterator[Group]:
    for element, together in groupby(lines, key=_element):
        yield Group(element[0], tuple(together))


def _element(line: Line) -> tuple[str, int]:
    """Return the element around a piece, and which one of its sort it is."""
    block = line.row.block
    if block.kind == "item":
        return ("ol" if block.ordered else "ul", block.level)
    if block.kind in ("term", "meaning"):
        return ("dl", 0)
    return ("table", block.table) if block.kind == "row" else ("", 0)
