"""Pages in; those of a resource that asks to be discreet, with nothing around them that says what it is about, out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from iecpress import addresses
from iecpress.model import Library
from iecpress.pages.page import Download, Page
from iecpress.pages.words import Words

SAVED_AS = "info"
"""What a downloaded file is called in place of its resource."""


def discreetly(library: Library, pages: Iterable[Page]) -> Iterator[Page]:
    """Give every page of a discreet resource a neutral title, description and picture, and a way to leave at once."""
    hidden = tuple(
        addresses.resource(library.settings, lang, resource.id)
        for resource in library.resources
        if resource.discreet
        for lang in library.settings.languages
    )
    for page in pages:
        yield _neutral(library, page) if hidden and page.address.startswith(hidden) else page


def _neutral(library: Library, page: Page) -> Page:
    words = Words(page.lang)
    return replace(
        page,
        title=words.say("page-discreet-title"),
        description=words.one_of(library.settings.identity.tagline),
        picture="",
        discreet=True,
        scripts=(*(name for name in page.scripts if name != "save"), "leave-page"),
    )


def saved_as(download: Download) -> str:
    """Return the neutral name under which a handout is saved on the reader's telephone."""
    return addresses.handout_name(
        SAVED_AS, download.version, download.lang, download.layout, grey=download.grey
    )
