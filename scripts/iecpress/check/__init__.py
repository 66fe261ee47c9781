"""What was read in, every finding about it out: `check` is a build that stops before it makes anything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from iecpress.check import (
    contacts,
    facts,
    front_matter,
    frozen,
    links,
    pictures,
    structure,
    writing,
)
from iecpress.check.rules import CheckedText, GroupRule, ReadingRule, ShelfRule, TextRule
from iecpress.findings import Finding, in_order
from iecpress.load import Reading
from iecpress.model import Library
from iecpress.text.markdown import parse

TEXT_RULES: tuple[TextRule, ...] = (
    *front_matter.TEXT_RULES,
    *structure.TEXT_RULES,
    *pictures.TEXT_RULES,
    *writing.TEXT_RULES,
)
GROUP_RULES: tuple[GroupRule, ...] = (
    *front_matter.GROUP_RULES,
    *structure.GROUP_RULES,
    *facts.GROUP_RULES,
    *contacts.GROUP_RULES,
)
SHELF_RULES: tuple[ShelfRule, ...] = links.SHELF_RULES
READING_RULES: tuple[ReadingRule, ...] = (
    *front_matter.READING_RULES,
    *pictures.READING_RULES,
    *contacts.READING_RULES,
    *frozen.READING_RULES,
)


def check(reading: Reading, today: dt.date) -> list[Finding]:
    """Return every finding about what was read, in order of file and line. Nothing stops at the first."""
    findings = list(reading.findings)
    ignored: set[str] = set()
    if reading.library is not None:
        findings += _findings(reading, reading.library, today)
        ignored = set(reading.library.settings.ignore)
    return in_order(f for f in findings if f.severity == "error" or f.code not in ignored)


def _findings(reading: Reading, library: Library, today: dt.date) -> Iterator[Finding]:
    shelf: dict[Path, CheckedText] = {}
    groups: dict[str, dict[str, CheckedText]] = {}
    for file in reading.files:
        text = CheckedText(library, file, parse(file.body, file.body_line), today)
        for rule in TEXT_RULES:
            yield from rule(text)
        # The tokens are most of a parsed text, and what follows can do without.
        kept = replace(text, document=replace(text.document, tokens=()))
        shelf[file.place.path] = kept
        groups.setdefault(file.key, {})[file.place.lang] = kept
    for text in shelf.values():
        for shelf_rule in SHELF_RULES:
            yield from shelf_rule(text, shelf)
    for group in groups.values():
        for group_rule in GROUP_RULES:
            yield from group_rule(group)
    for reading_rule in READING_RULES:
        yield from reading_rule(reading, library, today)
