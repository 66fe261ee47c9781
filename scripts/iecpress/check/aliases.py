"""Old addresses and renamed headings in; those that would lead nowhere, astray or in a circle out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from iecpress import addresses
from iecpress.check.rules import ReadingRule
from iecpress.findings import Finding
from iecpress.load import Reading
from iecpress.model import Library, Resource
from iecpress.redirects import WrongAlias, faults, live, path_of, table
from iecpress.text.markdown import parse

CODES = {"live": "A102", "twice": "A103", "chain": "A104", "loop": "A104"}


def old_addresses(reading: Reading, library: Library, today: dt.date) -> Iterator[Finding]:
    """Every alias is an address within the site (A101), hides nothing (A102), is one alone (A103) and ends (A104)."""
    del reading, today
    for resource in library.resources:
        for alias in resource.aliases:
            try:
                path_of(alias)
            except WrongAlias:
                yield _finding("A101", resource, "aliases", alias=alias[:80])
    for fault in faults(table(library), live(library)):
        row = fault.redirect
        values = {"alias": row.source, "other": fault.other}
        yield Finding(CODES[fault.problem], row.file, row.line, values)


def pages_apart(reading: Reading, library: Library, today: dt.date) -> Iterator[Finding]:
    """No page of the site's own answers where the press has its own pages (A107)."""
    del reading, today
    taken = {*addresses.RESERVED, "r", *library.settings.languages}
    for page in library.pages:
        name = page.name.partition("/")[0]
        if name in taken:
            yield Finding("A107", page.path.as_posix(), 0, {"name": name})


def renamed_headings(reading: Reading, library: Library, today: dt.date) -> Iterator[Finding]:
    """Every renamed heading leads to one that is there, and is not there itself (A105)."""
    del reading, today
    for resource in library.resources:
        there = {
            heading.id
            for text in resource.texts.values()
            for heading in parse(text.body, text.body_line).headings
        }
        for old, new in resource.anchors.items():
            if new not in there or old in there:
                yield _finding("A105", resource, "anchors", old=f"#{old}", new=f"#{new}")


def headings_kept(reading: Reading, library: Library, today: dt.date) -> Iterator[Finding]:
    """Every heading of the last release is still there, or it is said which one has its place (A106)."""
    del reading, today
    for resource in library.resources:
        for name in _lost(library, resource):
            yield _finding("A106", resource, "version", old=f"#{name}")


def _lost(library: Library, resource: Resource) -> list[str]:
    """Return the ids of the headings of the last release that the source text has no more."""
    text = resource.source_text
    released = resource.releases[-1] if resource.releases else None
    if released is None or released.version == resource.version or text.lang not in released.texts:
        return []
    try:
        before = (library.root / released.folder / text.path.name).read_text("utf-8")
    except (OSError, UnicodeDecodeError):  # a finding of its own
        return []
    old = [heading.id for heading in parse(before.partition("\n---\n")[2]).headings if heading.id]
    now = {heading.id for heading in parse(text.body, text.body_line).headings}
    return [name for name in old if name not in now and name not in resource.anchors]


def _finding(code: str, resource: Resource, key: str, **values: str) -> Finding:
    text = resource.source_text
    return Finding(code, text.path.as_posix(), text.lines.get(key, 1), values)


READING_RULES: tuple[ReadingRule, ...] = (
    old_addresses,
    pages_apart,
    renamed_headings,
    headings_kept,
)
