"""A library in, a table of its resources out: versions, languages, translation state, review date, files."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from rich.table import Table

from iecpress.model import Library, Resource


@dataclass(frozen=True, slots=True)
class Row:
    """What one resource's line says. `translations` tells of each language: source, current, behind or missing."""

    id: str
    kind: str
    version: str
    date: str
    translations: dict[str, str]
    review_by: str
    overdue: bool
    handouts: tuple[str, ...]


def rows(library: Library, today: dt.date) -> list[Row]:
    """Return a row for each resource, in order of kind and id."""
    return [
        Row(
            id=resource.id,
            kind=resource.kind.id,
            version=str(resource.version),
            date=resource.date.isoformat(),
            translations={lang: _state(resource, lang) for lang in library.settings.languages},
            review_by=resource.review_by.isoformat() if resource.review_by else "",
            overdue=resource.review_by is not None and resource.review_by < today,
            handouts=tuple(
                f"{layout}-{lang}" for layout in resource.handouts for lang in resource.texts
            ),
        )
        for resource in library.resources
    ]


def _state(resource: Resource, lang: str) -> str:
    if lang == resource.source_lang:
        return "source"
    text = resource.texts.get(lang)
    if text is None:
        return "missing"
    return "current" if text.translates == resource.version else f"behind ({text.translates})"


def as_json(found: Sequence[Row]) -> str:
    """Return the rows as JSON."""
    return json.dumps([asdict(row) for row in found], ensure_ascii=False, indent=2)


def as_table(found: Sequence[Row], languages: Sequence[str]) -> Table:
    """Return the rows as a table for a terminal."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("resource", "kind", "version", "date", *languages, "review by", "handouts"):
        table.add_column(name, overflow="fold")
    for row in found:
        review = f"{row.review_by} overdue" if row.overdue else row.review_by
        states = [row.translations[lang] for lang in languages]
        table.add_row(
            row.id, row.kind, row.version, row.date, *states, review, " ".join(row.handouts)
        )
    return table
