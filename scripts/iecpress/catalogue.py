"""Library and handouts in; what machines read (JSON, its schema, CSV, sitemap, robots) out, as files to write."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pydantic import BaseModel, ConfigDict, Field, HttpUrl

from iecpress import addresses, policy
from iecpress.calendars import to_bs
from iecpress.handouts import Handout
from iecpress.ledger import FrozenText
from iecpress.model import Library, Resource, Source, Text
from iecpress.pack.offers import Offer
from iecpress.pages import Page, sitemap
from iecpress.settings import Settings
from iecpress.version import Version

SCHEMA_NAME = "catalogue.schema.json"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A cell that starts so is run as a formula by spreadsheets (OWASP, *CSV Injection*)."""


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FileEntry(_Record):
    """One file that can be downloaded."""

    url: HttpUrl
    media_type: str
    layout: str
    grey: bool
    lang: str
    version: str
    bytes: int = Field(gt=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    pages: int = Field(gt=0)


class SourceEntry(_Record):
    """Where a claim was seen."""

    title: str
    url: str | None = None
    publisher: str | None = None
    seen: dt.date | None = None


class TextEntry(_Record):
    """A resource in one language."""

    lang: str
    title: str
    summary: str
    is_source: bool
    translates: str | None = None
    translators: tuple[str, ...] = ()
    url: HttpUrl
    version_url: HttpUrl
    files: tuple[FileEntry, ...]


class VersionEntry(_Record):
    """One version of a resource: released, or the one that is being written."""

    version: str
    date: dt.date
    released: bool
    langs: tuple[str, ...]
    urls: Mapping[str, HttpUrl]
    """Its page in each of its languages."""
    changes: Mapping[str, str]
    files: tuple[FileEntry, ...]
    """Its handouts."""


class ResourceEntry(_Record):
    """One resource with everything published of it."""

    id: str
    kind: str
    version: str
    date: dt.date
    date_bs: str
    changes: str | None = None
    review_by: dt.date | None = None
    topics: tuple[str, ...]
    audiences: tuple[str, ...]
    stages: tuple[str, ...]
    countries: tuple[str, ...]
    authors: tuple[str, ...]
    keywords: tuple[str, ...]
    licence: str
    licence_url: str | None = None
    source_lang: str
    state: str
    """`draft` (never released), `live` or `withdrawn`."""
    since: dt.date | None = None
    """The day from which it has been so."""
    texts: tuple[TextEntry, ...]
    versions: tuple[VersionEntry, ...]
    """Oldest first."""
    sources: tuple[SourceEntry, ...]


class PackEntry(_Record):
    """One file with all handouts in a language for one term of a facet."""

    facet: str
    term: str
    lang: str
    layout: str
    url: HttpUrl
    media_type: str
    bytes: int = Field(gt=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    pages: int = Field(gt=0)
    resources: tuple[str, ...]
    """Their ids, in the order in which they are in the file."""


class Catalogue(_Record):
    """Every resource, text, version and file of the site."""

    site: HttpUrl
    publisher: str
    languages: tuple[str, ...]
    resources: tuple[ResourceEntry, ...]
    packs: tuple[PackEntry, ...]


def machine_files(
    library: Library,
    handouts: Sequence[Handout],
    packs: Sequence[Offer],
    pages: Sequence[Page],
    frozen: Sequence[Handout] = (),
) -> Mapping[str, bytes]:
    """Return the files for machines, by address. `frozen` are the handouts of all released versions."""
    catalogue = _catalogue(library, handouts, packs, frozen)
    files = {
        "/catalogue.json": _json({"$schema": SCHEMA_NAME, **catalogue.model_dump(mode="json")}),
        f"/{SCHEMA_NAME}": _json(_schema()),
        "/catalogue.csv": _csv(catalogue),
        f"/{policy.FILE}": policy.header_file().encode(),
        "/sitemap.xml": sitemap(
            pages, library.settings.base_url, _listed(library, handouts, pages)
        ).encode(),
        "/robots.txt": f"User-agent: *\nAllow: /\n\nSitemap: {library.settings.base_url}/sitemap.xml\n".encode(),
    }
    for entry in catalogue.resources:
        files[addresses.metadata(entry.id)] = f"{entry.model_dump_json(indent=1)}\n".encode()
    return files


def _listed(
    library: Library, handouts: Iterable[Handout], pages: Iterable[Page]
) -> Mapping[str, dt.date]:
    """Return the latest handouts of the texts that may be listed, each with the day of its version."""
    listed = {page.address for page in pages if page.indexed}
    found: dict[str, dt.date] = {}
    for one in handouts:
        resource = library.by_id[one.resource_id]
        release = resource.release_of(resource.texts[one.lang])
        if addresses.resource(library.settings, one.lang, one.resource_id) in listed:
            latest = addresses.handout(one.resource_id, None, one.lang, one.layout, grey=one.grey)
            found[latest] = release.date if release else resource.date
    return found


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _schema() -> dict[str, object]:
    schema = Catalogue.model_json_schema(mode="serialization")
    schema["properties"]["$schema"] = {"type": "string"}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _catalogue(
    library: Library,
    handouts: Sequence[Handout],
    packs: Sequence[Offer],
    frozen: Sequence[Handout],
) -> Catalogue:
    by_version: dict[tuple[str, Version], list[Handout]] = {}
    for handout in {handout.address: handout for handout in (*handouts, *frozen)}.values():
        by_version.setdefault((handout.resource_id, handout.version), []).append(handout)
    by_text: dict[tuple[str, str], list[Handout]] = {}
    for handout in handouts:
        by_text.setdefault((handout.resource_id, handout.lang), []).append(handout)
    settings = library.settings
    return Catalogue(
        site=settings.site_url,
        publisher=settings.identity.name[settings.default_language],
        languages=settings.languages,
        resources=tuple(
            _resource(library, resource, by_text, by_version) for resource in library.resources
        ),
        packs=tuple(_pack(library, pack) for pack in packs),
    )


def _pack(library: Library, pack: Offer) -> PackEntry:
    return PackEntry(
        facet=pack.facet,
        term=pack.term,
        lang=pack.lang,
        layout=pack.layout,
        url=HttpUrl(library.settings.base_url + pack.address),
        media_type="application/pdf",
        bytes=pack.size,
        sha256=pack.sha256,
        pages=pack.pages,
        resources=pack.ids,
    )


def _resource(
    library: Library,
    resource: Resource,
    handouts: Mapping[tuple[str, str], Sequence[Handout]],
    by_version: Mapping[tuple[str, Version], Sequence[Handout]],
) -> ResourceEntry:
    standing = library.standings.get(resource.id)
    bs = to_bs(resource.date)
    licence = library.vocabulary.licences.get(resource.licence)
    return ResourceEntry(
        id=resource.id,
        kind=resource.kind.id,
        version=str(resource.version),
        date=resource.date,
        date_bs=f"{bs.year}-{bs.month:02}-{bs.day:02}" if bs else "",
        changes=resource.source_text.changes,
        review_by=resource.review_by,
        topics=resource.topics,
        audiences=resource.audiences,
        stages=resource.stages,
        countries=resource.countries,
        authors=resource.authors,
        keywords=resource.keywords,
        licence=resource.licence,
        licence_url=licence.url if licence else None,
        source_lang=resource.source_lang,
        texts=tuple(
            _text(library, resource, text, handouts.get((resource.id, text.lang), ()))
            for text in resource.texts.values()
        ),
        state=standing.state if standing else "draft",
        since=standing.since if standing else None,
        versions=tuple(_versions(library, resource, by_version)),
        sources=tuple(_source(source) for source in resource.sources),
    )


def _versions(
    library: Library, resource: Resource, handouts: Mapping[tuple[str, Version], Sequence[Handout]]
) -> Iterator[VersionEntry]:
    settings = library.settings
    releases = {release.version: release for release in resource.releases}
    for version in sorted({*releases, resource.version}):
        release = releases.get(version)
        texts: Mapping[str, Text | FrozenText] = release.texts if release else _now(resource)
        urls = {
            lang: HttpUrl(
                settings.base_url + addresses.resource(settings, lang, resource.id, version)
            )
            for lang in texts
        }
        yield VersionEntry(
            version=str(version),
            date=release.date if release else resource.date,
            released=release is not None,
            langs=tuple(texts),
            urls=urls,
            changes={lang: text.changes for lang, text in texts.items() if text.changes},
            files=tuple(_file(settings, h) for h in handouts.get((resource.id, version), ())),
        )


def _now(resource: Resource) -> Mapping[str, Text]:
    """Return the texts of the version that is being written."""
    return {
        lang: text
        for lang, text in resource.texts.items()
        if resource.version_of(text) == resource.version
    }


def _source(source: Source) -> SourceEntry:
    return SourceEntry(
        title=source.title, url=source.url, publisher=source.publisher, seen=source.seen
    )


def _text(
    library: Library, resource: Resource, text: Text, handouts: Sequence[Handout]
) -> TextEntry:
    settings = library.settings
    base = settings.base_url
    return TextEntry(
        lang=text.lang,
        title=text.title,
        summary=text.summary,
        is_source=text is resource.source_text,
        translates=str(text.translates) if text.translates else None,
        translators=text.translators,
        url=HttpUrl(base + addresses.resource(settings, text.lang, resource.id)),
        version_url=HttpUrl(
            base + addresses.resource(settings, text.lang, resource.id, resource.version_of(text))
        ),
        files=tuple(_file(settings, handout) for handout in handouts),
    )


def _file(settings: Settings, handout: Handout) -> FileEntry:
    return FileEntry(
        url=HttpUrl(settings.base_url + handout.address),
        media_type="application/pdf",
        layout=handout.layout,
        grey=handout.grey,
        lang=handout.lang,
        version=str(handout.version),
        bytes=handout.size,
        sha256=handout.sha256,
        pages=handout.pages,
    )


COLUMNS = (
    "id", "kind", "version", "date", "date_bs", "review_by", "lang", "title", "summary", "topics",
    "audiences", "stages", "countries", "authors", "licence", "url", "version_url", "layout",
    "file", "bytes", "sha256", "pages",
)  # fmt: skip


def _csv(catalogue: Catalogue) -> bytes:
    """One row a file, and one for each text without any. UTF-8 with a mark, as spreadsheets want it."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for resource in catalogue.resources:
        for text in resource.texts:
            for file in text.files or (None,):
                writer.writerow(
                    {key: _cell(value) for key, value in _row(resource, text, file).items()}
                )
    return ("\ufeff" + out.getvalue()).encode()


def _row(resource: ResourceEntry, text: TextEntry, file: FileEntry | None) -> dict[str, object]:
    row: dict[str, object] = {
        **resource.model_dump(
            include={"id", "kind", "version", "date", "date_bs", "review_by", "licence"}
        ),
        **text.model_dump(include={"lang", "title", "summary", "url", "version_url"}),
    }
    for facet in ("topics", "audiences", "stages", "countries", "authors"):
        row[facet] = ";".join(getattr(resource, facet))
    if file:
        row |= file.model_dump(include={"layout", "bytes", "sha256", "pages"}) | {"file": file.url}
    return row


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
