"""A parsed text in, its parts by top heading out: what a layout may place, align or fit one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from markdown_it.token import Token
from markupsafe import Markup

from iecpress.text.html import Resolver, to_html
from iecpress.text.markdown import Document
from iecpress.text.words import width

TOP = "h2"
"""The title is the h1; the text's own headings start below it."""


@dataclass(frozen=True, slots=True)
class Section:
    """One top heading and all that stands under it. What stands before the first has neither id nor title."""

    id: str
    title: Markup
    body: Markup

    @property
    def title_size(self) -> int:
        """How many letters the heading shows."""
        return width(self.title.striptags())

    @property
    def longest_word(self) -> int:
        """How many letters the heading's longest word has."""
        return max(map(width, self.title.striptags().split()), default=0)

    @property
    def size(self) -> int:
        """How many letters the part below the heading shows."""
        return width(self.body.striptags())


def sections(document: Document, lang: str, resolve: Resolver) -> list[Section]:
    """Split a text at its top headings and render each part."""

    def html(tokens: list[Token]) -> Markup:
        # The renderer is the text's own; raw HTML is off in it, so what comes out is what it made.
        return Markup(to_html(replace(document, tokens=tokens), lang, resolve))  # noqa: S704

    return [
        Section(str(heading[0].attrGet("id") or ""), html(heading[1:-1]), html(body))
        if heading
        else Section("", Markup(), html(body))
        for heading, body in _split(list(document.tokens))
    ]


def _split(tokens: list[Token]) -> Iterator[tuple[list[Token], list[Token]]]:
    """Yield the tokens of each top heading (open, words, close) and those under it."""
    starts = [
        i for i, token in enumerate(tokens) if token.type == "heading_open" and token.tag == TOP
    ]
    ends = [*starts, len(tokens)]
    if before := tokens[: ends[0]]:
        yield [], before
    for start, end in pairwise(ends):
        yield tokens[start : start + 3], tokens[start + 3 : end]
