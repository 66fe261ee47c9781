"""Terms, questions and the sections of a site in; queries, each with the sections that answer it, out."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from iecpress.model import Library
from iecpress.search.works import Work, works
from tests.benchmarks.search.terms import Term, terms

QUESTIONS = Path(__file__).with_name("questions.tsv")
DEVANAGARI = re.compile("[\u0900-\u097f]")
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
    sections = _sections(works(library))
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
    sections = _sections(found)
    listed = _listed(library)
    for term in terms():
        about = _about(term, sections) | _kept_under(term, found)
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
        yield Query(term.english, "cards, English", needs)
        for spelling in term.nepali:
            yield Query(spelling, "cards, Devanagari", needs)
        for spelling in term.romanised:
            yield Query(spelling, f"cards, romanised, {_sort(term, spelling, listed)}", needs)


def _sort(term: Term, spelling: str, listed: frozenset[str]) -> str:
    return "listed" if spelling in listed else "put aside" if term.put_aside else "seen"


def _listed(library: Library) -> frozenset[str]:
    return frozenset(word for group in library.glossary for word in group.get("roman", ()))


def _about(term: Term, sections: Mapping[str, str]) -> set[str]:
    """Return the sections that use one of the term's Nepali names."""
    names = [
        re.compile(rf"(?<![\u0900-\u0963\u0971-\u097f]){re.escape(name)}") for name in term.nepali
    ]
    return {name for name, text in sections.items() if any(found.search(text) for found in names)}


def _kept_under(term: Term, found: Sequence[Work]) -> set[str]:
    """Return the works whose authors gave one of the term's spellings as a keyword: their first sections."""
    return {
        f"{work.id}#{work.sections[0].anchor}"
        for work in found
        if set(work.keywords) & {*term.romanised, *term.nepali}
    }


def _sections(found: Sequence[Work]) -> dict[str, str]:
    """Return what each section says in Nepali, its work's title with the first."""
    texts = {}
    for work in found:
        for place, section in enumerate(work.sections):
            head = [work.titles.get("ne", "")] if place == 0 else []
            parts = [*head, section.headings.get("ne", ""), section.texts.get("ne", "")]
            texts[f"{work.id}#{section.anchor}"] = "\n".join(parts)
    return texts
