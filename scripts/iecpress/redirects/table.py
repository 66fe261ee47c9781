"""A library in, every address that leads to another one out: each straight to its end, and none in a circle."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote, urlsplit

from iecpress import addresses
from iecpress.ledger import Standing
from iecpress.model import Library, Resource
from iecpress.text.words import JOINERS

Why = Literal["alias", "moved", "language"]
LASTING: dict[Why, bool] = {"alias": True, "moved": True, "language": False}
"""Whether it holds for ever. A language that a resource lacks today it may have tomorrow."""
LONGEST = 1024
"""Bytes of an address, so that no server refuses it."""


@dataclass(frozen=True, slots=True, order=True)
class Redirect:
    """One address that leads to another. Both are within the site; `source` is not percent-encoded."""

    source: str
    target: str
    why: Why
    lang: str
    """The language of what it leads to."""
    file: str = ""
    """Where it was asked for, relative to the site root."""
    line: int = 0

    @property
    def status(self) -> int:
        """What a server says (RFC 9110, 15.4)."""
        return 301 if LASTING[self.why] else 302


class WrongAlias(ValueError):
    """What an author gave is no address within the site."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one row; `other` is what it meets."""

    problem: Literal["live", "twice", "chain", "loop"]
    redirect: Redirect
    other: str


def path_of(alias: str) -> str:
    """Return an alias as the path that a server sees. Raises WrongAlias.

    It is a path and nothing else: no host, no query, no way up, nothing that a server, a shell or a
    line of its rules could take for something else.
    """
    try:
        parts = urlsplit(alias)
        path = unquote(alias, errors="strict")
    except ValueError as error:
        raise WrongAlias(alias) from error
    plain = not (parts.scheme or parts.netloc or parts.query or parts.fragment)
    whole = path.startswith("/") and path != "/" and not set(path) & set("\\?#%\"'`<>{}|^$*~;")
    steps = path.strip("/").split("/")
    known = all(step not in ("", ".", "..") for step in steps)
    visible = not any(unicodedata.category(c)[0] in "CZ" for c in path if c not in JOINERS)
    if not (plain and whole and known and visible and len(path.encode()) <= LONGEST):
        raise WrongAlias(alias)
    return path


def table(library: Library) -> list[Redirect]:
    """Return every redirect of the site, in order of its source."""
    rows = [*_aliases(library), *_moved(library), *_one_language(library)]
    return sorted(rows)


def gone(library: Library) -> list[Standing]:
    """Return what has a tombstone: a server says of all that lies below its address that it is gone (RFC 9110, 410)."""
    return [one for one in library.standings.values() if one.state == "gone"]


def live(library: Library) -> set[str]:
    """Return every address at which something answers, or once did: none of them may lead elsewhere."""
    settings = library.settings
    found = {address for standing in library.standings.values() for address in standing.addresses}
    for lang in settings.languages:
        home = addresses.home(settings, lang)
        found |= {home, *(f"{home}{name}/" for name in addresses.RESERVED)}
        found |= {addresses.resource(settings, lang, one.id) for one in library.resources}
    found |= {addresses.site_page(settings, page.lang, page.name) for page in library.pages}
    moved = {one.id for one in library.standings.values() if one.state == "moved"}
    return found - {
        addresses.resource(settings, lang, id_) for lang in settings.languages for id_ in moved
    }


def faults(rows: Sequence[Redirect], answering: Collection[str]) -> Iterator[Fault]:
    """Yield what is wrong with the table, knowing at which addresses something answers by itself."""
    own = {_bare(address): address for address in answering}
    first: dict[str, Redirect] = {}
    for row in rows:
        key = _bare(row.source)
        if row.why != "language" and (met := _met(key, own)):
            yield Fault("live", row, met)
        elif key in first:
            yield Fault("twice", row, first[key].file or first[key].target)
        else:
            first[key] = row
    for row in first.values():
        way = _way(row, first)
        if len(way) > 1:
            in_circle = _bare(row.source) in way
            yield Fault("loop" if in_circle else "chain", row, first[way[0]].target)


def _met(key: str, own: dict[str, str]) -> str | None:
    """Return the address that a redirect would hide: itself, or the folder of the press in which it lies."""
    steps = key.split("/")
    folders = [step for step in steps[1:3] if step in addresses.RESERVED]
    return own.get(key) or (f"/{folders[0]}/" if folders else None)


def _way(row: Redirect, rows: dict[str, Redirect]) -> list[str]:
    """Return the sources that one passes through behind a row, and where that ends."""
    way: list[str] = []
    here = _bare(row.target.partition("#")[0])
    while here in rows and here not in way:
        way.append(here)
        here = _bare(rows[here].target.partition("#")[0])
    return [*way, here]


def _bare(address: str) -> str:
    """Return an address as servers compare it: with and without its last slash it is the same page."""
    return address.removesuffix("index.html").rstrip("/")


def _aliases(library: Library) -> Iterator[Redirect]:
    for resource in library.resources:
        text = resource.source_text
        for alias in resource.aliases:
            try:
                source = path_of(alias)
            except WrongAlias:  # `check` has named it
                continue
            lang = _language_of(library, resource, source)
            target = addresses.resource(library.settings, lang, resource.id)
            line = text.lines.get("aliases", 1)
            yield Redirect(source, target, "alias", lang, text.path.as_posix(), line)


def _language_of(library: Library, resource: Resource, source: str) -> str:
    """Return the language in which an old address was, as far as the resource has it."""
    settings = library.settings
    for lang in settings.languages:
        prefix = addresses.home(settings, lang)
        if (
            lang != settings.default_language
            and source.startswith(prefix)
            and lang in resource.texts
        ):
            return lang
    default = settings.default_language
    return default if default in resource.texts else resource.source_lang


def _moved(library: Library) -> Iterator[Redirect]:
    settings, ledger = library.settings, library.settings.ledger
    for standing in library.standings.values():
        if standing.state != "moved":
            continue
        there = _last(standing, library)
        resource = library.by_id.get(there)
        for lang in settings.languages:
            source = addresses.resource(settings, lang, standing.id)
            known = resource is None or lang in resource.texts or len(resource.texts) > 1
            to = lang if resource is None or known else resource.source_lang
            yield Redirect(source, addresses.resource(settings, to, there), "moved", to, ledger)


def _last(standing: Standing, library: Library) -> str:
    """Return the id at the end of a row of moves; of those that go in a circle, the next one."""
    seen = {standing.id}
    here = standing
    while here.state == "moved" and here.to is not None:
        following = library.standings.get(here.to)
        if following is None or following.id in seen:
            return standing.to or standing.id
        seen.add(following.id)
        here = following
    return here.id


def _one_language(library: Library) -> Iterator[Redirect]:
    """The address without a language leads to the one language that a resource has."""
    settings = library.settings
    default = settings.default_language
    for resource in library.resources:
        [lang, *others] = resource.texts
        if not others and lang != default:
            source = addresses.resource(settings, default, resource.id)
            target = addresses.resource(settings, lang, resource.id)
            yield Redirect(source, target, "language", lang, resource.source_text.path.as_posix())


def both_forms(source: str) -> Iterable[str]:
    """Return an address with and without its last slash, unless it is that of a file."""
    bare = source.rstrip("/")
    if "." in bare.rpartition("/")[2]:
        return (source,)
    return (f"{bare}/", bare)
