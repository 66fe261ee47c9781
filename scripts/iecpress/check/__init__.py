"""What was read in, every finding about it out: `check` is a build that stops before it makes anything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from iecpress.check import (
    aliases,
    contacts,
    facts,
    front_matter,
    frozen,
    links,
    pictures,
    structure,
)
from iecpress.check.outlines import outline
from iecpress.check.rules import CheckedText, GroupRule, ReadingRule, ShelfRule, TextRule
from iecpress.findings import Finding, in_order
from iecpress.load import Reading
from iecpress.memory import Known, Memory, recalling
from iecpress.model import Library

TEXT_RULES: tuple[TextRule, ...] = (*front_matter.TEXT_RULES, *pictures.TEXT_RULES)
GROUP_RULES: tuple[GroupRule, ...] = (
    *front_matter.GROUP_RULES,
    *structure.GROUP_RULES,
    *facts.GROUP_RULES,
    *contacts.GROUP_RULES,
)
SHELF_RULES: tuple[ShelfRule, ...] = links.SHELF_RULES
READING_RULES: tuple[ReadingRule, ...] = (
    *front_matter.READING_RULES,
    *contacts.READING_RULES,
    *frozen.READING_RULES,
    *aliases.READING_RULES,
)


def check(reading: Reading, today: dt.date, memory: Memory | None = None) -> list[Finding]:
    """Return every finding about what was read, in order of file and line. Nothing stops at the first.

    A `memory` spares the work on words and pictures that did not change; it never changes what is found.
    Whatever depends on other texts, on settings or on the day is looked at every time.
    """
    findings = list(reading.findings)
    ignored: set[str] = set()
    if reading.library is not None:
        with recalling(memory) as known:
            findings += _findings(reading, reading.library, today, known)
        ignored = set(reading.library.settings.ignore)
    return in_order(f for f in findings if f.severity == "error" or f.code not in ignored)


def _findings(
    reading: Reading, library: Library, today: dt.date, known: Known
) -> Iterator[Finding]:
    numbers = tuple(sorted({phone.number for one in library.contacts for phone in one.numbers}))
    shelf: dict[Path, CheckedText] = {}
    groups: dict[str, dict[str, CheckedText]] = {}
    for file in reading.files:
        text = CheckedText(file, outline(file, numbers, known), library, today)
        shelf[file.place.path] = text
        groups.setdefault(file.key, {})[file.place.lang] = text
        yield from (replace(finding, path=file.name) for finding in text.outline.findings)
    for text in shelf.values():
        for text_rule in TEXT_RULES:
            yield from text_rule(text)
        for shelf_rule in SHELF_RULES:
            yield from shelf_rule(text, shelf)
    for group in groups.values():
        for group_rule in GROUP_RULES:
            yield from group_rule(group)
    for reading_rule in READING_RULES:
        yield from reading_rule(reading, library, today)
    yield from pictures.faults(reading, library, known)
