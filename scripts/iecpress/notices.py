"""What was withdrawn or is gone in; the files that say so at its old addresses out."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image

from iecpress import addresses, fingerprint
from iecpress.files import write_atomically
from iecpress.findings import Finding
from iecpress.handouts import Handout
from iecpress.handouts.binding import Book, Cover, bind, covers
from iecpress.handouts.cache import Cache, Kept
from iecpress.handouts.records import Job, Leaf, Problem
from iecpress.languages import language
from iecpress.ledger import Standing
from iecpress.links import PICTURE_SUFFIXES
from iecpress.model import Library, Resource, Text
from iecpress.settings import Kind

LAYOUT = "notice"
SHELF = "notices"
FORMAT = 1
"""Raised when the way of putting a notice before a handout changes in a way that no file shows."""
GREY = (127, 127, 127)


@dataclass(frozen=True, slots=True)
class Notice:
    """What a page of paper says of a resource that was withdrawn or is gone."""

    state: str
    since: dt.date
    reason: str
    citation: str
    versions: tuple[tuple[str, dt.date], ...]
    instead: str = ""
    """The full address of what to read now."""
    instead_title: str = ""
    help: str = ""
    """The full address of the page of contacts."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What is still known of a resource."""

    kind: Mapping[str, str]
    titles: Mapping[str, str]
    authors: tuple[str, ...]
    dates: Mapping[str, dt.date]


def with_notices(
    library: Library, handouts: Sequence[Handout], cache: Path, executor: Executor
) -> tuple[list[Handout], list[Finding]]:
    """Put a notice before each handout of a withdrawn resource; the others stay as they are.

    One that no other page can be bound to, such as a booklet for the printer, is its notice alone.
    """
    withdrawn = [h for h in handouts if library.is_withdrawn(h.resource_id)]
    places = list(dict.fromkeys((h.resource_id, h.lang) for h in withdrawn))
    drawn, findings = _drawn(library, places, cache, executor)
    bound: dict[int, Handout] = {}
    for handout in withdrawn:
        notice = drawn.get((handout.resource_id, handout.lang))
        if notice:
            bound[id(handout)] = _bound(handout, notice, Cache(cache, SHELF), executor)
    return [bound.get(id(handout), handout) for handout in handouts], findings


def tombstones(
    library: Library, cache: Path, executor: Executor
) -> tuple[dict[str, Path], list[Finding]]:
    """Return a file for each address at which a handout or a picture of what is gone used to be."""
    gone = [standing for standing in library.standings.values() if standing.state == "gone"]
    papers = {
        address: (standing.id, _lang_of(library, standing.id, address))
        for standing in gone
        for address in standing.addresses
        if address.endswith(".pdf")
    }
    drawn, findings = _drawn(library, list(dict.fromkeys(papers.values())), cache, executor)
    files = {address: drawn[place].path for address, place in papers.items() if place in drawn}
    for standing in gone:
        for address in standing.addresses:
            if address.lower().endswith(PICTURE_SUFFIXES):
                files[address] = _blank(Path(address).suffix.lower(), cache)
    return files, findings


def _drawn(
    library: Library, places: Sequence[tuple[str, str]], cache: Path, executor: Executor
) -> tuple[dict[tuple[str, str], Kept], list[Finding]]:
    """Draw the notice of each resource in each language, or find it in the cache."""
    asked = [_cover(library, library.standings[name], lang) for name, lang in places]
    made = covers(library, asked, cache, executor)
    drawn: dict[tuple[str, str], Kept] = {}
    findings = []
    for (name, lang), result in zip(places, made, strict=True):
        if isinstance(result, Kept):
            drawn[name, lang] = result
        else:
            findings.append(_not_made(library, name, lang, result))
    return drawn, findings


def _not_made(library: Library, name: str, lang: str, problem: Problem) -> Finding:
    values = {"id": name, "lang": lang, "problem": problem.detail or problem.kind}
    return Finding("L114", library.settings.ledger, 0, values)


def _bound(handout: Handout, notice: Kept, kept: Cache, executor: Executor) -> Handout:
    name = fingerprint.of_words(FORMAT, notice.sha256, handout.sha256)
    found = kept.get(name)
    if found is None:
        leaf = Leaf(str(handout.path), handout.path.stem)
        [printed] = bind([Book(notice.path, (leaf,), fronts=False)], executor)
        found = notice if printed.problems else kept.put(name, printed)
    return replace(
        handout, path=found.path, size=found.size, sha256=found.sha256, pages=found.pages
    )


def _cover(library: Library, standing: Standing, lang: str) -> Cover:
    known = _known(library, standing)
    settings, say = library.settings, language(lang).say
    title = known.titles.get(lang) or next(iter(known.titles.values()), standing.id)
    text = Text(lang, Path(settings.ledger), title, say(f"notice-{standing.state}"), "", 1)
    resource = Resource(
        id=standing.id,
        kind=Kind(id="notice", folder="notices", names=dict(known.kind), plural=dict(known.kind)),
        folder=Path(settings.ledger).parent,
        source_lang=lang,
        texts={lang: text},
        version=standing.latest,
        date=standing.since,
        authors=known.authors,
        licence="",
    )
    notice = _notice(library, standing, known, lang, title)
    return Cover(Job(resource, text, LAYOUT), {"notice": notice})


def _notice(library: Library, standing: Standing, known: _Known, lang: str, title: str) -> Notice:
    settings, own = library.settings, language(lang)
    instead = library.by_id.get(standing.to or "")
    named = instead and instead.texts.get(lang, instead.source_text)
    day = known.dates.get(str(standing.latest), standing.since)
    name = settings.identity.name
    citation = own.say(
        "page-citation",
        authors=own.list_separator.join(known.authors),
        year=own.number(str(day.year)),
        title=title,
        version=own.number(str(standing.latest)),
        publisher=name.get(lang) or next(iter(name.values())),
        address=settings.base_url
        + addresses.resource(settings, lang, standing.id, standing.latest),
    )
    help_page = next((page.name for page in library.pages if page.layout == "help"), "")
    return Notice(
        state=standing.state,
        since=standing.since,
        reason=standing.reason.get(lang) or next(iter(standing.reason.values()), ""),
        citation=citation,
        versions=tuple(known.dates.items()),
        instead=settings.base_url + addresses.resource(settings, lang, instead.id)
        if instead
        else "",
        instead_title=named.title if named else "",
        help=settings.base_url + addresses.site_page(settings, lang, help_page)
        if help_page
        else "",
    )


def _known(library: Library, standing: Standing) -> _Known:
    stone = standing.tombstone
    kinds = {kind.id: kind.names for kind in library.settings.kinds}
    releases = library.archive.get(standing.id, ())
    if stone:
        kind, titles, authors, dates = stone.kind, stone.titles, stone.authors, stone.dates
    else:
        titles = {lang: text.title for release in releases for lang, text in release.texts.items()}
        dates = {str(release.version): release.date for release in releases}
        authors = releases[-1].authors if releases else ()
        kind = releases[-1].kind if releases else ""
    names = kinds.get(kind) or dict.fromkeys(library.settings.languages, kind)
    return _Known(names, titles, tuple(authors), dates)


def _lang_of(library: Library, name: str, address: str) -> str:
    """Return the language of a handout, by its address."""
    languages = sorted(library.settings.languages, key=lambda lang: -len(lang))
    for lang in languages:
        pattern = rf"{re.escape(name)}(-[0-9]+\.[0-9]+)?-{re.escape(lang)}(-[a-z0-9-]+)?\.pdf"
        if re.fullmatch(pattern, Path(address).name):
            return lang
    return library.settings.default_language


def _blank(suffix: str, cache: Path) -> Path:
    """Return a picture of nothing in the format that an address promises."""
    path = cache / SHELF / f"blank{suffix}"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, _drawn_blank(suffix))
    return path


def _drawn_blank(suffix: str) -> bytes:
    if suffix == ".svg":
        return (
            b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><title>-</title></svg>\n'
        )
    out = io.BytesIO()
    Image.new("RGB", (1, 1), GREY).save(out, Image.registered_extensions()[suffix])
    return out.getvalue()


def gone_ids(library: Library) -> Iterator[str]:
    """Yield the id of every resource whose words were removed."""
    return (name for name, one in library.standings.items() if one.state == "gone")
