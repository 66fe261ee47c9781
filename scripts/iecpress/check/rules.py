"""What a rule sees, and the four shapes a rule can have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from iecpress.findings import Finding
from iecpress.languages import Language, language
from iecpress.load import Reading, TextFile
from iecpress.model import Library
from iecpress.text.facts import Fact, facts_in, facts_of
from iecpress.text.markdown import Document, Run

LONGEST_SHOWN = 60
"""Characters of an author's words that a finding repeats."""


@dataclass(frozen=True)
class CheckedText:
    """One text with its body parsed: what a rule about texts sees."""

    library: Library
    file: TextFile
    document: Document
    today: dt.date

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

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """The facts that title, summary, key points and body state; all but the body's stand before every heading."""
        stated = [
            fact
            for _, run in self.front_runs("title", "summary", "points")
            for fact in facts_in(run, self.lang)
        ]
        return (*stated, *facts_of(self.document, self.lang))

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


Shelf = Mapping[Path, CheckedText]
"""Every text that was read, sound or not, by path relative to the root. Their tokens are not kept."""

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
