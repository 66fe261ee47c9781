"""Works in; for each word, in which sections it stands and how much it says there, out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from iecpress.search.folding import Folding
from iecpress.search.works import Work

TITLE, HEADING, STRONG, WEAK = range(4)
"""What a word says about a section: its work's title or keywords, its heading, often in a short text, else."""
LEVELS = 4
OFTEN = 0.45
SLOW, BY_LENGTH = 0.5, 1.5
"""A word's share of its section grows with its count, the slower the longer the section (BM25's saturation)."""
CONCEPT = "#"
"""Begins the name of a group of the glossary where the name of a word may stand."""

Postings = Mapping[str, Sequence[Sequence[int]]]
"""Per word and level, in rising order, the numbers of sections."""


@dataclass(frozen=True, slots=True)
class Field:
    """Words that belong together, as the index keeps them, at their level or as running text."""

    section: int
    tokens: Sequence[str]
    level: int | None
    """None for running text, whose level depends on how often a word stands in it."""


class Phrases:
    """The glossary of one language: which groups a run of words names."""

    def __init__(
        self,
        groups: Iterable[tuple[int, Sequence[str]]],
        heard: Callable[[str], str] | None = None,
    ) -> None:
        """`heard` says how a word sounds: one in Latin letters names what it sounds like, as `lash` names लास."""
        self._heard = heard and cache(heard)
        self._by_first: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
        for number, words in groups:
            sounds = tuple(map(self._heard, words)) if self._heard else ()
            for said in {tuple(words), sounds} - {()}:
                self._by_first.setdefault(said[0], []).append((number, said))

    def named_in(self, tokens: Sequence[str]) -> Iterator[int]:
        """Yield the number of each group as often as one of its phrases stands in `tokens`."""
        heard = self._heard
        told = [heard(token) if token.isascii() else token for token in tokens] if heard else tokens
        first = self._by_first
        for place in [place for place, token in enumerate(told) if token in first]:
            for number, words in first[told[place]]:
                if tuple(told[place : place + len(words)]) == words:
                    yield number


def fields(works: Sequence[Work], lang: str, folding: Folding) -> Iterator[Field]:
    """Yield the words of all works in one language. Sections are numbered through, in the order of the works."""
    number = 0
    for work in works:
        if lang in work.titles:
            title = f"{work.titles[lang]} {' '.join(work.keywords)}"
            yield Field(number, folding.says(title), TITLE)
        for section in work.sections:
            if lang in section.texts:
                yield Field(number, folding.says(section.headings[lang]), HEADING)
                yield Field(number, folding.says(section.texts[lang]), None)
            number += 1


def postings(found: Sequence[Field], phrases: Phrases) -> tuple[Postings, Postings]:
    """Return where each word stands, and where each group of the glossary."""
    average = sum(len(one.tokens) for one in found) / max(1, len(found))
    words: dict[str, dict[int, int]] = {}
    groups: dict[str, dict[int, int]] = {}
    for one in found:
        _count(words, one, one.tokens, average)
        named = [f"{CONCEPT}{number}" for number in phrases.named_in(one.tokens)]
        _count(groups, one, named, average)
    return _by_level(words), _by_level(groups)


def together(parts: Iterable[Postings]) -> Postings:
    """Lay the postings of several languages over each other: a group of the glossary is in all of them."""
    best: dict[str, dict[int, int]] = {}
    for part in parts:
        for name, levels in part.items():
            for level, sections in enumerate(levels):
                own = best.setdefault(name, {})
                own.update((section, min(level, own.get(section, LEVELS))) for section in sections)
    return _by_level(best)


def _count(
    into: dict[str, dict[int, int]], one: Field, names: Sequence[str], average: float
) -> None:
    slow = SLOW + BY_LENGTH * len(one.tokens) / (average or 1)
    for name, count in Counter(names).items():
        level = one.level
        if level is None:
            level = STRONG if count / (count + slow) >= OFTEN else WEAK
        sections = into.setdefault(name, {})
        if level < sections.get(one.section, LEVELS):
            sections[one.section] = level


def _by_level(best: Mapping[str, Mapping[int, int]]) -> Postings:
    found = {}
    for name, sections in best.items():
        levels: list[list[int]] = [[] for _ in range(LEVELS)]
        for section, level in sections.items():
            levels[level].append(section)
        found[name] = [sorted(own) for own in levels]
    return found
