"""One text's Markdown in, a Document out: headings, links, pictures with their lines, and HTML on demand.

The one door to markdown-it-py. Raw HTML is off by construction, so nothing an author writes reaches
a page as markup except through the rules below.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from iecpress.languages import language

CALLOUTS = ("call", "warning", "remember", "fact")
"""The four callouts that page and paper know (LOOK.md, *Parts*)."""

HEADING_ID = re.compile(r"\s*\{#([^}\s]+)\}\s*$")
RAW_HTML = re.compile(r"<(?:!--|/?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>)")
MAX_NESTING = 20


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

    Code is not in it. `targets` are the link targets within.
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

    def heading_title(self, heading_id: str) -> str:
        """Return the words of the heading with that id, or the empty string (the part before the first)."""
        return next((h.title for h in self.headings if h.id == heading_id), "")


Resolver = Callable[[str], str]
"""Turns a link or picture target, as written, into the address that the page or handout needs."""


def parse(body: str, first_line: int = 1) -> Document:
    """Parse Markdown. `first_line` is the line of its file on which the body starts."""
    tokens = _parser().parse(body)
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
        words, targets = [], []
        for child, child_line in _lines(token, line):
            if child.type == "text":
                words.append(child.content)
                raw += [(child_line, match.group()) for match in RAW_HTML.finditer(child.content)]
            elif child.type in ("softbreak", "hardbreak"):
                words.append("\n")
            elif child.type == "link_open":
                link = Link(str(child.attrGet("href") or ""), "", child_line)
                links.append(link)
                targets.append(link.target)
            elif child.type == "image":
                pictures.append(Link(str(child.attrGet("src") or ""), child.content, child_line))
        if before is not None and before.type == "heading_open":
            heading = Heading(int(before.tag[1]), str(before.attrGet("id") or ""), "".join(words), line)
            headings.append(heading)
            section = heading.id
        runs.append(Run(section, line, "".join(words), tuple(targets)))
    return Document(
        tuple(headings), tuple(links), tuple(pictures), tuple(runs), tuple(raw), tuple(callouts), tokens
    )


def to_html(document: Document, lang: str, resolve: Resolver) -> str:
    """Render a parsed text as HTML in which every link and picture target went through `resolve`."""
    environment = {"lang": lang, "resolve": resolve}
    parser = _parser()
    html: str = parser.renderer.render(list(document.tokens), parser.options, environment)
    return html


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": MAX_NESTING})
    parser.enable(["table", "strikethrough"]).disable(["code", "html_block", "html_inline"])
    parser.use(admon_plugin).use(footnote_plugin).use(deflist_plugin)
    parser.core.ruler.push("heading_ids", _heading_ids)
    for name, rule in _RENDER_RULES.items():
        parser.add_render_rule(name, rule)
    return parser


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


def _render_link(renderer, tokens, index, options, environment):  # type: ignore[no-untyped-def]
    token = tokens[index]
    target = str(token.attrGet("href") or "")
    token = token.copy()
    token.attrSet("href", environment["resolve"](target))
    return renderer.renderToken([token], 0, options, environment)


def _render_image(renderer, tokens, index, options, environment):  # type: ignore[no-untyped-def]
    token = tokens[index].copy()
    token.attrSet("src", environment["resolve"](str(token.attrGet("src") or "")))
    token.attrSet("alt", tokens[index].content)
    return renderer.renderToken([token], 0, options, environment)


def _render_callout(renderer, tokens, index, options, environment):  # type: ignore[no-untyped-def]
    return f'<aside class="callout callout-{tokens[index].meta["tag"]}">\n'


def _render_callout_end(renderer, tokens, index, options, environment):  # type: ignore[no-untyped-def]
    return "</aside>\n"


def _render_callout_title(renderer, tokens, index, options, environment):  # type: ignore[no-untyped-def]
    """Open the title; a title the author did not write is the callout's name in the text's language."""
    kind = tokens[index].markup.split()[-1]
    inline = tokens[index + 1]
    if inline.content == kind.title() and kind in CALLOUTS:
        name = language(environment["lang"]).say(f"callout-{kind}")
        inline.children = [Token("text", "", 0, content=name)]
    return '<p class="callout-title">'


def _render_table(renderer, tokens, index, options, environment):  # type: ignore[no-untyped-def]
    return '<div class="table" tabindex="0"><table>\n'


def _render_table_end(renderer, tokens, index, options, environment):  # type: ignore[no-untyped-def]
    return "</table></div>\n"


def _render_th(renderer, tokens, index, options, environment):  # type: ignore[no-untyped-def]
    return '<th scope="col">'


_RENDER_RULES = {
    "link_open": _render_link,
    "image": _render_image,
    "admonition_open": _render_callout,
    "admonition_close": _render_callout_end,
    "admonition_title_open": _render_callout_title,
    "table_open": _render_table,
    "table_close": _render_table_end,
    "th_open": _render_th,
}
