"""A library in; the files of its search, by address, out."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from iecpress import addresses
from iecpress.languages import available, language
from iecpress.model import Library
from iecpress.pages.desk import Desk, desk
from iecpress.pages.words import Words
from iecpress.search.encoding import plain
from iecpress.search.facets import Facet, facets
from iecpress.search.folding import folding
from iecpress.search.postings import Phrases, Postings, fields, postings, together
from iecpress.search.shards import TextShards, WordShards, text_shards, word_shards
from iecpress.search.works import Work, works

FORMAT = 2
"""Raised whenever the browser's part must read the files in another way."""
BROWSER = Path(__file__).parent / "browser"
PARTS = ("folding", "english", "index", "excerpt", "query", "page")
"""The browser's part, in the order in which its files build on each other."""
LITERAL = re.compile("[\"'`/]")
"""A line with a string or an expression may have spaces that count."""
SPACED = re.compile(" ?([=<>&|?:{}(),;*]+) ?")
EAGER = "//# allFunctionsCalledOnLoad\n"
"""Asks Chromium (from 136 on) to compile every function while the file comes, and none when a query waits for it."""
WORDS = "search-"
"""Keys of interface words that the browser shows start so."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """The shards of one language."""

    words: WordShards
    texts: TextShards


def search_files(library: Library) -> Mapping[str, bytes]:
    """Return every file of the search. All but two a language carry a name that changes with their content."""
    table = desk(library, (), dt.date.min)
    found = works(library)
    tongues = _tongues(table, found)
    shards = {f"{name}.js": text for name, text in _shards(tongues)}
    narrowing = list(facets(table, found))
    shards["facets.js"] = " ".join(facet.written for facet in narrowing)
    build = _name(shards)
    files = {
        f"{addresses.SEARCH}{build}/{name}": _file(name, text) for name, text in shards.items()
    }
    for lang in tongues:
        manifest = _manifest(table, found, tongues, narrowing, lang, build)
        files[f"{addresses.SEARCH}{lang}.js"] = _file(f"{lang}.js", manifest)
    files[f"{addresses.SEARCH}search.js"] = _program()
    return files


def _tongues(table: Desk, found: Sequence[Work]) -> dict[str, Tongue]:
    """Index the works in every language; the groups of the glossary stand in each, for all of them."""
    words: dict[str, Postings] = {}
    groups: list[Postings] = []
    for lang in table.settings.languages:
        rules = folding(lang)
        named = [
            (number, rules.says(phrase))
            for number, group in enumerate(table.library.glossary)
            for phrase in group.get(lang, ())
        ]
        heard = None if language(lang).script == "Latn" else rules.sound
        words[lang], concepts = postings(list(fields(found, lang, rules)), Phrases(named, heard))
        groups.append(concepts)
    shared = together(groups)
    return {
        lang: Tongue(
            word_shards({**own, **shared}, folding(lang)),
            text_shards(found, lang, partial(_says, table, lang)),
        )
        for lang, own in words.items()
    }


def _says(table: Desk, lang: str, work: Work) -> Sequence[str]:
    words = Words(lang)
    kind = next((kind for kind in table.settings.kinds if kind.id == work.kind), None)
    return (
        work.titles.get(lang, ""),
        work.addresses[lang],
        words.one_of(kind.names) if kind else "",
        words.table.number(work.version),
        words.date(work.date) if work.date else "",
    )


def _shards(tongues: Mapping[str, Tongue]) -> Iterator[tuple[str, str]]:
    for lang, tongue in tongues.items():
        for number, text in enumerate(tongue.words.files):
            yield f"{lang}-w{number}", text
        for number, text in enumerate(tongue.texts.files):
            yield f"{lang}-t{number}", text
        yield f"{lang}-texts", plain(tongue.texts.sizes)


def _name(shards: Mapping[str, str]) -> str:
    digest = hashlib.sha256()
    for name, text in sorted(shards.items()):
        digest.update(f"{name}\0{len(text)}\0{text}".encode())
    return digest.hexdigest()[:10]


def _manifest(
    table: Desk,
    found: Sequence[Work],
    tongues: Mapping[str, Tongue],
    narrowing: Sequence[Facet],
    lang: str,
    build: str,
) -> dict[str, Any]:
    here = language(lang)
    return {
        "format": FORMAT,
        "build": build,
        "lang": lang,
        "works": plain(len(work.sections) for work in found),
        "tongues": {
            code: {
                "name": Words(lang).language_name(code),
                "direction": language(code).direction,
                "script": language(code).script,
                "range": language(code).script_range,
                "table": folding(code).data,
                "words": " ".join(tongue.words.first),
                **({"texts": plain(tongue.texts.sizes)} if code == lang else {}),
            }
            for code, tongue in tongues.items()
        },
        "glossary": [_told_apart(group) for group in table.library.glossary],
        "facets": [facet.told(lang) for facet in narrowing],
        "say": {
            key.removeprefix(WORDS): text
            for key, text in here.strings.items()
            if key.startswith(WORDS)
        },
        "digits": here.digits,
        "index": addresses.index(table.settings, lang),
        "urgent": [
            [Words(lang).one_of(contact.names), contact.numbers[0].number, contact.numbers[0].dial]
            for contact in table.urgent
            if contact.numbers
        ],
    }


def _told_apart(group: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Leave out the spellings in Latin letters that the browser knows by their sound."""
    heard = {
        _sound(lang, phrase)
        for lang, words in group.items()
        if lang in available()
        for phrase in words
    }
    return {
        name: [
            phrase
            for phrase in words
            if name in available() or not heard & {_sound(lang, phrase) for lang in available()}
        ]
        for name, words in group.items()
    }


def _sound(lang: str, phrase: str) -> tuple[str, ...]:
    rules = folding(lang)
    return tuple(rules.sound(stem) for stem in rules.says(phrase))


def _file(name: str, value: object) -> bytes:
    """Wrap a value in a call: a page opened from a disk may load a script, but read no file."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # JSON is JavaScript but for two line ends (ECMA-262 before 2019).
    written = written.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f'iecpressSearch("{name}",{written});\n'.encode()


@cache
def _program() -> bytes:
    """Join the browser's part into one file, without its comments, indentation and other spaces that say nothing."""
    parts = [(BROWSER / f"{name}.js").read_text("utf-8") for name in PARTS]
    lines = (line.strip() for part in parts for line in part.splitlines())
    kept = [
        line if LITERAL.search(line) else SPACED.sub(r"\1", line)
        for line in lines
        if line and not line.startswith("//")
    ]
    return (EAGER + '(() => {\n"use strict";\n' + "\n".join(kept) + "\n})();\n").encode()
