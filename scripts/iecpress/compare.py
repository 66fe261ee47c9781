"""Two versions of a text in; what changed between them, as lines to be read on a terminal, out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from iecpress.languages import Language, language
from iecpress.ledger import FrozenText
from iecpress.model import Library, Release, Text
from iecpress.redline import Part, Row, Run, compare, read, words_changed
from iecpress.version import Version

MARKS = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
"""As `git diff --word-diff` writes them: read aloud, searched and copied, they need no colour."""


class CannotCompare(ValueError):
    """A version that is not there. `there` are those that are, as one writes them."""

    def __init__(self, wanted: str, there: tuple[str, ...]) -> None:
        super().__init__(f"{wanted}: {', '.join(there)}")
        self.wanted = wanted
        self.there = there


def compared(
    library: Library, resource_id: str, lang: str, old: str | None = None, new: str | None = None
) -> Iterator[str]:
    """Yield every part in which something changed. Without `new` it is the text as it is written now.

    Without `old` it is the released version before that. Raises CannotCompare.
    """
    releases = {
        str(release.version): release
        for release in library.archive.get(resource_id, ())
        if lang in release.texts
    }
    resource = library.by_id.get(resource_id)
    now = resource.texts.get(lang) if resource else None
    newer = releases.get(new or "")
    if newer is not None:
        after: FrozenText | Text = newer.texts[lang]
        path = _frozen(newer, lang)
    elif new is None and now is not None:
        after, path = now, now.path
    else:
        raise CannotCompare(new or lang, tuple(releases))
    old = old or _before(releases, newer.version if newer else None)
    if old not in releases:
        raise CannotCompare(old or lang, tuple(releases))
    before = releases[old].texts[lang]
    for one, other in ((before.title, after.title), (before.summary, after.summary)):
        if one != other:
            yield _marked(words_changed(one, other))
    parts = (read(library.root / at, lang) for at in (_frozen(releases[old], lang), path))
    yield from _lines(compare(*parts).parts, language(lang))


def _before(releases: dict[str, Release], version: Version | None) -> str | None:
    """Return the newest released version older than `version`."""
    older = [name for name, one in releases.items() if version is None or one.version < version]
    return older[-1] if older else None


def _frozen(release: Release, lang: str) -> Path:
    return release.folder / f"index.{lang}.md"


def _lines(parts: tuple[Part, ...], table: Language) -> Iterator[str]:
    for part in parts:
        if not part.changed:
            continue
        yield ""
        if part.title:
            yield f"## {part.title}"
        if part.moved:
            yield f"↕ {table.say('redline-moved')}"
        yield from (_row(row) for row in part.rows if row.changed and row.block.words != part.title)


def _row(row: Row) -> str:
    return " | ".join(_marked(cell) for cell in row.cells)


def _marked(runs: tuple[Run, ...]) -> str:
    grouped = groupby(runs, key=lambda run: run.op)
    return "".join(MARKS[op].format("".join(run.text for run in some)) for op, some in grouped)
