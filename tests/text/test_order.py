"""The order of the alphabet."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iecpress.languages import language
from iecpress.text.order import order_key

NEPALI = [
    "१ जना", "१० जना", "२ जना", "अक", "अंक", "अँध्यारो", "आमा", "ईद", "ऋण", "क", "कँ", "कं", "कक", "कह", "का",
    "काम गर्न", "कामदार", "कि", "क्ष", "खाना", "जमीन", "ज़मीन", "ज्ञान", "त्रास", "हज", "Zed",
]  # fmt: skip
"""In the order of ICU 76's collator, the Latin word moved behind: CLDR puts a language's own script first."""
ENGLISH = [
    "10 sheets",
    "2 sheets",
    "a",
    "A visa",
    "Ready",
    "ready to go",
    "Resume",
    "résumé",
    "Your",
    "भिसा",
]


@pytest.mark.parametrize(("lang", "ordered"), [("ne", NEPALI), ("en", ENGLISH)])
def test_the_order_is_the_alphabets(lang: str, ordered: list[str]) -> None:
    """Digits by their value, then the language's own letters, then others; marks decide last."""
    table = language(lang)
    shuffled = random.Random(1).sample(ordered, len(ordered))  # noqa: S311
    assert sorted(shuffled, key=lambda words: order_key(words, table)) == ordered


@given(st.text(max_size=8), st.text(max_size=8))
def test_different_words_never_have_the_same_place(one: str, other: str) -> None:
    """So a list has one order only."""
    table = language("ne")
    assert (order_key(one, table) == order_key(other, table)) == (one == other)
