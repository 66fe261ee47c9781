"""A resource's releases and the ledger's events in; the page that lists all versions and what became of them out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from iecpress import addresses, fingerprint
from iecpress.ledger import Event, Standing
from iecpress.model import Release
from iecpress.pages.apart import APART
from iecpress.pages.desk import Desk
from iecpress.pages.lineage import lineage
from iecpress.pages.page import Download, Page
from iecpress.pages.words import Words

DECISIONS = ("withdrawn", "restored", "moved")


@dataclass(frozen=True, slots=True)
class Entry:
    """One version, as the list shows it."""

    release: Release
    address: str
    langs: Sequence[str]
    changes: str
    changes_lang: str
    compared: str
    """Where its changes are shown; empty for the first."""
    since: str
    """Where all that changed since it is shown; empty for the last two, of which `compared` tells."""
    downloads: Sequence[Download]


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about the resource besides its versions."""

    what: str
    on: dt.date
    reason: str
    reason_lang: str


def history_pages(desk: Desk, lang: str) -> Iterator[Page]:
    """Make the page of versions of everything that was ever released and can still be read."""
    for resource_id, releases in desk.library.archive.items():
        if releases:
            yield _page(desk, resource_id, releases, lang)


def _page(desk: Desk, resource_id: str, releases: Sequence[Release], lang: str) -> Page:
    words = Words(lang)
    there = {
        other: addresses.history(desk.settings, other, resource_id)
        for other in desk.settings.languages
    }
    title = title_of(releases, lang)[0]
    events = [event for event in desk.library.ledger.events if event.id == resource_id]
    return Page(
        address=there[lang],
        lang=lang,
        title=words.say("history-title", title=title),
        description=words.say("history-description", title=title),
        content=partial(_content, desk, resource_id, releases, lang),
        alternates=there,
        switch=there,
        canonical=there[lang],
        key=fingerprint.of_words(
            desk.look,
            desk.is_discreet(resource_id),
            resource_id,
            lang,
            desk.archived[resource_id],
            *events,
        ),
        section="resources",
        indexed=False,
        apart=APART,
        changed=max(release.date for release in releases),
    )


def title_of(releases: Sequence[Release], lang: str) -> tuple[str, str]:
    """Return the newest title in a language, or in that of the source, and which of the two it is in."""
    for release in reversed(releases):
        if lang in release.texts:
            return release.texts[lang].title, lang
    newest = releases[-1]
    other = next(iter(newest.texts))
    return newest.texts[other].title, other


def _content(desk: Desk, resource_id: str, releases: Sequence[Release], lang: str) -> str:
    library, settings = desk.library, desk.settings
    title, title_lang = title_of(releases, lang)
    standing = library.standings[resource_id]
    values = {
        "title": title,
        "title_lang": title_lang,
        "latest": addresses.resource(settings, lang, resource_id),
        "entries": list(_entries(desk, resource_id, releases, lang)),
        "decisions": list(_decisions(library.ledger.events, resource_id, lang)),
        "standing": standing,
        "shown": lang,
        "discreet": desk.is_discreet(resource_id),
        "any_two": len(lineage(desk, resource_id, lang).releases) > 2,
    }
    return desk.renderer.html(
        "history.html", lang, addresses.history(settings, lang, resource_id), values
    )


def _entries(
    desk: Desk, resource_id: str, releases: Sequence[Release], lang: str
) -> Iterator[Entry]:
    own = lineage(desk, resource_id, lang)
    older = {release.version for release in own.releases[:-2]}
    for release in reversed(releases):
        noted = release.changes
        noted_lang = lang if lang in noted else next(iter(noted), lang)
        yield Entry(
            release=release,
            address=addresses.resource(desk.settings, lang, resource_id, release.version),
            langs=[code for code in desk.settings.languages if code in release.texts],
            changes=noted.get(noted_lang, ""),
            changes_lang=noted_lang,
            compared=own.before(release.version),
            since=own.since(release.version) if release.version in older else "",
            downloads=desk.frozen.get((resource_id, lang, release.version), ()),
        )


def _decisions(events: Sequence[Event], resource_id: str, lang: str) -> Iterator[Decision]:
    for event in reversed(events):
        if event.id == resource_id and event.what in DECISIONS:
            reason, reason_lang = reason_in(event.reason, lang)
            yield Decision(event.what, event.on, reason, reason_lang)


def reason_in(reasons: Mapping[str, str], lang: str) -> tuple[str, str]:
    """Return a reason in a language, or in the first that there is, and which of the two it is in."""
    code = lang if lang in reasons else next(iter(reasons), lang)
    return reasons.get(code, ""), code


def replaced_by(standing: Standing, desk: Desk, lang: str) -> tuple[str, str, str] | None:
    """Return title, its language and address of what is to be read instead, if anything is."""
    if standing.to is None:
        return None
    address = addresses.resource(desk.settings, lang, standing.to)
    there = desk.library.by_id.get(standing.to)
    if there is None:
        return standing.to, lang, address
    code = lang if lang in there.texts else there.source_lang
    return there.texts[code].title, code, addresses.resource(desk.settings, code, standing.to)
