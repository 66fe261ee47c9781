"""The site's own texts and contacts in; home, get help, updates and all plain pages out."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from iecpress import addresses, fingerprint
from iecpress.findings import codes
from iecpress.model import Contact, SitePage
from iecpress.pages.body import body, link_order
from iecpress.pages.desk import Desk
from iecpress.pages.listing import card
from iecpress.pages.missing import missing_page
from iecpress.pages.page import Page
from iecpress.pages.words import Words

Shelf = Mapping[str, Mapping[str, SitePage]]
"""The site's own texts by name and language."""

NEWEST = 6
LATEST_UPDATES = 3


@dataclass(frozen=True, slots=True)
class Place:
    """A country and whom one can call or write to there."""

    code: str
    names: Mapping[str, str]
    contacts: tuple[Contact, ...]


def site_pages(desk: Desk, lang: str) -> Iterator[Page]:
    """Make every page of the site's own in one language, or the one that says that it is missing."""
    shelf = all_site_pages(desk)
    for name, texts in shelf.items():
        if lang in texts:
            yield _page(desk, shelf, texts, texts[lang])
        else:
            yield _missing(desk, lang, name, texts)


def all_site_pages(desk: Desk) -> dict[str, dict[str, SitePage]]:
    """Return the site's own texts by name and language; home and get help are there even when nobody wrote them."""
    shelf: dict[str, dict[str, SitePage]] = {"index": {}}
    for page in desk.library.pages:
        shelf.setdefault(page.name, {})[page.lang] = page
    identity = desk.settings.identity
    for lang in desk.settings.languages:
        words = Words(lang)
        own = partial(_unwritten, desk, lang)
        title, tagline = words.one_of(identity.name), words.one_of(identity.tagline)
        shelf["index"].setdefault(lang, own("index", "home", title, tagline))
        if name := desk.help_name:
            page = own(name, "help", words.say("page-nav-help"), words.say("page-help-lead"))
            shelf.setdefault(name, {}).setdefault(lang, page)
    return shelf


def section_of(page: SitePage) -> str:
    """Return which item of the main navigation a page stands under."""
    named = {"home": "home", "help": "help", "updates": "updates"}
    return named.get(page.layout) or page.name.partition("/")[0]


def _unwritten(desk: Desk, lang: str, name: str, layout: str, title: str, summary: str) -> SitePage:
    path = Path(desk.settings.pages) / lang / f"{name}.md"
    return SitePage(lang, name, path, title, summary, "", 1, layout)


def _page(
    desk: Desk,
    shelf: Shelf,
    texts: Mapping[str, SitePage],
    page: SitePage,
) -> Page:
    address = addresses.site_page(desk.settings, page.lang, page.name)

    def content() -> str:
        extra = _LAYOUTS[page.layout](desk, shelf, page)
        values = {"page": page, "body": body(desk, page, address), **extra}
        return desk.renderer.html(f"{page.layout}.html", page.lang, address, values)

    return Page(
        address=address,
        lang=page.lang,
        title=page.title,
        description=page.summary,
        content=content,
        alternates={
            lang: _address(desk, lang, page.name)
            for lang in desk.settings.languages
            if lang in texts
        },
        switch={lang: _address(desk, lang, page.name) for lang in desk.settings.languages},
        canonical=address,
        key="" if page.layout == "home" else _key(desk, page),
        section=section_of(page),
        article=page.date is not None,
        changed=page.date,
    )


def _key(desk: Desk, page: SitePage) -> str:
    return fingerprint.of_words(desk.background, page, desk.pictures_in(page.path.parent))


def _address(desk: Desk, lang: str, name: str) -> str:
    return addresses.site_page(desk.settings, lang, name)


def _missing(desk: Desk, lang: str, name: str, texts: Mapping[str, SitePage]) -> Page:
    switch = {other: _address(desk, other, name) for other in desk.settings.languages}
    titles = {other: page.title for other, page in texts.items()}
    section = section_of(next(iter(texts.values())))
    return replace(missing_page(desk, lang, switch[lang], titles, switch), section=section)


def _home(desk: Desk, shelf: Shelf, page: SitePage) -> Mapping[str, object]:
    index = next((name for name, texts in shelf.items() if _layout(texts) == "updates"), None)
    return {
        "index": addresses.index(desk.settings, page.lang),
        "urgent": desk.urgent,
        "help_address": desk.help_address.get(page.lang, ""),
        "stages": [
            (term, listed)
            for term in desk.library.vocabulary.stages.values()
            if (listed := desk.list_of(page.lang, "stages", term.id))
        ],
        "newest": [card(desk, resource, page.lang) for resource in desk.newest[:NEWEST]],
        "updates": _dated(desk, page.lang, shelf)[:LATEST_UPDATES],
        "updates_address": _address(desk, page.lang, index) if index else "",
    }


def _help(desk: Desk, _shelf: Shelf, _page: SitePage) -> Mapping[str, object]:
    return {"places": places(desk), "urgent": desk.urgent}


def places(desk: Desk) -> tuple[Place, ...]:
    """Group the contacts by where one must be to reach them, in the order of the contacts file."""
    found: dict[str, list[Contact]] = {}
    for contact in desk.library.contacts:
        for code in contact.where:
            found.setdefault(code, []).append(contact)
    return tuple(
        Place(code, desk.term("countries", code).names, tuple(c)) for code, c in found.items()
    )


def _updates(desk: Desk, shelf: Shelf, page: SitePage) -> Mapping[str, object]:
    return {"updates": _dated(desk, page.lang, shelf, posixpath.dirname(page.name))}


def _dated(
    desk: Desk, lang: str, shelf: Shelf, folder: str | None = None
) -> list[tuple[SitePage, str]]:
    """Return the dated pages in a language, of one folder or of all, the newest first, with their addresses."""
    dated = [
        (page.date, page.name, page)
        for texts in shelf.values()
        if (page := texts.get(lang)) and page.date
        if folder is None or posixpath.dirname(page.name) == folder
    ]
    dated.sort(key=lambda entry: (-entry[0].toordinal(), entry[1]))
    return [(page, _address(desk, lang, name)) for _, name, page in dated]


def _plain(desk: Desk, shelf: Shelf, page: SitePage) -> Mapping[str, object]:
    chapters = [] if page.date else list(_chapters(shelf, page))
    parent = shelf.get(f"{posixpath.dirname(page.name)}/index", {}).get(page.lang)
    up = parent if parent is not None and parent is not page else None
    return {
        "chapters": [(chapter, _address(desk, page.lang, chapter.name)) for chapter in chapters],
        "up": (up, _address(desk, page.lang, up.name)) if up else None,
    }


def _chapters(shelf: Shelf, page: SitePage) -> Sequence[SitePage]:
    """Return the pages of the same folder, in the order in which the folder's index links to them."""
    folder = posixpath.dirname(page.name)
    if not folder:
        return ()
    siblings = [
        texts[page.lang]
        for name, texts in shelf.items()
        if posixpath.dirname(name) == folder and page.lang in texts
    ]
    index = shelf.get(f"{folder}/index", {}).get(page.lang)
    order = _positions(link_order(index)) if index else {}
    siblings.sort(key=lambda p: (p is not index, order.get(p.path, len(order)), p.name))
    return siblings


def _positions(paths: Iterable[Path]) -> dict[Path, int]:
    positions: dict[Path, int] = {}
    for path in paths:
        positions.setdefault(path, len(positions))
    return positions


def _findings(desk: Desk, shelf: Shelf, page: SitePage) -> Mapping[str, object]:
    return {**_plain(desk, shelf, page), "codes": list(codes().values())}


def _layout(texts: Mapping[str, SitePage]) -> str:
    return next((page.layout for page in texts.values()), "")


_LAYOUTS = {
    "home": _home,
    "help": _help,
    "updates": _updates,
    "page": _plain,
    "findings": _findings,
}
