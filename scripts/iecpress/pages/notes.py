"""Released versions in, what their authors wrote about each of them out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from iecpress.model import Release


@dataclass(frozen=True, slots=True)
class Note:
    """What was said to be new in a version, and in which language."""

    version: str
    words: str
    lang: str


def notes(releases: Iterable[Release], lang: str) -> Iterator[Note]:
    """Yield the notes in a language, or in another one where that one has none."""
    for release in releases:
        noted = release.changes
        code = lang if lang in noted else next(iter(noted), "")
        if code:
            yield Note(str(release.version), noted[code], code)
