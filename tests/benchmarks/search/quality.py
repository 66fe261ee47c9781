"""Judged queries and engines in; how well each answers, by the sort of query, out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import mean

from playwright.sync_api import Browser, Error

from iecpress.load import load
from tests.benchmarks.figures import BrokenPromise, Figure
from tests.benchmarks.plan import Plan
from tests.benchmarks.search.browsing import browsing
from tests.benchmarks.search.engines import MOST, Engine, engines
from tests.benchmarks.search.judged import Query, card_queries, questions, term_queries
from tests.benchmarks.search.serving import serving
from tests.benchmarks.search.site import write_cards, write_site

GOALS = {
    "questions, nepali": 95,
    "questions, number": 95,
    "terms, Devanagari": 95,
    "terms, romanised, put aside": 90,
    "cards, Devanagari": 95,
    "cards, romanised, put aside": 90,
}
"""Least recall at 3, in per cent, of our own search."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How well one query was answered, each from 0 to 1."""

    recall_3: float
    recall_10: float
    reciprocal_rank: float
    precision_3: float


def judged(query: Query, found: Sequence[str]) -> Answer:
    """Judge what was found, best first. Where more sections are needed than may be shown, all shown must be right."""

    def recall(count: int) -> float:
        top = set(found[:count])
        return sum(bool(need & top) for need in query.needs) / min(count, len(query.needs))

    right = [any(name in need for need in query.needs) for name in found]
    rank = right.index(True) + 1 if True in right else 0
    top = right[:3]
    return Answer(recall(3), recall(MOST), 1 / rank if rank else 0.0, mean(top) if top else 0.0)


def quality(plan: Plan) -> Iterator[Figure]:
    """Ask every engine every query, in a real browser, over the same texts in the same run."""
    for name, write, sources in (
        ("library", write_site, (questions, term_queries)),
        ("cards", write_cards, (card_queries,)),
    ):
        site = plan.work / f"search-{name}"
        write(plan.root, site)
        library = load(site).library
        if library is None:
            raise BrokenPromise(f"the settings in {site} are not sound")
        queries = [query for source in sources for query in source(library)]
        work = plan.work / f"engines-{name}"
        work.mkdir()
        with browsing() as browser:
            for engine in engines(library, work):
                yield from _figures(engine, ask_all(browser, engine, queries))


def ask_all(
    browser: Browser, engine: Engine, queries: Sequence[Query]
) -> list[tuple[Query, Answer]]:
    """Ask an engine every query, in one tab a language."""
    answers = []
    with serving(engine.folder) as served:
        for lang in ("ne", "en"):
            page = browser.new_context(bypass_csp=True).new_page()
            engine.open(page, served.base, lang)
            for query in queries:
                if query.lang != lang:
                    continue
                try:
                    found = engine.ask(page, query.words)
                except Error:
                    found = []
                    engine.open(page, served.base, lang)
                answers.append((query, judged(query, found)))
            page.context.close()
    return answers


def _figures(engine: Engine, answers: Sequence[tuple[Query, Answer]]) -> Iterator[Figure]:
    for sort in dict.fromkeys(query.sort for query, _ in answers):
        own = [answer for query, answer in answers if query.sort == sort]
        goal = GOALS.get(sort) if engine.name == "iecpress" else None
        yield Figure(
            f"recall at 3, {sort}: {engine.name}",
            [100 * mean(answer.recall_3 for answer in own)],
            "%",
            least=goal,
            note=f"{len(own)} queries; recall at 10 {100 * mean(a.recall_10 for a in own):.0f} %, "
            f"mean reciprocal rank {mean(a.reciprocal_rank for a in own):.2f}, "
            f"precision at 3 {100 * mean(a.precision_3 for a in own):.0f} %",
        )
