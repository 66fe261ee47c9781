"""The handbook's files in; per chapter and heading, the names that are explained there, out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from markdown_it.token import Token

from iecpress.load import Reading, load
from iecpress.text.markdown import Document, parse

ROOT = Path(__file__).parents[2]
FOLDER = "handbook/"
CODE_SPAN = re.compile(r"`([^`]+)`")
REQUIRED = {"en": "Required", "ne": "अनिवार्य"}
"""The word that says in each language that a key or option cannot be left out."""


@cache
def reading() -> Reading:
    """Read this repository's own site."""
    return load(ROOT)


@cache
def languages() -> tuple[str, ...]:
    """Return the languages of the site, in each of which the handbook must be complete."""
    library = reading().library
    assert library is not None
    return library.settings.languages


@cache
def chapters(lang: str) -> dict[str, Document]:
    """Return the handbook's chapters in one language, parsed, by name."""
    return {
        file.place.group.removeprefix(FOLDER): parse(file.body, file.body_line)
        for file in reading().files
        if file.place.lang == lang and file.place.group.startswith(FOLDER)
    }


@cache
def explained(lang: str, chapter: str, heading: str) -> dict[str, str]:
    """Return what stands under a heading: each name in code that begins an explanation, and the explanation.

    An explanation is an entry of a definition list or a row of a table. Code in it keeps its back-ticks.
    """
    found: dict[str, str] = {}
    term = ""
    for token, inline in _inlines(chapters(lang)[chapter].tokens, heading):
        if token.type == "dt_open" or (token.type == "td_open" and not token.meta.get("later")):
            term = next((c.content for c in inline.children or () if c.type == "code_inline"), "")
            if term:
                assert term not in found, f"{term} is explained twice"
                found[term] = ""
        elif term and token.type in ("dd_open", "td_open"):
            found[term] += " " + _with_code(inline)
    return found


def code_spans(document: Document) -> Iterator[str]:
    """Yield everything in back-ticks, in order."""
    for token in document.tokens:
        yield from (c.content for c in token.children or () if c.type == "code_inline")


def examples(lang: str, chapter: str, heading: str) -> list[str]:
    """Return the blocks of YAML under a heading."""
    return [
        token.content
        for here, token in _by_heading(chapters(lang)[chapter].tokens)
        if here == heading and token.type == "fence" and token.info == "yaml"
    ]


def quoted(explanation: str) -> set[str]:
    """Return what stands in back-ticks in an explanation."""
    return set(CODE_SPAN.findall(explanation))


def _by_heading(tokens: list[Token]) -> Iterator[tuple[str, Token]]:
    here = ""
    for token in tokens:
        if token.type == "heading_open":
            here = str(token.attrGet("id") or "")
        yield here, token


def _inlines(tokens: list[Token], heading: str) -> Iterator[tuple[Token, Token]]:
    """Yield each piece of running text under a heading with the list or table element that it is in."""
    around = Token("", "", 0)
    cells = 0
    for here, token in _by_heading(tokens):
        if here != heading:
            continue
        if token.type == "tr_open":
            cells = 0
        if token.type in ("dt_open", "dd_open", "td_open"):
            around = token
            if token.type == "td_open":
                cells += 1
                token.meta["later"] = cells > 1
        elif token.type == "inline":
            yield around, token
        elif token.type in ("dl_close", "table_close"):
            around = Token("", "", 0)


def _with_code(inline: Token) -> str:
    return "".join(
        f"`{child.content}`" if child.type == "code_inline" else child.content
        for child in inline.children or ()
    )
