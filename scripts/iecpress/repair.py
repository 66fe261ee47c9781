"""A site with damaged frozen files and a copy of it in; the files restored, each proved by its hash, out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from iecpress import addresses
from iecpress.answers import Site
from iecpress.files import write_atomically
from iecpress.ledger import FrozenFile, Manifest, Standing, sha256
from iecpress.load.released import VERSIONS
from iecpress.model import Library, Release

Copy = Callable[["Wanted"], bytes | None]
"""Finds the bytes of a file in some copy, or returns None."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file that is missing or damaged.

    `size` is unknown for a manifest; `address` is where a site has the file, if it does.
    """

    path: Path
    """Relative to the site root."""
    sha256: str
    size: int | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class Repaired:
    """What was brought back, and what the copy does not have either."""

    restored: tuple[Path, ...]
    missing: tuple[Path, ...]


def repair(load: Callable[[], Library], copy: Copy) -> Repaired:
    """Bring back what is missing or damaged: first the manifests, which say what else must be there.

    Only bytes with the right hash are ever written, and only over those without it.
    """
    restored: list[Path] = []
    missing: list[Path] = []
    for wanted in (lost_manifests, damaged):
        library = load()
        for one in wanted(library):
            content = copy(one)
            if content is not None and not _belongs(library, one, content):
                continue
            (missing if content is None else restored).append(one.path)
            if content is not None:
                path = library.root / one.path
                path.parent.mkdir(parents=True, exist_ok=True)
                write_atomically(path, content, durable=True)
    return Repaired(tuple(restored), tuple(missing))


def lost_manifests(library: Library) -> list[Wanted]:
    """Return the manifests that the ledger names and no version folder has."""
    return [
        Wanted(place / name, digest)
        for standing in library.standings.values()
        if standing.state != "gone"
        for place, name, digest in _manifests(library, standing)
        if not _is(library.root / place / name, digest)
    ]


def damaged(library: Library) -> list[Wanted]:
    """Return the frozen files that are not as the manifests say."""
    return [
        Wanted(
            release.folder / name,
            file.sha256,
            file.bytes,
            _address(resource_id, release, name, file),
        )
        for resource_id, releases in library.archive.items()
        for release in releases
        for name, file in release.files.items()
        if not _is(library.root / release.folder / name, file.sha256)
    ]


def from_folder(folder: Path) -> Copy:
    """Find files in a clone, an old site or any other heap of files, wherever they lie in it."""
    by_size: dict[int, list[Path]] = {}
    manifests: list[Path] = []
    for at, _, names in os.walk(folder):
        for path in (Path(at, name) for name in names):
            if path.is_file() and not path.is_symlink():
                by_size.setdefault(path.stat().st_size, []).append(path)
                if path.name.startswith("manifest"):
                    manifests.append(path)

    def find(wanted: Wanted) -> bytes | None:
        places = manifests if wanted.size is None else by_size.get(wanted.size, [])
        return next(_with_hash(places, wanted.sha256), None)

    return find


def from_site(site: Site) -> Copy:
    """Find files on a published site: its handouts and pictures, which is all of a version that it serves."""

    def find(wanted: Wanted) -> bytes | None:
        answer = site.ask(wanted.address) if wanted.address else None
        return answer.content if answer and sha256(answer.content) == wanted.sha256 else None

    return find


def _with_hash(places: list[Path], digest: str) -> Iterator[bytes]:
    for path in places:
        try:
            content = path.read_bytes()
        except OSError:
            continue
        if sha256(content) == digest:
            yield content


def _manifests(library: Library, standing: Standing) -> Iterator[tuple[Path, str, str]]:
    """Yield folder, name and hash of each manifest of a resource."""
    resource = library.by_id.get(standing.id)
    known = library.archive.get(standing.id, ())
    folder = resource.folder if resource else known[0].folder.parent.parent if known else None
    events = (e for e in library.ledger.events if e.id == standing.id and e.manifest)
    for event in events:
        langs = "-".join(sorted(event.langs))
        name = f"manifest.{langs}.json" if event.what == "translated" else "manifest.json"
        for place in [folder] if folder else _anywhere(library, standing.id):
            yield place / VERSIONS / str(event.number), name, event.manifest or ""


def _anywhere(library: Library, resource_id: str) -> list[Path]:
    """Return where a resource may have been: nothing here says of which kind it was."""
    return [Path(kind.folder, resource_id) for kind in library.settings.kinds]


def _is(path: Path, digest: str) -> bool:
    try:
        return sha256(path.read_bytes()) == digest
    except OSError:
        return False


def _address(resource_id: str, release: Release, name: str, file: FrozenFile) -> str:
    if file.layout and file.lang:
        return addresses.handout(
            resource_id, release.version, file.lang, file.layout, grey=file.grey
        )
    return addresses.picture(resource_id, release.version, name) if name in release.pictures else ""


def _belongs(library: Library, wanted: Wanted, content: bytes) -> bool:
    """Whether a manifest is of the kind in whose folder it is looked for: a lost folder may have been any kind's."""
    if wanted.size is not None:
        return True
    try:
        kind = Manifest.model_validate_json(content).kind
    except ValidationError:
        return False
    folders = {one.folder for one in library.settings.kinds if one.id == kind}
    return wanted.path.parts[: len(Path(next(iter(folders), "")).parts)] in {
        Path(folder).parts for folder in folders
    }
