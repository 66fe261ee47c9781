"""A library and its handouts in; what every page is made with, looked up once, out."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path

from iecpress import addresses, fingerprint
from iecpress.model import Contact, Library, Resource, Term
from iecpress.pages.page import Download, PackDownload
from iecpress.pages.render import Renderer
from iecpress.renditions import Renditions
from iecpress.settings import Settings
from iecpress.version import Version


@dataclass(frozen=True)
class Desk:
    """What every page is made with."""

    library: Library
    renderer: Renderer
    downloads: Mapping[tuple[str, str], Sequence[Download]]
    """The handouts of a resource in a language, by both."""
    today: dt.date
    packs: Mapping[tuple[str, str], Mapping[str, PackDownload]] = field(default_factory=dict)
    """The packs for a term of a facet, by both; of each by language."""
    frozen: Mapping[tuple[str, str, Version], Sequence[Download]] = field(default_factory=dict)
    """The handouts of a released version, by resource, language and version."""
    renditions: Renditions = field(default_factory=dict)
    """How pictures are offered, in sizes and formats for every screen."""

    @cached_property
    def packs_by_resource(self) -> Mapping[tuple[str, str], frozenset[tuple[str, str]]]:
        """In the packs for which terms a resource is, by its id and the language."""
        inside: dict[tuple[str, str], set[tuple[str, str]]] = {}
        for place, packs in self.packs.items():
            for pack in packs.values():
                for name in pack.ids:
                    inside.setdefault((name, pack.lang), set()).add(place)
        return {where: frozenset(places) for where, places in inside.items()}

    @cached_property
    def _pictures(self) -> Mapping[Path, str]:
        named: dict[Path, list[object]] = {}
        for path, made in sorted(self.renditions.items()):
            named.setdefault(path.parent, []).append((path.name, made))
        as_they_are = (path for path in self.library.pictures if path not in self.renditions)
        for path in as_they_are:
            digest = fingerprint.of_files(self.library.root, [self.library.root / path])
            named.setdefault(path.parent, []).append(digest)
        return {folder: fingerprint.of_words(*found) for folder, found in named.items()}

    def pictures_in(self, folder: Path) -> str:
        """Return a name for all that a page shows of the pictures in a folder, relative to the root."""
        return self._pictures.get(folder, "")

    @cached_property
    def background(self) -> str:
        """A name for what any page may show of the rest of the site."""
        listed = (resource.id for resource in self.library.offered)
        return fingerprint.of_words(fingerprint.of_background(self.library), *listed)

    @cached_property
    def look(self) -> str:
        """A name for what a page may show that has nothing to do with the other texts."""
        return fingerprint.of_words(fingerprint.of_look(self.library), self.help_address)

    @cached_property
    def places(self) -> frozenset[str]:
        """The address of every page of the site's own, and of every resource that there is or was."""
        settings, library = self.settings, self.library
        pages = (addresses.site_page(settings, page.lang, page.name) for page in library.pages)
        named = {*library.by_id, *library.standings}
        resources = (
            addresses.resource(settings, lang, name)
            for name in named
            for lang in settings.languages
        )
        return frozenset((*pages, *resources, *self.help_address.values()))

    def is_discreet(self, resource_id: str) -> bool:
        """Whether nothing of a resource may show in what a reader's device keeps."""
        resource = self.library.by_id.get(resource_id)
        return resource is not None and resource.discreet

    @cached_property
    def all_places(self) -> str:
        """A name for them all: a frozen link leads only to what is there."""
        return fingerprint.of_words(*sorted(self.places))

    @cached_property
    def archived(self) -> Mapping[str, str]:
        """A name for all that was ever released of a resource, by its id: each of its pages may show any of it."""
        return {
            resource_id: fingerprint.of_words(*releases)
            for resource_id, releases in self.library.archive.items()
        }

    @property
    def settings(self) -> Settings:
        """The site's settings."""
        return self.library.settings

    @cached_property
    def urgent(self) -> tuple[Contact, ...]:
        """The contacts to call first."""
        return tuple(contact for contact in self.library.contacts if contact.urgent)

    @cached_property
    def newest(self) -> tuple[Resource, ...]:
        """Every resource that may be listed, the newest first."""
        return tuple(sorted(self.library.offered, key=lambda r: (-r.date.toordinal(), r.id)))

    @cached_property
    def help_name(self) -> str:
        """Name of the page of contacts: as somebody wrote it, or `get-help`; empty when there is nobody to call."""
        written = next((page.name for page in self.library.pages if page.layout == "help"), "")
        return written or ("get-help" if self.library.contacts else "")

    @cached_property
    def help_address(self) -> Mapping[str, str]:
        """Where the page of contacts answers, by language; empty when there is none."""
        if not self.help_name:
            return {}
        languages = self.settings.languages
        return {
            lang: addresses.site_page(self.settings, lang, self.help_name) for lang in languages
        }

    @cached_property
    def facets(self) -> Mapping[str, Mapping[str, Term]]:
        """The terms of each facet; kinds come from the settings."""
        kinds = {kind.id: Term(kind.id, kind.plural) for kind in self.settings.kinds}
        named = {
            facet: self.library.vocabulary.facet(facet)
            for facet in addresses.FACETS
            if facet != "kinds"
        }
        return {"kinds": kinds, **named}

    @cached_property
    def listed(self) -> Mapping[str, Mapping[str, int]]:
        """How many resources are listed under each used term of each facet."""
        return {
            facet: Counter(
                name for resource in self.library.offered for name in terms_of(resource, facet)
            )
            for facet in addresses.FACETS
        }

    def list_of(self, lang: str, facet: str, name: str) -> str:
        """Return where the list of a term answers; empty when nothing is listed under it."""
        there = name in self.listed[facet]
        return addresses.index(self.settings, lang, facet, name) if there else ""

    def term(self, facet: str, name: str) -> Term:
        """Return a term; one that the vocabulary lacks is named by its own id."""
        known = self.facets[facet].get(name)
        return known or Term(name, dict.fromkeys(self.settings.languages, name))


def desk(
    library: Library,
    handouts: Iterable[Download],
    today: dt.date,
    packs: Iterable[PackDownload] = (),
    frozen: Iterable[Download] = (),
    renditions: Renditions | None = None,
) -> Desk:
    """Lay out what the pages need."""
    rank = partial(_rank, _layouts(library.settings))
    downloads: dict[tuple[str, str], list[Download]] = {}
    for handout in sorted(handouts, key=rank):
        downloads.setdefault((handout.resource_id, handout.lang), []).append(handout)
    offered: dict[tuple[str, str], dict[str, PackDownload]] = {}
    for pack in packs:
        offered.setdefault((pack.facet, pack.term), {})[pack.lang] = pack
    kept: dict[tuple[str, str, Version], list[Download]] = {}
    for handout in sorted(frozen, key=rank):
        place = (handout.resource_id, handout.lang, handout.version)
        kept.setdefault(place, []).append(handout)
    return Desk(library, Renderer(library), downloads, today, offered, kept, renditions or {})


def _layouts(settings: Settings) -> Sequence[str]:
    """Return the layouts in the order in which the kinds name them."""
    return list(dict.fromkeys(layout for kind in settings.kinds for layout in kind.layouts))


def _rank(layouts: Sequence[str], handout: Download) -> tuple[int, bool]:
    """Say where a handout stands in a list: one made for another is the last, one in grey behind its twin."""
    known = handout.layout in layouts
    return (layouts.index(handout.layout) if known else len(layouts)), handout.grey


def terms_of(resource: Resource, facet: str) -> tuple[str, ...]:
    """Return the ids by which the resource stands under a facet."""
    if facet == "kinds":
        return (resource.kind.id,)
    found: tuple[str, ...] = getattr(resource, facet)
    return found
