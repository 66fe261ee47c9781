"""A parsed text in, its pieces in order out, each as the words that a reader sees: what two texts are compared by."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from itertools import groupby
from typing import Literal, NamedTuple

from markdown_it.token import Token

from iecpress.languages import language
from iecpress.text.markdown import CALLOUTS, Document
from iecpress.text.words import JOINERS, spans, words

Kind = Literal["heading", "paragraph", "title", "item", "row", "code", "term", "meaning", "note"]
OPENS: dict[str, Kind] = {
    "heading_open": "heading",
    "list_item_open": "item",
    "dt_open": "term",
    "dd_open": "meaning",
    "admonition_title_open": "title",
    "footnote_open": "note",
}
RECENT = 4096
"""How many pieces of running text are remembered as they were parted."""
LISTS = ("bullet_list_open", "ordered_list_open")
MARKS = {"strong_open": "strong", "em_open": "em", "s_open": "s"}
SPACE = re.compile(r"[ \t\r\n]+")
"""What a browser shows as one space."""
WITHIN_WORDS = ("'", "’")
WITHIN_NUMBERS = (",", ".", "-", "/", ":")
SKIN = range(0x1F3FB, 0x1F400)
FLAGS = range(0x1F1E6, 0x1F200)
TAGS = range(0xE0020, 0xE0080)


class Span(NamedTuple):
    """Words that are set in one way.

    `marks` are the elements around them from the outside in, each with what it points to.
    """

    text: str
    marks: tuple[tuple[str, str], ...] = ()


Cell = tuple[Span, ...]


@dataclass(frozen=True)
class Block:
    """A paragraph, an item of a list, a row of a table: what has words of its own and no other such piece in it."""

    kind: Kind
    cells: tuple[Cell, ...]
    """One, but for a row of a table."""
    level: int = 0
    """Of a heading; how deep a list is within lists."""
    id: str = ""
    """Of a heading."""
    callout: str = ""
    """The box that it stands in."""
    quoted: bool = False
    ordered: bool = False
    number: int = 0
    """Of an item of an ordered list."""
    heads: bool = False
    """Whether a row heads its table."""
    table: int = 0
    """Which table of the text a row is in."""

    def __hash__(self) -> int:
        """Hash all of it, once: whole sections are looked up for each two versions that are compared."""
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((self.sort, self.cells, self.id, self.number, self.table))

    @cached_property
    def sort(self) -> tuple[object, ...]:
        """What must be the same for two blocks to be two states of one."""
        if self.kind == "heading":
            return ("heading",)
        return (
            self.kind,
            self.level,
            self.callout,
            self.quoted,
            self.ordered,
            self.heads,
            len(self.cells),
        )

    @cached_property
    def words(self) -> str:
        """Everything in it as plain text."""
        return "\n".join("".join(span.text for span in cell) for cell in self.cells)

    @cached_property
    def counted(self) -> Counter[str]:
        """How often each word stands in it."""
        return Counter(words(self.words))


def blocks(document: Document, lang: str) -> list[Block]:
    """Return the pieces of a text, in order."""
    return list(_Walk(lang).through(document.tokens))


def atoms(cell: Cell) -> list[Span]:
    """Part what is in a cell into the least that can be added or taken away."""
    return [Span(piece, span.marks) for span in cell for piece in parted(span.text)]


@lru_cache(maxsize=RECENT)
def parted(text: str) -> tuple[str, ...]:
    """Part text into words, runs of white space and single signs. What is drawn as one is never parted."""
    return tuple(_whole(_pieces(text)))


def _pieces(text: str) -> Iterator[str]:
    """Part text at its words; a number with signs in it, such as 1660-01-50005 or १,०००, is one."""
    at = 0
    whole = ""
    for start, word in spans(text):
        between = text[at:start]
        number = between in WITHIN_NUMBERS and whole[-1:].isdecimal() and word[0].isdecimal()
        if whole and (number or between in WITHIN_WORDS):
            whole += between + word
        else:
            yield from _piece(whole, between)
            whole = word
        at = start + len(word)
    yield from _piece(whole, text[at:])


def _piece(word: str, between: str) -> Iterator[str]:
    if word:
        yield word
    yield from _between(between)


def _between(text: str) -> Iterator[str]:
    """Part what stands between words: a run of white space is one piece, every other character is its own."""
    space = ""
    for character in text:
        if character.isspace():
            space += character
            continue
        if space:
            yield space
            space = ""
        yield character
    if space:
        yield space


def _whole(pieces: Iterable[str]) -> Iterator[str]:
    """Join what belongs to one grapheme cluster (UAX #29, *Grapheme Cluster Boundary Rules*).

    A mark belongs to what it stands on even if that is no letter; so does what a joiner joins.
    """
    whole = ""
    for piece in pieces:
        if whole and _goes_on(whole, piece[0]):
            whole += piece
            continue
        if whole:
            yield whole
        whole = piece
    if whole:
        yield whole


def _goes_on(before: str, character: str) -> bool:
    if before[-1] == JOINERS[1] or _is_tail(character):
        return True
    if before[-1] == "\r":
        return character == "\n"
    return ord(before[-1]) in FLAGS and len(before) == 1 and ord(character) in FLAGS


@cache
def _is_tail(character: str) -> bool:
    """Whether a character belongs to the one before it, whatever that is."""
    code = ord(character)
    mark = unicodedata.category(character)[0] == "M" or character in JOINERS
    return mark or code in SKIN or code in TAGS


class _Walk:
    """Goes through a text's tokens and keeps in mind where it is."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.here = Block("paragraph", ())
        self.around: list[Block] = []
        self.numbers: list[int] = []
        self.tables = 0
        self.cells: list[Cell] = []

    def through(self, tokens: Iterable[Token]) -> Iterator[Block]:
        """Yield a block for each piece of text."""
        for token in tokens:
            if token.type == "inline":
                yield from self._words(token)
            elif token.type == "tr_close":
                yield replace(self.here, kind="row", cells=tuple(self.cells))
                self.cells = []
                self._leave()
            elif token.type in ("fence", "code_block"):
                cell = _cell([Span(token.content.rstrip("\n"))])
                yield replace(self.here, kind="code", cells=(cell,))
            elif token.nesting > 0:
                self._enter(token)
            elif token.nesting < 0:
                self._leave()
                if token.type in ("bullet_list_close", "ordered_list_close"):
                    self.numbers.pop()

    def _words(self, token: Token) -> Iterator[Block]:
        cell = _cell(_inline(token.children or ()))
        if self.here.kind == "row":
            self.cells.append(cell)
            return
        if self.here.kind == "title" and token.content == self.here.callout.title():
            cell = (Span(language(self.lang).say(f"callout-{self.here.callout}")),)
        yield replace(self.here, cells=(cell,))
        if self.here.kind in (
            "item",
            "meaning",
            "note",
        ):  # what follows in it is no item of its own
            self.around[-1] = replace(self.around[-1], kind="paragraph")

    def _enter(self, token: Token) -> None:
        self.around.append(self.here)
        here = self.here
        if kind := OPENS.get(token.type):
            here = replace(here, kind=kind)
        if token.type == "heading_open":
            here = replace(here, level=int(token.tag[1]), id=str(token.attrGet("id") or ""))
        elif token.type in LISTS:
            self.numbers.append(int(token.attrGet("start") or 1) - 1)
            here = replace(here, ordered=token.type == LISTS[1], level=len(self.numbers))
        elif token.type == "list_item_open":
            self.numbers[-1] += 1
            here = replace(here, number=self.numbers[-1] if here.ordered else 0)
        elif token.type == "admonition_open":
            tag = str(token.meta.get("tag", ""))
            here = replace(here, callout=tag if tag in CALLOUTS else CALLOUTS[-1])
        elif token.type == "blockquote_open":
            here = replace(here, quoted=True)
        elif token.type == "table_open":
            self.tables += 1
            here = replace(here, kind="row", table=self.tables)
        elif token.type == "thead_open":
            here = replace(here, heads=True)
        self.here = here

    def _leave(self) -> None:
        self.here = self.around.pop()


def _cell(spans: Iterable[Span]) -> Cell:
    """Join what is set alike."""
    return tuple(
        Span("".join(span.text for span in some), marks)
        for marks, some in groupby((span for span in spans if span.text), lambda span: span.marks)
    )


def _inline(children: Iterable[Token]) -> Iterator[Span]:
    """Yield what a reader sees of running text."""
    marks: tuple[tuple[str, str], ...] = ()
    words = ""
    for child in children:
        if child.type in ("text", "text_special"):
            words += child.content
            continue
        if child.type in ("softbreak", "hardbreak"):
            words += " "
            continue
        yield Span(SPACE.sub(" ", words), marks)
        words = ""
        if child.type in MARKS:
            marks = (*marks, (MARKS[child.type], ""))
        elif child.type == "link_open":
            marks = (*marks, ("a", str(child.attrGet("href") or "")))
        elif child.nesting < 0:
            marks = marks[:-1]
        else:
            yield from _single(child, marks)
    yield Span(SPACE.sub(" ", words), marks)


def _single(child: Token, marks: tuple[tuple[str, str], ...]) -> Iterator[Span]:
    if child.type == "code_inline":
        yield Span(child.content, (*marks, ("code", "")))
    elif child.type == "image":
        yield Span(child.content, (*marks, ("picture", str(child.attrGet("src") or ""))))
    elif child.type == "footnote_ref":
        yield Span(f"[{child.meta.get('label') or child.meta['id'] + 1}]", (*marks, ("sup", "")))
