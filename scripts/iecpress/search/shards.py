"""Postings and texts in; files of a few kilobytes each, of which a search loads only those it needs, out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from iecpress.search.encoding import rising
from iecpress.search.folding import Folding
from iecpress.search.postings import CONCEPT, Postings
from iecpress.search.works import Section, Work

WORDS_BYTES = 3_000
TEXTS_BYTES = 1_800
"""Uncompressed. Smaller files are more requests, larger ones more bytes that nobody asked for."""


@dataclass(frozen=True, slots=True)
class WordShards:
    """The words, in the order of their keys. `first` is the first key of each file."""

    first: Sequence[str]
    files: Sequence[str]


@dataclass(frozen=True, slots=True)
class TextShards:
    """The texts of sections that follow each other. `sizes` says how many are in each file."""

    sizes: Sequence[int]
    files: Sequence[str]


def word_shards(words: Postings, folding: Folding) -> WordShards:
    """Cut the postings into files; words of one key stay together."""
    keyed = sorted((_key(word, folding), word) for word in words)
    first: list[str] = []
    files: list[list[str]] = []
    size = WORDS_BYTES
    before = None
    for key, word in keyed:
        line = f"{word}\t{','.join(map(rising, words[word])).rstrip(',')}"
        if size >= WORDS_BYTES and key != before:
            first.append(key)
            files.append([])
            size = 0
        files[-1].append(line)
        size += len(line.encode()) + 1
        before = key
    return WordShards(first, ["\n".join(lines) for lines in files])


def _key(word: str, folding: Folding) -> str:
    return word if word.startswith(CONCEPT) else folding.key(word)


def text_shards(
    works: Sequence[Work], lang: str, say: Callable[[Work], Sequence[str]]
) -> TextShards:
    """Cut the texts into files of one work's sections each; `say` gives what every file says about its work."""
    sizes: list[int] = []
    files: list[str] = []
    for work in works:
        for cards in _cut([_card(section, lang) for section in work.sections]):
            sizes.append(len(cards))
            files.append("\n\n".join(["\t".join(say(work)), *cards]))
    return TextShards(sizes, files)


def _cut(cards: Sequence[str]) -> Iterator[Sequence[str]]:
    part: list[str] = []
    size = 0
    for card in cards:
        if part and size + len(card.encode()) > TEXTS_BYTES:
            yield part
            part, size = [], 0
        part.append(card)
        size += len(card.encode())
    if part:
        yield part


def _card(section: Section, lang: str) -> str:
    """Anchor and heading are the first line, each paragraph one more; what the language lacks is its anchor alone."""
    if lang not in section.texts:
        return section.anchor
    return f"{section.anchor}\t{section.headings[lang]}\n{section.texts[lang]}".rstrip("\n")
