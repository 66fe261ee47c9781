"""Finished PDFs kept by the key of everything they were made from; what was damaged is as if it were not there."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from iecpress.files import write_atomically
from iecpress.handouts.records import Printed, Sheet

FORMAT = 2
"""Raised when the way of drawing changes in a way that no file, setting or version below shows."""

DAY = 24 * 60 * 60
LONGEST_UNUSED = 30 * DAY
"""How long a handout is kept that no build uses: somebody may go back to an older text, or to another branch."""
MOST_UNUSED = 300
"""How many of those are kept at most, at 100 kB or so each."""
READ_ONLY = 0o444
KNOWN = "handouts/known.json"


@dataclass(frozen=True, slots=True)
class Kept:
    """One finished PDF in the cache."""

    path: Path
    size: int
    sha256: str
    pages: int


def key(sheet: Sheet, engine: Mapping[str, str]) -> str:
    """Return the SHA-256 of all that can change the bytes; where the files lie is not part of it."""
    parts = {
        "format": FORMAT,
        "engine": dict(engine),
        "html": sheet.html,
        "styles": sheet.styles,
        "fonts": [asdict(font) for font in sheet.fonts],
        "files": {address: file.sha256 for address, file in sheet.files.items()},
        "options": dict(sheet.options),
        "plan": asdict(sheet.plan),
        "impose": sheet.impose,
        "metadata": sheet.metadata,
        "tongues": [asdict(tongue) for tongue in sheet.tongues],
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


class Cache:
    """A folder of PDFs, each beside a small record of what it must be."""

    def __init__(self, folder: Path, shelf: str = "handouts") -> None:
        self._folder = folder.absolute()
        self._shelf = shelf
        self._known = self._read_known()

    def get(self, name: str) -> Kept | None:
        """Return what lies under `name`, or None when there is nothing or it is damaged."""
        path = self._path(name)
        try:
            record = json.loads(path.with_suffix(".json").read_bytes())
            pdf = path.read_bytes()
            kept = Kept(path, int(record["size"]), str(record["sha256"]), int(record["pages"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None
        if hashlib.sha256(pdf).hexdigest() != kept.sha256 or len(pdf) != kept.size:
            return None
        _note_use(path.with_suffix(".json"))
        return kept

    def put(self, name: str, printed: Printed) -> Kept:
        """Keep a finished PDF under `name`. Raises OSError, and then nothing lies there half-written."""
        path = self._path(name)
        digest = hashlib.sha256(printed.pdf).hexdigest()
        kept = Kept(path, len(printed.pdf), digest, printed.pages)
        record = {field: value for field, value in asdict(kept).items() if field != "path"}
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, printed.pdf, READ_ONLY, durable=True)
        write_atomically(
            path.with_suffix(".json"), json.dumps(record).encode(), READ_ONLY, durable=True
        )
        return kept

    def recall(self, made_from: str) -> str | None:
        """Return the name of what was made from the same things last time."""
        return self._known.get(made_from)

    def remember(self, names: Mapping[str, str]) -> None:
        """Keep which name belongs to what, for the next time."""
        if not names.items() <= self._known.items():
            rest = {old: name for old, name in self._known.items() if old not in names}
            self._write_known({**rest, **names})

    def forget_others(self, names: Collection[str]) -> None:
        """Remove everything but what lies under these names. What is in use elsewhere under a link stays there."""
        for path in (self._folder / self._shelf).glob("*/*"):
            if path.stem not in names:
                path.unlink(missing_ok=True)

    def tidy(self, used: Collection[str], now: float) -> None:
        """Remove what no build has used for long, and what is too much of it, the longest unused first.

        What lies under the names `used` stays, and so does what is in use elsewhere under a link. `now` is in
        seconds since 1970. To be called when a build has come to a good end: a failed one knows little of what
        is used.
        """
        last_used: dict[str, float] = {}
        for path in (self._folder / self._shelf).glob("*/*"):
            last_used[path.stem] = max(path.lstat().st_mtime, last_used.get(path.stem, 0))
        unused = sorted(last_used.keys() - set(used), key=lambda name: -last_used[name])
        kept = {name for name in unused[:MOST_UNUSED] if now - last_used[name] <= LONGEST_UNUSED}
        self.forget_others(kept.union(used))
        latest = {name: made_from for made_from, name in self._known.items() if name in last_used}
        self._write_known({m: name for name, m in latest.items() if name in kept.union(used)})

    def _write_known(self, known: Mapping[str, str]) -> None:
        if dict(known) != self._known:
            self._known = dict(known)
            self._folder.joinpath("handouts").mkdir(parents=True, exist_ok=True)
            write_atomically(self._folder / KNOWN, json.dumps(self._known).encode())

    def _read_known(self) -> dict[str, str]:
        try:
            known = json.loads((self._folder / KNOWN).read_bytes())
        except (OSError, ValueError):
            return {}
        return known if isinstance(known, dict) else {}

    def _path(self, name: str) -> Path:
        return self._folder / self._shelf / name[:2] / f"{name}.pdf"


def _note_use(record: Path) -> None:
    """Let the record's time say when it was last used, to the day."""
    with suppress(OSError):
        if time.time() - record.stat().st_mtime > DAY:
            os.utime(record)
