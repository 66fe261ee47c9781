"""A language's table in; the patterns of its dates, and what day, month or year each means, out."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from iecpress.calendars import to_ad
from iecpress.languages import Language, language

Calendar = Literal["ad", "bs"]
FIRST_BS_YEAR, LAST_BS_YEAR = 1975, 2100
YEARS_OF_UNDATED: dict[Calendar, range] = {"ad": range(2013, 2027), "bs": range(2070, 2084)}
"""Years in which a day without a year is tried, to compare it with a day of the other calendar."""


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


@cache
def date_patterns(
    code: str,
) -> list[tuple[re.Pattern[str], Callable[[re.Match[str]], When | None]]]:
    """The orders in which day, month and year are written, the most complete first."""
    lang = language(code)
    months = _months(lang)
    month = f"(?P<month>{any_word(tuple(months))})"
    day = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
    year = r"(?P<year>[0-9]{4})"
    gap = rf"(?:[ \n,]|{any_word(lang.within_dates)})*"
    era = rf"(?:(?P<era>{any_word((*lang.eras['bs'], *lang.eras['ad']))})[ \n])?"
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
        kind, number = months[match["month"]]
        given_day = int(parts["day"]) if parts.get("day") else None
        given_year = int(parts["year"]) if parts.get("year") else None
        return _when(kind, given_year, number, given_day)

    return [(re.compile(order), make) for order in orders]


def _months(lang: Language) -> dict[str, tuple[Calendar, int]]:
    kinds: tuple[tuple[Calendar, tuple[tuple[str, ...], ...]], ...] = (
        ("ad", lang.months),
        ("bs", lang.bs_months),
    )
    return {
        name: (kind, number)
        for kind, months in kinds
        for number, spellings in enumerate(months, 1)
        for name in spellings
    }


def _when(kind: Calendar, year: int | None, month: int, day: int | None) -> When | None:
    years = YEARS_OF_UNDATED[kind] if year is None else (year,)
    found = (_day_or_month(kind, each, month, day) for each in years)
    spans = tuple(span for span in found if span)
    return When(spans) if spans else None


def _day_or_month(kind: Calendar, year: int, month: int, day: int | None) -> Span | None:
    if kind == "bs":
        return _bs_month(year, month) if day is None else bs_day(year, month, day)
    return _ad_month(year, month) if day is None else ad_day(year, month, day)


def _ad_month(year: int, month: int) -> Span:
    return Span(dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1]))


def _bs_month(year: int, month: int) -> Span | None:
    first = to_ad(year, month, 1)
    after = to_ad(year + month // 12, month % 12 + 1, 1)
    return Span(first, after - dt.timedelta(days=1)) if first and after else None


def ad_day(year: int, month: int, day: int) -> Span | None:
    """Return a day of the common calendar, or None when there is no such day."""
    try:
        found = dt.date(year, month, day)
    except ValueError:
        return None
    return Span(found, found)


def bs_day(year: int, month: int, day: int) -> Span | None:
    """Return a day of Bikram Sambat, or None when there is no such day."""
    found = to_ad(year, month, day)
    return Span(found, found) if found else None


def ad_year(year: int) -> Span:
    """Return a year of the common calendar."""
    return Span(dt.date(year, 1, 1), dt.date(year, 12, 31))


def bs_year(year: int) -> Span | None:
    """Return a year of Bikram Sambat, or None outside the years that texts speak of."""
    if not FIRST_BS_YEAR <= year < LAST_BS_YEAR:
        return None
    first, after = to_ad(year, 1, 1), to_ad(year + 1, 1, 1)
    return Span(first, after - dt.timedelta(days=1)) if first and after else None


def any_word(words: tuple[str, ...]) -> str:
    """A pattern for any of the words, the longest first; Latin ones only as whole words."""
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(_word(word) for word in ordered)


def _word(word: str) -> str:
    latin_end = r"(?![A-Za-z])" if word[-1].isascii() and word[-1].isalpha() else ""
    return re.escape(word) + latin_end
