"""Library in; each picture of its texts and pages in the sizes and formats that a browser is offered, out.

They are made from the picture as it lies there, frozen or not, whenever the cache does not hold them. No promise
is made about them: their addresses are names of their content, and change with it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from iecpress import addresses, fingerprint
from iecpress.check.images import FORMATS
from iecpress.files import write_atomically
from iecpress.findings import Finding
from iecpress.ledger import sha256
from iecpress.model import Library
from iecpress.progress import Watcher
from iecpress.renditions.encoding import PLAIN, Encoded, Recoded, encoders, recoded

SHELF = "renditions"
FORMAT = 1
"""Raised when the way of making them changes in a way that no setting of the encoders shows."""
NAME = 20
"""Letters of a digest that name a picture: enough that no two of a site are the same."""


@dataclass(frozen=True, slots=True)
class Form:
    """A picture in one size and format: where it answers, and the file that is there."""

    address: str
    path: Path
    width: int
    size: int
    """In bytes."""


@dataclass(frozen=True, slots=True)
class Rendition:
    """A picture as pages show it. Without `sources` it is shown as it is."""

    width: int
    height: int
    sources: tuple[tuple[Form, ...], ...]
    """One entry a format, the lightest format first; of each the sizes, the narrowest first."""
    plain: Form | None
    """For a browser that knows none of these formats; None where the picture itself serves."""

    @property
    def forms(self) -> tuple[Form, ...]:
        """All the files that were made of it."""
        made = [form for source in self.sources for form in source]
        return (*made, self.plain) if self.plain else tuple(made)

    @property
    def saved(self) -> Form | None:
        """The one that is saved on a telephone to be read offline, in the format that most of them know."""
        if not self.sources:
            return self.plain
        known = self.sources[-1]
        return next((form for form in known if form.width >= PLAIN), known[-1])


Renditions = Mapping[Path, Rendition]
"""By the path of the picture, relative to the root."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A picture and the name of what is made of it."""

    picture: Path
    path: Path
    name: str


def renditions(
    library: Library, cache: Path, executor: Executor, watcher: Watcher
) -> tuple[dict[Path, Rendition], list[Finding]]:
    """Return how each picture that is made of points is offered, and a finding for each that cannot be made anew.

    Only those are made that the cache does not hold; it then holds no others. Raises OSError.
    """
    shelf = cache / SHELF
    wanted = list(_wanted(library))
    known = {one.name: _recalled(shelf, one.name) for one in wanted}
    missing = list({one.name: one for one in wanted if known[one.name] is None}.values())
    findings = []
    if missing:
        watcher.stage("Making the pictures smaller")
        watcher.steps(len(missing))
        shelf.mkdir(parents=True, exist_ok=True)
    for one, making in zip(missing, _started(missing, executor), strict=True):
        try:
            known[one.name] = _kept(shelf, one.name, making.result())
        except Exception as error:  # noqa: BLE001 - an encoder fails in whatever way it likes
            values = {"problem": str(error) or type(error).__name__}
            findings.append(Finding("G108", one.picture.as_posix(), 0, values))
        watcher.step()
    _tidy(shelf, known)
    found = ((one.picture, known[one.name]) for one in wanted)
    return {picture: made for picture, made in found if made}, findings


def _wanted(library: Library) -> Iterator[_Wanted]:
    made_with = fingerprint.of_words(FORMAT, encoders())
    for picture, digest in _pictures(library):
        if picture.suffix.lower() in FORMATS:
            name = fingerprint.of_words(made_with, picture.suffix.lower(), digest)[:NAME]
            yield _Wanted(picture, library.root / picture, name)


def _pictures(library: Library) -> Iterator[tuple[Path, str]]:
    """Yield each picture that a page may show, relative to the root, and its SHA-256."""
    written = (picture for resource in library.resources for picture in resource.pictures)
    for picture in (*written, *library.pictures):
        yield picture, sha256((library.root / picture).read_bytes())
    for releases in library.archive.values():
        for release in releases:
            for name in release.pictures:
                yield release.folder / name, release.files[name].sha256


def _started(wanted: Sequence[_Wanted], executor: Executor) -> list[Future[Recoded]]:
    return [executor.submit(_read_and_recoded, one.path) for one in wanted]


def _read_and_recoded(path: Path) -> Recoded:
    return recoded(path.read_bytes(), path.suffix)


def _kept(shelf: Path, name: str, made: Recoded) -> Rendition:
    """Put the files on the shelf, and last what says that all of them are there."""
    sources = [[_note(shelf, name, one) for one in source] for source in made.sources]
    plain = _note(shelf, name, made.plain, alone=True) if made.plain else None
    note = {"width": made.width, "height": made.height, "sources": sources, "plain": plain}
    write_atomically(shelf / f"{name}.json", json.dumps(note).encode())
    return _rendition(shelf, note)


def _note(shelf: Path, name: str, one: Encoded, *, alone: bool = False) -> dict[str, Any]:
    file = f"{name}{one.suffix}" if alone else f"{name}-{one.width}{one.suffix}"
    write_atomically(shelf / file, one.content)
    return {"file": file, "width": one.width, "size": len(one.content)}


def _recalled(shelf: Path, name: str) -> Rendition | None:
    """Return what the shelf holds of a picture; None where something of it is missing."""
    try:
        made = _rendition(shelf, json.loads((shelf / f"{name}.json").read_bytes()))
        whole = all(form.path.stat().st_size == form.size for form in made.forms)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return made if whole else None


def _rendition(shelf: Path, note: Mapping[str, Any]) -> Rendition:
    def form(one: Mapping[str, Any]) -> Form:
        file = str(one["file"])
        return Form(addresses.rendition(file), shelf / file, one["width"], one["size"])

    return Rendition(
        width=note["width"],
        height=note["height"],
        sources=tuple(tuple(map(form, source)) for source in note["sources"]),
        plain=form(note["plain"]) if note["plain"] else None,
    )


def _tidy(shelf: Path, known: Mapping[str, Rendition | None]) -> None:
    used = {form.path for made in known.values() if made for form in made.forms}
    used |= {shelf / f"{name}.json" for name, made in known.items() if made}
    for path in shelf.glob("*"):
        if path not in used:
            path.unlink(missing_ok=True)
