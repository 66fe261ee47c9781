"""A parsed text in, the facts it states out: numbers to call, money, percentages, dates, years, addresses.

A fact has a canonical value, the same whatever the language's digits, calendar, grouping of
thousands or name for a currency, so that two texts can be compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

from iecpress.languages import Language, language
from iecpress.text.dates import (
    When,
    ad_day,
    ad_year,
    any_word,
    bs_day,
    bs_year,
    date_patterns,
)
from iecpress.text.markdown import Document, Run

FactKind = Literal["phone", "money", "percent", "date", "year", "email", "web"]


Value = str | tuple[str, Decimal] | When
"""Words; a number with what it counts, such as NPR; or a time. Each looks different in JSON."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact as it stands in a text. `shown` is what the author wrote, `heading` the id it stands under."""

    kind: FactKind
    value: Value
    shown: str
    heading: str
    line: int

    def agrees(self, other: Fact) -> bool:
        """Whether two facts say the same; a year agrees with a date within it."""
        if isinstance(self.value, When) and isinstance(other.value, When):
            return self.value.agrees(other.value)
        return self.kind == other.kind and self.value == other.value


FACTUAL = re.compile(r"[0-9@]|[A-Za-z]\.[A-Za-z]")
"""What a text without any fact does not have; most paragraphs need no closer look."""
NUMBER = r"[0-9](?:,?[0-9])*(?:\.[0-9]+)?"
EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
WEB = re.compile(
    r"(?:https?://[^\s<>\"'()“”‘’।]+|(?:[A-Za-z0-9-]+\.)+(?:np|org|com|gov|net|int|info|edu|eu|example)(?![A-Za-z0-9-])(?:/[A-Za-z0-9_./?=&%#~-]*)?)"
)
ISO_DATE = re.compile(r"(?<![0-9])([0-9]{4})-([0-9]{2})-([0-9]{2})(?![0-9])")
YEAR = re.compile(
    r"(?<![0-9,.])((?:19|20)[0-9]{2})(?![0-9]|,[0-9]{3}|\.[0-9])(?:[/–-][0-9]{2}(?![0-9]))?"
)
LONG_PHONE = re.compile(r"(?<![0-9,.+/])\+?\(?[0-9](?:[ ()-]{0,2}[0-9]){6,14}(?![0-9]|,[0-9])")
SHORT_PHONE = re.compile(r"(?<![0-9,.+/–-])1[0-6][0-9]{2}(?![0-9A-Za-z]|[,.–-][0-9])")
"""Nepal's short numbers; four digits from 17.. on are years."""
EMERGENCY = re.compile(r"(?<![0-9,.+/–-])1[0-9]{2}(?![0-9]|[,.–-][0-9])")
PHONE_WORD_REACH = 24
"""Characters before a number in which a word such as `call` makes three digits a telephone number."""


def facts_of(document: Document, lang: Language) -> list[Fact]:
    """Return every fact in the text, in order."""
    return [fact for run in document.runs for fact in facts_in(run, lang)]


def facts_in(run: Run, lang: Language) -> list[Fact]:
    """Return the facts of one paragraph, cell or item.

    Each finder takes what it recognises out of the text, so that a date's year is not a year again and
    an amount's digits are not a telephone number.
    """
    text = _Remaining(run, lang)
    for find in _FINDERS if FACTUAL.search(text.text) else ():
        find(text)
    facts = [*text.found, *_targets(run)]
    return sorted(set(facts), key=facts.index)


class _Remaining:
    """A run's text, with ASCII digits and the facts found so far blanked out."""

    def __init__(self, run: Run, lang: Language) -> None:
        self.run = run
        self.lang = lang
        self.text = run.text.translate(_to_ascii(lang.digits))
        self.found: list[Fact] = []

    def take(self, kind: FactKind, value: Value, start: int, end: int) -> None:
        """Record a fact and blank its place. Translating digits kept every position."""
        line = self.run.line + self.run.text.count("\n", 0, start)
        shown = self.run.text[start:end].strip()
        self.found.append(Fact(kind, value, shown, self.run.heading, line))
        self.blank(start, end)

    def blank(self, start: int, end: int) -> None:
        """Make a place invisible to the finders that follow."""
        self.text = self.text[:start] + "\0" * (end - start) + self.text[end:]


@cache
def _to_ascii(digits: str) -> dict[int, str]:
    return {ord(own): plain for own, plain in zip(digits, "0123456789", strict=True)}


def _find_addresses(text: _Remaining) -> None:
    for match in EMAIL.finditer(text.text):
        text.take("email", match.group().lower(), *match.span())
    for match in WEB.finditer(text.text):
        end = match.start() + len(match.group().rstrip(".,;:"))
        text.take("web", _web(match.group().rstrip(".,;:")), match.start(), end)


def _targets(run: Run) -> Iterator[Fact]:
    for target in run.targets:
        scheme, _, rest = target.partition(":")
        if scheme == "mailto":
            yield Fact("email", rest.lower(), rest, run.heading, run.line)
        elif scheme == "tel":
            yield Fact("phone", _dial(rest), rest, run.heading, run.line)
        elif scheme in ("http", "https"):
            yield Fact("web", _web(target), target, run.heading, run.line)


def _web(address: str) -> str:
    """The address without scheme, www and last slash, which do not change where it leads a reader."""
    return re.sub(r"^(https?://)?(www\.)?", "", address, flags=re.IGNORECASE).rstrip("/").lower()


def _dial(number: str) -> str:
    return "".join(character for character in number if character.isdigit() or character == "+")


def _find_iso_dates(text: _Remaining) -> None:
    for match in ISO_DATE.finditer(text.text):
        year, month, day = map(int, match.groups())
        spans = [span for span in (ad_day(year, month, day), bs_day(year, month, day)) if span]
        if spans:
            text.take("date", When(tuple(spans)), *match.span())


def _find_dates(text: _Remaining) -> None:
    for pattern, make in date_patterns(text.lang.code):
        for match in pattern.finditer(text.text):
            if when := make(match):
                text.take("date", when, *match.span())


def _find_money(text: _Remaining) -> None:
    for pattern, currencies in _money_patterns(text.lang.code):
        for match in pattern.finditer(text.text):
            currency = currencies[match["currency"]]
            multiplier = text.lang.multipliers.get(match["multiplier"] or "", 1)
            for group in ("first", "second"):
                if match[group]:
                    amount = _amount(match[group]) * multiplier
                    text.take("money", (currency, amount), *match.span())


@cache
def _money_patterns(code: str) -> list[tuple[re.Pattern[str], dict[str, str]]]:
    lang = language(code)
    before = {word: iso for iso, currency in lang.currencies.items() for word in currency.before}
    after = {word: iso for iso, currency in lang.currencies.items() for word in currency.after}
    joined = rf"[ \n]?(?:[–-]|{any_word(lang.between_numbers)})[ \n]?"
    multiplier = rf"(?:[ \n]?(?P<multiplier>{any_word(tuple(lang.multipliers))}))?"
    first, second = rf"(?P<first>{NUMBER})", rf"(?P<second>{NUMBER})"
    return [
        (
            re.compile(
                rf"(?<![A-Za-z])(?P<currency>{any_word(tuple(before))})[ \n\u00A0]?{first}"
                rf"(?:{joined}{second}(?![0-9]*[ \n]?(?:{any_word(lang.percent)})))?{multiplier}"
            ),
            before,
        ),
        (
            re.compile(
                rf"(?<![0-9,.])(?:{first}{joined})?{second}{multiplier}"
                rf"[ \n\u00A0]?(?P<currency>{any_word(tuple(after))})"
            ),
            after,
        ),
    ]


def _find_percentages(text: _Remaining) -> None:
    for match in _percent(text.lang.percent).finditer(text.text):
        text.take("percent", ("%", _amount(match[1])), *match.span())


@cache
def _percent(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<![0-9,.])({NUMBER})[ \n]?(?:{any_word(words)})")


def _amount(digits: str) -> Decimal:
    return Decimal(digits.replace(",", "")).normalize()


def _find_years(text: _Remaining) -> None:
    for match in YEAR.finditer(text.text):
        year = int(match[1])
        before = text.text[max(0, match.start() - 12) : match.start()].rstrip()
        after = text.text[match.end() : match.end() + 16].lstrip()
        era = _era(before, after, text.lang)
        spans = (
            (ad_year(year), bs_year(year))
            if era is None
            else (ad_year(year) if era == "ad" else bs_year(year),)
        )
        known = tuple(span for span in spans if span)
        if known:
            text.take("year", When(known), *match.span())


def _era(before: str, after: str, lang: Language) -> str | None:
    for era, words in lang.eras.items():
        if any(before.endswith(word) or after.startswith(word) for word in words):
            return era
    return None


def _find_phones(text: _Remaining) -> None:
    for pattern in (LONG_PHONE, SHORT_PHONE):
        for match in pattern.finditer(text.text):
            text.take("phone", _dial(match.group()), *match.span())
    calling = _calling(text.lang.phone_words)
    for match in EMERGENCY.finditer(text.text):
        start, end = max(0, match.start() - PHONE_WORD_REACH), match.end() + PHONE_WORD_REACH
        if calling.search(text.text, start, end):
            text.take("phone", match.group(), *match.span())


@cache
def _calling(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(f"(?<![A-Za-z])(?:{any_word(words)})", re.IGNORECASE)


_FINDERS = (
    _find_addresses,
    _find_iso_dates,
    _find_dates,
    _find_money,
    _find_percentages,
    _find_years,
    _find_phones,
)
