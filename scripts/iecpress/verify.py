"""A built site's folder in; every link, anchor and file that does not answer, and every wrong `lang`, out.

The one door to lxml.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any, NamedTuple, cast
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree
from lxml import html as lxml_html

from iecpress.copies import all_done
from iecpress.findings import Finding
from iecpress.languages import available, language
from iecpress.memory import Memory, recalling


def _query(path: str) -> Callable[[Any], list[Any]]:
    """Compile what is asked of every page. Its strings do not know where they stand, which takes half of the time."""
    return cast("Callable[[Any], list[Any]]", etree.XPath(path, smart_strings=False))


SHARED = "//meta[@property='og:image']/@content"
LINKS = _query(f"//a/@href | //link/@href | //img/@src | //script/@src | //form/@action | {SHARED}")
SOURCE_SETS = _query("//source/@srcset | //img/@srcset")
ANCHORS = _query("//@id | //a/@name")
MARKED = _query("//*[@lang != '']")
WHOLE = re.compile(r"/|[a-z]+:")
UNSPOKEN = ("script", "style", "svg", "head", "code", "pre")
MANY = 4096
"""How many ways from a place within the site are remembered."""
LEAST_LETTERS = 40
LEAST_SHARE = 0.5
"""At least half of a page's letters are in the script of the language that it says it is in."""


class Internal(NamedTuple):
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
    """Read every page that is not known. Most links and anchors stand on many pages, and are held once."""
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
        for name in names:
            page = _unpacked(found.pop(name) or "")
            links = tuple(held.setdefault(link, link) for link in page.links)
            pages[name] = replace(page, links=links)
    return pages


def _digest(content: bytes, name: str, base_url: str) -> str:
    return hashlib.sha256(f"{base_url}/{name}\0".encode() + content).hexdigest()


def _packed(page: ReadPage) -> str:
    return json.dumps([page.links, sorted(page.anchors), page.lang, page.letters])


def _unpacked(words: str) -> ReadPage:
    links, anchors, lang, letters = json.loads(words)
    return ReadPage(
        tuple(Internal(*link) for link in links),
        frozenset(map(sys.intern, anchors)),
        lang,
        {code: (every, own) for code, (every, own) in letters.items()},
    )


def _read(site: Path, base_url: str, name: str) -> str:
    """Take a page apart, and return what it says as words to be kept."""
    root = lxml_html.fromstring((site / name).read_bytes())
    links = dict.fromkeys(LINKS(root))
    for candidates in SOURCE_SETS(root):
        links |= dict.fromkeys(part.split()[0] for part in candidates.split(",") if part.split())
    above = _above(name)
    page = ReadPage(
        links=tuple(found for link in links if (found := _within(link, above, base_url))),
        anchors=frozenset(ANCHORS(root)),
        lang=root.get("lang") or "",
        letters={
            lang: _count(words, lang)
            for lang, words in _spoken(root).items()
            if lang in available()
        },
    )
    return _packed(page)


def _spoken(root: Any) -> dict[str, str]:
    """Take the words out of a page, and return them by the language that they are marked as."""
    etree.strip_elements(root, *UNSPOKEN, with_tail=False)
    spoken: dict[str, str] = {}
    for element in reversed(MARKED(root)):  # in the order of the document: the inner ones first
        lang = element.get("lang")
        words = etree.tostring(element, method="text", encoding="unicode", with_tail=False)
        spoken[lang] = spoken.get(lang, "") + words
        element.clear(keep_tail=True)
    return spoken


def _count(words: str, lang: str) -> tuple[int, int]:
    """Return how many letters there are, and how many of them are in the language's script."""
    letters = own = 0
    for character, times in Counter(words).items():
        is_letter, is_own = _sort(character, lang)
        letters += times * is_letter
        own += times * is_own
    return letters, own


@cache
def _sort(character: str, lang: str) -> tuple[bool, bool]:
    """Return whether it is a letter, and whether it is one of the language's script."""
    is_letter = unicodedata.category(character)[0] in "LM"
    return is_letter, is_letter and language(lang).writes(character)


def _within(link: str, above: Sequence[str], base_url: str) -> Internal | None:
    """Return where a link of a page stays within the site; `above` are the page itself and the folders over it.

    What leads up, or says all of its address, leads from many pages to one place, and is found once for all.
    """
    steps = link.count("../")
    if 0 < steps < len(above) - 1 and link.startswith("../" * steps):
        found = _target(link[3 * steps :], above[steps + 1], base_url)
    else:
        found = _target(link, above[-1 if WHOLE.match(link) else 0], base_url)
    return found and Internal(link, *found)


def _above(name: str) -> list[str]:
    """Return the path of a page, and of each folder over it up to the site's own."""
    steps = name.split("/")[:-1]
    return [
        name,
        *("".join(f"{step}/" for step in steps[:end]) for end in range(len(steps), -1, -1)),
    ]


@lru_cache(maxsize=MANY)
def _target(link: str, place: str, base_url: str) -> tuple[str, str] | None:
    """Return the file and the anchor that a link leads to from a place in the site; None where it leaves it."""
    target = urljoin(f"{base_url}/{place}", link)
    if not target.startswith(f"{base_url}/"):
        return None
    parts = urlsplit(target.removeprefix(base_url))
    path = unquote(parts.path).removeprefix("/")
    path = f"{path}index.html" if not path or path.endswith("/") else path
    return path, unquote(parts.fragment)


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
