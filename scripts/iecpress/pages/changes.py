"""Two released versions of a text in; the page that shows word by word what changed between them out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import pairwise
from pathlib import Path

from iecpress import addresses, fingerprint
from iecpress.links import page_resolver
from iecpress.model import Release
from iecpress.pages.apart import APART
from iecpress.pages.desk import Desk
from iecpress.pages.marked import Setter
from iecpress.pages.notes import notes
from iecpress.pages.page import Page
from iecpress.pages.words import Words
from iecpress.redline import Parts, compare, read, words_changed

RECENT = 64
"""How many texts are kept in parts: those of a resource stand together."""


@dataclass(frozen=True, slots=True)
class Side:
    """What the page says of one of the two versions."""

    version: str
    date: dt.date
    address: str


@dataclass(frozen=True, slots=True)
class Step:
    """Two versions of a resource in one language, and where the page about them answers."""

    resource_id: str
    lang: str
    old: Release
    new: Release
    address: str


def change_pages(desk: Desk, lang: str) -> Iterator[Page]:
    """Make the pages about what changed in one language: from each version to the next, and to the latest."""
    for resource_id, releases in desk.library.archive.items():
        for step in steps(desk, resource_id, releases, lang):
            yield _page(desk, step)


def steps(desk: Desk, resource_id: str, releases: Sequence[Release], lang: str) -> Iterator[Step]:
    """Yield the pairs that are compared: each version with the one before it, all older ones with the latest."""
    settings = desk.settings
    have = [release for release in releases if lang in release.texts]
    for old, new in pairwise(have):
        address = addresses.changes(settings, lang, resource_id, new.version)
        yield Step(resource_id, lang, old, new, address)
    for old in have[:-2]:
        address = addresses.changes_since(settings, lang, resource_id, old.version)
        yield Step(resource_id, lang, old, have[-1], address)


def since(
    desk: Desk, resource_id: str, releases: Sequence[Release], lang: str, old: Release
) -> str:
    """Return the address that shows what changed from a version to the latest; empty where nothing newer is there."""
    for step in steps(desk, resource_id, releases, lang):
        if step.old == old and step.new == [r for r in releases if lang in r.texts][-1]:
            return step.address
    return ""


def _parts(desk: Desk, release: Release, lang: str) -> Parts:
    """Return the parts of a frozen text."""
    path = desk.library.root / release.folder / f"index.{lang}.md"
    return _read(path, lang, release.texts[lang].words)


@lru_cache(maxsize=RECENT)
def _read(path: Path, lang: str, _words: str) -> Parts:
    """Read a frozen text; each is compared several times. What is frozen does not change while `_words` is the same."""
    return read(path, lang)


def _page(desk: Desk, step: Step) -> Page:
    words = Words(step.lang)
    text = step.new.texts[step.lang]
    versions = {"old": str(step.old.version), "new": str(step.new.version)}
    said = {name: words.table.number(version) for name, version in versions.items()}
    switch = {
        lang: addresses.history(desk.settings, lang, step.resource_id)
        for lang in desk.settings.languages
    }
    return Page(
        address=step.address,
        lang=step.lang,
        title=words.say("changes-title", title=text.title),
        description=words.say("changes-description", **said),
        content=partial(_content, desk, step),
        alternates={step.lang: step.address},
        switch={**switch, step.lang: step.address},
        canonical=step.address,
        key=fingerprint.of_words(
            desk.is_discreet(step.resource_id),
            desk.look,
            step.address,
            step.old.version,
            step.new.version,
            desk.archived[step.resource_id],
            desk.all_places,
        ),
        section="resources",
        indexed=False,
        apart=APART,
        article=True,
        changed=step.new.date,
    )


def _content(desk: Desk, step: Step) -> str:
    settings, lang, name = desk.settings, step.lang, step.resource_id
    old, new = step.old.texts[lang], step.new.texts[lang]
    base = step.new.folder.parent.parent / f"index.{lang}.md"
    setter = Setter(lang, page_resolver(desk.library, base, step.address))
    found = compare(_parts(desk, step.old, lang), _parts(desk, step.new, lang))
    titles, summaries = words_changed(old.title, new.title), words_changed(old.summary, new.summary)
    between = [
        release
        for release in desk.library.archive[name]
        if step.old.version < release.version <= step.new.version
    ]
    heads = [run for run in (*titles, *summaries) if run.op != "same"]
    values = {
        "title": new.title,
        "old": _side(desk, step, step.old),
        "new": _side(desk, step, step.new),
        "notes": list(notes(between, lang)),
        "latest": addresses.resource(settings, lang, name),
        "history": addresses.history(settings, lang, name),
        "titles": setter.runs(titles),
        "summaries": setter.runs(summaries),
        "sections": [setter.section(part) for part in found.parts],
        "marked": [part for part in found.parts if part.changed and part.id],
        "changed": found.changed or bool(heads),
        "added": found.count("added"),
        "removed": found.count("removed"),
    }
    return desk.renderer.html("changes.html", lang, step.address, values)


def _side(desk: Desk, step: Step, release: Release) -> Side:
    address = addresses.resource(desk.settings, step.lang, step.resource_id, release.version)
    return Side(str(release.version), release.date, address)
