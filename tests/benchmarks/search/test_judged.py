from __future__ import annotations

from pathlib import Path

import pytest

from iecpress.load import load
from iecpress.model import Library
from tests.benchmarks.search.engines import first_sections
from tests.benchmarks.search.judged import Query, questions, term_queries
from tests.benchmarks.search.quality import judged
from tests.benchmarks.search.site import write_site
from tests.benchmarks.search.terms import terms

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("judged") / "site"
    write_site(ROOT, folder)
    found = load(folder).library
    assert found is not None
    return found


def test_a_third_of_the_terms_is_put_aside() -> None:
    """The rule, which nobody can bend, puts at least a third of the terms aside."""
    aside = [term for term in terms() if term.put_aside]
    assert len(terms()) == 65
    assert len(aside) * 3 >= len(terms())


def test_every_answer_is_a_section(library: Library) -> None:
    """There are more than 150 questions, of every sort, and each has an answer that can be found."""
    found = list(questions(library))
    assert len(found) > 150
    assert {query.sort for query in found} == {
        f"questions, {sort}" for sort in ("nepali", "mistake", "roman", "english", "number")
    }
    assert all(need for query in found for need in query.needs)


def test_what_the_glossary_lists_is_not_counted_as_unseen(library: Library) -> None:
    """A spelling put aside that its makers have seen in the glossary counts apart."""
    listed = {word for group in library.glossary for word in group.get("roman", ())}
    unseen = {query.words for query in term_queries(library) if query.sort.endswith("put aside")}
    assert unseen
    assert not unseen & listed


@pytest.mark.parametrize(
    ("spelling", "section", "is_needed"),
    [
        ("बीमा", "ready-to-leave#insurance", True),
        ("बीमा", "visit-visa#what-agents-say", False),  # विमानस्थल begins like विमा
        ("न्यूनतम ज्याला", "qatar-wages-and-job-change#minimum-wage", True),  # by its address
        ("ठगी", "how-to-complain#where", True),  # by what the English says
        ("ठगी", "visit-visa#what-agents-say", False),
    ],
)
def test_a_section_that_speaks_of_a_term_is_needed(
    library: Library, spelling: str, section: str, *, is_needed: bool
) -> None:
    """A whole word counts, in either language or in the address; the beginning of another word does not."""
    needs = next(query.needs for query in term_queries(library) if query.words == spelling)
    assert (frozenset([section]) in needs) is is_needed


def test_an_english_name_that_means_other_things_is_not_used() -> None:
    """Neither a name that needs a note counts, nor one that leans on the longer one before it."""
    named = {term.english: term.names for term in terms()}
    assert named["section (of an act)"] == ()
    assert named["employer company / institution"] == ("employer company",)
    assert named["fraud / cheating"] == ("fraud", "cheating")


def test_an_answer_is_judged_by_its_place() -> None:
    """Recall counts needs, at most as many as are shown; the first right one gives the rank."""
    query = Query("x", "s", (frozenset({"a#", "b#"}), frozenset({"c#"})))
    answer = judged(query, ["z#", "b#", "y#", "c#"])
    assert (answer.recall_3, answer.recall_10, answer.reciprocal_rank) == (0.5, 1.0, 0.5)
    assert answer.precision_3 == pytest.approx(1 / 3)
    assert judged(query, []).precision_3 == 0


def test_a_section_has_one_name_however_it_is_linked() -> None:
    """Language prefix, index file and repeated hits make no other section."""
    links = ["http://x/en/r/a/#b", "http://x/r/a/index.html#b", "http://x/get-help/#c"]
    assert first_sections(links) == ["a#b", "get-help#c"]
