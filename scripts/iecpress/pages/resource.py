"""A resource in; its page at the latest address and at its version's, in each language, out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from iecpress import addresses, fingerprint
from iecpress.model import Contact, Resource, Text
from iecpress.pages.body import released_body, with_anchors
from iecpress.pages.desk import Desk
from iecpress.pages.listing import SAVED_PAGE, main_download
from iecpress.pages.missing import missing_page
from iecpress.pages.packs import for_every_country, packs_with
from iecpress.pages.page import Page
from iecpress.pages.pictures import saved
from iecpress.pages.relations import Described
from iecpress.pages.standing import Shown, decided, described, notice, snippet, versions
from iecpress.pages.version import Way, version_page, way_to
from iecpress.pages.words import Words
from iecpress.version import Version

FIRST_VERSION = Version(1, 0)


def resource_pages(desk: Desk, lang: str) -> Iterator[Page]:
    """Make all pages of every resource in one language: the latest and one a version.

    Where there is no text in that language, they say so.
    """
    for resource in desk.library.resources:
        text = resource.texts.get(lang)
        shown = resource.version_of(text) if text else None
        latest = way_to(desk, resource.id, lang, None, shown or resource.version)
        yield _page(desk, resource, text, latest) if text else missing_text(desk, resource, latest)
        for version in versions_of(resource):
            way = way_to(desk, resource.id, lang, version, version)
            release = next((r for r in resource.releases if r.version == version), None)
            if text and version == shown:
                yield _page(desk, resource, text, way)
            elif release and lang in release.texts:
                yield version_page(desk, resource.id, release, way)
            else:
                yield missing_text(desk, resource, way, version)


def versions_of(resource: Resource) -> list[Version]:
    """Return every version that has an address: those released, and those of the texts as they are now."""
    now = {resource.version_of(text) for text in resource.texts.values()}
    return sorted({resource.version, *now, *(release.version for release in resource.releases)})


def _page(desk: Desk, resource: Resource, text: Text, way: Way) -> Page:
    return Page(
        address=way.address,
        lang=way.lang,
        title=text.title,
        description=text.summary,
        content=partial(_content, desk, resource, text, way),
        alternates={lang: way.switch[lang] for lang in _spoken(resource, text, way)},
        switch=way.switch,
        canonical=way.latest,
        key=_key(desk, resource, text, way),
        section="resources",
        indexed=not desk.library.is_withdrawn(resource.id),
        article=True,
        changed=release.date if (release := resource.release_of(text)) else resource.date,
        described=_described(desk, resource, text, way),
        picture=addresses.share_picture(resource.id, way.lang, addresses.FOR_LINK),
        scripts=("copy-link", "save") if way.address == way.latest else ("copy-link",),
    )


def _spoken(resource: Resource, text: Text, way: Way) -> list[str]:
    """Return the languages that have this text; at the address of a version, in just that version."""
    at_latest = way.address == way.latest
    version = resource.version_of(text)
    return [
        lang
        for lang in way.switch
        if lang in resource.texts
        and (at_latest or resource.version_of(resource.texts[lang]) == version)
    ]


def _key(desk: Desk, resource: Resource, text: Text, way: Way) -> str:
    downloads = desk.downloads.get((resource.id, text.lang), ())
    shown = [
        (download.address, download.size, download.pages, download.names) for download in downloads
    ]
    own = fingerprint.of_resource(desk.library, resource)
    release = resource.release_of(text)
    pictures = desk.pictures_in(release.folder if release else resource.folder)
    inside = desk.packs_by_resource.get((resource.id, text.lang), frozenset())
    seen = _shown(resource, text, way)
    return fingerprint.of_words(
        desk.background,
        own,
        pictures,
        way,
        shown,
        sorted(inside),
        _overdue(desk, resource),
        notice(desk, seen),
        versions(desk, seen),
    )


def _shown(resource: Resource, text: Text, way: Way) -> Shown:
    version = resource.version_of(text)
    draft = resource.is_draft(text)
    return Shown(resource.id, text.lang, version, way.address == way.latest, draft)


def _described(desk: Desk, resource: Resource, text: Text, way: Way) -> Described:
    downloads = desk.downloads.get((resource.id, text.lang), ())
    return described(desk, _shown(resource, text, way), resource.licence, downloads)


def _overdue(desk: Desk, resource: Resource) -> bool:
    return resource.review_by is not None and resource.review_by < desk.today


def _content(desk: Desk, resource: Resource, text: Text, way: Way) -> str:
    release = resource.release_of(text)
    values = {
        "resource": resource,
        "text": text,
        "way": way,
        "body": with_anchors(released_body(desk, resource, text, way.address), resource.anchors),
        "discreet": resource.discreet,
        "notice": notice(desk, _shown(resource, text, way)),
        "ways": versions(desk, _shown(resource, text, way)),
        "version": resource.version_of(text),
        "day": release.date if release else resource.date,
        "download": main_download(desk, resource, text.lang),
        "downloads": desk.downloads.get((resource.id, text.lang), ()),
        "packs": packs_with(desk, resource, text.lang),
        "packs_everywhere": for_every_country(desk, resource, text.lang),
        "saved_address": addresses.saved(desk.settings, way.lang),
        "page_size": SAVED_PAGE,
        "pictures": saved(desk, resource, text),
        "facts": addresses.metadata(resource.id),
        "packs_address": addresses.packs(desk.settings, way.lang),
        "contacts": contacts(desk, resource),
        "help_address": desk.help_address.get(way.lang, ""),
        "others": {
            lang: way.switch[lang] for lang in _spoken(resource, text, way) if lang != text.lang
        },
        "overdue": _overdue(desk, resource),
        "first_version": FIRST_VERSION,
        "snippet": snippet(
            text.title,
            text.lang,
            desk.settings.base_url + way.latest,
            Words(way.lang).one_of(desk.settings.identity.name),
        ),
        "share": desk.settings.base_url + way.latest,
        "status_picture": addresses.share_picture(resource.id, way.lang, addresses.FOR_STATUS),
        "cite": desk.settings.base_url + way.permanent,
        "publisher": Words(way.lang).one_of(desk.settings.identity.name),
        "term": desk.term,
        "licence": desk.library.vocabulary.licences.get(resource.licence),
        "list_of": partial(desk.list_of, way.lang),
        "index": addresses.index(desk.settings, way.lang),
    }
    return desk.renderer.html("resource.html", way.lang, way.address, values)


def contacts(desk: Desk, resource: Resource) -> tuple[Contact, ...]:
    """Return whom a reader of the resource can turn to: the urgent contacts and those of its countries."""
    served = desk.library.contacts_for(resource)
    return tuple(contact for contact in served if contact.urgent or contact.countries) or served


def missing_text(desk: Desk, resource: Resource, way: Way, version: Version | None = None) -> Page:
    """Make the page that says that a resource has no text in this language, or none in this version."""
    titles = {
        lang: text.title
        for lang, text in resource.texts.items()
        if version in (None, resource.version_of(text))
    }
    for release in resource.releases:
        if release.version == version:
            titles |= {lang: text.title for lang, text in release.texts.items()}
    stands = decided(desk, resource.id, way.lang)
    page = missing_page(desk, way.lang, way.address, titles, way.switch, stands)
    lone = version is None and way.lang == desk.settings.default_language and len(titles) == 1
    return replace(page, refresh=way.switch[next(iter(titles))]) if lone else page
