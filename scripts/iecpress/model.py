"""The frozen records that every stage passes on: resources, texts, contacts, vocabulary, library."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from iecpress.ledger import FrozenFile, FrozenSource, FrozenText, Ledger, Standing, standings
from iecpress.settings import Kind, Settings
from iecpress.version import Version

GREY = "-grey"
"""What is added to a layout's name for a handout without colour."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a claim was seen."""

    title: str
    url: str | None = None
    publisher: str | None = None
    seen: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """A resource in one language: one `index.<lang>.md`, its front matter read, its body still Markdown.

    `body_line` is the line of the file on which the body starts (1-based).
    `lines` gives the line of each front-matter key.
    """

    lang: str
    path: Path
    """Relative to the site root."""
    title: str
    summary: str
    body: str
    body_line: int
    lines: Mapping[str, int] = field(default_factory=dict)
    translates: Version | None = None
    """The version of the source text that this translation renders; None for the source text."""
    translators: tuple[str, ...] = ()
    changes: str | None = None
    points: tuple[str, ...] = ()
    """The three to five things that a reader must keep, each in one short sentence: what a poster says."""


@dataclass(frozen=True, slots=True)
class Release:
    """One released version, as it lies frozen in `versions/<version>/`."""

    version: Version
    date: dt.date
    folder: Path
    """Relative to the site root."""
    kind: str
    source_lang: str
    authors: tuple[str, ...]
    licence: str
    sources: tuple[FrozenSource, ...]
    texts: Mapping[str, FrozenText]
    files: Mapping[str, FrozenFile]
    """Every frozen file by its name in the folder."""

    @property
    def handouts(self) -> Mapping[str, FrozenFile]:
        """The files that are handouts."""
        return {name: file for name, file in self.files.items() if file.layout and file.lang}

    @property
    def pictures(self) -> tuple[str, ...]:
        """The names of the pictures in its texts."""
        texts = (".md", ".html")
        return tuple(n for n, f in self.files.items() if not f.layout and not n.endswith(texts))

    @property
    def changes(self) -> Mapping[str, str]:
        """What was new in it, by language."""
        return {lang: text.changes for lang, text in self.texts.items() if text.changes}


@dataclass(frozen=True, slots=True)
class Resource:
    """One work in one or more languages, with what is true in every language."""

    id: str
    kind: Kind
    folder: Path
    """Relative to the site root."""
    source_lang: str
    texts: Mapping[str, Text]
    version: Version
    date: dt.date
    topics: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    licence: str = "CC-BY-4.0"
    review_by: dt.date | None = None
    handouts: tuple[str, ...] = ()
    """The layouts it is printed in; one for the photocopier ends in GREY."""
    keywords: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    aliases: tuple[str, ...] = ()
    anchors: Mapping[str, str] = field(default_factory=dict)
    """Ids that headings once had, each with the id of the heading that has its place."""
    minor: bool = False
    """Whether its newest version corrects so little that no note of changes is needed."""
    discreet: bool = False
    """Whether nothing around it, such as a tab's title or a file's name, may say what it is about."""
    pictures: tuple[Path, ...] = ()
    """Picture files in its folder, relative to the site root."""
    releases: tuple[Release, ...] = ()
    """Its released versions, oldest first."""

    def version_of(self, text: Text) -> Version:
        """Return which version of the resource a text is, or renders."""
        return text.translates or self.version

    def release_of(self, text: Text) -> Release | None:
        """Return the release that a text is part of; None while it has not been released."""
        version = self.version_of(text)
        return next(
            (
                release
                for release in self.releases
                if release.version == version and text.lang in release.texts
            ),
            None,
        )

    def is_draft(self, text: Text) -> bool:
        """Whether a text is not released yet."""
        return self.release_of(text) is None

    @property
    def source_text(self) -> Text:
        """The text that the organisation wrote first."""
        return self.texts[self.source_lang]


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page of the site's own (about, an update, a handbook chapter) in one language.

    `name` is its path below `docs/<lang>/` without `.md`, POSIX style, such as `updates/training`.
    """

    lang: str
    name: str
    path: Path
    title: str
    summary: str
    body: str
    body_line: int
    layout: str = "page"
    date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """One number to dial. `number` is written as people read it; `dial` is what a telephone wants."""

    number: str
    note: Mapping[str, str] = field(default_factory=dict)
    free: bool = False

    @property
    def dial(self) -> str:
        """The number with everything but digits and a leading + removed (RFC 3966 local or global number)."""
        return "".join(c for c in self.number if c.isascii() and (c.isdigit() or c == "+"))


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to call or write to."""

    id: str
    names: Mapping[str, str]
    helps: Mapping[str, str]
    """Who or what it is for, per language."""
    line: int
    where: tuple[str, ...]
    """Where one must be to reach it: ISO 3166-1 codes."""
    countries: tuple[str, ...]
    """Which countries' workers it serves; empty for all."""
    numbers: tuple[PhoneNumber, ...]
    verified_on: dt.date
    verified_by: str
    """`call` or `source`: how the numbers were checked."""
    source: Source
    hours: Mapping[str, str] = field(default_factory=dict)
    web: str | None = None
    email: str | None = None
    urgent: bool = False
    """Shown under *call now* on the home page."""


@dataclass(frozen=True, slots=True)
class Term:
    """One word of the vocabulary, with its name in each language."""

    id: str
    names: Mapping[str, str]
    icon: str | None = None
    url: str | None = None
    hint: Mapping[str, str] = field(default_factory=dict)

    def name(self, lang: str) -> str:
        """Return the name in `lang`."""
        return self.names[lang]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words by which resources are described and found."""

    topics: Mapping[str, Term]
    audiences: Mapping[str, Term]
    stages: Mapping[str, Term]
    countries: Mapping[str, Term]
    licences: Mapping[str, Term]

    def facet(self, name: str) -> Mapping[str, Term]:
        """Return the terms of one facet: topics, audiences, stages, countries or licences."""
        terms: Mapping[str, Term] = getattr(self, name)
        return terms


@dataclass(frozen=True)
class Library:
    """Everything that was read from disk and is sound enough to work with."""

    root: Path
    """The folder with mkdocs.yml, absolute."""
    settings: Settings
    vocabulary: Vocabulary
    contacts: tuple[Contact, ...]
    glossary: tuple[Mapping[str, tuple[str, ...]], ...]
    resources: tuple[Resource, ...]
    pages: tuple[SitePage, ...]
    pictures: tuple[Path, ...] = ()
    """Picture files beside the site's own pages, relative to the root."""
    ledger: Ledger = field(default_factory=Ledger)
    archive: Mapping[str, tuple[Release, ...]] = field(default_factory=dict)
    """Every released version that can still be read, by the id of its resource, oldest first."""
    unread: frozenset[str] = frozenset()
    """Data files that could not be read, by their names in the settings: what they hold is not known."""

    @cached_property
    def by_id(self) -> Mapping[str, Resource]:
        """Resources by id."""
        return {resource.id: resource for resource in self.resources}

    @cached_property
    def by_path(self) -> Mapping[Path, tuple[Resource, Text]]:
        """Each text and its resource by the text's path relative to the root."""
        return {text.path: (resource, text) for resource, text in self.texts()}

    @cached_property
    def pages_by_path(self) -> Mapping[Path, SitePage]:
        """The site's own pages by path relative to the root."""
        return {page.path: page for page in self.pages}

    @cached_property
    def standings(self) -> Mapping[str, Standing]:
        """How each resource that was ever released stands, by id."""
        return standings(self.ledger.events)

    @cached_property
    def names(self) -> dict[str, tuple[object, str]]:
        """Where `fingerprint` notes what it has named, so that each file is read once a build."""
        return {}

    def is_withdrawn(self, resource_id: str) -> bool:
        """Whether nobody is to rely on a resource any more."""
        standing = self.standings.get(resource_id)
        return standing is not None and standing.state == "withdrawn"

    @cached_property
    def offered(self) -> tuple[Resource, ...]:
        """The resources that lists, packs and the search may show: all but the withdrawn ones."""
        return tuple(r for r in self.resources if not self.is_withdrawn(r.id))

    @property
    def drafts(self) -> tuple[str, ...]:
        """The ids of the resources with a text that is not released yet."""
        return tuple(r.id for r in self.resources if any(map(r.is_draft, r.texts.values())))

    def texts(self) -> Iterator[tuple[Resource, Text]]:
        """Yield every text with its resource."""
        for resource in self.resources:
            for text in resource.texts.values():
                yield resource, text

    def contacts_for(self, resource: Resource) -> tuple[Contact, ...]:
        """Return the contacts that serve the resource's countries, those for everyone included."""
        return tuple(
            contact
            for contact in self.contacts
            if not contact.countries or set(contact.countries) & set(resource.countries)
        )
