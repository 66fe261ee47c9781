"""Words and their language in, the key by which a list of such words is ordered out.

The order is that of the Unicode Collation Algorithm's root table with the language's own script first, as
CLDR has it for Nepali (UTS #10; CLDR `common/collation/ne.xml`), for letters that follow each other in the
alphabet as they do in Unicode. Both scripts that there are tables for do.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from iecpress.languages import Language, language

ACCENTS = range(200, 256)
NUKTA = 7
"""Combining classes of marks that only decide between words otherwise alike (UAX #44, table 15)."""

Key = tuple[tuple[tuple[int, int], ...], tuple[int, ...], str]


def order_key(words: str, lang: Language) -> Key:
    """Return what `words` are sorted by: what is no letter, digits, the language's letters, other letters."""
    return _key(words, lang.code)


@lru_cache(maxsize=4096)  # a pack after the other has the same titles
def _key(words: str, code: str) -> Key:
    lang = language(code)
    plain = unicodedata.normalize("NFD", words.casefold())
    late = [_decides_last(character, lang) for character in plain]
    letters = tuple(_place(c, lang) for c, is_late in zip(plain, late, strict=True) if not is_late)
    signs = tuple(ord(c) if is_late else 0 for c, is_late in zip(plain, late, strict=True))
    return letters, signs, words


def _decides_last(character: str, lang: Language) -> bool:
    mark = unicodedata.combining(character)
    return (
        mark in ACCENTS
        or mark == NUKTA
        or character in lang.minor_signs
        or unicodedata.category(character) == "Cf"
    )


def _place(character: str, lang: Language) -> tuple[int, int]:
    category = unicodedata.category(character)[0]
    if category == "N":
        return 1, int(unicodedata.numeric(character, 0))
    if category not in "LM":
        return 0, ord(character)
    return 2 if lang.writes(character) else 3, ord(character)
