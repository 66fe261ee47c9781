"""Library in, the pictures that stand for its texts where people share them out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import astuple, dataclass
from pathlib import Path

import PIL

from iecpress import addresses, fingerprint
from iecpress.files import write_atomically
from iecpress.fonts import font_files
from iecpress.languages import language
from iecpress.model import Contact, Library, Resource, Text
from iecpress.sharing.drawing import LINK, STATUS, Shape, Wording, draw

FORMAT = 1
"""Raised when the way of drawing changes."""
SHAPES = {addresses.FOR_LINK: LINK, addresses.FOR_STATUS: STATUS}
SHELF = "pictures"
FEW = 6
"""So many are drawn here and now: a worker takes longer to wake up than they take to draw."""
CALLS = 2
"""How many numbers a status has room for."""


@dataclass(frozen=True, slots=True)
class SharePicture:
    """A finished picture and where it answers."""

    address: str
    path: Path


@dataclass(frozen=True, slots=True)
class _Wanted:
    address: str
    path: Path
    wording: Wording
    shape: Shape


def share_pictures(library: Library, cache: Path, executor: Executor) -> list[SharePicture]:
    """Return a picture for links and one for a status of every text, and one for links of each language's site.

    Only those are drawn that the cache does not hold; it then holds no others. Raises OSError.
    """
    colours = library.settings.identity.colours
    wanted = list(_wanted(library, cache / SHELF))
    missing = [one for one in wanted if not one.path.exists()]
    for one, png in zip(
        missing, _drawn(missing, colours.brand, colours.accent, executor), strict=True
    ):
        one.path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(one.path, png)
    used = {one.path for one in wanted}
    for path in (cache / SHELF).glob("*"):
        if path not in used:
            path.unlink(missing_ok=True)
    return [SharePicture(one.address, one.path) for one in wanted]


def _drawn(wanted: list[_Wanted], brand: str, accent: str, executor: Executor) -> Iterator[bytes]:
    if len(wanted) <= FEW:
        return (draw(one.wording, one.shape, brand, accent) for one in wanted)
    drawing = [executor.submit(draw, one.wording, one.shape, brand, accent) for one in wanted]
    return (future.result() for future in drawing)


def _wanted(library: Library, shelf: Path) -> Iterator[_Wanted]:
    look = fingerprint.of_words(
        FORMAT,
        PIL.__version__,
        library.settings.identity.colours,
        fingerprint.of_files(Path("/"), [font.path for font in font_files()]),
    )
    wordings = [*_of_site(library), *_of_texts(library)]
    for address, wording, shape in wordings:
        name = fingerprint.of_words(look, *astuple(wording), *astuple(shape))
        yield _Wanted(address, shelf / f"{name}.png", wording, shape)


def _of_site(library: Library) -> Iterator[tuple[str, Wording, Shape]]:
    identity = library.settings.identity
    for lang in library.settings.languages:
        name = _in(identity.name, lang)
        wording = Wording(lang, name, _in(identity.tagline, lang), (), "", name, _host(library))
        yield addresses.share_picture(None, lang, addresses.FOR_LINK), wording, LINK


def _of_texts(library: Library) -> Iterator[tuple[str, Wording, Shape]]:
    shown = ((r, t) for r, t in library.texts() if not r.discreet)
    for resource, text in shown:
        wording = _wording(library, resource, text)
        for purpose, shape in SHAPES.items():
            yield addresses.share_picture(resource.id, text.lang, purpose), wording, shape


def _wording(library: Library, resource: Resource, text: Text) -> Wording:
    lang = text.lang
    latest = addresses.resource(library.settings, lang, resource.id)
    return Wording(
        lang=lang,
        kind=_in(resource.kind.names, lang),
        title=text.title,
        lines=text.points or (text.summary,),
        calls=_calls(lang, library.contacts_for(resource)),
        organisation=_in(library.settings.identity.name, lang),
        address=f"{_host(library)}{latest.rstrip('/')}",
    )


def _calls(lang: str, contacts: tuple[Contact, ...]) -> str:
    """Name the numbers that are to be called at once, as they are dialled."""
    urgent = [contact for contact in contacts if contact.urgent and contact.numbers][:CALLS]
    names = [f"{_in(one.names, lang)}: {one.numbers[0].number}" for one in urgent]
    return language(lang).list_separator.join(names)


def _host(library: Library) -> str:
    return library.settings.base_url.partition("//")[2]


def _in(texts: Mapping[str, str], lang: str) -> str:
    return texts.get(lang) or next(iter(texts.values()))
