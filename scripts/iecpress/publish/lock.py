"""A folder in, the right to change it out: for one at a time, who leaves a name there."""

from __future__ import annotations

import datetime as dt
import errno
import fcntl
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from pydantic import BaseModel, ConfigDict, ValidationError

NAME = ".publishing"
SILENCE = 600
"""Seconds after which a holder on another machine, who gives a sign of life with every file, has died."""
NO_LOCKS = (errno.ENOTSUP, errno.ENOLCK, errno.ENOSYS)


class Holder(BaseModel):
    """Who is at work."""

    model_config = ConfigDict(frozen=True)

    host: str
    pid: int
    since: dt.datetime


class Held(Exception):
    """Somebody else is at work; `holder` is None as long as that one has not written a name."""

    def __init__(self, holder: Holder | None) -> None:
        super().__init__(str(holder))
        self.holder = holder


@contextmanager
def alone(folder: Path) -> Iterator[Callable[[], None]]:
    """Keep everybody else out of `folder`. Give a function that says that we are alive. Raises Held.

    The system lets go of the lock when its holder dies. Where a disk is shared by machines that do not
    see each other's locks, or has none, the name in the file and its time decide.
    """
    path = folder / NAME
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o644), "r+b", buffering=0) as file:
        locked = _lock(file, path)
        there = _read(path)
        if there and _is_alive(there, path, locked=locked):
            raise Held(there)
        own = Holder(host=socket.gethostname(), pid=os.getpid(), since=dt.datetime.now(dt.UTC))
        _write(file, own.model_dump_json().encode())
        try:
            yield lambda: os.utime(path)
        finally:
            file.truncate(0)


def _lock(file: BinaryIO, path: Path) -> bool:
    """Take the system's lock; False where there is no such thing."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise Held(_read(path)) from error
    except OSError as error:
        if error.errno in NO_LOCKS:
            return False
        raise
    return True


def _is_alive(holder: Holder, path: Path, *, locked: bool) -> bool:
    if holder.host != socket.gethostname():
        return time.time() - path.stat().st_mtime < SILENCE
    return not locked and holder.pid != os.getpid() and _runs(holder.pid)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's process
        return True
    return True


def _read(path: Path) -> Holder | None:
    try:
        return Holder.model_validate_json(path.read_bytes())
    except ValidationError:  # empty, or only begun
        return None


def _write(file: BinaryIO, words: bytes) -> None:
    file.truncate(0)
    file.seek(0)
    file.write(words)
