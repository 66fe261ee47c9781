"""A library in; everything that can be found in it, section by section and in each language, out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from iecpress import addresses
from iecpress.languages import language
from iecpress.model import Contact, Library, Resource, SitePage, Text
from iecpress.pages.desk import Desk, desk, terms_of
from iecpress.pages.site import section_of
from iecpress.text.plain import Passage, passages

STAFF = "handbook"
"""The section of the site that is for those who make it."""


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading, in each language that has it. The first one of a work has no heading."""

    anchor: str
    headings: Mapping[str, str]
    texts: Mapping[str, str]
    """Paragraphs, items and cells, one on a line."""


@dataclass(frozen=True, slots=True)
class Work:
    """One text of the site, or its page of contacts, as a reader finds it."""

    id: str
    titles: Mapping[str, str]
    addresses: Mapping[str, str]
    """In every language of the site: a text that is missing has a page that says so."""
    sections: Sequence[Section]
    date: dt.date | None = None
    version: str = ""
    kind: str = ""
    keywords: tuple[str, ...] = ()
    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The terms it stands under, by facet."""


def works(library: Library) -> list[Work]:
    """Return what can be found: the resources, newest first, then the site's own texts and its contacts."""
    table = desk(library, (), dt.date.min)
    found = [_of_resource(table, resource) for resource in table.newest]
    return [*found, *_of_pages(table), *_of_contacts(table)]


def _of_resource(table: Desk, resource: Resource) -> Work:
    languages = table.settings.languages
    return Work(
        id=resource.id,
        titles={lang: text.title for lang, text in resource.texts.items()},
        addresses={
            lang: addresses.resource(table.settings, lang, resource.id) for lang in languages
        },
        sections=list(_sections({lang: _parts(text) for lang, text in resource.texts.items()})),
        date=resource.date,
        version=str(resource.version),
        kind=resource.kind.id,
        keywords=resource.keywords,
        terms={facet: terms_of(resource, facet) for facet in addresses.FACETS},
    )


def _parts(text: Text | SitePage) -> dict[str, Passage]:
    """Return what stands under each heading of a text that can be linked to, by its id."""
    first, *others = passages(text.body)
    lines = (text.summary, *getattr(text, "points", ()), *first.lines)
    opening = replace(first, lines=tuple(filter(None, lines)))
    return {part.id: part for part in (opening, *others)}


def _sections(texts: Mapping[str, Mapping[str, Passage]]) -> Iterator[Section]:
    """Lay the languages side by side: a heading has the same id in each."""
    for anchor in dict.fromkeys(anchor for parts in texts.values() for anchor in parts):
        there = {lang: parts[anchor] for lang, parts in texts.items() if anchor in parts}
        yield Section(
            anchor,
            {lang: part.title for lang, part in there.items()},
            {lang: "\n".join(part.lines) for lang, part in there.items()},
        )


def _of_pages(table: Desk) -> Iterator[Work]:
    by_name: dict[str, dict[str, SitePage]] = {}
    for page in table.library.pages:
        if page.layout == "page" and section_of(page) != STAFF:
            by_name.setdefault(page.name, {})[page.lang] = page
    for name, texts in sorted(by_name.items()):
        yield Work(
            id=name.replace("/", "-"),
            titles={lang: page.title for lang, page in texts.items()},
            addresses={
                lang: addresses.site_page(table.settings, lang, name)
                for lang in table.settings.languages
            },
            sections=list(_sections({lang: _parts(page) for lang, page in texts.items()})),
            date=next(iter(texts.values())).date,
        )


def _of_contacts(table: Desk) -> Iterator[Work]:
    languages = table.settings.languages
    if not table.help_name or not table.library.contacts:
        return
    shelf = {page.lang: page for page in table.library.pages if page.name == table.help_name}
    yield Work(
        id=table.help_name.replace("/", "-"),
        titles={
            lang: shelf[lang].title if lang in shelf else language(lang).say("page-nav-help")
            for lang in languages
        },
        addresses=table.help_address,
        sections=[_of_contact(contact, languages) for contact in table.library.contacts],
    )


def _of_contact(contact: Contact, languages: Sequence[str]) -> Section:
    def one_of(names: Mapping[str, str], lang: str) -> str:
        return names.get(lang) or next(iter(names.values()), "")

    numbers = ", ".join(phone.number for phone in contact.numbers)
    reach = [contact.web or "", contact.email or ""]
    return Section(
        contact.id,
        {
            lang: ": ".join(filter(None, [one_of(contact.names, lang), numbers]))
            for lang in languages
        },
        {
            lang: "\n".join(
                filter(None, [one_of(contact.helps, lang), *reach, one_of(contact.hours, lang)])
            )
            for lang in languages
        },
    )
