"""Two numbers that name one state of a text, and in which order they come."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """MAJOR.MINOR of a source text."""

    major: int
    minor: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}"

    @classmethod
    def parse(cls, written: str) -> Version:
        """Read `1.0`. Raises ValueError."""
        major, point, minor = written.partition(".")
        if not point:
            raise ValueError(written)
        return cls(int(major), int(minor))
