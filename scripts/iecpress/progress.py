"""What is happening in, a progress bar on a terminal or plain lines elsewhere out. The one door to rich's progress."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


class Watcher(Protocol):
    """Sees the stages of a build go by."""

    def stage(self, name: str) -> None:
        """A stage begins."""

    def steps(self, total: int) -> None:
        """The stage has so many steps."""

    def step(self) -> None:
        """One of them is done."""


class Silent:
    """Watches without a word."""

    def stage(self, name: str) -> None:
        """Say nothing."""

    def steps(self, total: int) -> None:
        """Say nothing."""

    def step(self) -> None:
        """Say nothing."""


class _Lines:
    """One plain line a stage, and one a hundred steps."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.done = self.total = 0

    def stage(self, name: str) -> None:
        self.console.print(name, highlight=False)

    def steps(self, total: int) -> None:
        self.done, self.total = 0, total

    def step(self) -> None:
        self.done += 1
        if self.done % 100 == 0 or self.done == self.total:
            self.console.print(f"  {self.done}/{self.total}", highlight=False)


class _Bar:
    """One bar, made anew for each stage."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.task = progress.add_task("", total=None)

    def stage(self, name: str) -> None:
        self.progress.remove_task(self.task)
        self.task = self.progress.add_task(name, total=None)

    def steps(self, total: int) -> None:
        self.progress.update(self.task, total=total, completed=0)

    def step(self) -> None:
        self.progress.advance(self.task)


@contextmanager
def watcher(console: Console) -> Iterator[Watcher]:
    """Give a watcher that suits the console."""
    if not console.is_terminal:
        yield _Lines(console)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        yield _Bar(progress)
