"""A folder's releases as values: what lies in each, which is served, and how one more is made of a site."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

CURRENT = "current"
"""The link that the web server serves."""
RELEASES = "releases"
FILLING = ".filling-"
TURNING = ".turning-"
NAME = re.compile(r"(?P<number>[0-9]{5,})-(?P<digest>[0-9a-f]{16})")
NO_LINK = (errno.EXDEV, errno.EMLINK, errno.EPERM, errno.ENOTSUP)

Contents = Mapping[str, str]
"""SHA-256 of each file by its path."""


@dataclass(frozen=True, slots=True, order=True)
class Release:
    """One folder with a whole site in it. The digest in its name is that of everything in it."""

    number: int
    digest: str

    @property
    def name(self) -> str:
        """Name of its folder."""
        return f"{self.number:05}-{self.digest}"


class Changed(Exception):
    """A file that is not what was copied; `path` says which."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


def contents(folder: Path) -> dict[str, str]:
    """Read every file of a site."""
    files = sorted(Path(at, name) for at, _, names in os.walk(folder) for name in names)
    return {path.relative_to(folder).as_posix(): _sha256(path) for path in files}


def digest(found: Contents) -> str:
    """Return a name for all files together."""
    lines = "".join(f"{sha256}  {path}\0" for path, sha256 in sorted(found.items()))
    return hashlib.sha256(lines.encode()).hexdigest()[:16]


def releases(folder: Path) -> list[Release]:
    """Return the releases that lie in `folder`, oldest first."""
    found = (NAME.fullmatch(path.name) for path in (folder / RELEASES).iterdir())
    return sorted(Release(int(name["number"]), name["digest"]) for name in found if name)


def current(folder: Path) -> Release | None:
    """Return the release that is served; None when nothing is."""
    try:
        name = NAME.fullmatch((folder / CURRENT).readlink().name)
    except FileNotFoundError:
        return None
    found = Release(int(name["number"]), name["digest"]) if name else None
    return found if found in releases(folder) else None


def place(folder: Path, release: Release) -> Path:
    """Return the folder of a release."""
    return folder / RELEASES / release.name


def tidy(folder: Path, keep: int | None = None) -> None:
    """Remove what was begun and never served, what was taken back, and all but the last `keep` releases.

    What cannot be removed stays for the next time: it harms nobody.
    """
    for left in [*folder.glob(f"{TURNING}*"), *(folder / RELEASES).glob(f"{FILLING}*")]:
        _remove(left)
    served = current(folder)
    if served is None:
        return
    known = releases(folder)
    once_served = [release for release in known if release <= served]
    kept = once_served[-keep:] if keep else once_served
    for release in known:
        if release not in kept:
            _remove(place(folder, release))


def forget(folder: Path, unwanted: Callable[[Path], bool]) -> None:
    """Remove every release but the served one that holds what nobody may read any more."""
    served = current(folder)
    for release in releases(folder):
        if release != served and unwanted(place(folder, release)):
            _remove(place(folder, release))


def fill(site: Path, wanted: Contents, folder: Path, alive: Callable[[], None]) -> Path:
    """Copy a site beside the releases, and prove that it is what was `wanted`. Raises Changed.

    A file that the served release has already is shared with it: a second name takes no room, and what
    a browser has kept of it stays valid.
    """
    served = current(folder)
    before = place(folder, served) if served else None
    made = folder / RELEASES / f"{FILLING}{digest(wanted)}"
    made.mkdir()
    for path, sha256 in wanted.items():
        alive()
        target = made / path
        target.parent.mkdir(parents=True, exist_ok=True)
        old = before / path if before else None
        if old is None or not _shared(old, sha256, target):
            _copy(site / path, target)
    _prove(made, wanted)
    for at, _, _ in os.walk(made, topdown=False):
        Path(at).chmod(0o755)
        _settle(Path(at))
    return made


def serve(folder: Path, release: Release) -> None:
    """Turn the link to a release: whoever asks gets a page of the old one until then, and of this one after."""
    new = folder / f"{TURNING}{release.name}"
    new.unlink(missing_ok=True)
    new.symlink_to(Path(RELEASES, release.name))
    new.replace(folder / CURRENT)
    _settle(folder)


def settle(made: Path, folder: Path, release: Release) -> None:
    """Give a folder that is filled the name of a release."""
    made.rename(place(folder, release))
    _settle(folder / RELEASES)


def _prove(folder: Path, wanted: Contents) -> None:
    found = contents(folder)
    for path in sorted({*wanted, *found}):
        if found.get(path) != wanted.get(path):
            raise Changed(path)


def _shared(old: Path, sha256: str, target: Path) -> bool:
    """Give a file of the served release a second name, if it is the same."""
    try:
        if _sha256(old) != sha256:
            return False
    except OSError:
        return False
    try:
        target.hardlink_to(old)
    except OSError as error:
        if error.errno in NO_LINK:
            return False
        raise
    return True


def _copy(source: Path, target: Path) -> None:
    with source.open("rb") as read, target.open("xb") as written:
        shutil.copyfileobj(read, written)
        written.flush()
        os.fsync(written.fileno())
    target.chmod(0o644)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _settle(folder: Path) -> None:
    """Have the names in a folder on the disk when this returns."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove(path: Path) -> None:
    if path.is_symlink():
        with suppress(OSError):
            path.unlink()
    else:
        shutil.rmtree(path, ignore_errors=True)
