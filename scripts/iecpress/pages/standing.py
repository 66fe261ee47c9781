"""A version of a text in; what a reader must know of it first, and the way to the other versions, out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from iecpress import addresses
from iecpress.model import Release
from iecpress.pages.desk import Desk
from iecpress.pages.history import reason_in, replaced_by
from iecpress.pages.lineage import lineage
from iecpress.pages.notes import Note, notes
from iecpress.pages.page import Download
from iecpress.pages.relations import Described
from iecpress.version import Version


@dataclass(frozen=True, slots=True)
class Shown:
    """Which text a page shows: of a resource, in a language, in a version; `latest` at the latest one's address."""

    resource_id: str
    lang: str
    version: Version
    latest: bool
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """How a version stands, and what to read or print instead."""

    kind: Literal["draft", "current", "behind", "superseded", "withdrawn", "moved"]
    version: str = ""
    """The newest one."""
    date: dt.date = dt.date.min
    notes: tuple[Note, ...] = ()
    compared: str = ""
    """Where all changes are shown."""
    download: Download | None = None
    """What to print instead."""
    reason: Note | None = None
    instead: tuple[str, str, str] | None = None
    """Title, its language and address."""
    lang: str = ""
    """`behind`: the language that is newer."""


@dataclass(frozen=True, slots=True)
class Versions:
    """The way to the other versions. Addresses are empty where there is none."""

    this: str
    latest: str
    before: str
    after: str
    history: str
    changes: str
    """Where it is shown what this version changed."""


def notice(desk: Desk, shown: Shown) -> Notice:
    """Say how a version stands."""
    if decision := decided(desk, shown.resource_id, shown.lang):
        return decision
    if shown.draft:
        return Notice("draft")
    newer = [one for one in _releases(desk, shown) if one.version > shown.version]
    if not newer:
        return Notice("current")
    return _superseded(desk, shown, newer)


def decided(desk: Desk, resource_id: str, lang: str) -> Notice | None:
    """Say that a resource was withdrawn or has moved, and why; None where it was not."""
    standing = desk.library.standings.get(resource_id)
    if standing is None or standing.state not in ("withdrawn", "moved"):
        return None
    words, reason_lang = reason_in(standing.reason, lang)
    return Notice(
        "withdrawn" if standing.state == "withdrawn" else "moved",
        date=standing.since,
        reason=Note("", words, reason_lang),
        instead=replaced_by(standing, desk, lang),
    )


def _superseded(desk: Desk, shown: Shown, newer: Sequence[Release]) -> Notice:
    own = [release for release in newer if shown.lang in release.texts]
    newest = own[-1] if own else newer[-1]
    lang = shown.lang if own else next(iter(newest.texts))
    return Notice(
        "superseded" if own else "behind",
        version=str(newest.version),
        date=newest.date,
        notes=tuple(notes(own or newer, shown.lang)),
        compared=lineage(desk, shown.resource_id, shown.lang).since(shown.version),
        download=next(
            iter(desk.frozen.get((shown.resource_id, shown.lang, newest.version), ())), None
        ),
        lang=lang,
    )


def _releases(desk: Desk, shown: Shown) -> tuple[Release, ...]:
    return desk.library.archive.get(shown.resource_id, ())


def versions(desk: Desk, shown: Shown) -> Versions:
    """Return the way to the other versions in the language of the page."""
    settings, name, lang = desk.settings, shown.resource_id, shown.lang
    releases = _releases(desk, shown)
    have = [release.version for release in releases if lang in release.texts]
    before = [version for version in have if version < shown.version]
    after = [version for version in have if version > shown.version]

    def at(version: Version) -> str:
        return addresses.resource(settings, lang, name, version)

    return Versions(
        this=at(shown.version),
        latest=addresses.resource(settings, lang, name),
        before=at(before[-1]) if before else "",
        after=at(after[0]) if after else "",
        history=addresses.history(settings, lang, name) if releases else "",
        changes=lineage(desk, name, lang).before(shown.version),
    )


def snippet(title: str, lang: str, url: str, publisher: str) -> str:
    """Return a line of HTML for others to copy. It is text on our page and is escaped there once more."""
    return str(Markup('<a href="{}" hreflang="{}">{}</a> ({})').format(url, lang, title, publisher))


def described(desk: Desk, shown: Shown, licence: str, items: Sequence[Download]) -> Described:
    """Return what machines are told of a page."""
    way = versions(desk, shown)
    known = desk.library.vocabulary.licences.get(licence)
    version = None if shown.latest else shown.version
    return Described(
        base_url=desk.settings.base_url,
        address=way.latest if shown.latest else way.this,
        cite_as="" if shown.draft else way.this,
        items=tuple(item.address for item in items),
        metadata=addresses.metadata(shown.resource_id)
        if shown.resource_id in desk.library.by_id
        else "",
        linkset=addresses.linkset(shown.resource_id, version),
        licence=known.url or "" if known else "",
        author=str(desk.settings.identity.web),
        latest=way.latest,
        before=way.before,
        after=way.after,
        history=way.history,
    )
