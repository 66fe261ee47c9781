"""A built site's folder in; every link, anchor and file that does not answer, and every wrong `lang`, out.

The one door to lxml.
"""

from __future__ import annotations

import hashlib
import json
import os
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from lxml import html as lxml_html

from iecpress.copies import all_done
from iecpress.findings import Finding
from iecpress.languages import available, language
from iecpress.memory import Memory, recalling

SHARED = "//meta[@property='og:image']/@content"
LINKS = f"//a/@href | //link/@href | //img/@src | //script/@src | //form/@action | {SHARED}"
SOURCE_SETS = "//source/@srcset | //img/@srcset"
ANCHORS = "//@id | //a/@name"
UNSPOKEN = ("script", "style", "svg", "head", "code", "pre")
LEAST_LETTERS = 40
LEAST_SHARE = 0.5
"""At least half of a page's letters are in the script of the language that it says it is in."""


@dataclass(frozen=True, slots=True)
class Internal:
    """A link within the site: as written, and the file and anchor that must be there."""

    written: str
    path: str
    fragment: str


@dataclass(frozen=True, slots=True)
class ReadPage:
    """What a built page says: its links within the site, its anchors, and the letters under each `lang`."""

    links: tuple[Internal, ...]
    anchors: frozenset[str]
    lang: str
    letters: Mapping[str, tuple[int, int]]
    """Per language of the words: how many letters, and how many of them in its script."""


def verify(
    site: Path, base_url: str, memory: Memory | None = None, *, workers: int = 1
) -> list[Finding]:
    """Return a finding for every promise that the built site does not keep.

    A page that `memory` knows byte for byte is not taken apart again; its links are judged all the same.
    """
    files = frozenset(
        Path(at, name).relative_to(site).as_posix()
        for at, _, names in os.walk(site)
        for name in names
    )
    names = sorted(name for name in files if name.endswith(".html"))
    pages = _read_all(site, names, base_url, memory, workers)
    findings: list[Finding] = []
    for name, page in pages.items():
        findings += _broken(name, page, pages, files)
        findings += _wrong_language(name, page)
    return findings


def _read_all(
    site: Path, names: list[str], base_url: str, memory: Memory | None, workers: int
) -> dict[str, ReadPage]:
    """Read every page that is not known. Most links stand on many pages, and are held once."""
    pages: dict[str, ReadPage] = {}
    held: dict[Internal, Internal] = {}
    with recalling(memory) as known:
        digests = {name: _digest((site / name).read_bytes(), name, base_url) for name in names}
        found = {name: known.recall(digest) for name, digest in digests.items()}
        new = [name for name, words in found.items() if words is None]
        for name, words in zip(
            new, all_done(partial(_read, site, base_url), new, workers), strict=True
        ):
            known.keep(digests[name], words)
            found[name] = words
        for name, known_words in found.items():
            page = _unpacked(known_words or "")
            links = tuple(held.setdefault(link, link) for link in page.links)
            pages[name] = replace(page, links=links)
    return pages


def _digest(content: bytes, name: str, base_url: str) -> str:
    return hashlib.sha256(f"{base_url}/{name}\0".encode() + content).hexdigest()


def _packed(page: ReadPage) -> str:
    links = [(link.written, link.path, link.fragment) for link in page.links]
    parts = [links, sorted(page.anchors), page.lang, dict(page.letters)]
    return json.dumps(parts)


def _unpacked(words: str) -> ReadPage:
    links, anchors, lang, letters = json.loads(words)
    return ReadPage(
        tuple(Internal(*link) for link in links),
        frozenset(anchors),
        lang,
        {code: (every, own) for code, (every, own) in letters.items()},
    )


def _read(site: Path, base_url: str, name: str) -> str:
    """Take a page apart, and return what it says as words to be kept."""
    root: Any = lxml_html.fromstring((site / name).read_bytes())
    links = dict.fromkeys(str(link) for link in root.xpath(LINKS))
    for candidates in root.xpath(SOURCE_SETS):
        links |= dict.fromkeys(part.split()[0] for part in candidates.split(",") if part.split())
    lang = root.get("lang") or ""
    spoken: dict[str, list[str]] = {}
    for spoken_lang, words in _spoken(root, lang):
        spoken.setdefault(spoken_lang, []).append(words)
    page = ReadPage(
        links=tuple(
            found for link in links if (found := _within(link, f"{base_url}/{name}", base_url))
        ),
        anchors=frozenset(map(str, root.xpath(ANCHORS))),
        lang=lang,
        letters={
            code: _count("".join(words), code)
            for code, words in spoken.items()
            if code in available()
        },
    )
    return _packed(page)


def _spoken(element: lxml_html.HtmlElement, lang: str) -> Iterator[tuple[str, str]]:
    """Yield every piece of text with the language it is marked as."""
    stack = [(element, lang)]
    while stack:
        node, around = stack.pop()
        if not isinstance(node.tag, str) or node.tag in UNSPOKEN:
            continue
        own = node.get("lang") or around
        if node.text:
            yield own, node.text
        for child in node:
            if child.tail:
                yield own, child.tail
            stack.append((child, own))


def _count(words: str, lang: str) -> tuple[int, int]:
    """Return how many letters there are, and how many of them are in the language's script."""
    table = language(lang)
    blocks = list(zip(table.script_range[::2], table.script_range[1::2], strict=True))
    letters = own = 0
    for character, times in Counter(words).items():
        if unicodedata.category(character)[0] in "LM":
            letters += times
            own += times * any(first <= character <= last for first, last in blocks)
    return letters, own


def _within(link: str, page_url: str, base_url: str) -> Internal | None:
    """Return where a link leads when it stays within the site."""
    target = urljoin(page_url, link)
    if not target.startswith(f"{base_url}/"):
        return None
    parts = urlsplit(target.removeprefix(base_url))
    path = unquote(parts.path).removeprefix("/")
    path = f"{path}index.html" if not path or path.endswith("/") else path
    return Internal(link, path, unquote(parts.fragment))


def _broken(
    name: str, page: ReadPage, pages: Mapping[str, ReadPage], files: AbstractSet[str]
) -> Iterator[Finding]:
    for link in page.links:
        if link.path not in files:
            yield Finding("V101", name, 0, {"link": link.written, "missing": link.path})
        elif link.fragment and link.path in pages and link.fragment not in pages[link.path].anchors:
            yield Finding("V102", name, 0, {"link": link.written, "anchor": link.fragment})


def _wrong_language(name: str, page: ReadPage) -> Iterator[Finding]:
    if page.lang not in available():
        yield Finding("V103", name, 0, {"given": page.lang or "-"})
        return
    for lang, (letters, own) in page.letters.items():
        if letters >= LEAST_LETTERS and own / letters < LEAST_SHARE:
            yield Finding(
                "V104", name, 0, {"said_lang": lang, "share": str(round(100 * own / letters))}
            )
