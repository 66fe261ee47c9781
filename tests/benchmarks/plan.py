"""What to measure, how often, and the folders and programs for it."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from iecpress.load.site import load_settings
from tests.benchmarks.library import generate
from tests.benchmarks.processes import Run, run

RESOURCES_READ = 1_000
SCALES = (1_000, 10_000)


@dataclass(frozen=True)
class Plan:
    """What was asked for on the command line, and where to work."""

    root: Path
    """The repository: its sample library is what every measured library is made of."""
    work: Path
    """A folder for everything that is made; its content goes when the benchmark ends."""
    resources: int = 100
    compared: int | None = None
    """How many resources the other program gets; None for as many as ours."""
    rounds: int = 3
    scale_handouts: bool = False
    handouts: int | None = None
    """How many handouts the workers' memory is watched over; None for enough."""
    texts: int | None = None
    """How many texts of a sort are printed to count their words; None for all."""
    corpus: Path | None = None
    """A folder with more texts to count the words of."""
    scale: bool = False
    """Whether the largest libraries are measured as well."""
    _fresh: list[Path] = field(default_factory=list)

    @cached_property
    def languages(self) -> int:
        """How many languages each resource is in."""
        settings, _ = load_settings(self.root)
        return len(settings.languages) if settings else 0

    def library(self, resources: int, *, handouts: bool = True) -> Path:
        """Return a library of so many resources, generated when it is first asked for. Nobody changes it."""
        folder = self.work / f"library-{resources}{'' if handouts else '-without-handouts'}"
        if not folder.is_dir():
            generate(self.root, folder, resources, handouts=handouts)
        return folder

    def fresh(self, resources: int, *, handouts: bool = True) -> Path:
        """Return a copy of a library in which nothing was ever built."""
        folder = self.work / f"fresh-{len(self._fresh)}"
        self._fresh.append(folder)
        shutil.copytree(self.library(resources, handouts=handouts), folder)
        return folder

    def build(self, folder: Path) -> Run:
        """Build the site in `folder` as a user does."""
        return run([Path(sys.executable).with_name("iecpress"), "build"], folder)

    def done_with(self, folder: Path) -> None:
        """Remove a folder before the next one needs its place."""
        shutil.rmtree(folder, ignore_errors=True)
