"""One folder per language in; script, digits, months, currencies and interface words out.

`<code>/table.yml` says what the language is like, `<code>/folding.yml` how the search reads it; every
other file in the folder holds interface words of one area (pages, handouts, program), key by key the same
in each language.
"""

from __future__ import annotations

from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, StringConstraints

TABLES = Path(__file__).parent
FOLDING = "folding.yml"


class Currency(BaseModel):
    """How one currency is written: words before or after the amount."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


class Language(BaseModel):
    """What a script, its digits and its words look like; the only place that knows one language from another.

    `digits` is the ten digits 0-9 as this language prints them. `months` are the twelve months of the
    common (Gregorian) calendar, `bs_months` those of Bikram Sambat; each entry lists every spelling
    that is read, the first one is written.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    name: str
    """Its own name, in itself."""
    names: dict[str, str]
    """Its name in other languages, by their code."""
    direction: Literal["ltr", "rtl"]
    locale: str
    """Open Graph and CLDR locale, such as ne_NP."""
    iso639_3: Annotated[str, StringConstraints(pattern=r"^[a-z]{3}$")]
    """Its code of three letters (ISO 639-3), for readers that know no other."""
    script: str
    """ISO 15924 code."""
    script_range: tuple[Annotated[str, StringConstraints(min_length=1, max_length=1)], ...]
    """First and last character of the script's main block, and of further blocks."""
    minor_signs: str = ""
    """Signs that decide the order of two words only when all else in them is alike."""
    digits: Annotated[str, StringConstraints(min_length=10, max_length=10)]
    list_separator: str
    full_stop: str
    full_stop_mistaken: tuple[str, ...] = ()
    """What is typed in its place by mistake."""
    legacy_fonts: tuple[str, ...] = ()
    """Fonts that draw this script over Latin letters, by nepali-converter's names."""
    common_endings: tuple[str, ...] = ()
    """Ends of very common words, by which the language is recognised."""
    grouping: Literal["lakh", "thousand"]
    """Indian (12,34,567) or international (1,234,567) grouping of digits."""
    months: tuple[tuple[str, ...], ...]
    bs_months: tuple[tuple[str, ...], ...]
    eras: dict[Literal["bs", "ad"], tuple[str, ...]]
    """Words that say which calendar a year is in."""
    multipliers: dict[str, int]
    """Words such as `lakh` that multiply the number before them."""
    percent: tuple[str, ...]
    phone_words: tuple[str, ...]
    """Words near which three digits are a telephone number."""
    between_numbers: tuple[str, ...]
    """Words that join two amounts into a range or a choice."""
    within_dates: tuple[str, ...]
    """Words that may stand between the parts of a date."""
    currencies: dict[str, Currency]
    date_format: str
    bs_date_format: str
    strings: dict[str, str]
    """Interface words, by key."""

    @cached_property
    def blocks(self) -> tuple[tuple[str, str], ...]:
        """First and last character of each block of the script."""
        return tuple(zip(self.script_range[::2], self.script_range[1::2], strict=True))

    @cached_property
    def letters(self) -> str:
        """The blocks of the script as a regular expression's character class has them, without its brackets."""
        return "".join(f"{first}-{last}" for first, last in self.blocks)

    def writes(self, character: str) -> bool:
        """Whether a character is one of the script's."""
        return any(first <= character <= last for first, last in self.blocks)

    def say(self, key: str, /, **values: object) -> str:
        """Return the interface words for `key`, with `values` put in.

        Raises KeyError for a key the table lacks; a test compares the keys of all tables.
        """
        return self.strings[key].format(**values)

    def number(self, value: int | str) -> str:
        """Return `value` with this language's digits; an int is grouped first."""
        plain = self.group(value) if isinstance(value, int) else value
        return plain.translate(_to_digits(self.digits))

    def group(self, value: int) -> str:
        """Return `value` grouped as this language groups, with ASCII digits."""
        if self.grouping == "thousand":
            return f"{value:,}"
        sign, digits = ("-", str(-value)) if value < 0 else ("", str(value))
        head, tail = digits[:-3], digits[-3:]
        pairs = []
        while head:
            pairs.append(head[-2:])
            head = head[:-2]
        return sign + ",".join([*reversed(pairs), tail])


@cache
def _to_digits(digits: str) -> dict[int, str]:
    return {ord(ascii_digit): own for ascii_digit, own in zip("0123456789", digits, strict=True)}


@cache
def available() -> tuple[str, ...]:
    """Return the codes of every language that has a table, sorted."""
    return tuple(sorted(path.parent.name for path in TABLES.glob("*/table.yml")))


@cache
def language(code: str) -> Language:
    """Return the table of the language `code`. Raises KeyError when there is none."""
    if code not in available():
        raise KeyError(code)
    table, *areas = (
        yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader) or {}
        for path in sorted(
            (TABLES / code).glob("*.yml"), key=lambda path: (path.name != "table.yml", path.name)
        )
        if path.name != FOLDING
    )
    strings = {key: words for area in areas for key, words in area.items()}
    return Language.model_validate({**table, "strings": strings})
