"""One page as a value: where it answers, what its head says, and its content as HTML."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from iecpress.pages.relations import Described, relations
from iecpress.version import Version


class Download(Protocol):
    """What a page says about a handout. The handout itself is made elsewhere, from the same text."""

    @property
    def resource_id(self) -> str:
        """The resource it prints."""

    @property
    def version(self) -> Version:
        """The version it prints."""

    @property
    def lang(self) -> str:
        """The language of its text."""

    @property
    def layout(self) -> str:
        """Its layout, such as `a4`."""

    @property
    def names(self) -> Mapping[str, str]:
        """What its layout is called, per language."""

    @property
    def grey(self) -> bool:
        """Whether it is meant for a black-and-white printer."""

    @property
    def address(self) -> str:
        """Where it answers within the site."""

    @property
    def size(self) -> int:
        """Its size in bytes."""

    @property
    def pages(self) -> int:
        """How many pages it has."""


class PackDownload(Protocol):
    """What a page says about a pack: the handouts for one term of a facet in one language, as one file."""

    @property
    def facet(self) -> str:
        """The facet, such as `countries`."""

    @property
    def term(self) -> str:
        """The term of the facet."""

    @property
    def lang(self) -> str:
        """The language of its texts."""

    @property
    def address(self) -> str:
        """Where it answers within the site."""

    @property
    def size(self) -> int:
        """Its size in bytes."""

    @property
    def pages(self) -> int:
        """How many pages it has, blank ones included."""

    @property
    def ids(self) -> tuple[str, ...]:
        """The resources in it."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the site. Addresses are absolute within the site (see `iecpress.addresses`)."""

    address: str
    lang: str
    title: str
    description: str
    content: Callable[[], str] = field(repr=False, compare=False)
    """Makes the HTML: see `html`."""
    alternates: Mapping[str, str]
    """Language to address, this page included, of every language that really has this text."""
    switch: Mapping[str, str]
    """Language to address of what the language switch leads to, one for every language of the site."""
    canonical: str
    key: str = ""
    """A name for all that the content is made from: the same only if the HTML is. Empty when nobody knows."""
    section: str = ""
    """Which item of the main navigation it stands under."""
    indexed: bool = True
    article: bool = False
    """Whether it is one work rather than a list or a landing page."""
    changed: dt.date | None = None
    picture: str = ""
    """Address of the picture that a link to it shows where people share it; empty for that of the site."""
    described: Described | None = None
    """What machines are told of the text that it shows."""
    discreet: bool = False
    """Whether it must not say in its head what it is about, and can be left at once."""
    refresh: str = ""
    """Where it leads by itself at once; empty when it stays."""
    apart: bool = False
    """Whether it is made without MkDocs, because it stands in the past and there are many of its sort."""
    scripts: tuple[str, ...] = field(default=())
    """Names of the theme's scripts that it needs."""

    @property
    def html(self) -> str:
        """The whole content, from its h1 on: one `<div>` on one line.

        It is made anew whenever it is asked for, so that a list of forty thousand pages fits in memory.
        """
        return self.content()

    @property
    def file(self) -> str:
        """Path of its source in the staged tree, such as `en/r/visit-visa/index.md`."""
        prefix = f"/{self.lang}/"
        inner = self.address.removeprefix(prefix if self.address.startswith(prefix) else "/")
        return f"{self.lang}/{inner}index.md"

    @property
    def built(self) -> str:
        """Path of its file in the built site, such as `en/r/visit-visa/index.html`."""
        return f"{self.address.removeprefix('/')}index.html"

    def front_matter(self) -> dict[str, Any]:
        """Return what the theme must know, as plain values that YAML and JSON can hold."""
        return {
            "title": self.title,
            "description": self.description,
            "lang": self.lang,
            "address": self.address,
            "canonical": self.canonical,
            "alternates": dict(self.alternates),
            "switch": dict(self.switch),
            "section": self.section,
            "indexed": self.indexed,
            "article": self.article,
            "picture": self.picture,
            "scripts": list(self.scripts),
            "discreet": self.discreet,
            "refresh": self.refresh,
            "relations": [asdict(one) for one in relations(self.described)]
            if self.described
            else [],
        }
