"""A line in; the stretch of it typed for a legacy font such as Preeti, and what it says in Unicode, out.

The one door to nepali-converter. Its own detector takes a curly quote or an é for Preeti, so the
question is asked here: does the stretch hold signs where no language written in Latin letters has
them, and does it become well-formed words with familiar endings when it is converted?
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nepali_converter import convert

from iecpress.check.devanagari import FAULT
from iecpress.languages import Language
from iecpress.text.facts import EMAIL, WEB

NOT_PROSE = re.compile(r"`[^`]*`|\{[#:][^}]*\}|\]\([^)]*\)|<https?:[^>]*>")
MARKERS = re.compile(r"^\s*(?:#{1,6}|[-*+]|[0-9]+\.)\s+|\*\*")
"""Marks of Markdown, which are letters in such a font."""
FOREIGN = re.compile(r"[^\u0900-\u097f\ua8e0-\ua8ff]{3,}")
"""A stretch without Devanagari."""
SIGNS = r"\]\[{}\\|;"
STRANGE = re.compile(
    rf"[A-Za-z0-9][{SIGNS}]+[A-Za-z{SIGNS}'\"+]|^;[A-Za-z/]|[A-Za-z][{SIGNS}]*[\\{{|]$|[A-Za-z0-9]\]$"
)
"""What vowel signs and half letters look like in such a font: `g]kfn`, `;'/Iff`, `ug{`, `xf];\\`."""
BRACKETED = re.compile(r"(?<!\S)([(\"'“‘]*)\[([^\[\]]*)\](?=[\s.,;:!?)\"'”’]|$)")
DIGITS = re.compile(r"\+?[0-9][0-9,.()-]+")
"""A number that is left alone: digits in such a font are typed with the shift key."""
DEVANAGARI_WORD = re.compile(r"[\u0900-\u097f]{2,}")
LEAST_EVIDENCE, LEAST_SHARE, LEAST_WELL_FORMED = 2, 0.3, 0.7


@dataclass(frozen=True, slots=True)
class Legacy:
    """A stretch that was typed for a legacy font: the font's name, what was typed, and what it says."""

    font: str
    given: str
    converted: str


def legacy_stretch(line: str, lang: Language) -> Legacy | None:
    """Return the first stretch of a line of Markdown that was typed for one of the language's legacy fonts."""
    prose = MARKERS.sub("", line)
    for pattern in (NOT_PROSE, EMAIL, WEB):
        prose = pattern.sub(" ", prose)
    for match in FOREIGN.finditer(BRACKETED.sub(r"\1 \2 ", prose)):
        words = match.group().split()
        if any(STRANGE.search(word) for word in words):
            found = _best(match.group().strip(), words, lang)
            if found:
                return found
    return None


def _best(given: str, typed: Sequence[str], lang: Language) -> Legacy | None:
    """Convert from each font; keep the conversion with most familiar words, if there is evidence enough."""
    strange = sum(1 for word in typed if STRANGE.search(word))
    tried = []
    for font in lang.legacy_fonts:
        converted = [word if DIGITS.fullmatch(word) else convert(word, font) for word in typed]
        pairs = zip(converted, typed, strict=True)
        familiar = sum(1 for word, raw in pairs if _familiar(word, raw, lang))
        evidence = strange + familiar
        enough = evidence >= max(LEAST_EVIDENCE, LEAST_SHARE * len(typed))
        if enough and _well_formed(converted) >= LEAST_WELL_FORMED:
            tried.append(
                (familiar, Legacy(font.title(), given, " ".join(converted).replace(" ।", "।")))
            )
    return max(tried, key=lambda each: each[0])[1] if tried else None


def _familiar(word: str, raw: str, lang: Language) -> bool:
    return len(raw) > 1 and word.rstrip("।,?!").endswith(lang.common_endings)


def _well_formed(words: Sequence[str]) -> float:
    """Return the share of the words that are Devanagari with every sign where it can stand."""
    tried = [word for word in words if len(word) > 1 and not DIGITS.fullmatch(word)] or list(words)
    sound = [word for word in tried if DEVANAGARI_WORD.search(word) and not FAULT.search(word)]
    return len(sound) / len(tried)
