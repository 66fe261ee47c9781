"""Packs in; the page that offers them, and what other pages say of them, out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from iecpress import addresses, fingerprint
from iecpress.model import Resource, Term
from iecpress.pages.desk import Desk, terms_of
from iecpress.pages.page import PackDownload, Page
from iecpress.pages.words import Words

MEGABYTE = 1_000_000
PAGE_SIZE = 50_000
"""What a page, packed, and the pictures it offers come to."""


@dataclass(frozen=True, slots=True)
class Offered:
    """The packs for one term, by language: the page's own first, then the others'."""

    term: Term
    anchor: str
    texts: str
    """Where the resources of that term are listed."""
    packs: tuple[PackDownload, ...]

    @property
    def sheets(self) -> int:
        """How many sheets of paper the first takes, printed on both sides."""
        return -(-self.packs[0].pages // 2)


def pack_pages(desk: Desk, lang: str) -> Iterator[Page]:
    """Make the page that offers every pack. It is there even when there is none: its address is on paper."""
    words = Words(lang)
    switch = {other: addresses.packs(desk.settings, other) for other in desk.settings.languages}
    title, lead = words.say("pack-page-title"), words.say("pack-page-lead")
    values = {
        "title": title,
        "lead": lead,
        "facets": _by_facet(desk, lang),
        "index": addresses.index(desk.settings, lang),
        "whole": addresses.offline(lang),
        "whole_size": _whole_size(desk, lang),
    }
    yield Page(
        address=switch[lang],
        lang=lang,
        title=title,
        description=lead,
        content=partial(desk.renderer.html, "packs.html", lang, switch[lang], values),
        alternates=switch,
        switch=switch,
        canonical=switch[lang],
        key=fingerprint.of_words(desk.background, *map(told, desk.packs.values())),
        section="resources",
    )


def offered(desk: Desk, lang: str, facet: str, name: str) -> Offered | None:
    """Return the packs for a term; None when there is none in any language."""
    packs = desk.packs.get((facet, name), {})
    first = [lang, *(other for other in desk.settings.languages if other != lang)]
    if not packs:
        return None
    return Offered(
        desk.term(facet, name),
        addresses.pack_anchor(facet, name),
        addresses.index(desk.settings, lang, facet, name),
        tuple(packs[code] for code in first if code in packs),
    )


def told(packs: Mapping[str, PackDownload]) -> str:
    """Return all that pages say of the packs for a term."""
    said = ((p.address, p.size, p.pages, len(p.ids)) for _, p in sorted(packs.items()))
    return fingerprint.of_words(*said)


def packs_with(desk: Desk, resource: Resource, lang: str) -> Sequence[Offered]:
    """Return the packs of a language that hold a resource for its own countries and stages."""
    own = [(facet, name) for facet in ("countries", "stages") for name in terms_of(resource, facet)]
    inside = desk.packs_by_resource.get((resource.id, lang), frozenset())
    found = (offered(desk, lang, *one) for one in own if one in inside)
    return [one for one in found if one]


def for_every_country(desk: Desk, resource: Resource, lang: str) -> bool:
    """Tell whether a resource without countries is in the packs for them."""
    inside = desk.packs_by_resource.get((resource.id, lang), frozenset())
    return not resource.countries and any(facet == "countries" for facet, _ in inside)


def _whole_size(desk: Desk, lang: str) -> int:
    """Guess, to the megabyte, how large the site is as one file: it is made only when this page is finished."""
    files = [d.size for (_, code), made in desk.downloads.items() if code == lang for d in made]
    most = desk.settings.limits.offline_mb * MEGABYTE
    paper = sum(files) if sum(files) <= most else 0
    pages = len(desk.library.pages) + sum(lang in r.texts for r in desk.library.resources)
    return max(round((paper + pages * PAGE_SIZE) / MEGABYTE), 1) * MEGABYTE


def _by_facet(desk: Desk, lang: str) -> list[tuple[str, list[Offered]]]:
    """Return the terms that have packs by facet, in the order in which packs come."""
    facets: dict[str, list[Offered]] = {}
    for facet, name in desk.packs:
        if one := offered(desk, lang, facet, name):
            facets.setdefault(facet, []).append(one)
    return list(facets.items())
