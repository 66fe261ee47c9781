"""Pages in, a plain MkDocs source tree out: one small Markdown file a page, in a folder per language.

Only what changed is written, so that the time of a file says whether its page must be made again.
Nothing in the tree is particular to one generator: front matter, and HTML that is valid Markdown.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from iecpress import addresses
from iecpress.files import write_atomically
from iecpress.model import Library
from iecpress.pages import Page
from iecpress.settings import Settings

KEYS = "stage-keys.json"
"""Lies beside the stage: what each page was made from, so that an unchanged one is not rendered again."""


@dataclass(frozen=True, slots=True)
class Staged:
    """What writing the stage did. `removed` are the files, relative to the built site, that must go."""

    written: int
    unchanged: int
    removed: tuple[Path, ...]


def stage(library: Library, pages: Iterable[Page], folder: Path) -> Staged:
    """Make `folder` hold exactly these pages and the pictures that lie beside the library's texts."""
    folder.mkdir(parents=True, exist_ok=True)
    before = {Path(at, name) for at, _, names in os.walk(folder) for name in names}
    known = _keys(folder.with_name(KEYS))
    keys: dict[str, str] = {}
    wanted: set[Path] = set()
    written = 0
    for page in pages:
        path = folder / page.file
        wanted.add(path)
        keys[page.file] = page.key
        if not (page.key and known.get(page.file) == page.key and path in before):
            written += _write(path, _content(page), there=path in before)
    for inner, picture in _pictures(library).items():
        wanted.add(folder / inner)
        written += _write(folder / inner, picture.read_bytes(), there=folder / inner in before)
    stale = before - wanted
    for path in stale:
        path.unlink()
    write_atomically(folder.with_name(KEYS), json.dumps(keys).encode())
    removed = tuple(sorted(_built(library.settings, path.relative_to(folder)) for path in stale))
    return Staged(written, len(wanted) - written, removed)


def _keys(path: Path) -> Mapping[str, str]:
    try:
        found: dict[str, str] = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return found


def _write(path: Path, content: bytes, *, there: bool) -> bool:
    """Write a file unless it holds just that; its time then still says when it changed."""
    if there and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(path, content)
    return True


def _built(settings: Settings, staged: Path) -> Path:
    """Where MkDocs and the i18n plugin put what they make of a staged file."""
    lang, *inner = staged.with_suffix(".html").parts if staged.suffix == ".md" else staged.parts
    return Path(*inner) if lang == settings.default_language else Path(lang, *inner)


def _content(page: Page) -> bytes:
    front = yaml.dump(
        page.front_matter(),
        Dumper=yaml.CSafeDumper,
        allow_unicode=True,
        sort_keys=True,
        width=10_000,
    )
    return f"---\n{front}---\n\n{page.html}\n".encode()


def _pictures(library: Library) -> Mapping[Path, Path]:
    """Every picture by where it goes: a resource's once, in the default language's tree, a page's beside it."""
    tree = Path(library.settings.default_language)
    pages = Path(library.settings.pages)
    found = {path.relative_to(pages): library.root / path for path in library.pictures}
    for resource in library.resources:
        for picture in resource.pictures:
            address = addresses.picture(resource.id, resource.version, picture.name)
            found[tree / address.removeprefix("/")] = library.root / picture
    return found
