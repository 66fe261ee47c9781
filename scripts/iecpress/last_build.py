"""What a site is made from in; whether that is what the last build made it from, and what of that may stay, out."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from iecpress import __version__, fingerprint
from iecpress.files import write_atomically
from iecpress.findings import Finding
from iecpress.model import Library
from iecpress.notices import gone_ids
from iecpress.settings import WORK

MARK = "build.json"
"""Lies in the site and says what it was made from."""
LOCK = "lock"
"""Held in the folder of work by the build that is under way."""
GONE = "gone.json"
"""The resources whose words are in nothing that is kept."""
LAST = "last.json"
"""What the last published build was made from and had found."""


@dataclass(frozen=True, slots=True)
class Making:
    """A site and what it is made from: `key` names all that is read, `frozen` the frozen files on this disk."""

    site: Path
    work: Path
    key: str
    frozen: str

    def found_before(self) -> tuple[Finding, ...] | None:
        """Return what the last build had found, if it made the site from the same and nobody touched it since."""
        try:
            kept = json.loads((self.work / LAST).read_text("utf-8"))
            mark = json.loads((self.site / MARK).read_text("utf-8"))
            if kept["state"] == self._state() and mark["key"] == self.key:
                return tuple(Finding(**finding) for finding in kept["findings"])
        except (OSError, ValueError, KeyError, TypeError):
            pass
        return None

    def mark(self, folder: Path, library: Library) -> None:
        """Say in a folder what it was made from."""
        mark = {
            "made_by": f"iecpress {__version__}",
            "key": self.key,
            "drafts": list(library.drafts),
            "gone": sorted(gone_ids(library)),
        }
        (folder / MARK).write_text(json.dumps(mark) + "\n")

    def keep(self, findings: Sequence[Finding]) -> None:
        """Note for the next build what this one has published and found."""
        kept = {"state": self._state(), "findings": [asdict(finding) for finding in findings]}
        write_atomically(self.work / LAST, json.dumps(kept, ensure_ascii=False).encode())

    def _state(self) -> str:
        """Name what the site is made from and what lies in it, so that a file lost from it is noticed."""
        files = sorted(
            (os.path.relpath(at, self.site), name, Path(at, name).lstat().st_size)
            for at, _, names in os.walk(self.site)
            for name in names
        )
        return fingerprint.of_words(self.key, self.frozen, *files)


def making(library: Library, site: Path, day: dt.date, *, keep_going: bool) -> Making:
    """Name what a site would be made from now."""
    key = fingerprint.of_words(
        fingerprint.of_site(library), fingerprint.of_toolkit(), day, keep_going
    )
    return Making(site, library.root / WORK, key, fingerprint.of_frozen(library))


def forget_gone(library: Library) -> bool:
    """Remove all that builds have kept, when words have been removed since the last one; say whether they were."""
    work, gone = library.root / WORK, sorted(gone_ids(library))
    try:
        noted = json.loads((work / GONE).read_bytes())
    except (OSError, ValueError):
        noted = []
    if noted == gone:
        return False
    for path in work.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != LOCK:
            path.unlink()
    return True


def note_gone(library: Library) -> None:
    """Note that nothing of what is gone is kept any more."""
    if gone := sorted(gone_ids(library)):
        write_atomically(library.root / WORK / GONE, json.dumps(gone).encode())
