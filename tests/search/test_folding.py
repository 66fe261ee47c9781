from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import snowballstemmer
import yaml
from hypothesis import given
from hypothesis import strategies as st

from iecpress.languages import available
from iecpress.load import load
from iecpress.search.folding import folding
from iecpress.text.words import words

ROOT = Path(__file__).parents[2]
VECTORS: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("vectors.yml").read_text("utf-8"))
PYTHON_ALONE = re.compile(r"\(\?<|\(\?P|\\[AZwWbBdD]|\\p")

nepali = st.text(st.characters(min_codepoint=0x900, max_codepoint=0x97F), max_size=12)


def pairs(part: str) -> list[tuple[str, list[str]]]:
    return [(lang, group) for lang, groups in VECTORS[part].items() for group in groups]


@pytest.mark.parametrize(("lang", "group"), pairs("same"))
def test_spellings_and_inflections_are_one_word(lang: str, group: list[str]) -> None:
    """All spellings and inflections of a word have the same stem."""
    rules = folding(lang)
    assert len({rules.stem(word) for word in group}) == 1


@pytest.mark.parametrize(("lang", "group"), pairs("apart"))
def test_false_friends_are_kept_apart(lang: str, group: list[str]) -> None:
    """Words that only look alike have stems of their own."""
    rules = folding(lang)
    assert len({rules.stem(word) for word in group}) == len(group)


@pytest.mark.parametrize(("word", "spellings"), VECTORS["sounds"]["ne"].items())
def test_romanised_words_have_the_key_of_what_they_mean(word: str, spellings: list[str]) -> None:
    """However a word is written in Latin letters, its key is that of the Nepali word."""
    rules = folding("ne")
    key = rules.key(rules.stem(word))
    assert {spelling: rules.key(rules.fold(spelling)) for spelling in spellings} == dict.fromkeys(
        spellings, key
    )


@pytest.mark.parametrize(("written", "number"), VECTORS["numbers"])
def test_a_number_in_parts_is_one_number(written: str, number: str) -> None:
    """Spaces, dashes, commas and the digits of either script do not make another number."""
    rules = folding("ne")
    assert rules.asked(written) == [number]
    assert number in rules.tokens(written)


@given(nepali)
def test_folding_twice_changes_nothing(word: str) -> None:
    """What is folded stays as it is."""
    rules = folding("ne")
    once = rules.fold(rules.fold(word))
    assert rules.fold(once) == once


@given(nepali, nepali)
def test_no_word_breaks_the_rules(word: str, other: str) -> None:
    """Whatever stands in a text has a stem and a key, the same every time."""
    rules = folding("ne")
    assert rules.stem(word + other) == rules.stem(word + other)
    assert re.fullmatch("[^aeiouy]*", rules.key(rules.stem(word))[1:])


letter = st.sampled_from([chr(code) for code in range(0x904, 0x93A)])


@given(letter, nepali)
def test_a_word_is_found_by_its_first_letter(first: str, rest: str) -> None:
    """Whatever a folded word begins with, the letter that was written is known to become it."""
    rules = folding("ne")
    initials = rules.data["initials"]
    begins = rules.fold(first + rest)[:1]
    assert first in begins + initials.get(begins, "") + initials[""]


@pytest.mark.parametrize("lang", available())
def test_a_table_says_what_both_programs_understand(lang: str) -> None:
    """No rule uses what Python's and JavaScript's regular expressions read differently."""
    table = folding(lang).table
    rules = [*table.letters, *table.latin, table.stem_end, *table.silent]
    assert [pattern for pattern, _ in rules if PYTHON_ALONE.search(pattern)] == []
    # The browser tries all of these in one, where a group would have another number.
    assert [pattern for pattern, _ in table.letters if re.search(r"\\[1-9]", pattern)] == []


def test_english_is_stemmed_by_snowball() -> None:
    """The stem of an English word is Snowball's."""
    stemmer = snowballstemmer.stemmer("english")
    rules = folding("en")
    for word in ("complaining", "agencies", "recruitment", "generously", "skies"):
        assert rules.stem(word) == stemmer.stemWord(word)


def test_few_words_of_the_library_fall_together() -> None:
    """Of the Nepali words of the sample library, few share a stem with a word that begins otherwise."""
    library = load(ROOT).library
    assert library is not None
    rules = folding("ne")
    by_stem: dict[str, set[str]] = {}
    for _, text in library.texts():
        if text.lang == "ne":
            for word in words(text.body):
                by_stem.setdefault(rules.stem(word), set()).add(rules.fold(word)[:2])
    mixed = [stem for stem, starts in by_stem.items() if len(starts) > 2]
    assert len(mixed) / len(by_stem) < 0.01
