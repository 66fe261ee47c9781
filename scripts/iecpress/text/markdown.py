"""One text's Markdown in, a Document out: headings, links and pictures with their lines.

With `iecpress.text.html`, which renders it, the one door to markdown-it-py. Raw HTML is off by construction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

CALLOUTS = ("call", "warning", "remember", "fact")
"""The four callouts that page and paper know (LOOK.md, *Parts*)."""

HEADING_ID = re.compile(r"\s*\{#([^}\s]+)\}\s*$")
RAW_HTML = re.compile(r"<(?:!--|/?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>)")
MAX_NESTING = 20
RECENT = 256
"""How many parsed texts are kept, at about 100 kB each."""
PLACEHOLDER = "\ufffc"
"""Stands in a run's text for code, a picture or the mark of a footnote."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `id` is empty when the author gave none. `line` is 1-based within the file."""

    level: int
    id: str
    title: str
    line: int


@dataclass(frozen=True, slots=True)
class Link:
    """A link or picture and what it points to, as written. `text` is its words or alternative text."""

    target: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a text that belong together (one paragraph, cell or item) and the heading they stand under.

    `heading` is that heading's id; `?` and its line when it has none; empty before the first. Code and
    pictures are not in the text; each leaves PLACEHOLDER where it stood. `targets` are the link targets.
    """

    heading: str
    line: int
    text: str
    targets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Document:
    """A parsed text."""

    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    pictures: tuple[Link, ...]
    runs: tuple[Run, ...]
    raw_html: tuple[tuple[int, str], ...]
    callouts: tuple[tuple[int, str], ...]
    tokens: Sequence[Token] = field(repr=False, compare=False)


@lru_cache(maxsize=RECENT)
def parse(body: str, first_line: int = 1) -> Document:
    """Parse Markdown. `first_line` is the line of its file on which the body starts.

    The check, the pages and the handouts each ask for the same texts; the latest are kept.
    """
    tokens = parser().parse(body)
    headings: list[Heading] = []
    links: list[Link] = []
    pictures: list[Link] = []
    runs: list[Run] = []
    raw: list[tuple[int, str]] = []
    callouts: list[tuple[int, str]] = []
    section = ""
    for before, token in _pairs(tokens):
        line = first_line + (token.map[0] if token.map else 0)
        if token.type == "admonition_open":
            callouts.append((line, str(token.meta.get("tag", ""))))
        if token.type != "inline":
            continue
        words, targets, title = [], [], []
        for child, child_line in _lines(token, line):
            words.append(_words(child))
            title.append(child.content if child.type == "code_inline" else _words(child))
            if child.type == "link_open":
                link = Link(str(child.attrGet("href") or ""), "", child_line)
                links.append(link)
                targets.append(link.target)
            elif child.type == "image":
                pictures.append(Link(str(child.attrGet("src") or ""), child.content, child_line))
        raw += [(line + row, html) for row, html in token.meta.get("raw_html", ())]
        if before is not None and before.type == "heading_open":
            words_of_title = "".join(title).replace(PLACEHOLDER, "").strip()
            heading = Heading(
                int(before.tag[1]), str(before.attrGet("id") or ""), words_of_title, line
            )
            headings.append(heading)
            section = heading.id or f"?{line}"
        runs.append(Run(section, line, "".join(words), tuple(targets)))
    return Document(
        tuple(headings),
        tuple(links),
        tuple(pictures),
        tuple(runs),
        tuple(raw),
        tuple(callouts),
        tokens,
    )


def _words(child: Token) -> str:
    if child.type == "text":
        return child.content
    if child.type in ("softbreak", "hardbreak"):
        return "\n"
    return PLACEHOLDER if child.type in ("code_inline", "image", "footnote_ref") else ""


@cache
def parser() -> MarkdownIt:
    """Return the one parser, with our dialect: tables, callouts, footnotes, definition lists, no raw HTML."""
    made = MarkdownIt("commonmark", {"html": False, "maxNesting": MAX_NESTING})
    made.enable(["table", "strikethrough"]).disable(["code", "html_block", "html_inline"])
    made.use(admon_plugin).use(footnote_plugin).use(deflist_plugin)
    # A dangerous target is a link all the same, so that `check` can name it; rendering leaves it out.
    made.validateLink = lambda _: True  # type: ignore[method-assign, assignment]
    made.core.ruler.before("text_join", "raw_html", _raw_html)
    made.core.ruler.push("heading_ids", _heading_ids)
    return made


def _raw_html(state: StateCore) -> None:
    """Note the raw HTML of each block before escaped characters become text like any other."""
    for token in state.tokens:
        if token.type == "inline" and "<" in token.content:
            text = "".join(
                _words(child) if child.type != "text_special" else PLACEHOLDER
                for child in token.children or ()
            )
            found = [
                (text.count("\n", 0, match.start()), match.group())
                for match in RAW_HTML.finditer(text)
            ]
            token.meta["raw_html"] = found


def _heading_ids(state: StateCore) -> None:
    """Take `{#id}` off the end of each heading and make it the heading's id."""
    for before, token in _pairs(state.tokens):
        if token.type != "inline" or before is None or before.type != "heading_open":
            continue
        last = token.children[-1] if token.children else None
        if last is not None and last.type == "text" and (found := HEADING_ID.search(last.content)):
            before.attrSet("id", found[1])
            last.content = last.content[: found.start()]
            token.content = HEADING_ID.sub("", token.content)


def _pairs(tokens: Sequence[Token]) -> Iterator[tuple[Token | None, Token]]:
    yield from zip([None, *tokens], tokens, strict=False)


def _lines(inline: Token, line: int) -> Iterator[tuple[Token, int]]:
    for child in inline.children or ():
        yield child, line
        if child.type in ("softbreak", "hardbreak"):
            line += 1
