"""A resource in; its page at the latest address and at its version's, in each language, out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from iecpress import addresses, fingerprint
from iecpress.model import Contact, Resource, Text
from iecpress.pages.body import body
from iecpress.pages.desk import Desk
from iecpress.pages.listing import main_download
from iecpress.pages.packs import for_every_country, packs_with
from iecpress.pages.page import Page
from iecpress.pages.words import Words
from iecpress.version import Version

FIRST_VERSION = Version(1, 0)


@dataclass(frozen=True, slots=True)
class Way:
    """One of the two addresses of a resource, in one language."""

    lang: str
    address: str
    latest: str
    permanent: str
    switch: Mapping[str, str]


def resource_pages(desk: Desk, lang: str) -> Iterator[Page]:
    """Make both pages of every resource in one language, or those that say that the text is missing."""
    for resource in desk.library.resources:
        text = resource.texts.get(lang)
        for way in _ways(desk, resource, lang):
            yield _page(desk, resource, text, way) if text else missing_text(desk, resource, way)


def _ways(desk: Desk, resource: Resource, lang: str) -> Iterator[Way]:
    latest, permanent = (
        {
            other: addresses.resource(desk.settings, other, resource.id, version)
            for other in desk.settings.languages
        }
        for version in (None, resource.version)
    )
    yield Way(lang, latest[lang], latest[lang], permanent[lang], latest)
    yield Way(lang, permanent[lang], latest[lang], permanent[lang], permanent)


def _page(desk: Desk, resource: Resource, text: Text, way: Way) -> Page:
    return Page(
        address=way.address,
        lang=way.lang,
        title=text.title,
        description=text.summary,
        content=partial(_content, desk, resource, text, way),
        alternates={lang: way.switch[lang] for lang in way.switch if lang in resource.texts},
        switch=way.switch,
        canonical=way.latest,
        key=_key(desk, resource, text, way),
        section="resources",
        article=True,
        changed=resource.date,
        picture=addresses.share_picture(resource.id, way.lang, addresses.FOR_LINK),
        scripts=("copy-link",),
    )


def _key(desk: Desk, resource: Resource, text: Text, way: Way) -> str:
    downloads = desk.downloads.get((resource.id, text.lang), ())
    shown = [
        (download.address, download.size, download.pages, download.names) for download in downloads
    ]
    own = fingerprint.of_resource(desk.library, resource)
    inside = desk.packs_by_resource.get((resource.id, text.lang), frozenset())
    return fingerprint.of_words(
        desk.background, own, way, shown, sorted(inside), _overdue(desk, resource)
    )


def _overdue(desk: Desk, resource: Resource) -> bool:
    return resource.review_by is not None and resource.review_by < desk.today


def _content(desk: Desk, resource: Resource, text: Text, way: Way) -> str:
    values = {
        "resource": resource,
        "text": text,
        "way": way,
        "body": body(desk.library, text, way.address),
        "download": main_download(desk, resource, text.lang),
        "downloads": desk.downloads.get((resource.id, text.lang), ()),
        "packs": packs_with(desk, resource, text.lang),
        "packs_everywhere": for_every_country(desk, resource, text.lang),
        "packs_address": addresses.packs(desk.settings, way.lang),
        "contacts": contacts(desk, resource),
        "help_address": desk.help_address.get(way.lang, ""),
        "others": {lang: way.switch[lang] for lang in resource.texts if lang != text.lang},
        "overdue": _overdue(desk, resource),
        "first_version": FIRST_VERSION,
        "share": desk.settings.base_url + way.latest,
        "status_picture": addresses.share_picture(resource.id, way.lang, addresses.FOR_STATUS),
        "cite": desk.settings.base_url + way.permanent,
        "publisher": Words(way.lang).one_of(desk.settings.identity.name),
        "term": desk.term,
        "licence": desk.library.vocabulary.licences.get(resource.licence),
        "facet_address": lambda facet, name: addresses.index(desk.settings, way.lang, facet, name),
        "index": addresses.index(desk.settings, way.lang),
    }
    return desk.renderer.html("resource.html", way.lang, way.address, values)


def contacts(desk: Desk, resource: Resource) -> tuple[Contact, ...]:
    """Return whom a reader of the resource can turn to: the urgent contacts and those of its countries."""
    served = desk.library.contacts_for(resource)
    return tuple(contact for contact in served if contact.urgent or contact.countries) or served


def missing_text(desk: Desk, resource: Resource, way: Way) -> Page:
    """Make the page that says that a resource has no text in this language."""
    titles = {lang: text.title for lang, text in resource.texts.items()}
    return missing_page(desk, way.lang, way.address, titles, way.switch, "resources")


def missing_page(
    desk: Desk,
    lang: str,
    address: str,
    titles: Mapping[str, str],
    switch: Mapping[str, str],
    section: str,
) -> Page:
    """Make a page that says, in its own language and in those that have the text, where the text is.

    `titles` are the text's titles by the languages that have it.
    """
    words = Words(lang)
    values = {
        "titles": titles,
        "switch": switch,
        "spoken": {other: Words(other) for other in (lang, *titles)},
        "help_address": desk.help_address,
        "index": addresses.index(desk.settings, lang),
    }
    return Page(
        address=address,
        lang=lang,
        title=words.say("page-missing-title", language=words.language_name(lang)),
        description=words.say("page-missing-title", language=words.language_name(lang)),
        content=partial(desk.renderer.html, "missing.html", lang, address, values),
        alternates={other: switch[other] for other in titles},
        switch=switch,
        canonical=address,
        section=section,
        indexed=False,
    )
