"""A tiny sound site on disk, to be changed by a test and then read and checked."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from iecpress.check import check
from iecpress.findings import Finding
from iecpress.load import Reading, load
from iecpress.memory import Memory
from iecpress.model import Library

BASE = Path(__file__).parent / "broken" / "base"
TODAY = dt.date(2026, 11, 21)
FOLDER = "materials/leaflets/visit-visa"
NEPALI, ENGLISH = f"{FOLDER}/index.ne.md", f"{FOLDER}/index.en.md"


@dataclass(frozen=True)
class Site:
    """The base site of `tests/broken/`, copied to `root`."""

    root: Path

    @classmethod
    def copy(cls, root: Path) -> Site:
        """Copy the sound site to `root`."""
        shutil.copytree(BASE, root, dirs_exist_ok=True)
        return cls(root)

    @classmethod
    def copy_of(cls, other: Path, root: Path) -> Site:
        """Copy a site to `root`."""
        shutil.copytree(other, root)
        return cls(root)

    def overlay(self, folder: Path) -> None:
        """Put the files of a fault's folder over those of the site."""
        for path in sorted(folder.rglob("*")):
            if (path.is_file() and path.parent != folder) or path.name == "mkdocs.yml":
                self.write(path.relative_to(folder).as_posix(), path.read_bytes())
        removed = folder / "removed.txt"
        for name in removed.read_text("utf-8").split() if removed.exists() else ():
            path = self.root / name
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    def read(self, path: str) -> str:
        """Return a file's text."""
        return (self.root / path).read_text("utf-8")

    def write(self, path: str, content: str | bytes) -> None:
        """Write a file, and the folders it needs."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)

    def change(self, path: str, old: str, new: str) -> None:
        """Replace words that must be there."""
        text = self.read(path)
        assert old in text, f"{old!r} is not in {path}"
        self.write(path, text.replace(old, new))

    def add(self, nepali: str = "", english: str = "") -> None:
        """Put paragraphs at the end of the two texts."""
        self.write(NEPALI, f"{self.read(NEPALI)}\n{nepali}\n")
        self.write(ENGLISH, f"{self.read(ENGLISH)}\n{english}\n")

    def load(self) -> Reading:
        """Read the site."""
        return load(self.root)

    def findings(self, today: dt.date = TODAY, memory: Memory | None = None) -> list[Finding]:
        """Read and check the site."""
        return check(self.load(), today, memory)

    def codes(self) -> list[str]:
        """Return the codes of the findings, in order."""
        return [finding.code for finding in self.findings()]


def unreleased(library: Library) -> Library:
    """Return the library as if nothing of it were released, so that all its handouts are there to be drawn."""
    return replace(library, resources=tuple(replace(r, releases=()) for r in library.resources))
