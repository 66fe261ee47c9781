"""A built site in, one file per language with all of it to carry away out: to be opened from a disk or a USB stick."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

from iecpress import addresses
from iecpress.model import Library
from iecpress.offline.carrying import START, Carried, carried
from iecpress.pages import Page
from iecpress.zipped import write_zip

MEGABYTE = 1_000_000
TEXT = (".html", ".css", ".js", ".json", ".svg")
"""What becomes smaller when it is packed."""
ELSEWHERE = '<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0; url={0}"><a href="{0}">{0}</a>'


def write_offline(library: Library, pages: Sequence[Page], folder: Path) -> None:
    """Put a ZIP of every language's pages and handouts into the built site in `folder`. Raises OSError."""
    for lang in library.settings.languages:
        path = folder / addresses.offline(lang).removeprefix("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        write_language(of_language(library, pages, folder, lang), newest(library), path)


def of_language(library: Library, pages: Sequence[Page], folder: Path, lang: str) -> Carried:
    """Decide what of the built site in `folder` is carried away in one language.

    Handouts that would make it larger than the limit stay on the web, and the links lead there.
    """
    own = [page.address for page in pages if page.lang == lang and not _past(page.address)]
    own.sort(key=addresses.home(library.settings, lang).__ne__)
    base_url, most = library.settings.base_url, library.settings.limits.offline_mb * MEGABYTE
    site = carried(folder, base_url, own)
    return site if site.size <= most else carried(folder, base_url, own, without=(".pdf",))


def write_language(site: Carried, day: dt.date, path: Path) -> None:
    """Write a ZIP of the site of one language. Raises OSError."""
    with path.open("wb") as file:
        write_zip(file, _contents(site, path.stem), day, packed=TEXT)


def newest(library: Library) -> dt.date:
    """Return the day of the newest text, which is the day of what is made of all of them."""
    return max((resource.date for resource in library.resources), default=dt.date.min)


def _past(address: str) -> bool:
    """Whether it lies below a resource's own page: whoever asks for a version wants what the web says of it now."""
    _, found, below = address.partition("/r/")
    return bool(found) and below.count("/") > 1


def _contents(site: Carried, top: str) -> Iterator[tuple[str, bytes]]:
    """Yield the files in one folder, so that they do not spill over somebody's disk."""
    if site.home != START:
        yield f"{top}/{START}", ELSEWHERE.format(site.home).encode()
    for name in site.sizes:
        yield f"{top}/{site.called(name)}", site.read(name)
