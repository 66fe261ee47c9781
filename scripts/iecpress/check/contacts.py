"""Texts and contacts in; numbers that nobody answers for, and contacts not verified for long, out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from iecpress.check.rules import CheckedText, GroupRule, ReadingRule
from iecpress.findings import Finding
from iecpress.load import Reading
from iecpress.load.validate import closest
from iecpress.model import Library


def known_numbers(group: Mapping[str, CheckedText]) -> Iterator[Finding]:
    """Every telephone number in a text is that of a contact (C101)."""
    library = next(iter(group.values())).library
    contacts = library.settings.contacts
    if contacts in library.unread:
        return
    known = {phone.dial: phone.number for contact in library.contacts for phone in contact.numbers}
    for text in group.values():
        for fact in text.outline.facts:
            if fact.kind == "phone" and fact.value not in known:
                near = known.get(closest(str(fact.value), known, 0.6), "")
                yield text.finding(
                    "C101", fact.line, number=fact.shown, nearest=near, contacts=contacts
                )


def verified_lately(_reading: Reading, library: Library, today: dt.date) -> Iterator[Finding]:
    """Somebody verified each contact's numbers not too long ago (C102)."""
    for contact in library.contacts:
        age = (today - contact.verified_on).days
        if contact.numbers and age > library.settings.limits.contact_days:
            values = {"id": contact.id, "date": contact.verified_on.isoformat(), "days": str(age)}
            yield Finding("C102", library.settings.contacts, contact.line, values)


GROUP_RULES: tuple[GroupRule, ...] = (known_numbers,)
READING_RULES: tuple[ReadingRule, ...] = (verified_lately,)
