"""Bytes or a file, and a path in; a file that is whole or not there at all out."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from pathlib import Path


def write_atomically(
    path: Path, content: bytes, mode: int = 0o644, *, durable: bool = False
) -> None:
    """Write a file so that whoever reads it sees the old content or the new, never a part.

    A `durable` one is on the disk when this returns, and survives the power going off.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink()
        raise


def place(source: Path, target: Path) -> None:
    """Put a file that is never written to at `target`, as a link to the same bytes where the disk allows it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    try:
        target.hardlink_to(source)
    except OSError as error:
        if error.errno not in (errno.EXDEV, errno.EMLINK, errno.EPERM, errno.ENOTSUP):
            raise
        shutil.copy2(source, target)
