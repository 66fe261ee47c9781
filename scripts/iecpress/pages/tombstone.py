"""What the ledger keeps of a resource that is gone in; the page that answers at all its addresses out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

from iecpress import addresses, fingerprint
from iecpress.ledger import Standing
from iecpress.pages.desk import Desk
from iecpress.pages.history import reason_in, replaced_by
from iecpress.pages.page import Page
from iecpress.pages.words import Words


def tombstones(desk: Desk, lang: str) -> Iterator[Page]:
    """Make the pages of everything that is gone: at the address of the resource and of each of its versions.

    Source: DataCite, *Best Practices for Tombstone Pages*.
    """
    for standing in desk.library.standings.values():
        if standing.state == "gone":
            for version in (None, *sorted(standing.versions)):
                there = {
                    other: addresses.resource(desk.settings, other, standing.id, version)
                    for other in desk.settings.languages
                }
                yield _page(desk, standing, lang, there)


def _page(desk: Desk, standing: Standing, lang: str, there: dict[str, str]) -> Page:
    words = Words(lang)
    title = words.say("gone-title")
    return Page(
        address=there[lang],
        lang=lang,
        title=title,
        description=words.say("gone-lead", date=words.date(standing.since)),
        content=partial(_content, desk, standing, lang, there[lang]),
        alternates=there,
        switch=there,
        canonical=there[lang],
        key=fingerprint.of_words(desk.look, standing, lang, there),
        section="resources",
        indexed=False,
    )


def _content(desk: Desk, standing: Standing, lang: str, address: str) -> str:
    kept = standing.tombstone
    titles = kept.titles if kept else {}
    identity = desk.settings.identity
    days = sorted(kept.dates.items(), key=lambda pair: pair[1]) if kept else []
    reason, reason_lang = reason_in(standing.reason, lang)
    values = {
        "standing": standing,
        "titles": dict(sorted(titles.items(), key=lambda pair: pair[0] != lang)),
        "cited": titles.get(lang) or next(iter(titles.values()), ""),
        "authors": kept.authors if kept else (),
        "days": days,
        "reason": reason,
        "reason_lang": reason_lang,
        "instead": replaced_by(standing, desk, lang),
        "publisher": Words(lang).one_of(identity.name),
        "web": identity.web,
        "year": _year(days),
        "cite": desk.settings.base_url + addresses.resource(desk.settings, lang, standing.id),
        "help_address": desk.help_address.get(lang, ""),
        "index": addresses.index(desk.settings, lang),
    }
    return desk.renderer.html("tombstone.html", lang, address, values)


def _year(days: list[tuple[str, dt.date]]) -> str:
    return str(days[-1][1].year) if days else ""
