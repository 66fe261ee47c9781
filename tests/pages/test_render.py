"""HTML on one line, which a Markdown reader must hand on byte for byte."""

from __future__ import annotations

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from iecpress.pages.render import one_line

TRAPS = [
    "<div><p>क\u200dष, गर्‍यो &amp; &lt;b&gt; © &copy;</p></div>",
    "<div>\n\n<p>a</p>\n\n\n<pre><code>x\n\n\ty  z\n</code></pre>\n\n# not a heading\n\n- not a list\n</div>",
    '<div><a href="?a=1&amp;b=2" title="*no* _emphasis_ `code`">**x**</a></div>',
    "<div>\n!!! note\n    text\n\n```\nfence\n```\n[x]: y\n[TOC] \u2028 \x0b \x85 \x02 stx:1 </div>",
    "<div><p>{#id} {: .class } &#123; $x$ ![a](b) <br> <svg><path d='M0'/></svg></p></div>",
]


def through_markdown(html: str) -> str:
    return markdown.markdown(html, extensions=["toc", "tables", "fenced_code"])


@pytest.mark.parametrize("html", TRAPS)
def test_markdown_hands_the_page_on_unchanged(html: str) -> None:
    """Blank lines, code, entities, Devanagari and things that look like Markdown come out as they went in."""
    line = one_line(html)
    assert len(line.splitlines()) == 1
    assert through_markdown(line) == line


@given(st.text())
def test_any_words_survive(words: str) -> None:
    """The same holds for any text that a template can escape, in running text and in code."""
    line = one_line(f"<div><p>{escape(words)}</p>\n<pre>{escape(words)}</pre></div>")
    assert through_markdown(line) == line


def test_code_keeps_its_lines() -> None:
    """What stands in a pre keeps line ends, tabs and spaces as entities that a browser reads back."""
    assert one_line("<div><pre>a\n\tb  c</pre></div>") == "<div><pre>a&#10;&#9;b  c</pre></div>"


def test_a_no_break_space_stays() -> None:
    """Blanks that the author chose are not folded."""
    assert one_line("<div>a\u00a0 \n b\u200dc</div>") == "<div>a\u00a0 b\u200dc</div>"
