"""The name of all that something was made from in, what was made of it the last time out: it only ever saves time."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 0.2
"""Seconds to wait for another program that is writing the same file."""
FAILURES = (sqlite3.Error, UnicodeDecodeError)
"""SQLite's own words about a spoilt file may quote from it what nobody can decode."""


@dataclass(frozen=True, slots=True)
class Memory:
    """Where it is kept. `made_by` names the program: what another one kept is not known."""

    path: Path
    made_by: str


@contextmanager
def recalling(memory: Memory | None) -> Iterator[Known]:
    """Give what is known; without a memory that is nothing, and nothing is kept.

    When the block ends well, what nobody asked for is forgotten, so that the file does not grow.
    """
    known = Known(memory)
    try:
        yield known
        known.forget_the_rest()
    finally:
        known.close()


class Known:
    """Words by name. Whatever is wrong with the file, no method raises: then nothing is known.

    Each entry carries a checksum over its name and words, so that damage is seen where SQLite does not
    see it. A name is never reused for other words, so an entry that is whole is also right.
    """

    def __init__(self, memory: Memory | None) -> None:
        self._memory = memory
        self._file: sqlite3.Connection | None = None
        self._used: set[str] = set()
        if memory is not None:
            with suppress(sqlite3.Error):
                self._file = sqlite3.connect(memory.path, timeout=PATIENCE)
            self._run("PRAGMA synchronous = OFF")  # what a power cut spoils is only made again
            self._run(
                "CREATE TABLE IF NOT EXISTS known (name TEXT PRIMARY KEY, words TEXT, checksum TEXT)"
            )

    def recall(self, name: str) -> str | None:
        """Return what was kept under `name`, or None."""
        name = self._own(name)
        self._used.add(name)
        found = self._run("SELECT words, checksum FROM known WHERE name = ?", name)
        if not found or not all(isinstance(part, str) for part in found[0]):
            return None
        words, checksum = found[0]
        return str(words) if checksum == _checksum(name, str(words)) else None

    def keep(self, name: str, words: str) -> None:
        """Keep words under a name that says all that can change them."""
        name = self._own(name)
        self._used.add(name)
        values = (name, words, _checksum(name, words))
        self._run("INSERT OR REPLACE INTO known VALUES (?, ?, ?)", *values)

    def forget_the_rest(self) -> None:
        """Drop what nobody asked for, and make the rest last."""
        for (name,) in self._run("SELECT name FROM known"):
            if name not in self._used:
                self._run("DELETE FROM known WHERE name = ?", name)
        if self._file is not None:
            try:
                self._file.commit()
            except FAILURES as error:
                self._give_up(error)

    def close(self) -> None:
        """Let go of the file; what was not made to last is lost."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _own(self, name: str) -> str:
        made_by = self._memory.made_by if self._memory else ""
        return hashlib.sha256(f"{made_by}\0{name}".encode()).hexdigest()

    def _run(self, command: str, *values: object) -> list[tuple[object, ...]]:
        if self._file is None:
            return []
        try:
            return self._file.execute(command, values).fetchall()
        except FAILURES as error:
            self._give_up(error)
            return []

    def _give_up(self, error: Exception) -> None:
        """Do without; a file that is damaged is removed, one that another program writes is left to it."""
        self.close()
        busy = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY
        if self._memory is not None and not busy:
            with suppress(OSError):
                self._memory.path.unlink()


def _checksum(name: str, words: str) -> str:
    return hashlib.sha256(f"{name}\0{words}".encode()).hexdigest()
