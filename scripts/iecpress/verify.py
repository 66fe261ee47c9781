"""A built site's folder in; every link, anchor and file that does not answer, and every wrong `lang`, out.

The one door to lxml.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from lxml import html as lxml_html

from iecpress.findings import Finding
from iecpress.languages import available, language

LINKS = (
    ("a", "href"),
    ("link", "href"),
    ("img", "src"),
    ("script", "src"),
    ("source", "srcset"),
    ("form", "action"),
)
UNSPOKEN = ("script", "style", "svg", "head")
LEAST_LETTERS = 40
LEAST_SHARE = 0.5
"""At least half of a page's letters are in the script of the language that it says it is in."""


@dataclass(frozen=True, slots=True)
class ReadPage:
    """What a built page says: its links, its anchors, and the letters under each `lang`."""

    links: tuple[str, ...]
    anchors: frozenset[str]
    lang: str
    letters: Mapping[str, tuple[int, int]]
    """Per language of the words: how many letters, and how many of them in its script."""


def verify(site: Path, base_url: str) -> list[Finding]:
    """Return a finding for every promise that the built site does not keep."""
    files = {
        Path(at, name).relative_to(site).as_posix()
        for at, _, names in os.walk(site)
        for name in names
    }
    pages = {name: _read(site / name) for name in sorted(files) if name.endswith(".html")}
    findings: list[Finding] = []
    for name, page in pages.items():
        findings += _broken(name, page, pages, files, base_url)
        findings += _wrong_language(name, page)
    return findings


def _read(path: Path) -> ReadPage:
    root = lxml_html.fromstring(path.read_bytes())
    links = [
        target[0]
        for tag, attribute in LINKS
        for element in root.iter(tag)
        if (target := (element.get(attribute) or "").split())
    ]
    anchors = {
        value
        for element in root.iter()
        for value in (element.get("id"), element.get("name"))
        if value
    }
    letters: dict[str, tuple[int, int]] = {}
    lang = root.get("lang") or ""
    for spoken_lang, words in _spoken(root, lang):
        if spoken_lang in available():
            all_letters, own = letters.get(spoken_lang, (0, 0))
            more, more_own = _count(words, spoken_lang)
            letters[spoken_lang] = (all_letters + more, own + more_own)
    return ReadPage(tuple(links), frozenset(anchors), lang, letters)


def _spoken(element: lxml_html.HtmlElement, lang: str) -> Iterator[tuple[str, str]]:
    """Yield every piece of text with the language it is marked as; `translate="no"` names are left out."""
    stack = [(element, lang)]
    while stack:
        node, node_lang = stack.pop()
        if not isinstance(node.tag, str) or node.tag in UNSPOKEN:
            continue
        node_lang = node.get("lang") or node_lang
        if node.text:
            yield node_lang, node.text
        for child in node:
            if child.tail:
                yield node_lang, child.tail
            stack.append((child, node_lang))


def _count(words: str, lang: str) -> tuple[int, int]:
    table = language(lang)
    blocks = list(zip(table.script_range[::2], table.script_range[1::2], strict=True))
    letters = [c for c in words if unicodedata.category(c)[0] in "LM"]
    return len(letters), sum(any(first <= c <= last for first, last in blocks) for c in letters)


def _broken(
    name: str, page: ReadPage, pages: Mapping[str, ReadPage], files: Iterable[str], base_url: str
) -> Iterator[Finding]:
    for link in dict.fromkeys(page.links):
        target = urljoin(f"{base_url}/{name}", link)
        if not target.startswith(f"{base_url}/"):
            continue
        parts = urlsplit(target.removeprefix(base_url))
        path = unquote(parts.path).removeprefix("/")
        path = f"{path}index.html" if not path or path.endswith("/") else path
        if path not in files:
            yield Finding("V101", name, 0, {"link": link, "missing": path})
        elif (
            parts.fragment and path in pages and unquote(parts.fragment) not in pages[path].anchors
        ):
            yield Finding("V102", name, 0, {"link": link, "anchor": unquote(parts.fragment)})


def _wrong_language(name: str, page: ReadPage) -> Iterator[Finding]:
    if page.lang not in available():
        yield Finding("V103", name, 0, {"given": page.lang or "-"})
        return
    for lang, (letters, own) in page.letters.items():
        if letters >= LEAST_LETTERS and own / letters < LEAST_SHARE:
            yield Finding(
                "V104", name, 0, {"said_lang": lang, "share": str(round(100 * own / letters))}
            )
