"""A text in; faults of typing, of full stops and of digits, and what is in no script a reader knows, out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from iecpress.check.devanagari import typing_faults
from iecpress.check.passages import Passage, passages
from iecpress.check.rules import ParsedText, WordRule
from iecpress.check.scripts import legacy_fonts, own_script
from iecpress.findings import Finding
from iecpress.languages import Language
from iecpress.text.facts import facts_in

TypingFaults = Callable[[str], Iterator[tuple[int, str, str]]]
TYPING_FAULTS: Mapping[str, TypingFaults] = {"Deva": typing_faults}
"""What can be typed wrongly depends on the script (ISO 15924)."""

NUMBER = re.compile(r"[0-9]+(?:[.,:/–-][0-9]+)*")
LATIN = re.compile(r"[A-Za-z]")
DIALLED = ("phone", "web", "email")
"""Facts that are written with Western digits in every language."""


def writing(text: ParsedText) -> Iterator[Finding]:
    """Apply every rule about writing; a passage in a legacy font is not asked for anything else."""
    legacy = list(legacy_fonts(text))
    yield from legacy
    lines = {finding.line for finding in legacy}
    read = [passage for passage in passages(text) if lines.isdisjoint(passage.lines())]
    yield from own_script(text, read)
    for passage in read:
        yield from _typing(text, passage)
        yield from _full_stops(text, passage)
    yield from _digits(text, read)


def _typing(text: ParsedText, passage: Passage) -> Iterator[Finding]:
    """A sign stands where it can stand (N103)."""
    for position, word, right in TYPING_FAULTS.get(text.lang.script, _none)(passage.text):
        yield text.finding("N103", passage.line(position), word=word, right=right)


def _none(_words: str) -> Iterator[tuple[int, str, str]]:
    yield from ()


def _full_stops(text: ParsedText, passage: Passage) -> Iterator[Finding]:
    """A full stop is the language's own (N104), and stands at its word (N106)."""
    lang = text.lang
    if lang.full_stop.isascii():
        return
    if any(mark in passage.text for mark in lang.full_stop_mistaken):
        for match in _mistaken(lang).finditer(passage.text):
            given, mark = match.group(), match["mark"]
            right = given[: match.start("mark") - match.start()].rstrip() + lang.full_stop
            yield text.finding(
                "N104", passage.line(match.start("mark")), given=given, mark=mark, right=right
            )
    if not any(space + lang.full_stop in passage.text for space in " \u00a0"):
        return
    for match in re.finditer(rf"\S*[ \u00a0]+{re.escape(lang.full_stop)}", passage.text):
        given = match.group()
        right = given[:-1].rstrip() + lang.full_stop
        yield text.finding("N106", passage.line(match.end() - 1), given=given, right=right)


def _mistaken(lang: Language) -> re.Pattern[str]:
    """A pattern for a mark that stands where a full stop ends a word of the language's script."""
    marks = "|".join(map(re.escape, lang.full_stop_mistaken))
    return re.compile(rf"[{lang.letters}]+[)\"'”’]?[ \u00a0]?(?P<mark>{marks})(?=[\s\"'”’)]|$)")


def _digits(text: ParsedText, read: Sequence[Passage]) -> Iterator[Finding]:
    """One text does not write some numbers with its own digits and some with Western ones (N105)."""
    lang = text.lang
    if lang.digits.isascii() or not any(
        digit in passage.text for passage in read for digit in lang.digits
    ):
        return
    for passage in read:
        if not any(digit in passage.text for digit in "0123456789"):
            continue
        for match in NUMBER.finditer(_without_dialled(text, passage)):
            if not _among_latin(passage.text, *match.span()):
                given = match.group()
                yield text.finding(
                    "N105", passage.line(match.start()), given=given, right=lang.number(given)
                )


def _without_dialled(text: ParsedText, passage: Passage) -> str:
    """Return the passage with numbers to call and addresses blanked out, every position kept."""
    words = passage.text
    shown = {fact.shown for fact in facts_in(passage.run, text.lang) if fact.kind in DIALLED}
    for dialled in sorted(shown.union(text.numbers), key=lambda number: (-len(number), number)):
        words = words.replace(dialled, "\0" * len(dialled))
    return words


def _among_latin(words: str, start: int, end: int) -> bool:
    """Whether a number is part of a Latin word or next to one: COVID-19, ISO 3166, 20 Mbps."""
    first = max(words.rfind(space, 0, start) for space in " \n\u00a0") + 1
    last = min(
        (found for space in " \n\u00a0" if (found := words.find(space, end)) >= 0),
        default=len(words),
    )
    neighbours = [
        *words[:first].split()[-1:],
        words[first:start],
        words[end:last],
        *words[last:].split()[:1],
    ]
    return any(LATIN.search(neighbour) for neighbour in neighbours)


WORD_RULES: tuple[WordRule, ...] = (writing,)
