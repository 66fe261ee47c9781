"""A folder beside the site in, the site out: whatever fails before the swap leaves the old one whole."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager, suppress
from pathlib import Path

RENAME_EXCHANGE = 2
AT_FDCWD = -100
BESIDE = ".{name}.building-"


@contextmanager
def new_site(site: Path, before: Path | None = None) -> Iterator[Path]:
    """Give a folder beside `site`; when the block ends well, it takes the site's place at once.

    When the block fails the folder is removed and `site` is as it was. Folders that a killed build
    left behind are removed first.

    The old site is kept as `before`, where it can be moved there, and the next time it is what the folder
    holds at first, without symbolic links, so that most of it need not be written again. Otherwise the folder is empty.
    """
    site.parent.mkdir(parents=True, exist_ok=True)
    prefix = BESIDE.format(name=site.name)
    for left in site.parent.glob(f"{prefix}*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=site.parent))
    try:
        _move(before, folder)
        _unlink_all(folder)
        folder.chmod(0o755)
        yield folder
        swap(folder, site)
        _move(folder, before)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _move(folder: Path | None, to: Path | None) -> None:
    """Give a folder another name, unless one of the two is missing or they lie on different disks."""
    if folder is not None and to is not None:
        with suppress(OSError):
            folder.rename(to)


def _unlink_all(folder: Path) -> None:
    """Remove the symbolic links that somebody put there: nothing is to be written to where they lead."""
    for at, folders, names in os.walk(folder):
        for path in (Path(at, name) for name in (*folders, *names)):
            if path.is_symlink():
                path.unlink()


def swap(new: Path, site: Path) -> None:
    """Put `new` where `site` is; what was there is then in `new`. Atomic where the system can exchange two names."""
    if not os.path.lexists(site):
        new.rename(site)
        return
    if site.is_symlink() or not site.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, "is not a folder", str(site))
    if _exchange(new, site):
        return
    old = new.with_name(new.name + ".old")
    site.rename(old)
    try:
        new.rename(site)
    except OSError:
        old.rename(site)
        raise
    old.rename(new)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two names in one step (Linux renameat2(2), RENAME_EXCHANGE). False where that cannot be done."""
    if not sys.platform.startswith("linux"):
        return False
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    names = os.fsencode(one), os.fsencode(other)
    if renameat2(AT_FDCWD, names[0], AT_FDCWD, names[1], RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.EINVAL, errno.ENOSYS):
        return False
    raise OSError(code, os.strerror(code), str(other))


def mirror(
    source: Path, folder: Path, *, without: str, beside: AbstractSet[str] = frozenset()
) -> None:
    """Make `folder` hold the files of `source`, byte for byte; files named `without` are left out.

    What it holds already is read and, where it is the same, left as it is. Of other files only those `beside`
    are left, by their paths, and the folders where they lie: somebody may be writing them at this moment.
    """
    wanted = {
        Path(at, name).relative_to(source)
        for at, _, names in os.walk(source)
        for name in names
        if name != without
    }
    left = wanted.union(map(Path, beside))
    lain_in = {parent for path in left for parent in path.parents}
    for at, folders, names in os.walk(folder, topdown=False):
        for path in (Path(at, name) for name in (*folders, *names)):
            if path.is_symlink() or (path.is_file() and path.relative_to(folder) not in left):
                path.unlink()
            elif not path.is_file() and path.relative_to(folder) not in lain_in:
                with suppress(OSError):  # it holds something
                    path.rmdir()
    for inner in sorted(wanted):
        if not _same(source / inner, folder / inner):
            (folder / inner).parent.mkdir(parents=True, exist_ok=True)
            (folder / inner).unlink(missing_ok=True)
            shutil.copy2(source / inner, folder / inner)


def _same(source: Path, file: Path) -> bool:
    """Whether `file` holds the same bytes, and shares them with nobody."""
    try:
        return file.stat().st_nlink == 1 and file.read_bytes() == source.read_bytes()
    except FileNotFoundError:
        return False
