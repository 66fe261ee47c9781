"""Words in Devanagari in; the places where signs cannot stand, and the word as it was meant, out.

Such a word looks almost right on one telephone and shows a dotted circle on another (Unicode 16.0,
chapter 12.1, *Devanagari*, rules for rendering and the order of signs).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from iecpress.text.words import JOINERS, spans

VOWEL = "[\u0904-\u0914\u0960\u0961\u0972]"
SIGN = "[\u093a\u093b\u093e-\u0944\u0946-\u0948\u094a-\u094c]"
"""Dependent vowels, without the two (ॅ, ॉ) that write English sounds."""
ABOVE = "[\u0900-\u0903]"
VIRAMA = "\u094d"
BASE = "\u0900-\u097f\ua8e0-\ua8ff\u25cc" + JOINERS

FAULT = re.compile(
    f"{VOWEL}(?:{SIGN}|{VIRAMA})|{SIGN}(?:{SIGN}|{VIRAMA})|{ABOVE}(?:{SIGN}|{ABOVE})"
    f"|{VIRAMA}{VIRAMA}|\u200d{VIRAMA}|(?<![{BASE}])(?:{SIGN}|{ABOVE}|{VIRAMA})|[\u0966-\u096f](?:{SIGN}|{VIRAMA})"
)
_INDEPENDENT = dict(zip("ािीुूृेैोौ", "आइईउऊऋएऐओऔ", strict=True))
_REPAIRS = (
    (re.compile(f"({ABOVE})({SIGN})"), r"\2\1"),
    (re.compile("अाे|अो|आे|आो"), "ओ"),
    (re.compile("अाै|अौ|आै|आौ"), "औ"),
    (re.compile("एे|अै"), "ऐ"),
    (re.compile("अे"), "ए"),
    (re.compile("अ([ािीुूृ])"), lambda found: _INDEPENDENT[found[1]]),
    (re.compile("ाे|ेा"), "ो"),
    (re.compile("ाै|ैा"), "ौ"),
    (re.compile("(?<=[\u0966-\u096f])([ािीुूृेैोौ])"), lambda found: _INDEPENDENT[found[1]]),
    (re.compile(f"({ABOVE}){ABOVE}+"), r"\1"),
    (re.compile(f"\u200d{VIRAMA}"), f"{VIRAMA}\u200d"),
    (re.compile(f"{VIRAMA}{VIRAMA}+"), VIRAMA),
    (re.compile(f"({SIGN}|{VOWEL}|[\u0966-\u096f])(?:{SIGN}|{VIRAMA})+"), r"\1"),
    (re.compile("^ि([\u0915-\u0939])"), r"\1ि"),
    (re.compile(f"(?<![{BASE}])(?:{SIGN}|{ABOVE}|{VIRAMA})+"), ""),
)
"""What was typed and what was meant, in the order in which they are tried."""


def typing_faults(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield position, word and the word put right, for each word that is typed wrongly."""
    if not FAULT.search(text):
        return
    for start, word in spans(text):
        if FAULT.search(word):
            yield start, word, repaired(word)


def repaired(word: str) -> str:
    """Return the word with every sign where it can stand."""
    for pattern, right in _REPAIRS:
        word = pattern.sub(right, word)
    return word
