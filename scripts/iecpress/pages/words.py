"""A number, a date or a size in, the words of one language out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache

from iecpress.calendars import format_ad, format_bs
from iecpress.languages import Language, language


class Words:
    """What the templates of one language say, with its digits and both its calendars."""

    def __init__(self, lang: str) -> None:
        self.table: Language = language(lang)

    def say(self, key: str, **values: object) -> str:
        """Return the interface words for `key`; whole numbers among the values get this language's digits."""
        for name, value in values.items():
            if isinstance(value, int):
                values[name] = self.table.number(value)
        return self.table.say(key, **values)

    def counted(self, key: str, count: int, **values: object) -> str:
        """Return the words for so many of a thing: `<key>-one` for one, `<key>-other` for any other number."""
        return self.say(f"{key}-{'one' if count == 1 else 'other'}", count=count, **values)

    def date(self, day: dt.date) -> str:
        """Write a day in both calendars, the one this language reads first leading."""
        return _both_calendars(self.table.code, day)

    def short_date(self, day: dt.date) -> str:
        """Write a day in the common calendar."""
        return format_ad(day, self.table)

    def size(self, octets: int) -> str:
        """Write a file's size in kilobytes, or in megabytes from one on."""
        if octets < 1_000_000:
            return self.say("page-size-kb", size=max(1, round(octets / 1000)))
        whole, tenth = divmod(round(octets / 100_000), 10)
        return self.say("page-size-mb", size=self.table.number(f"{whole}.{tenth}"))

    def language_name(self, code: str) -> str:
        """Name another language in this one."""
        return language(code).names.get(self.table.code, language(code).name)

    def one_of(self, names: Mapping[str, str]) -> str:
        """Return the name in this language, or the first there is."""
        return names.get(self.table.code) or next(iter(names.values()), "")

    def listed(self, items: list[str]) -> str:
        """Join items as this language lists them."""
        return self.table.list_separator.join(items)

    def own_digits(self, number: str) -> str:
        """Write a telephone number in this language's digits; empty when that changes nothing."""
        written = self.table.number(number)
        return written if written != number else ""


@lru_cache(maxsize=1024)
def _both_calendars(lang: str, day: dt.date) -> str:
    table = language(lang)
    common, bikram = format_ad(day, table), format_bs(day, table)
    return table.say("page-both-calendars", ad=common, bs=bikram) if bikram else common
