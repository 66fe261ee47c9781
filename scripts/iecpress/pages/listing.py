"""Resources in; the resource index and one list per used term of each facet out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import groupby

from iecpress import addresses, fingerprint
from iecpress.model import Resource, Term, Text
from iecpress.pages.desk import Desk, terms_of
from iecpress.pages.packs import offered, told
from iecpress.pages.page import Download, Page
from iecpress.pages.pictures import saved
from iecpress.pages.words import Words
from iecpress.settings import Kind

PER_PAGE = 100
SAVED_PAGE = 12_000
"""What a page, packed, comes to when it is saved."""


@dataclass(frozen=True, slots=True)
class Card:
    """One resource in a list. `text` is in the list's language where there is one, else the source text."""

    resource: Resource
    text: Text
    topics: tuple[Term, ...]
    download: Download | None
    pictures: Mapping[str, int]
    """Those that are saved with its page, with their sizes."""


@dataclass(frozen=True, slots=True)
class Count:
    """One term and how many resources stand under it."""

    term: Term
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a list that may take several."""

    number: int
    of: int
    address: str
    before: str
    after: str
    resources: Sequence[Resource]


@dataclass(frozen=True, slots=True)
class Design:
    """What the pages of one list have in common. `packs` names all that they say of packs."""

    template: str
    title: str
    lead: str
    packs: object
    scripts: tuple[str, ...] = ()


def card(desk: Desk, resource: Resource, lang: str) -> Card:
    """Return what a list shows of a resource."""
    text = resource.texts.get(lang, resource.source_text)
    topics = tuple(desk.term("topics", topic) for topic in resource.topics)
    download = main_download(desk, resource, text.lang)
    return Card(resource, text, topics, download, saved(desk, resource, text))


def main_download(desk: Desk, resource: Resource, lang: str) -> Download | None:
    """Return the handout that most readers want: the first layout the resource asks for, in colour if there is."""
    found = desk.downloads.get((resource.id, lang), ())
    return min(found, key=lambda d: (d.grey, _rank(resource, d.layout)), default=None)


def _rank(resource: Resource, layout: str) -> int:
    return (
        resource.handouts.index(layout) if layout in resource.handouts else len(resource.handouts)
    )


def counts(desk: Desk, lang: str, facet: str) -> tuple[Count, ...]:
    """Return the used terms of a facet in the vocabulary's order, with how many resources each has."""
    numbers = desk.listed[facet]
    known = [name for name in desk.facets[facet] if name in numbers]
    names = [*known, *sorted(set(numbers) - set(known))]
    return tuple(
        Count(desk.term(facet, name), numbers[name], desk.list_of(lang, facet, name))
        for name in names
    )


def sheets(folder: str, resources: Sequence[Resource]) -> Iterator[Sheet]:
    """Cut a list into pages of a hundred; an empty list has one page."""
    total = max(1, -(-len(resources) // PER_PAGE))
    for number in range(1, total + 1):
        first = (number - 1) * PER_PAGE
        yield Sheet(
            number,
            total,
            addresses.numbered(folder, number),
            addresses.numbered(folder, number - 1) if number > 1 else "",
            addresses.numbered(folder, number + 1) if number < total else "",
            resources[first : first + PER_PAGE],
        )


def index_pages(desk: Desk, lang: str) -> Iterator[Page]:
    """Make the resource index and the list of every used term in one language."""
    facets = {facet: counts(desk, lang, facet) for facet in addresses.FACETS}
    yield from _index(desk, lang, facets)
    for facet, used in facets.items():
        for count in used:
            yield from _term_list(desk, lang, facet, count, used)


def _index(desk: Desk, lang: str, facets: dict[str, tuple[Count, ...]]) -> Iterator[Page]:
    order = {kind.id: position for position, kind in enumerate(desk.settings.kinds)}
    resources = sorted(desk.newest, key=lambda resource: order[resource.kind.id])
    say = _words(lang).say
    packs = addresses.packs(desk.settings, lang) if desk.packs else ""
    design = Design("index.html", say("page-index-title"), say("page-index-lead"), packs)

    def values(sheet: Sheet) -> Mapping[str, object]:
        groups = list(_groups(desk, lang, sheet.resources))
        return {"facets": facets, "groups": groups, "total": len(resources), "packs": packs}

    for sheet in sheets(addresses.index(desk.settings, lang), resources):
        yield _list_page(desk, lang, sheet, design, partial(values, sheet))


def _groups(
    desk: Desk, lang: str, resources: Sequence[Resource]
) -> Iterator[tuple[Kind, list[Card]]]:
    for _, group in groupby(resources, key=lambda resource: resource.kind.id):
        cards = [card(desk, resource, lang) for resource in group]
        yield cards[0].resource.kind, cards


def _term_list(
    desk: Desk, lang: str, facet: str, count: Count, used: tuple[Count, ...]
) -> Iterator[Page]:
    resources = [r for r in desk.newest if count.term.id in terms_of(r, facet)]
    one_of, packs = _words(lang).one_of, told(desk.packs.get((facet, count.term.id), {}))
    scripts = ("save",) if facet == "countries" else ()
    design = Design("term.html", one_of(count.term.names), one_of(count.term.hint), packs, scripts)

    def values(sheet: Sheet) -> Mapping[str, object]:
        cards = [card(desk, resource, lang) for resource in sheet.resources]
        own = {"facet": facet, "used": used, "here": count, "cards": cards, "total": count.count}
        first = sheet.number == 1
        # The list of what is saved would name a discreet text to whoever holds the telephone.
        open_ = [one for one in cards if not one.resource.discreet]
        pages = [addresses.resource(desk.settings, lang, one.resource.id) for one in open_]
        pictures = {address: size for one in open_ for address, size in one.pictures.items()}
        kept = {
            "save": (*pages, *pictures) if facet == "countries" else (),
            "save_size": (len(pages) + 1) * SAVED_PAGE + sum(pictures.values()),
        }
        pack = offered(desk, lang, facet, count.term.id) if first else None
        return {**own, **kept, "pack": pack, "saved_address": addresses.saved(desk.settings, lang)}

    for sheet in sheets(count.address, resources):
        yield _list_page(desk, lang, sheet, design, partial(values, sheet))


def _key(desk: Desk, lang: str, sheet: Sheet, packs: object) -> str:
    """A list shows the background, of each of its resources the handout with its size, and packs.

    Beside them stands what saving all of it takes.
    """
    cards = [card(desk, resource, lang) for resource in sheet.resources]
    shown = [(one.download.address, one.download.size) for one in cards if one.download]
    pictures = [one.pictures for one in cards]
    return fingerprint.of_words(desk.background, sheet.address, packs, pictures, *shown)


def _list_page(
    desk: Desk,
    lang: str,
    sheet: Sheet,
    design: Design,
    values: Callable[[], Mapping[str, object]],
) -> Page:
    words = _words(lang)
    title, lead = design.title, design.lead
    if sheet.number > 1:
        title = words.say("page-numbered-title", title=title, number=sheet.number)
    shared = {
        "title": title,
        "lead": lead,
        "sheet": sheet,
        "index": addresses.index(desk.settings, lang),
    }
    switch = {
        other: addresses.in_language(desk.settings, sheet.address, lang, other)
        for other in desk.settings.languages
    }
    description = words.say(
        "page-list-description", title=title, name=words.one_of(desk.settings.identity.name)
    )
    return Page(
        address=sheet.address,
        lang=lang,
        title=title,
        description=lead or description,
        content=lambda: desk.renderer.html(
            design.template, lang, sheet.address, {**shared, **values()}
        ),
        alternates=switch,
        switch=switch,
        canonical=sheet.address,
        key=_key(desk, lang, sheet, design.packs),
        section="resources",
        scripts=design.scripts,
    )


@cache
def _words(lang: str) -> Words:
    return Words(lang)
