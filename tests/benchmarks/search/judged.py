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


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody types, and what answers it."""

    words: str
    sort: str
    """Which group of the figures it counts in."""
    needs: tuple[frozenset[str], ...]
    """Sections as `<id>#<anchor>`; any one of a need will do. A term needs each section that speaks of it."""


def questions(library: Library) -> Iterator[Query]:
    """Yield the questions: one need each, which several sections may answer."""
    sections = _sections(works(library))
    with QUESTIONS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            answers = frozenset(
                name for given in row["answers"].split() for name in _meant(given, sections)
            )
            yield Query(row["query"], row["sort"], (answers,))


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
    sections = _sections(works(library))
    listed = {word for group in library.glossary for word in group.get("roman", ())}
    for term in terms():
        about = _about(term, sections)
        if not about:
            continue
        needs = tuple(frozenset([name]) for name in sorted(about))
        for spelling in term.nepali:
            yield Query(spelling, "term, Devanagari", needs)
        for spelling in term.romanised:
            sort = "put aside" if term.put_aside else "seen"
            yield Query(spelling, f"term, romanised, {'listed' if spelling in listed else sort}", needs)


def _about(term: Term, sections: Mapping[str, str]) -> set[str]:
    """Return the sections that use one of the term's Nepali names."""
    names = [re.compile(rf"(?<![\u0900-\u0963\u0971-\u097f]){re.escape(name)}") for name in term.nepali]
    return {name for name, text in sections.items() if any(found.search(text) for found in names)}


def _sections(found: Sequence[Work]) -> dict[str, str]:
    """Return what each section says in Nepali, its work's title and keywords with the first."""
    texts = {}
    for work in found:
        for place, section in enumerate(work.sections):
            head = [work.titles.get("ne", ""), *work.keywords] if place == 0 else []
            parts = [*head, section.headings.get("ne", ""), section.texts.get("ne", "")]
            texts[f"{work.id}#{section.anchor}"] = "\n".join(parts)
    return texts
