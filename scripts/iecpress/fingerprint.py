"""Files and facts in, one short name for all of them out: the same only if nothing changed."""

from __future__ import annotations

import hashlib
import os
import platform
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path

from iecpress.model import Library, Resource

PACKAGE = Path(__file__).parent
FROZEN = "versions"
"""A folder of this name holds what never changes, of which there may be gigabytes: it is not read to be named."""


def of_files(root: Path, folders: Iterable[Path]) -> str:
    """Return a SHA-256 over the names and bytes of every file in the folders (or the files themselves)."""
    digest = hashlib.sha256()
    for path in sorted(file for folder in folders for file in _files(folder)):
        name = os.path.relpath(path, root)
        if FROZEN in Path(name).parts and path.suffix != ".json":
            digest.update(f"{name}\0{path.stat().st_size}\0".encode())
            continue
        content = path.read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def of_words(*words: object) -> str:
    """Return a SHA-256 over some values, as they print, one after the other: all at once they take much memory."""
    digest = hashlib.sha256()
    for number, word in enumerate(map(str, words)):
        digest.update(f"\0{word}".encode() if number else word.encode())
    return digest.hexdigest()


@cache
def of_toolkit() -> str:
    """Return a name for this toolkit and everything installed beside it."""
    return of_words(of_files(PACKAGE, [PACKAGE]), platform.python_version(), *_installed())


def _installed() -> list[str]:
    """Return name and version of every package, as the folders in which its installer keeps its records are called.

    (PyPA, *Recording installed projects*.) Reading what is in them took longer than all our own files.
    """
    names: list[str] = []
    for folder in sys.path:
        with suppress(OSError):
            names += [path.name for path in Path(folder).iterdir()]
    return sorted(name for name in names if name.endswith((".dist-info", ".egg-info")))


def of_background(library: Library) -> str:
    """Return a name for what a resource's page or handout may show that is not its own.

    That is everything but the bodies and key points of the other texts: their titles and dates stand in
    lists, the contacts and words on every page.
    """
    cards = [
        replace(
            resource,
            releases=(),
            texts={
                lang: replace(text, body="", points=()) for lang, text in resource.texts.items()
            },
        )
        for resource in library.resources
    ]
    pages = [replace(page, body="") for page in library.pages]
    own = (library.settings, library.vocabulary, library.contacts, library.glossary)
    return of_words(of_look(library), *own, *cards, *pages)


def of_resource(library: Library, resource: Resource) -> str:
    """Return a name for everything in a resource's own folder, as it was when this was first asked."""
    noted = library.names.get(resource.id)
    if noted is None or noted[0] is not resource:
        pictures = [library.root / path for path in resource.pictures]
        noted = resource, of_words(resource, of_files(library.root, pictures))
        library.names[resource.id] = noted
    return noted[1]


def of_site(library: Library) -> str:
    """Return a name for everything in the site's folder that a build reads."""
    settings = library.settings
    names = [
        settings.pages,
        settings.vocabulary,
        settings.contacts,
        settings.glossary,
        settings.overrides,
        settings.ledger,
    ]
    names += [kind.folder for kind in settings.kinds]
    return of_files(library.root, [library.root / name for name in ("mkdocs.yml", *names)])


def of_frozen(library: Library) -> str:
    """Return a name for the state of all frozen files on this disk: it changes when one was touched."""
    folders = [release.folder for releases in library.archive.values() for release in releases]
    found = ((path, path.stat()) for folder in folders for path in _files(library.root / folder))
    return of_words(*sorted((path, at.st_size, at.st_mtime_ns, at.st_ino) for path, at in found))


def of_look(library: Library) -> str:
    """Return a name for what every page depends on: settings, templates, toolkit."""
    root = library.root
    site = of_files(root, [root / "mkdocs.yml", root / library.settings.overrides])
    return of_words(site, of_toolkit())


def _files(path: Path) -> Iterator[Path]:
    if path.is_file() and not path.is_symlink():
        yield path
        return
    for at, folders, names in os.walk(path):
        folders[:] = [name for name in folders if name != "__pycache__"]
        yield from (
            file for name in names if (file := Path(at, name)).is_file() and not file.is_symlink()
        )
