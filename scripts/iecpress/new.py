"""A kind and an id in, a folder with one text per language, filled with commented placeholders, out."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import jinja2

from iecpress.languages import language
from iecpress.model import Library
from iecpress.settings import IDENTIFIER, Kind, Settings

TEMPLATES = Path(__file__).parent / "new_text"
MONTHS_TO_REVIEW = 6


class CannotCreate(ValueError):
    """The new resource cannot be made; the message says why and what to do."""


def new(library: Library, kind: Kind, resource_id: str, today: dt.date) -> list[Path]:
    """Write the texts of a new resource and return their paths relative to the root. Overwrites nothing.

    Raises CannotCreate.
    """
    if not re.fullmatch(IDENTIFIER, resource_id) or len(resource_id) > 64:
        raise CannotCreate(
            f"“{resource_id}” cannot be an id. Use small Latin letters, digits and single hyphens, such as visit-visa."
        )
    taken = library.by_id.get(resource_id)
    if taken is not None:
        raise CannotCreate(
            f"The id {resource_id} is taken by {taken.folder}. An id is never used twice: choose another."
        )
    folder = Path(kind.folder, resource_id)
    if (library.root / folder).exists():
        raise CannotCreate(f"{folder} is there already. Choose another id, or work in that folder.")
    texts = {
        folder / f"index.{lang}.md": _text(library.settings, kind, lang, today)
        for lang in library.settings.languages
    }
    (library.root / folder).mkdir(parents=True)
    for path, text in texts.items():
        (library.root / path).write_text(text, encoding="utf-8")
    return list(texts)


def _text(settings: Settings, kind: Kind, lang: str, today: dt.date) -> str:
    environment = jinja2.Environment(  # noqa: S701 - Markdown, not HTML
        loader=jinja2.FileSystemLoader(TEMPLATES),
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
        comment_start_string="{##",  # `{#` begins the id of a heading
    )
    name = "source.md" if lang == settings.default_language else "translation.md"
    return environment.get_template(name).render(
        say=language(lang).say,
        kind=kind,
        today=today.isoformat(),
        review_by=_months_later(today, MONTHS_TO_REVIEW).isoformat(),
        author=settings.identity.short,
    )


def _months_later(day: dt.date, months: int) -> dt.date:
    month = day.month - 1 + months
    return dt.date(day.year + month // 12, month % 12 + 1, min(day.day, 28))
