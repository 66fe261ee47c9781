"""Makes the n-th operation on files fail: by an error, or by the death of the process that does it."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

OPERATIONS = (
    (os, "mkdir"),
    (os, "rename"),
    (os, "replace"),
    (os, "unlink"),
    (os, "rmdir"),
    (os, "fsync"),
    (os, "chmod"),
    (os, "link"),
    (os, "symlink"),
    (tempfile, "mkstemp"),
)
"""What changes a disk, as pathlib, shutil and the program call it."""

FAULTS: dict[str, Callable[[str], None]] = {}


def _raises(code: int) -> Callable[[str], None]:
    def fail(name: str) -> None:
        raise OSError(code, os.strerror(code), name)

    return fail


FAULTS["no space"] = _raises(errno.ENOSPC)
FAULTS["i/o error"] = _raises(errno.EIO)
FAULTS["killed"] = lambda _: os._exit(9)


@dataclass
class Count:
    """How many operations there were."""

    done: int = 0


@contextmanager
def failing(number: int, fault: str) -> Iterator[Count]:
    """Let the operation with that number (from 1) fail; those before and after it do what they should."""
    count = Count()
    originals = [(module, name, getattr(module, name)) for module, name in OPERATIONS]

    def wrapped(name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        def operation(*arguments: Any, **options: Any) -> Any:
            count.done += 1
            if count.done == number:
                FAULTS[fault](name)
            return original(*arguments, **options)

        return operation

    for module, name, original in originals:
        setattr(module, name, wrapped(name, original))
    try:
        yield count
    finally:
        for module, name, original in originals:
            setattr(module, name, original)


def happens(number: int, fault: str, act: Callable[[], object]) -> bool:
    """Do something in a process of its own with a fault in it; False when it never came to that operation."""
    child = os.fork()
    if child == 0:
        with failing(number, fault) as count:
            try:
                act()
            except OSError:
                pass
            finally:
                os._exit(0 if count.done >= number else 7)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) != 7
