"""What a rule sees, and the five shapes a rule can have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from iecpress.findings import Finding
from iecpress.languages import Language, language
from iecpress.load import Reading, TextFile
from iecpress.model import Library
from iecpress.text.facts import Fact
from iecpress.text.markdown import Document, Heading, Link, Run

LONGEST_SHOWN = 60
"""Characters of an author's words that a finding repeats."""


@dataclass(frozen=True)
class _Text:
    file: TextFile

    @property
    def lang(self) -> Language:
        """The table of the text's language."""
        return language(self.file.place.lang)

    @property
    def front(self) -> Mapping[str, Any]:
        """The front matter as it was written, whether or not it is sound."""
        return self.file.written

    def front_line(self, *where: str | int) -> int:
        """Return the line of a key of the front matter, or of an item of its list."""
        return self.file.line(*where)

    def front_runs(self, *keys: str) -> Iterator[tuple[str, Run]]:
        """Yield the words that stand under these keys of the front matter: one sentence, or a list of them."""
        for key in keys:
            given = self.front.get(key)
            if isinstance(given, str):
                yield key, Run("", self.front_line(key), given)
            for position, item in enumerate(given if isinstance(given, list) else ()):
                if isinstance(item, str):
                    yield key, Run("", self.front_line(key, position), item)

    def finding(self, code: str, line: int, **values: str) -> Finding:
        """Make a finding about this text."""
        return Finding(code, self.file.name, line, values)


@dataclass(frozen=True)
class ParsedText(_Text):
    """One text by itself, its body parsed: what a rule about its words sees.

    It holds nothing of other texts, of the settings or of the day, so that what its rules find stays
    true until the text itself changes; a rule that needs more is a rule about a CheckedText.
    """

    numbers: tuple[str, ...]
    """The numbers of all contacts, as they are written."""
    document: Document


@dataclass(frozen=True)
class Outline:
    """What is left of a parsed text: all that others are compared with, and what is wrong with its words."""

    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    pictures: tuple[Link, ...]
    facts: tuple[Fact, ...]
    """Those of title, summary, key points and body; all but the body's stand before every heading."""
    findings: tuple[Finding, ...]
    """Without their path."""

    def heading_title(self, heading_id: str) -> str:
        """Return the words of the heading with that id, or the empty string (the part before the first)."""
        return next((h.title for h in self.headings if h.id == heading_id), "")


@dataclass(frozen=True)
class CheckedText(_Text):
    """One text in its library, on the day of the check."""

    outline: Outline
    library: Library
    today: dt.date


Shelf = Mapping[Path, CheckedText]
"""Every text that was read, sound or not, by path relative to the root."""

WordRule = Callable[[ParsedText], Iterator[Finding]]
"""Sees one text by itself. What it finds is kept: it may not look at anything but its argument."""
TextRule = Callable[[CheckedText], Iterator[Finding]]
GroupRule = Callable[[Mapping[str, CheckedText]], Iterator[Finding]]
"""Sees a text in every language it exists in, by language."""
ShelfRule = Callable[[CheckedText, Shelf], Iterator[Finding]]
"""Sees one text, and every other that it may lead to."""
ReadingRule = Callable[[Reading, Library, dt.date], Iterator[Finding]]
"""Sees everything at once."""


def source_first(group: Mapping[str, CheckedText]) -> list[CheckedText]:
    """Return the texts of a group, the source text (or the page in the default language) first."""
    default = next(iter(group.values())).library.settings.default_language
    return sorted(
        group.values(),
        key=lambda text: (
            "translates" in text.front,
            text.file.place.lang != default,
            text.file.place.lang,
        ),
    )


def shortened(words: str) -> str:
    """Return an author's words on one line, cut when they are long."""
    flat = " ".join(words.split())
    return flat if len(flat) <= LONGEST_SHOWN else f"{flat[: LONGEST_SHOWN - 1].rstrip()}…"
