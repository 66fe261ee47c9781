"""A library and its pages in; what other people's programs and servers need to keep their links right, out."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, HttpUrl

from iecpress import addresses
from iecpress.ledger import Standing
from iecpress.model import Library, Release, Resource
from iecpress.pages import Page
from iecpress.pages.relations import Described, link_set
from iecpress.pages.stubs import stubs
from iecpress.redirects import gone, live, rules, table

ADDRESS = "/status.json"
SCHEMA = "status.schema.json"


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class StatusFile(_Record):
    """One file that never changes."""

    url: HttpUrl
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    bytes: int


class StatusVersion(_Record):
    """One released version."""

    version: str
    date: dt.date
    languages: tuple[str, ...]
    urls: dict[str, HttpUrl]
    """Its page, by language."""
    files: tuple[StatusFile, ...]


class StatusEntry(_Record):
    """How one resource stands."""

    id: str
    state: Literal["live", "withdrawn", "moved", "gone", "unreleased"]
    since: dt.date
    version: str | None = None
    """The current one, or the last one there was."""
    languages: tuple[str, ...] = ()
    urls: dict[str, HttpUrl]
    """Its latest version, by language."""
    reason: dict[str, str] = {}
    replaced_by: str | None = None
    """The id of what is to be read instead."""
    versions: tuple[StatusVersion, ...] = ()


class Status(_Record):
    """How everything stands that was ever published."""

    site: HttpUrl
    ledger_lines: int
    ledger_head: str
    """SHA-256 of the ledger's last line: the same only as long as nothing happened."""
    resources: tuple[StatusEntry, ...]


def partner_files(library: Library, pages: Iterable[Page]) -> Mapping[str, bytes]:
    """Return status, link sets, and the pages and rules that lead elsewhere, by address."""
    rows = table(library)
    settings = library.settings
    lost = [
        addresses.resource(settings, lang, one.id)
        for one in gone(library)
        for lang in settings.languages
    ]
    texts = {
        **rules(rows, lost, live(library), urlsplit(settings.base_url).path),
        **stubs(library, rows),
        **_link_sets(pages),
    }
    return {**_status_files(library), **{where: text.encode() for where, text in texts.items()}}


def _link_sets(pages: Iterable[Page]) -> Mapping[str, str]:
    described: dict[str, list[Described]] = {}
    for page in pages:
        if page.described:
            described.setdefault(page.described.linkset, []).append(page.described)
    return {address: link_set(together) for address, together in described.items()}


def _status_files(library: Library) -> Mapping[str, bytes]:
    status = {"$schema": SCHEMA, **_status(library).model_dump(mode="json", exclude_defaults=True)}
    schema = Status.model_json_schema(mode="serialization")
    schema["properties"]["$schema"] = {"type": "string"}
    said = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    return {ADDRESS: _json(status), f"/{SCHEMA}": _json(said)}


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _status(library: Library) -> Status:
    return Status(
        site=library.settings.site_url,
        ledger_lines=len(library.ledger.lines),
        ledger_head=library.ledger.head,
        resources=tuple(sorted(_entries(library), key=lambda entry: entry.id)),
    )


def _entries(library: Library) -> Iterator[StatusEntry]:
    for standing in library.standings.values():
        yield _released(library, standing)
    for resource in library.resources:
        if resource.id not in library.standings:
            yield _unreleased(library, resource)


def _released(library: Library, standing: Standing) -> StatusEntry:
    latest = standing.latest
    return StatusEntry(
        id=standing.id,
        state=standing.state,
        since=standing.since,
        version=str(latest),
        languages=standing.versions[latest],
        urls=_urls(library, standing.id, None),
        reason=dict(standing.reason),
        replaced_by=standing.to,
        versions=tuple(
            _version(library, standing.id, release)
            for release in library.archive.get(standing.id, ())
        ),
    )


def _unreleased(library: Library, resource: Resource) -> StatusEntry:
    return StatusEntry(
        id=resource.id,
        state="unreleased",
        since=resource.date,
        languages=tuple(resource.texts),
        urls=_urls(library, resource.id, None),
    )


def _version(library: Library, resource_id: str, release: Release) -> StatusVersion:
    base = library.settings.base_url
    folder = addresses.resource(
        library.settings, library.settings.default_language, resource_id, release.version
    )
    return StatusVersion(
        version=str(release.version),
        date=release.date,
        languages=tuple(release.texts),
        urls=_urls(library, resource_id, release),
        files=tuple(
            StatusFile(url=HttpUrl(f"{base}{folder}{name}"), sha256=file.sha256, bytes=file.bytes)
            for name, file in sorted(release.handouts.items())
        ),
    )


def _urls(library: Library, resource_id: str, release: Release | None) -> dict[str, HttpUrl]:
    settings = library.settings
    version = release.version if release else None
    return {
        lang: HttpUrl(settings.base_url + addresses.resource(settings, lang, resource_id, version))
        for lang in settings.languages
        if release is None or lang in release.texts
    }
