"""Measured values in, one Markdown table out."""

from __future__ import annotations

import datetime as dt
import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median


class BrokenPromise(Exception):
    """Something that was measured did not do what it has to do, so that its figures mean nothing."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing that was measured, each round once. `most` or `least` is the budget, in the same unit."""

    what: str
    values: Sequence[float]
    unit: str = "s"
    most: float | None = None
    note: str = ""
    least: float | None = None

    @property
    def median(self) -> float:
        """The middle one of the values."""
        return median(self.values)

    @property
    def kept(self) -> bool:
        """Whether the figure is within its budget; without one it always is."""
        low, high = self.least or float("-inf"), float("inf") if self.most is None else self.most
        return low <= self.median <= high


def table(figures: Iterable[Figure]) -> str:
    """Return the figures as a Markdown table."""
    rows = [
        ("what", "median", "lowest – highest", "at most", ""),
        ("---", "--:", "--:", "--:", "---"),
    ]
    rows += [_row(figure) for figure in figures]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _row(figure: Figure) -> tuple[str, str, str, str, str]:
    unit = f" {figure.unit}" if figure.unit else ""
    spread = f"{_number(min(figure.values))} – {_number(max(figure.values))}"
    most = "" if figure.most is None else f"{_number(figure.most)}{unit}"
    most = most if figure.least is None else f"at least {_number(figure.least)}{unit}"
    note = (
        figure.note
        if figure.kept
        else f"**{'over' if figure.least is None else 'under'} the budget** {figure.note}".rstrip()
    )
    shown = spread if len(figure.values) > 1 else ""
    return figure.what, f"{_number(figure.median)}{unit}", shown, most, note


def _number(value: float) -> str:
    """Three digits are as many as a measurement is worth."""
    if value >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.{2 if value >= 0.1 else 4}f}"


def ratios(numerators: Sequence[float], denominators: Sequence[float]) -> list[float]:
    """Divide what was measured in the same round."""
    return [over / under for over, under in zip(numerators, denominators, strict=True)]


def machine() -> str:
    """Return one line on where and when the figures were taken."""
    now = dt.datetime.now(dt.UTC)
    load = os.getloadavg()[0]
    return (
        f"{now:%Y-%m-%d %H:%M} UTC · {os.cpu_count()} cores, {_processor()} · "
        f"Python {platform.python_version()} · {platform.system()} {platform.release()} · load {load:.1f} at the start"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()
