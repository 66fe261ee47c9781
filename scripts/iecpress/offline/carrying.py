"""Pages of a built site in; they and what they show, with links that hold away from the web, out."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from iecpress import addresses
from iecpress.links import PICTURE_SUFFIXES

LINK = re.compile(r'(?<=[\s"])(href|src|action)="([^"]*)"')
"""An attribute as the theme and the page templates write it: always in double quotes."""
CHOICE = re.compile(r'(?<=[\s"])srcset="([^"]*)"')
"""The same of one that names several files, each with its width: the browser chooses."""
START = "index.html"
IN_STYLE = re.compile(r'url\("([^")]*)"\)')
SAVED_AS = re.compile(r'href="([^"]*)" download="([^"]+)"')
"""A file that says in its name what it is about, and the name under which the page has it saved instead."""
SHOWN = (".css", ".js", ".json", *PICTURE_SUFFIXES, ".woff2", ".pdf")
SEARCH = "search"
TOO_MUCH = ("packs/", "offline/")
"""Folders of files that hold the others once more."""


@dataclass(frozen=True, slots=True)
class Carried:
    """Some files of a built site, by their names in it."""

    folder: Path
    base_url: str
    home: str
    """The name of the page to begin with."""
    sizes: Mapping[str, int]
    """Size in bytes by name, in the order of the names."""
    renamed: Mapping[str, str] = field(default_factory=dict)
    """What a discreet file is called here, by its name in the site."""

    @property
    def size(self) -> int:
        """How many bytes all of them have, before anything is packed."""
        return sum(self.sizes.values())

    def called(self, name: str) -> str:
        """Return what a file is called when it is carried away."""
        return self.renamed.get(name, name)

    def read(self, name: str) -> bytes:
        """Return a file. In a page, a link to what is not carried leads to the site on the web."""
        content = (self.folder / name).read_bytes()
        return self._led(name, content.decode()).encode() if name.endswith(".html") else content

    def _led(self, name: str, page: str) -> str:
        def led(link: re.Match[str]) -> str:
            return f'{link[1]}="{self._way(name, link[2])}"'

        def chosen(choice: re.Match[str]) -> str:
            candidates = (one.split() for one in choice[1].split(","))
            ways = (f"{self._way(name, link)} {width}" for link, width in candidates)
            return f'srcset="{", ".join(ways)}"'

        return CHOICE.sub(chosen, LINK.sub(led, page))

    def _way(self, name: str, written: str) -> str:
        """Return a link in the page `name`, as written in its HTML, so that it holds here."""
        target = resolved(name, html.unescape(written))
        if target is None:
            return written
        there, rest = target
        if there in self.sizes:
            way = quote(posixpath.relpath(self.called(there), posixpath.dirname(name)))
        else:
            way = f"{self.base_url}/{quote(there.removesuffix(START))}"
        return html.escape(way + rest)


def carried(
    folder: Path, base_url: str, pages: Sequence[str], *, without: tuple[str, ...] = ()
) -> Carried:
    """Return the pages at these addresses, the home page first, with every file that they link to or show.

    The search goes with them, whose files no page names. Other pages are not carried, nor are files that end as
    `without` says.
    """
    found = [address.removeprefix("/") + START for address in pages]
    names = {path.relative_to(folder).as_posix() for path in (folder / SEARCH).rglob("*.js")}
    names.update(found)
    renamed: dict[str, str] = {}
    for name in found:
        page = (folder / name).read_text("utf-8")
        names.update(_files(folder, name, _written(page), tuple(set(SHOWN) - set(without))))
        renamed.update(_renamed(name, page))
    for name in [name for name in names if name.endswith(".css")]:
        style = (folder / name).read_text("utf-8")
        names.update(_files(folder, name, IN_STYLE.findall(style), SHOWN))
    # No page names the files of the search; its script asks for them.
    search = (folder / addresses.SEARCH.strip("/")).rglob("*.js")
    names.update(path.relative_to(folder).as_posix() for path in search)
    sizes = {name: (folder / name).stat().st_size for name in sorted(names)}
    return Carried(folder, base_url, found[0], sizes, renamed)


def _renamed(name: str, page: str) -> Iterator[tuple[str, str]]:
    for written, called in SAVED_AS.findall(page):
        if target := resolved(name, html.unescape(written)):
            yield target[0], posixpath.join(posixpath.dirname(target[0]), called)


def _files(
    folder: Path, name: str, links: Iterable[str], endings: tuple[str, ...]
) -> Iterator[str]:
    """Yield the files of the site among the links that stand in the file `name`."""
    for written in links:
        target = resolved(name, html.unescape(written))
        file = target[0] if target else ""
        carried = file.lower().endswith(endings) and not file.startswith(TOO_MUCH)
        if carried and (folder / file).is_file():
            yield file


def _written(page: str) -> Iterator[str]:
    """Yield every link and every picture that a page names, as they are written in its HTML."""
    yield from (written for _, written in LINK.findall(page))
    for choice in CHOICE.findall(page):
        yield from (candidate.split()[0] for candidate in choice.split(","))


def resolved(name: str, link: str) -> tuple[str, str] | None:
    """Return the file that a link in the page `name` leads to, and the rest of the link; None for another place's."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc or not parts.path:
        return None
    path = posixpath.normpath(posixpath.join("/", posixpath.dirname(name), unquote(parts.path)))
    file = path.lstrip("/")
    if parts.path.endswith(("/", ".")):
        file = posixpath.join(file, START) if file else START
    query, fragment = (f"?{parts.query}" if parts.query else ""), link.partition("#")[1:]
    return file, query + "".join(fragment)
