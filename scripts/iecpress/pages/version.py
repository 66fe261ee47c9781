"""A version that was released and is not the current one in; its page, as frozen below a notice, out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from iecpress import addresses, fingerprint
from iecpress.model import Release
from iecpress.pages.apart import APART
from iecpress.pages.body import frozen_body
from iecpress.pages.desk import Desk
from iecpress.pages.missing import missing_page
from iecpress.pages.page import Page
from iecpress.pages.standing import Shown, decided, described, notice, versions
from iecpress.pages.words import Words
from iecpress.version import Version


@dataclass(frozen=True, slots=True)
class Way:
    """One of the addresses of a resource, in one language.

    `permanent` is that of the version that the page shows.
    """

    lang: str
    address: str
    latest: str
    permanent: str
    switch: Mapping[str, str]


def archived_pages(desk: Desk, lang: str) -> Iterator[Page]:
    """Make the pages of what was released and has no text at hand: it moved, or its text is left out for an error.

    Every version keeps its page. The latest address of what moved leads on; else the newest version answers there.
    """
    for resource_id, releases in desk.library.archive.items():
        if resource_id in desk.library.by_id:
            continue
        for release in releases:
            way = way_to(desk, resource_id, lang, release.version, release.version)
            yield _archived(desk, resource_id, release, way)
        if releases and desk.library.standings[resource_id].state != "moved":
            newest = next((r for r in reversed(releases) if lang in r.texts), releases[-1])
            latest = way_to(desk, resource_id, lang, None, newest.version)
            yield _archived(desk, resource_id, newest, latest)


def _archived(desk: Desk, resource_id: str, release: Release, way: Way) -> Page:
    if way.lang in release.texts:
        return version_page(desk, resource_id, release, way)
    titles = {code: text.title for code, text in release.texts.items()}
    stands = decided(desk, resource_id, way.lang)
    return missing_page(desk, way.lang, way.address, titles, way.switch, stands)


def way_to(desk: Desk, resource_id: str, lang: str, version: Version | None, shown: Version) -> Way:
    """Return the way to a version, or to the latest one, of which `shown` is shown."""
    here, latest, permanent = (
        {
            other: addresses.resource(desk.settings, other, resource_id, wanted)
            for other in desk.settings.languages
        }
        for wanted in (version, None, shown)
    )
    return Way(lang, here[lang], latest[lang], permanent[lang], here)


def version_page(desk: Desk, resource_id: str, release: Release, way: Way) -> Page:
    """Make the page of a version that was released and is not the current one."""
    text = release.texts[way.lang]
    shown = Shown(resource_id, way.lang, release.version, latest=False)
    files = desk.frozen.get((resource_id, way.lang, release.version), ())
    told = described(desk, shown, release.licence, files)
    return Page(
        address=way.address,
        lang=way.lang,
        title=text.title,
        description=text.summary,
        content=partial(_content, desk, resource_id, release, way),
        alternates={lang: way.switch[lang] for lang in way.switch if lang in release.texts},
        switch=way.switch,
        canonical=way.latest,
        key=fingerprint.of_words(
            desk.is_discreet(resource_id),
            desk.list_of(way.lang, "kinds", release.kind),
            desk.look,
            way,
            release.version,
            desk.archived[resource_id],
            desk.pictures_in(release.folder),
            notice(desk, shown),
            versions(desk, shown),
            desk.all_places,
            told,
        ),
        described=told,
        section="resources",
        indexed=False,
        apart=APART,
        article=True,
        changed=release.date,
    )


def _content(desk: Desk, resource_id: str, release: Release, way: Way) -> str:
    text = release.texts[way.lang]
    shown = Shown(resource_id, way.lang, release.version, latest=False)
    values = {
        "kind": desk.facets["kinds"].get(release.kind),
        "discreet": desk.is_discreet(resource_id),
        "release": release,
        "text": text,
        "way": way,
        "body": frozen_body(desk, release, way.lang, way.address),
        "downloads": desk.frozen.get((resource_id, way.lang, release.version), ()),
        "notice": notice(desk, shown),
        "ways": versions(desk, shown),
        "others": {lang: way.switch[lang] for lang in release.texts if lang != way.lang},
        "help_address": desk.help_address.get(way.lang, ""),
        "cite": desk.settings.base_url + way.permanent,
        "publisher": Words(way.lang).one_of(desk.settings.identity.name),
        "licence": desk.library.vocabulary.licences.get(release.licence),
        "list_of": partial(desk.list_of, way.lang),
        "index": addresses.index(desk.settings, way.lang),
    }
    return desk.renderer.html("version.html", way.lang, way.address, values)
