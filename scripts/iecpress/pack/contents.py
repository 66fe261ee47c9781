"""A selection and the handouts made of it in; what the cover, the list and the site say of the pack out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from iecpress import addresses
from iecpress.handouts import Handout
from iecpress.handouts.layout import folders, layout
from iecpress.languages import language
from iecpress.model import GREY, Library, Resource, Text
from iecpress.pack.selection import CONDITIONS, Selection, Wanted, stage_of
from iecpress.version import Version


@dataclass(frozen=True, slots=True)
class Entry:
    """One handout of a pack."""

    number: int
    id: str
    title: str
    titles: Mapping[str, str]
    """The title in the other languages that have the text."""
    kind: Mapping[str, str]
    version: Version
    date: dt.date
    pages: int
    size: int
    sha256: str
    address: str
    """Where its version answers on the site."""

    @property
    def sheets(self) -> int:
        """How many sheets of paper it takes, printed on both sides."""
        return sheets(self.pages)


@dataclass(frozen=True, slots=True)
class Left:
    """A resource that fits and is not in the pack. `why` is `text`, `layout` or `failed`."""

    title: str
    lang: str
    why: str


@dataclass(frozen=True, slots=True)
class Group:
    """Handouts under one heading; without a name when there is only one group."""

    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """What a pack is for and what is in it. It names no place on this machine."""

    id: str
    """A name in plain letters for what it is for, in which layout and language."""
    lang: str
    title: str
    layout: str
    """What the layout is called in the pack's language."""
    turned_at: str
    """At which edge its sheets are turned over: `long` or `short`."""
    grey: bool
    groups: tuple[Group, ...]
    left: tuple[Left, ...]
    licence: str
    """The licence that all have in common; empty when there is none."""
    address: str
    """Where the site offers its packs."""
    fronts: bool
    """Whether each handout starts on a sheet of its own when the whole is printed on both sides."""
    made: dt.date | None = None
    """The day of making; None for what is made again only when something in it changes."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All handouts, in order."""
        return tuple(entry for group in self.groups for entry in group.entries)

    @property
    def newest(self) -> dt.date:
        """The date of the newest version in it."""
        return max(entry.date for entry in self.entries)

    @property
    def pages(self) -> int:
        """How many pages the handouts have."""
        return sum(entry.pages for entry in self.entries)

    @property
    def sheets(self) -> int:
        """How many sheets of paper the handouts take, each by itself, printed on both sides."""
        return sum(entry.sheets for entry in self.entries)


def sheets(pages: int) -> int:
    """Return how many sheets of paper so many pages take, printed on both sides."""
    return -(-pages // 2)


def contents(
    library: Library,
    selection: Selection,
    made: Mapping[str, Handout],
    *,
    fronts: bool,
    day: dt.date | None = None,
) -> Contents:
    """Describe a pack of the handouts that were made, given by resource id; there must be one."""
    wanted, settings = selection.wanted, library.settings
    resources = [job.resource for job in selection.jobs]
    inside = [resource for resource in resources if resource.id in made]
    licences = {resource.licence for resource in inside}
    return Contents(
        id=_id(wanted),
        lang=wanted.lang,
        title=title(library, wanted),
        layout=made[inside[0].id].names[wanted.lang],
        turned_at=layout(wanted.layout, folders(library.root, settings)).settings.turned_at,
        grey=wanted.grey,
        groups=_groups(library, wanted, inside, made),
        left=tuple(_left(selection, made)),
        licence=licences.pop() if len(licences) == 1 else "",
        address=settings.base_url + addresses.packs(settings, wanted.lang),
        fronts=fronts,
        made=day,
    )


def title(library: Library, wanted: Wanted) -> str:
    """Name what a pack is for: the values of its conditions."""
    names = [
        _name(library, condition, value, wanted.lang)
        for condition in CONDITIONS
        for value in wanted.of(condition)
    ]
    say = language(wanted.lang).say
    return " · ".join(names) or say("pack-chosen" if wanted.ids else "pack-all")


def _id(wanted: Wanted) -> str:
    values = [value.lower() for condition in CONDITIONS for value in wanted.of(condition)]
    kinds = [wanted.layout + GREY * wanted.grey, wanted.lang]
    return "-".join(["pack", *values, *["chosen"] * bool(wanted.ids), *kinds])


def _name(library: Library, condition: str, value: str, lang: str) -> str:
    if condition == "kinds":
        return library.settings.kind(value).plural[lang]
    return library.vocabulary.facet(condition)[value].name(lang)


def _groups(
    library: Library, wanted: Wanted, inside: Sequence[Resource], made: Mapping[str, Handout]
) -> tuple[Group, ...]:
    def stage(numbered: tuple[int, Resource]) -> str:
        return stage_of(library, wanted, numbered[1])

    groups = [
        (name, tuple(_entry(library, wanted.lang, n, r, made[r.id]) for n, r in group))
        for name, group in groupby(enumerate(inside, 1), key=stage)
    ]
    if len(groups) == 1:
        return (Group("", groups[0][1]),)
    other = language(wanted.lang).say("pack-any-time")
    return tuple(
        Group(_name(library, "stages", name, wanted.lang) if name else other, entries)
        for name, entries in groups
    )


def _entry(library: Library, lang: str, number: int, resource: Resource, handout: Handout) -> Entry:
    settings = library.settings
    page = addresses.resource(settings, lang, resource.id, handout.version)
    return Entry(
        number=number,
        id=resource.id,
        title=resource.texts[lang].title,
        titles={other: text.title for other, text in resource.texts.items() if other != lang},
        kind=resource.kind.names,
        version=handout.version,
        date=resource.date,
        pages=handout.pages,
        size=handout.size,
        sha256=handout.sha256,
        address=settings.base_url + page,
    )


def _left(selection: Selection, made: Mapping[str, Handout]) -> Iterator[Left]:
    lang = selection.wanted.lang
    for job in selection.jobs:
        if job.resource.id not in made:
            yield Left(job.text.title, lang, "failed")
    for why, resources in (
        ("text", selection.without_text),
        ("layout", selection.without_layout),
    ):
        for resource in resources:
            text: Text = resource.texts.get(lang, resource.source_text)
            yield Left(text.title, text.lang, why)
