"""One text's Markdown in, its words by heading out: fast, and as good as the parser where only words count.

Parsing a thousand resources for their words alone takes longer than all else that the search needs. A test
compares what comes out with the parser's runs over the whole sample library.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*\{#([^}\s]+)\}[ \t]*$")
FENCE = re.compile(r"\s*(`{3,}|~{3,})")
RULE = re.compile(r"[\s|:*_-]*$")
MARKER = re.compile(r"(?:\s*(?:>|[-*+](?=\s)|\d{1,9}[.)](?=\s)|:(?=\s)|\[\^[^\]]+\]:))+\s*")
CALLOUT = re.compile(r'\s*(?:!!!|\?\?\?\+?)\s*[a-z-]*\s*(?:"(.*)")?\s*$')
CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
PICTURE = re.compile(r"!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])")
NOTE = re.compile(r"\[\^[^\]]+\]")
LINK = re.compile(r"\[([^\]]*)\]\((?:[^()\s]|\([^()]*\))*(?:\s+\"[^\"]*\")?\)")
AUTOLINK = re.compile(r"<((?:https?|mailto):[^>\s]*)>")
EMPHASIS = re.compile(r"(?<!\\)(?:\*+|~~|(?<![^\s(“\"'])_+|_+(?=[\s.,;:!?)”\"']|$))")
ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
CELL = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class Passage:
    """What stands under one heading that can be linked to; the first passage has neither `id` nor `title`."""

    id: str
    title: str
    lines: tuple[str, ...]
    """Paragraphs, items and cells."""


def passages(body: str) -> list[Passage]:
    """Return the words of a text, heading by heading."""
    found: list[tuple[str, str, list[str]]] = [("", "", [])]
    for line, joins in _lines(body):
        heading = HEADING.match(line)
        if heading:
            found.append((heading[2], _words(heading[1]), []))
            continue
        own = found[-1][2]
        for cell in (
            CELL.split(line.strip().strip("|")) if line.lstrip().startswith("|") else (line,)
        ):
            words = _words(cell)
            if joins and own and words:
                own[-1] = f"{own[-1]} {words}"
            elif words:
                own.append(words)
    return [Passage(name, title, tuple(lines)) for name, title, lines in found]


def _lines(body: str) -> Iterator[tuple[str, bool]]:
    """Yield the lines that hold words, and whether each goes on with the paragraph of the one before."""
    fence = ""
    open_ = False
    for line in body.splitlines():
        mark = FENCE.match(line)
        if fence or mark:
            fence = _fence(fence, mark[1] if mark else "")
            open_ = False
            continue
        callout = CALLOUT.match(line)
        if callout or RULE.match(line):
            open_ = False
            if callout and callout[1]:
                yield callout[1], False
            continue
        marker = MARKER.match(line)
        block = bool(marker) or line.lstrip().startswith("|") or bool(HEADING.match(line))
        yield line[marker.end() :] if marker else line, open_ and not block
        open_ = not (line.lstrip().startswith("|") or HEADING.match(line))


def _fence(fence: str, mark: str) -> str:
    """Return the fence that is open after a line: a mark of the same sort, as long or longer, closes it."""
    if not fence:
        return mark
    return "" if mark[:1] == fence[0] and len(mark) >= len(fence) else fence


def _words(line: str) -> str:
    if "`" in line:
        line = CODE.sub(" ", line)
    if "[" in line:
        line = LINK.sub(r"\1", NOTE.sub("", PICTURE.sub(" ", line)))
    if "<" in line:
        line = AUTOLINK.sub(r"\1", line)
    line = ESCAPE.sub(r"\1", EMPHASIS.sub("", line))
    return " ".join((html.unescape(line) if "&" in line else line).split())
