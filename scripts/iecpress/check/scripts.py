"""A text in; words in a legacy font or in the script of another language out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from iecpress.check.legacy_fonts import legacy_stretch
from iecpress.check.passages import Passage, prose_lines
from iecpress.check.rules import ParsedText, shortened
from iecpress.findings import Finding
from iecpress.languages import language
from iecpress.text.facts import EMAIL, WEB
from iecpress.text.words import words

LONGEST_CONVERTED = 300

Limits = tuple[float, int]
WHOLE_TEXT, SECTION, FRONT_VALUE = (0.5, 40), (0.25, 60), (0.1, 12)
"""The share of letters that must be in the language's script, once there are so many letters.

A section may be a list of foreign names; a title may be an abbreviation.
"""


def legacy_fonts(text: ParsedText) -> Iterator[Finding]:
    """Words typed for Preeti or its like are gibberish to everybody else (N101)."""
    if not text.lang.legacy_fonts:
        return
    for number, line in prose_lines(text):
        if found := legacy_stretch(line, text.lang):
            converted = found.converted
            if len(converted) > LONGEST_CONVERTED:
                converted = f"{converted[:LONGEST_CONVERTED]}…"
            yield text.finding(
                "N101", number, font=found.font, given=shortened(found.given), converted=converted
            )


@dataclass(frozen=True, slots=True)
class _Counted:
    """A passage, how many letters it has, and how many of them are in the language's script."""

    passage: Passage
    letters: int
    own: int


def own_script(text: ParsedText, read: Sequence[Passage]) -> Iterator[Finding]:
    """The words are in the script of the text's language (N102): the whole body, or its sections, title, summary."""
    counted = [_count(passage, text.lang.code) for passage in read]
    body = [each for each in counted if not each.passage.key]
    parts = [([each], FRONT_VALUE) for each in counted if each.passage.key]
    if _share(body, WHOLE_TEXT) is not None:
        parts.append((body, WHOLE_TEXT))
    else:
        sections: dict[str, list[_Counted]] = {}
        for each in body:
            sections.setdefault(each.passage.run.heading, []).append(each)
        parts += [(section, SECTION) for section in sections.values()]
    for part, limits in parts:
        share = _share(part, limits)
        if share is not None:
            sample = next(
                (each for each in part if 2 * each.own < each.letters > 3), part[0]
            ).passage
            lang = text.file.place.lang
            values = {
                "share": str(round(share * 100)),
                "this_lang": lang,
                "given": shortened(sample.text),
            }
            yield text.finding("N102", sample.line(), **values)


def _share(part: Sequence[_Counted], limits: Limits) -> float | None:
    """Return the share of letters in the language's script when it is less than it must be."""
    lowest, least = limits
    letters, own = sum(each.letters for each in part), sum(each.own for each in part)
    return own / letters if letters >= least and own / letters < lowest else None


def _count(passage: Passage, code: str) -> _Counted:
    """Count letters and marks; addresses of the web are in Latin letters in every language."""
    read = passage.text
    if "." in read or "@" in read:
        read = WEB.sub(" ", EMAIL.sub(" ", read))
    joined = "".join(words(read))
    digits, own = _patterns(code)
    letters = digits.sub("", joined)
    return _Counted(passage, len(letters), len(letters) - len(own.sub("", letters)))


@cache
def _patterns(code: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what matches digits, and what matches letters of the language's script."""
    lang = language(code)
    return re.compile(f"[0-9{lang.digits}]+"), re.compile(f"[{lang.letters}]+")
