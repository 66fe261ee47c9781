"""What a word is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iecpress.text.words import spans, words

PACKAGE = Path(__file__).parents[2] / "scripts" / "iecpress"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("राष्ट्रिय सभा", ["राष्ट्रिय", "सभा"]),
        ("गर्‍यो। हुन्‌?", ["गर्‍यो", "हुन्"]),
        ("“१२३” र CMIR-को", ["१२३", "र", "CMIR", "को"]),
        ("café, naïve", ["café", "naïve"]),
        ("cafe\u0301", ["cafe\u0301"]),
        ("\u200d \u200c", []),
        ("a_b", ["a", "b"]),
    ],
)
def test_words(text: str, found: list[str]) -> None:
    """A word is letters, marks and numbers, and the joiners within it."""
    assert words(text) == found


@given(st.text())
def test_words_stand_where_they_are_said_to(text: str) -> None:
    """Every word is in the text at its position, and is its own only word."""
    for start, word in spans(text):
        assert text[start : start + len(word)] == word
        assert words(word) == [word]


@given(st.text(st.characters(max_codepoint=0xFFFF)))
def test_a_character_beyond_the_basic_plane_changes_no_other_word(text: str) -> None:
    """Texts with such a character are read by another pattern, which finds the same."""
    assert words(f"{text} \U00011410") == [*words(text), "\U00011410"]


def test_no_pattern_cuts_words_at_vowel_signs() -> None:
    r"""The package nowhere uses `\w`, `\b` or `isalpha`, which do not know Devanagari."""
    for path in sorted(PACKAGE.rglob("*.py")):
        lines = path.read_text("utf-8").split("\n")
        for number, line in enumerate(lines, 1):
            cuts = re.search(r"""r[fb]?["'].*\\[wWbB]|\.isal(pha|num)\(""", line)
            assert not cuts or "isascii()" in line, f"{path.name}:{number} {line}"
