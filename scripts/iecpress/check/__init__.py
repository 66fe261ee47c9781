"""What was read in, every finding about it out: `check` is a build that stops before it makes anything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from iecpress.check import contacts, facts, front_matter, links, pictures, structure, writing
from iecpress.check.rules import CheckedText, GroupRule, LibraryRule, TextRule
from iecpress.findings import Finding, in_order
from iecpress.load import Reading
from iecpress.text.markdown import parse

TEXT_RULES: tuple[TextRule, ...] = (
    *structure.TEXT_RULES,
    *links.TEXT_RULES,
    *pictures.TEXT_RULES,
    *contacts.TEXT_RULES,
    *writing.TEXT_RULES,
)
GROUP_RULES: tuple[GroupRule, ...] = (*structure.GROUP_RULES, *facts.GROUP_RULES)
LIBRARY_RULES: tuple[LibraryRule, ...] = (*front_matter.LIBRARY_RULES, *contacts.LIBRARY_RULES)


def check(reading: Reading, today: dt.date) -> list[Finding]:
    """Return every finding about what was read, in order of file and line. Nothing stops at the first."""
    findings = [*reading.findings, *_findings(reading, today)]
    ignored = set(reading.library.settings.ignore) if reading.library else set()
    return in_order(f for f in findings if f.severity == "error" or f.code not in ignored)


def _findings(reading: Reading, today: dt.date) -> Iterator[Finding]:
    library = reading.library
    if library is None:
        return
    groups: dict[str, dict[str, CheckedText]] = {}
    for file in reading.files:
        text = CheckedText(library, file, parse(file.body, file.body_line), today)
        groups.setdefault(file.key, {})[file.place.lang] = text
        for rule in TEXT_RULES:
            yield from rule(text)
    for group in groups.values():
        for group_rule in GROUP_RULES:
            yield from group_rule(group)
    for library_rule in LIBRARY_RULES:
        yield from library_rule(library, today)
