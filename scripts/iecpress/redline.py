"""Two texts in; what was added, taken away and moved, section by section and word by word, out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Literal, NamedTuple

from iecpress.text.blocks import Block, Cell, Span, atoms, blocks
from iecpress.text.markdown import parse
from iecpress.text.words import words

Op = Literal["same", "added", "removed"]
Key = tuple[str, int]
"""A heading's id, or its words where it has none, and the how-manieth of that name it is."""
Parts = Mapping[Key, tuple[Block, ...]]
"""A text, parted at its headings."""

FENCE = re.compile(r"^---[ \t]*\r?$", re.MULTILINE)
SECTION = re.compile(r"^(?=## )", re.MULTILINE)
REACHING = ("]:", "```", "~~~")
"""Signs of what holds, or may stand, beyond the section that it is in: definitions, notes and code."""
RECENT = 512
"""How many sections are remembered as they were taken apart, and as they were compared."""
ALIKE = 0.3
"""Share of their words that two paragraphs have in common at least, to be shown as one that was changed."""
TOO_MANY = 4_000_000
"""Comparisons that a paragraph is worth; beyond them it is shown as taken away and written anew."""
TOO_MANY_BLOCKS = 4_000


class Run(NamedTuple):
    """Words one after another with which the same happened, set in the same way."""

    op: Op
    marks: tuple[tuple[str, str], ...]
    text: str


@dataclass(frozen=True)
class Row:
    """One piece in its old and its new state; None where it was not there."""

    old: Block | None
    new: Block | None

    @cached_property
    def cells(self) -> tuple[tuple[Run, ...], ...]:
        """Its words, and what happened to them."""
        old, new = self.old, self.new
        there: list[tuple[Cell, Cell]] = [(cell, ()) for cell in old.cells] if old else []
        here: list[tuple[Cell, Cell]] = [((), cell) for cell in new.cells] if new else []
        both = list(zip(old.cells, new.cells, strict=True)) if old and new else there or here
        return tuple(_runs(before, after) for before, after in both)

    @property
    def block(self) -> Block:
        """The piece as it is now, or was."""
        found = self.new or self.old
        assert found is not None  # noqa: S101 - a row has at least one side
        return found

    @property
    def op(self) -> Op:
        """Whether all of it is new or gone."""
        return "removed" if self.new is None else "added" if self.old is None else "same"

    @property
    def changed(self) -> bool:
        """Whether anything in it is not as it was."""
        if self.old is self.new:
            return False
        return self.old is None or self.new is None or self.old.cells != self.new.cells


@dataclass(frozen=True, eq=False)
class Part:
    """A heading and what stands under it; the first may have none. The same two are compared once."""

    id: str
    title: str
    rows: tuple[Row, ...]
    moved: bool

    @property
    def op(self) -> Op:
        """Whether all of it is new or gone."""
        ops = {row.op for row in self.rows}
        return ops.pop() if len(ops) == 1 else "same"

    @cached_property
    def changed(self) -> bool:
        """Whether anything in it is not as it was."""
        return self.moved or any(row.changed for row in self.rows)

    @cached_property
    def counted(self) -> Counter[Op]:
        """How many words were added and removed."""
        found: Counter[Op] = Counter()
        for row in self.rows:
            for run in (run for cell in row.cells for run in cell) if row.changed else ():
                found[run.op] += len(words(run.text)) if run.op != "same" else 0
        return found


@dataclass(frozen=True, slots=True)
class Redline:
    """Two texts as one."""

    parts: tuple[Part, ...]

    @property
    def changed(self) -> bool:
        """Whether any word, mark or place is another one."""
        return any(part.changed for part in self.parts)

    def count(self, op: Op) -> int:
        """How many words were added or removed."""
        return sum(part.counted[op] for part in self.parts if part.changed)


def compare(old: Parts, new: Parts) -> Redline:
    """Compare two texts by their pieces."""
    moved = _moved(list(old), list(new))
    return Redline(
        tuple(
            _part(old.get(key, ()), new.get(key, ()), moved=key in moved)
            for key in _in_order(list(old), list(new))
        )
    )


def read(path: Path, lang: str) -> Parts:
    """Return the parts of a text as it lies in a file, without its front matter."""
    written = path.read_text("utf-8").removeprefix("\ufeff")
    return parts_of(pieces(FENCE.split(written, maxsplit=2)[-1], lang))


def parts_of(found: Iterable[Block]) -> Parts:
    """Part a text at its headings."""
    parts: dict[Key, list[Block]] = {}
    seen: Counter[str] = Counter()
    key = ("", 0)
    for block in found:
        if block.kind == "heading":
            name = block.id or block.words
            seen[name] += 1
            key = name, seen[name]
        parts.setdefault(key, []).append(block)
    return {key: tuple(blocks) for key, blocks in parts.items()}


def pieces(body: str, lang: str) -> list[Block]:
    """Return the pieces of a text. The number of a table counts from the last heading of the second level.

    Most sections of a version are those of the one before it, and are taken apart once, unless something in
    the text reaches over a heading.
    """
    if any(sign in body for sign in REACHING):
        return blocks(parse(body), lang)
    return [block for section in SECTION.split(body) for block in _of_section(section, lang)]


@lru_cache(maxsize=RECENT)
def _of_section(section: str, lang: str) -> tuple[Block, ...]:
    return tuple(blocks(parse(section), lang))


def words_changed(old: str, new: str) -> tuple[Run, ...]:
    """Compare two lines, such as titles."""
    return _runs((Span(old),), (Span(new),))


def _in_order(before: list[Key], after: list[Key]) -> list[Key]:
    """Return every part: in the new order, and what is gone after what it followed."""
    order = list(after)
    for previous, key in pairwise([None, *before]):
        if key is not None and key not in order:
            order.insert(order.index(previous) + 1 if previous else 0, key)
    return order


def _moved(before: list[Key], after: list[Key]) -> set[Key]:
    """Return the parts in both that stand in another order: as few as explain it."""
    kept = [key for key in before if key in after]
    there = [key for key in after if key in before]
    matcher = SequenceMatcher(None, kept, there, autojunk=False)
    still = {kept[m.a + i] for m in matcher.get_matching_blocks() for i in range(m.size)}
    return set(kept) - still


@lru_cache(maxsize=RECENT)
def _part(old: tuple[Block, ...], new: tuple[Block, ...], *, moved: bool) -> Part:
    if old == new:  # most parts of a version are the very same as before
        rows = tuple(Row(block, block) for block in new)
    else:
        rows = tuple(Row(before, after) for before, after in _matched(old, new))
    first = rows[0].block
    headed = first.kind == "heading"
    return Part(first.id, first.words if headed else "", rows, moved)


def _matched(
    old: Sequence[Block], new: Sequence[Block]
) -> Iterator[tuple[Block | None, Block | None]]:
    """Yield what stands side by side, in order."""
    before, after = ([(block.sort, block.words) for block in side] for side in (old, new))
    if before == after:
        yield from zip(old, new, strict=True)
        return
    for op, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if op == "equal":
            yield from zip(old[i:j], new[k:m], strict=True)
        else:
            yield from _alike(old[i:j], new[k:m])


def _alike(
    old: Sequence[Block], new: Sequence[Block]
) -> Iterator[tuple[Block | None, Block | None]]:
    """Yield the pairs that have most in common, in order, and what has no partner between them."""
    i = k = 0
    for a, b in _partners(old, new):
        yield from ((block, None) for block in old[i:a])
        yield from ((None, block) for block in new[k:b])
        yield old[a], new[b]
        i, k = a + 1, b + 1
    yield from ((block, None) for block in old[i:])
    yield from ((None, block) for block in new[k:])


def _partners(old: Sequence[Block], new: Sequence[Block]) -> list[tuple[int, int]]:
    """Return which of the old goes with which of the new: the order in which most words stay (dynamic programming)."""
    if len(old) * len(new) > TOO_MANY_BLOCKS:
        return [(i, i) for i in range(min(len(old), len(new))) if old[i].sort == new[i].sort]
    best: list[list[float]] = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    shared = [[0.0] * len(new) for _ in old]
    for i in reversed(range(len(old))):
        for k in reversed(range(len(new))):
            if old[i].sort == new[k].sort:
                shared[i][k] = _in_common(old[i], new[k])
            here = shared[i][k] + best[i + 1][k + 1] if shared[i][k] else 0
            best[i][k] = max(here, best[i + 1][k], best[i][k + 1])
    found: list[tuple[int, int]] = []
    i = k = 0
    while i < len(old) and k < len(new):
        if shared[i][k] and best[i][k] == shared[i][k] + best[i + 1][k + 1]:
            found.append((i, k))
            i, k = i + 1, k + 1
        elif best[i][k] == best[i + 1][k]:
            i += 1
        else:
            k += 1
    return found


def _in_common(old: Block, new: Block) -> float:
    """Return the share of their words that two pieces have in common; 0 for too few. Headings always have some."""
    both = old.counted & new.counted
    share = 2 * both.total() / max(1, old.counted.total() + new.counted.total())
    return max(share, 0.01) if old.kind == "heading" else share * (share >= ALIKE)


def _runs(old: Cell, new: Cell) -> tuple[Run, ...]:
    """Compare two pieces word by word."""
    if old == new:
        return tuple(Run("same", span.marks, span.text) for span in new)
    found: list[Run] = []
    for op, taken in _tidied(list(_steps(atoms(old), atoms(new)))):
        for atom in taken:
            last = found[-1] if found else None
            if last and (last.op, last.marks) == (op, atom.marks):
                found[-1] = Run(op, atom.marks, last.text + atom.text)
            else:
                found.append(Run(op, atom.marks, atom.text))
    return tuple(found)


Step = tuple[Op, Sequence[Span]]


def _steps(old: list[Span], new: list[Span]) -> Iterator[Step]:
    start = _same_start(old, new)
    end = _same_start(old[start:][::-1], new[start:][::-1])
    middle = old[start : len(old) - end], new[start : len(new) - end]
    yield "same", old[:start]
    if len(middle[0]) * len(middle[1]) > TOO_MANY:
        yield "removed", middle[0]
        yield "added", middle[1]
    else:
        for op, i, j, k, m in SequenceMatcher(None, *middle, autojunk=False).get_opcodes():
            if op == "equal":
                yield "same", middle[0][i:j]
            else:
                yield "removed", middle[0][i:j]
                yield "added", middle[1][k:m]
    yield "same", new[len(new) - end :]


def _same_start(one: Sequence[Span], other: Sequence[Span]) -> int:
    for count, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return count
    return min(len(one), len(other))


def _tidied(steps: list[Step]) -> Iterator[Step]:
    """Let no space or sign alone stand between two changes: whole phrases are read more easily than crumbs."""
    removed: list[Span] = []
    added: list[Span] = []
    last = max((i for i, (op, taken) in enumerate(steps) if taken and op != "same"), default=0)
    for place, (op, taken) in enumerate(steps):
        if op == "removed":
            removed += taken
        elif op == "added":
            added += taken
        elif (removed or added) and place < last and _is_crumb(taken):
            removed += taken
            added += taken
        elif taken:
            yield from _changes(removed, added)
            removed, added = [], []
            yield op, taken
    yield from _changes(removed, added)


def _changes(removed: list[Span], added: list[Span]) -> Iterator[Step]:
    if removed:
        yield "removed", removed
    if added:
        yield "added", added


def _is_crumb(taken: Sequence[Span]) -> bool:
    return not any(words(atom.text) for atom in taken)
