"""A folder beside the site in, the site out: whatever fails before the swap leaves the old one whole."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

RENAME_EXCHANGE = 2
AT_FDCWD = -100
BESIDE = ".{name}.building-"


@contextmanager
def new_site(site: Path) -> Iterator[Path]:
    """Give an empty folder beside `site`; when the block ends well, it takes the site's place at once.

    When the block fails the folder is removed and `site` is as it was. Folders that a killed build
    left behind are removed first.
    """
    site.parent.mkdir(parents=True, exist_ok=True)
    prefix = BESIDE.format(name=site.name)
    for left in site.parent.glob(f"{prefix}*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=site.parent))
    try:
        folder.chmod(0o755)
        yield folder
        swap(folder, site)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


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


def place(source: Path, target: Path) -> None:
    """Put a file that never changes at `target`, as a link to the same bytes where the disk allows it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)  # the i18n plugin ends a build once for each language
    try:
        target.hardlink_to(source)
    except OSError as error:
        if error.errno not in (errno.EXDEV, errno.EMLINK, errno.EPERM, errno.ENOTSUP):
            raise
        shutil.copyfile(source, target)
