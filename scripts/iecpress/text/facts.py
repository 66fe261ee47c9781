"""A parsed text in, the facts it states out: numbers to call, money, percentages, dates, years, addresses.

A fact has a canonical value, the same whatever the language's digits, calendar, grouping of
thousands or name for a currency, so that two texts can be compared.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

from iecpress.calendars import to_ad
from iecpress.languages import Language, language
from iecpress.text.markdown import Document, Run

FactKind = Literal["phone", "money", "percent", "date", "year", "email", "web"]


@dataclass(frozen=True, slots=True)
class Span:
    """Some days, the first and last included: one day, a month or a year."""

    first: dt.date
    last: dt.date

    def touches(self, other: Span) -> bool:
        """Whether the two have a day in common."""
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True, slots=True)
class When:
    """What a date or year may mean: one span or, where the calendar is not said, several."""

    spans: tuple[Span, ...]

    def agrees(self, other: When) -> bool:
        """Whether some reading of the one touches some reading of the other."""
        return any(mine.touches(theirs) for mine in self.spans for theirs in other.spans)


Value = str | tuple[str, Decimal] | Decimal | When


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


NUMBER = r"[0-9][0-9,]*(?:\.[0-9]+)?"
EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
WEB = re.compile(r"(?:https?://[^\s<>\"'()“”‘’।]+|(?:[A-Za-z0-9-]+\.)+(?:np|org|com|gov|net|int|info|edu|eu|example)(?![A-Za-z0-9-])(?:/[A-Za-z0-9_./?=&%#~-]*)?)")
ISO_DATE = re.compile(r"(?<![0-9])([0-9]{4})-([0-9]{2})-([0-9]{2})(?![0-9])")
YEAR = re.compile(r"(?<![0-9,.])((?:19|20)[0-9]{2})(?![0-9]|,[0-9]{3}|\.[0-9])(?:[/–-][0-9]{2}(?![0-9]))?")
LONG_PHONE = re.compile(r"(?<![0-9,.+/])\+?\(?[0-9](?:[ ()-]{0,2}[0-9]){6,14}(?![0-9]|,[0-9])")
SHORT_PHONE = re.compile(r"(?<![0-9,.+/–-])1[0-8][0-9]{2}(?![0-9]|[,.–-][0-9])")
EMERGENCY = re.compile(r"(?<![0-9,.+/–-])1[0-9]{2}(?![0-9]|[,.–-][0-9])")
PHONE_WORD_REACH = 24
"""Characters before a number in which a word such as `call` makes three digits a telephone number."""
FIRST_BS_YEAR, LAST_BS_YEAR = 1975, 2100


def facts_of(document: Document, lang: Language) -> list[Fact]:
    """Return every fact in the text, in order."""
    return [fact for run in document.runs for fact in facts_in(run, lang)]


def facts_in(run: Run, lang: Language) -> list[Fact]:
    """Return the facts of one paragraph, cell or item.

    Each finder takes what it recognises out of the text, so that a date's year is not a year again and
    an amount's digits are not a telephone number.
    """
    text = _Remaining(run, lang)
    for find in _FINDERS:
        find(text, lang)
    facts = [*text.found, *_targets(run)]
    return sorted(set(facts), key=facts.index)


class _Remaining:
    """A run's text, with ASCII digits and the facts found so far blanked out."""

    def __init__(self, run: Run, lang: Language) -> None:
        self.run = run
        to_ascii = {ord(own): ascii_digit for own, ascii_digit in zip(lang.digits, "0123456789", strict=True)}
        self.text = run.text.translate(to_ascii)
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


def _find_addresses(text: _Remaining, lang: Language) -> None:
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


def _find_iso_dates(text: _Remaining, lang: Language) -> None:
    for match in ISO_DATE.finditer(text.text):
        year, month, day = map(int, match.groups())
        spans = [span for span in (_ad_day(year, month, day), _bs_day(year, month, day)) if span]
        if spans:
            text.take("date", When(tuple(spans)), *match.span())


def _ad_day(year: int, month: int, day: int) -> Span | None:
    try:
        found = dt.date(year, month, day)
    except ValueError:
        return None
    return Span(found, found)


def _bs_day(year: int, month: int, day: int) -> Span | None:
    found = to_ad(year, month, day)
    return Span(found, found) if found else None


def _find_dates(text: _Remaining, lang: Language) -> None:
    for pattern, make in _date_patterns(lang.code):
        for match in pattern.finditer(text.text):
            if when := make(match):
                text.take("date", when, *match.span())


@cache
def _date_patterns(code: str) -> list[tuple[re.Pattern[str], Callable[[re.Match[str]], When | None]]]:
    """The orders in which day, month and year are written, the most complete first."""
    lang = language(code)
    months = _months(lang)
    month = f"(?P<month>{_any(tuple(months))})"
    day = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
    year = r"(?P<year>[0-9]{4})"
    gap = rf"(?:[ \n,]|{_any(lang.within_dates)})*"
    era = rf"(?:(?P<era>{_any((*lang.eras['bs'], *lang.eras['ad']))})[ \n])?"
    alone, end = r"(?<![0-9,.])", r"(?![0-9]|,[0-9])"
    orders = [
        rf"{alone}{day}{gap}{month}{gap}{year}{end}",
        rf"{era}{alone}{year}{gap}{month}{gap}{day}{end}",
        rf"{month}{gap}{day}{gap}{year}{end}",
        rf"{era}{alone}{year}{gap}{month}",
        rf"{month}{gap}{year}{end}",
        rf"{alone}{day}[ \n]?{month}",
        rf"{month}[ \n]{day}{end}",
    ]

    def make(match: re.Match[str]) -> When | None:
        parts = match.groupdict()
        is_bs, number = months[match["month"]]
        given_day = int(parts["day"]) if parts.get("day") else None
        given_year = int(parts["year"]) if parts.get("year") else None
        return _when(is_bs, given_year, number, given_day)

    return [(re.compile(order), make) for order in orders]


def _months(lang: Language) -> dict[str, tuple[bool, int]]:
    names = {name: (False, n) for n, spellings in enumerate(lang.months, 1) for name in spellings}
    return names | {name: (True, n) for n, spellings in enumerate(lang.bs_months, 1) for name in spellings}


def _when(is_bs: bool, year: int | None, month: int, day: int | None) -> When | None:
    if year is None:
        years = range(2070, 2084) if is_bs else range(2013, 2027)
        found = [_day_or_month(is_bs, each, month, day) for each in years]
    else:
        found = [_day_or_month(is_bs, year, month, day)]
    spans = tuple(span for span in found if span)
    return When(spans) if spans else None


def _day_or_month(is_bs: bool, year: int, month: int, day: int | None) -> Span | None:
    if day is not None:
        return _bs_day(year, month, day) if is_bs else _ad_day(year, month, day)
    return _bs_month(year, month) if is_bs else _ad_month(year, month)


def _ad_month(year: int, month: int) -> Span:
    return Span(dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1]))


def _bs_month(year: int, month: int) -> Span | None:
    first = to_ad(year, month, 1)
    after = to_ad(year + month // 12, month % 12 + 1, 1)
    return Span(first, after - dt.timedelta(days=1)) if first and after else None


def _find_money(text: _Remaining, lang: Language) -> None:
    for pattern, currencies in _money_patterns(lang.code):
        for match in pattern.finditer(text.text):
            currency = currencies[match["currency"]]
            multiplier = lang.multipliers.get(match["multiplier"] or "", 1)
            for group in ("first", "second"):
                if match[group]:
                    start, end = match.span(group)
                    amount = _amount(match[group]) * multiplier
                    text.take("money", (currency, amount), start, end)
            text.blank(*match.span())


@cache
def _money_patterns(code: str) -> list[tuple[re.Pattern[str], dict[str, str]]]:
    lang = language(code)
    before = {word: iso for iso, currency in lang.currencies.items() for word in currency.before}
    after = {word: iso for iso, currency in lang.currencies.items() for word in currency.after}
    joined = rf"[ \n]?(?:[–-]|{_any(lang.between_numbers)})[ \n]?"
    multiplier = rf"(?:[ \n]?(?P<multiplier>{_any(tuple(lang.multipliers))}))?"
    first, second = rf"(?P<first>{NUMBER})", rf"(?P<second>{NUMBER})"
    return [
        (
            re.compile(
                rf"(?<![A-Za-z])(?P<currency>{_any(tuple(before))})[ \n\u00A0]?{first}"
                rf"(?:{joined}{second}(?![0-9]*[ \n]?(?:{_any(lang.percent)})))?{multiplier}"
            ),
            before,
        ),
        (
            re.compile(
                rf"(?<![0-9,.])(?:{first}{joined})?{second}{multiplier}[ \n\u00A0]?(?P<currency>{_any(tuple(after))})"
            ),
            after,
        ),
    ]


def _find_percentages(text: _Remaining, lang: Language) -> None:
    pattern = rf"(?<![0-9,.])({NUMBER})[ \n]?(?:{_any(lang.percent)})"
    for match in re.finditer(pattern, text.text):
        text.take("percent", _amount(match[1]), *match.span())


def _amount(digits: str) -> Decimal:
    return Decimal(digits.replace(",", "")).normalize()


def _find_years(text: _Remaining, lang: Language) -> None:
    for match in YEAR.finditer(text.text):
        year = int(match[1])
        before = text.text[max(0, match.start() - 12) : match.start()].rstrip()
        after = text.text[match.end() : match.end() + 16].lstrip()
        era = _era(before, after, lang)
        spans = (_ad_year(year), _bs_year(year)) if era is None else (_ad_year(year) if era == "ad" else _bs_year(year),)
        known = tuple(span for span in spans if span)
        if known:
            text.take("year", When(known), *match.span())


def _era(before: str, after: str, lang: Language) -> str | None:
    for era, words in lang.eras.items():
        if any(before.endswith(word) or after.startswith(word) for word in words):
            return era
    return None


def _ad_year(year: int) -> Span:
    return Span(dt.date(year, 1, 1), dt.date(year, 12, 31))


def _bs_year(year: int) -> Span | None:
    if not FIRST_BS_YEAR <= year < LAST_BS_YEAR:
        return None
    first, after = to_ad(year, 1, 1), to_ad(year + 1, 1, 1)
    return Span(first, after - dt.timedelta(days=1)) if first and after else None


def _find_phones(text: _Remaining, lang: Language) -> None:
    for pattern in (LONG_PHONE, SHORT_PHONE):
        for match in pattern.finditer(text.text):
            text.take("phone", _dial(match.group()), *match.span())
    for match in EMERGENCY.finditer(text.text):
        around = text.text[max(0, match.start() - PHONE_WORD_REACH) : match.end() + PHONE_WORD_REACH].lower()
        if any(word in around for word in lang.phone_words):
            text.take("phone", match.group(), *match.span())


def _any(words: tuple[str, ...]) -> str:
    """A pattern for any of the words, the longest first; Latin ones only as whole words."""
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(_word(word) for word in ordered)


def _word(word: str) -> str:
    latin_end = r"(?![A-Za-z])" if word[-1].isascii() and word[-1].isalpha() else ""
    return re.escape(word) + latin_end


_FINDERS = (
    _find_addresses,
    _find_iso_dates,
    _find_dates,
    _find_money,
    _find_percentages,
    _find_years,
    _find_phones,
)
