"""What a rule sees, and the three shapes a rule can have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from iecpress.findings import Finding
from iecpress.languages import Language, language
from iecpress.load import TextFile
from iecpress.model import Library
from iecpress.text.markdown import Document


@dataclass(frozen=True, slots=True)
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

    def finding(self, code: str, line: int, **values: str) -> Finding:
        """Make a finding about this text."""
        return Finding(code, self.file.name, line, values)


TextRule = Callable[[CheckedText], Iterator[Finding]]
GroupRule = Callable[[Mapping[str, CheckedText]], Iterator[Finding]]
"""Sees a text in every language it exists in, by language."""
LibraryRule = Callable[[Library, dt.date], Iterator[Finding]]
