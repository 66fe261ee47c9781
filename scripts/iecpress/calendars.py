"""Bikram Sambat and common dates, each from the other; the one door to nepali-datetime."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass

import nepali_datetime

from iecpress.languages import Language

FIRST_PROVISIONAL_YEAR = 2084
"""From this Bikram Sambat year on the published tables differ: the calendar is set year by year."""


@dataclass(frozen=True, slots=True, order=True)
class BikramSambat:
    """A day of the Bikram Sambat calendar; months and days count from 1."""

    year: int
    month: int
    day: int

    @property
    def provisional(self) -> bool:
        """Whether the calendar of that year is not yet settled."""
        return self.year >= FIRST_PROVISIONAL_YEAR


def today() -> dt.date:
    """Return the day of a build: SOURCE_DATE_EPOCH's where it is set (reproducible-builds.org), else this one."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    moment = dt.datetime.fromtimestamp(int(epoch), dt.UTC) if epoch else dt.datetime.now(dt.UTC)
    return moment.date()


def to_bs(day: dt.date) -> BikramSambat | None:
    """Return the Bikram Sambat date of `day`, or None outside the tables (1918 to 2043 AD)."""
    try:
        bs = nepali_datetime.date.from_datetime_date(day)
    except (ValueError, OverflowError, IndexError, KeyError):
        return None
    return BikramSambat(bs.year, bs.month, bs.day)


def to_ad(year: int, month: int, day: int) -> dt.date | None:
    """Return the common date of a Bikram Sambat day, or None when there is no such day."""
    try:
        found: dt.date = nepali_datetime.date(year, month, day).to_datetime_date()
    except (ValueError, OverflowError, IndexError, KeyError):
        return None
    return found


def format_ad(day: dt.date, lang: Language) -> str:
    """Write a common date in the language's words and digits."""
    return lang.date_format.format(
        day=lang.number(str(day.day)),
        month=lang.months[day.month - 1][0],
        year=lang.number(str(day.year)),
    )


def format_bs(day: dt.date, lang: Language) -> str:
    """Write `day` in Bikram Sambat, with a remark if it is provisional; empty outside the tables."""
    written = bare_bs(day, lang)
    return lang.say("provisional", date=written) if is_provisional(day) else written


def bare_bs(day: dt.date, lang: Language) -> str:
    """Write `day` in Bikram Sambat in the language's words and digits; empty outside the tables."""
    bs = to_bs(day)
    if bs is None:
        return ""
    return lang.bs_date_format.format(
        day=lang.number(str(bs.day)),
        month=lang.bs_months[bs.month - 1][0],
        year=lang.number(str(bs.year)),
    )


def is_provisional(day: dt.date) -> bool:
    """Whether the Bikram Sambat date of `day` may still be set otherwise."""
    bs = to_bs(day)
    return bs is not None and bs.provisional
