"""A text in, one name for all that is published of it out: with another name it is another version."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

from iecpress.ledger import sha256
from iecpress.model import Library, Resource, SitePage, Text
from iecpress.text.markdown import parse


def words_of(library: Library, resource: Resource, text: Text) -> str:
    """Return the SHA-256 of everything about a text that may not change without a new version.

    What only describes a resource to those who look for it (topics, countries, keywords) may change, and so
    may the day of the next review. The form is fixed for ever: ledgers hold these hashes.
    """
    said: dict[str, Any] = {
        "title": text.title,
        "summary": text.summary,
        "body": text.body.strip(),
        "pictures": _pictures(library, resource, text),
    }
    if text is resource.source_text:
        said["date"] = resource.date.isoformat()
        said["authors"] = list(resource.authors)
        said["licence"] = resource.licence
        said["sources"] = [[source.title, source.url or ""] for source in resource.sources]
    return sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode())


def body_name(lang: str) -> str:
    """File name of a frozen body."""
    return f"body.{lang}.html"


def pictures_of(text: Text | SitePage) -> tuple[str, ...]:
    """Return the names of the pictures that a text shows, which lie beside it."""
    shown = (picture.target for picture in parse(text.body, text.body_line).pictures)
    return tuple(sorted({unquote(target).removeprefix("./") for target in shown}))


def _pictures(library: Library, resource: Resource, text: Text) -> dict[str, str]:
    """Return the hash of each picture in the text; `check` has named those that are not there."""
    folder = library.root / resource.folder
    return {
        name: sha256((folder / name).read_bytes())
        for name in pictures_of(text)
        if "/" not in name and (folder / name).is_file()
    }
