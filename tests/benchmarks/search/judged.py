"""Terms, questions and the sections of a site in; queries, each with the sections that answer it, out."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from snowballstemmer import stemmer

from iecpress.model import Library
from iecpress.search.works import Work, works
from tests.benchmarks.search.terms import Term, terms

QUESTIONS = Path(__file__).with_name("questions.tsv")
LETTER = "[\u0900-\u0963\u0971-\u097f]"
JOINED = (
    "(?:हरू|हरु|को|का|की|ले|लाई|मा|मै|कै|बाट|देखि|सम्म|सँग|संग|भन्दा|भित्र|बाहिर|भर|अनुसार|बारे|विरुद्ध|"
    "बिना|विना|सहित|समेत|स्थित|मार्फत|द्वारा|तर्फ|तिर|सम्बन्धी|लगायत)*"
)
"""What Nepali writes in one with a name: बीमाको is about बीमा, but बिमारी is another word."""
WHOLE = "*"
ENGLISH = ("english", "English")


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody types, and what answers it."""

    words: str
    sort: str
    """Which group of the figures it counts in."""
    needs: tuple[frozenset[str], ...]
    """Sections as `<id>#<anchor>`; any one of a need will do. A term needs each section that speaks of it."""

    @property
    def lang(self) -> str:
        """The language of the page on which it is asked."""
        return "en" if self.sort.endswith(ENGLISH) else "ne"


def questions(library: Library) -> Iterator[Query]:
    """Yield the questions: one need each, which several sections may answer."""
    sections = _sections(works(library), "ne")
    with QUESTIONS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            answers = frozenset(
                name for given in row["answers"].split() for name in _meant(given, sections)
            )
            yield Query(row["query"], f"questions, {row['sort']}", (answers,))


def _meant(given: str, sections: Mapping[str, str]) -> Iterator[str]:
    work, _, anchor = given.partition("#")
    if anchor != WHOLE:
        if given not in sections:
            raise ValueError(f"{given} is no section")
        yield given
        return
    yield from (name for name in sections if name.startswith(f"{work}#"))


def term_queries(library: Library) -> Iterator[Query]:
    """Yield each way of writing each term that the library speaks of. All sections that do are needed.

    A spelling that the glossary lists is not one that its makers had not seen, and is kept apart.
    """
    found = works(library)
    listed = _listed(library)
    for term in terms():
        about = _about(term, found) | _kept_under(term, found)
        if not about:
            continue
        needs = tuple(frozenset([name]) for name in sorted(about))
        for spelling in term.nepali:
            yield Query(spelling, "terms, Devanagari", needs)
        for spelling in term.romanised:
            yield Query(spelling, f"terms, romanised, {_sort(term, spelling, listed)}", needs)


def card_queries(library: Library) -> Iterator[Query]:
    """Yield each way of writing each term, to be found among the cards."""
    listed = _listed(library)
    for number, term in enumerate(terms()):
        needs = (frozenset([f"cards#t{number}"]),)
        for spelling in term.nepali:
            yield Query(spelling, "cards, Devanagari", needs)
        for spelling in term.romanised:
            yield Query(spelling, f"cards, romanised, {_sort(term, spelling, listed)}", needs)


def _sort(term: Term, spelling: str, listed: frozenset[str]) -> str:
    return "listed" if spelling in listed else "put aside" if term.put_aside else "seen"


def _listed(library: Library) -> frozenset[str]:
    return frozenset(word for group in library.glossary for word in group.get("roman", ()))


def _about(term: Term, found: Sequence[Work]) -> set[str]:
    """Return the sections that use one of the term's names in either language, or in their address.

    Both languages say the same, and the address says in their authors' words what they are about.
    """
    nepali = [rf"(?<!{LETTER}){re.escape(name)}{JOINED}(?!{LETTER})" for name in term.nepali]
    english = [f" {_stems(name)} " for name in term.names]
    return {
        section
        for section, text in _sections(found, "ne").items()
        if any(re.search(name, text) for name in nepali)
    } | {
        section
        for section, text in _sections(found, "en").items()
        if any(name in f" {_stems(text)} " for name in english)
    }


@cache
def _stems(text: str) -> str:
    words = re.findall("[a-z0-9]+", text.lower())
    return " ".join(stemmer("english").stemWords(words))


def _kept_under(term: Term, found: Sequence[Work]) -> set[str]:
    """Return the works whose authors gave one of the term's spellings as a keyword: their first sections."""
    return {
        f"{work.id}#{work.sections[0].anchor}"
        for work in found
        if set(work.keywords) & {*term.romanised, *term.nepali}
    }


def _sections(found: Sequence[Work], lang: str) -> dict[str, str]:
    """Return what each section says in a language, its work's title with the first, and the words of its address."""
    texts = {}
    for work in found:
        for place, section in enumerate(work.sections):
            head = [work.titles.get(lang, "")] if place == 0 else []
            named = [section.anchor.replace("-", " "), section.headings.get(lang, "")]
            parts = [*head, *named, section.texts.get(lang, "")]
            texts[f"{work.id}#{section.anchor}"] = "\n".join(parts)
    return texts
