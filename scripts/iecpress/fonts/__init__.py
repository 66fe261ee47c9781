"""The fonts that handouts are set in, and pages on wish: files in this folder, never those of the machine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FAMILY = "Noto Sans Devanagari"
"""Devanagari and Latin in one family: version 2.007, SIL Open Font License (OFL.txt)."""


@dataclass(frozen=True)
class FontFile:
    """One static TrueType file; `family` and `weight` are what CSS calls it."""

    path: Path
    family: str
    weight: int

    @property
    def for_pages(self) -> Path:
        """The same font, packed for browsers (WOFF2)."""
        return self.path.with_suffix(".woff2")


def font_files() -> tuple[FontFile, ...]:
    """Every font file of the package, lightest first."""
    folder = Path(__file__).parent
    return (
        FontFile(folder / "NotoSansDevanagari-Regular.ttf", FAMILY, 400),
        FontFile(folder / "NotoSansDevanagari-Bold.ttf", FAMILY, 700),
    )
