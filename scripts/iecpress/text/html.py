"""A parsed text in, clean HTML out: every link and picture went through the caller, nothing else is let in."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping, Sequence
from functools import cache
from typing import Any

from markdown_it.common.normalize_url import validateLink
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from mdit_py_plugins.footnote.index import render_footnote_ref

from iecpress.languages import language
from iecpress.text.markdown import CALLOUTS, Document, parser

Resolver = Callable[[str], str]
"""Turns a link or picture target, as written, into the address that the page or handout needs."""


def to_html(document: Document, lang: str, resolve: Resolver, prefix: str = "") -> str:
    """Render a parsed text as HTML in which every link and picture target went through `resolve`.

    Each id, and each link to one, begins with `prefix`.
    """
    environment = {"lang": lang, "resolve": resolve, "prefix": prefix}
    if prefix:
        environment["docId"] = prefix  # what the footnotes go by
    return _renderer().render(list(document.tokens), parser().options, environment)


@cache
def _renderer() -> RendererHTML:
    return _Renderer(parser())


class _Renderer(RendererHTML):
    """Renders by method name: each method below is called for the tokens that bear its name."""

    def __init__(self, parser: Any) -> None:
        super().__init__(parser)
        self.rules = {**parser.renderer.rules, **self.rules}

    def link_open(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: dict[str, Any]
    ) -> str:
        """Resolve the target."""
        token = tokens[idx].copy(attrs=dict(tokens[idx].attrs))  # a copy shares its attributes
        address = _safe(env["resolve"](str(token.attrGet("href") or "")))
        inside = address.startswith("#")
        token.attrSet("href", f"#{env['prefix']}{address[1:]}" if inside else address)
        return self.renderToken([token], 0, options, env)

    def heading_open(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: dict[str, Any]
    ) -> str:
        """Put the prefix before its id."""
        token = tokens[idx].copy(attrs=dict(tokens[idx].attrs))  # a copy shares its attributes
        if name := token.attrGet("id"):
            token.attrSet("id", f"{env['prefix']}{name}")
        return self.renderToken([token, *tokens[idx + 1 : idx + 2]], 0, options, env)

    def image(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: MutableMapping[str, Any]
    ) -> str:
        """Resolve the picture and give it its alternative text."""
        token = tokens[idx].copy(attrs=dict(tokens[idx].attrs))  # a copy shares its attributes
        token.attrSet("src", _safe(env["resolve"](str(token.attrGet("src") or ""))))
        token.attrSet("alt", token.content)
        return self.renderToken([token], 0, options, env)

    def admonition_open(self, tokens: Sequence[Token], idx: int, *_: object) -> str:
        """Open a callout."""
        tag = tokens[idx].meta["tag"]
        return f'<aside class="callout callout-{tag if tag in CALLOUTS else CALLOUTS[-1]}">\n'

    def admonition_close(self, *_: object) -> str:
        """Close it."""
        return "</aside>\n"

    def admonition_title_open(
        self, tokens: Sequence[Token], idx: int, _options: OptionsDict, env: dict[str, Any]
    ) -> str:
        """Open the title; one the author did not write is the callout's name in the text's language."""
        kind = tokens[idx].markup.split()[-1]
        inline = tokens[idx + 1]
        if inline.content == kind.title() and kind in CALLOUTS:
            name = language(env["lang"]).say(f"callout-{kind}")
            inline.children = [Token("text", "", 0, content=name)]
        return '<p class="callout-title">'

    def footnote_ref(self, *given: Any) -> str:
        """Say of the number in the text that it leads to a note."""
        html: str = render_footnote_ref(self, *given)
        return html.replace("<a ", '<a role="doc-noteref" ', 1)

    def footnote_block_open(self, *_: object) -> str:
        """Open the notes, which stand after the text."""
        notes = '<section class="footnotes" role="doc-endnotes">\n<ol class="footnotes-list">\n'
        return f'<hr class="footnotes-sep">\n{notes}'

    def table_open(self, tokens: Sequence[Token], idx: int, *_: object) -> str:
        """Open a box that scrolls by itself where the table is wider than the page."""
        way, number = (tokens[idx].meta.get(key) for key in ("way", "number"))
        name = f' data-table="{number}"' if number else ""
        return f'<div class="{"table " + way if way else "table"}"{name} tabindex="0"><table>\n'

    def table_close(self, *_: object) -> str:
        """Close both."""
        return "</table></div>\n"

    def th_open(self, tokens: Sequence[Token], idx: int, *_: object) -> str:
        """Say whether a header cell heads its column or, in a table that was turned, its row."""
        scope = tokens[idx].attrGet("scope") or "col"
        return f'<th scope="{scope}"{_alignment(tokens[idx])}>'

    def td_open(self, tokens: Sequence[Token], idx: int, *_: object) -> str:
        """Align a cell by a class: a strict content security policy allows no inline style."""
        return f"<td{_alignment(tokens[idx])}>"


def _alignment(cell: Token) -> str:
    side = str(cell.attrGet("style") or "").removeprefix("text-align:")
    return f' class="{side}"' if side in ("left", "center", "right") else ""


def _safe(address: str) -> str:
    """Refuse an address that runs something, whatever the resolver made of the author's words."""
    return address if validateLink(address) else "#"
