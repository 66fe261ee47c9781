"""A command in; how long it took, how much memory it and its children held at most, and what it said, out."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

SHARE_OF_TIME = 0.02
"""Looking at memory may take this share of a processor, so that it does not slow down what it looks at."""
SHORTEST_PAUSE = 0.05


class Failed(Exception):
    """A command that was to be measured ended with an error."""


@dataclass(frozen=True, slots=True)
class Run:
    """A command that was run to its end."""

    seconds: float
    peak: int
    """The most memory that the command and all its children held at one moment, in bytes."""
    output: str
    said: Sequence[tuple[float, str]]
    """Each line of standard error, with the second in which it came."""


def run(
    command: Sequence[str | os.PathLike[str]],
    folder: Path,
    environment: Mapping[str, str] | None = None,
) -> Run:
    """Run a command in `folder` to its end. Raises Failed unless it ends well."""
    started = time.perf_counter()
    with subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        said: list[tuple[float, str]] = []
        listener = threading.Thread(target=_listen, args=(process, started, said))
        listener.start()
        with _watched(process.pid) as watch:
            output = process.stdout.read() if process.stdout else ""
            process.wait()
            seconds = time.perf_counter() - started
        listener.join()
    if process.returncode:
        tail = "\n".join([*output.splitlines()[-20:], *(line for _, line in said[-20:])])
        raise Failed(f"{command[0]} ended with status {process.returncode}\n{tail}")
    return Run(seconds, watch.peak, output, said)


def _listen(process: subprocess.Popen[str], started: float, said: list[tuple[float, str]]) -> None:
    said.extend((time.perf_counter() - started, line.rstrip("\n")) for line in process.stderr or ())


class _Watch(threading.Thread):
    """Looks at the memory of a process and all its children until it is told to stop."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.peak = 0
        self.stopped = threading.Event()
        self._process = psutil.Process(pid)

    def run(self) -> None:
        pause = 0.0
        while not self.stopped.wait(pause):
            began = time.thread_time()
            self.peak = max(self.peak, sum(_memory(process) for process in self._tree()))
            pause = max(SHORTEST_PAUSE, (time.thread_time() - began) / SHARE_OF_TIME)

    def _tree(self) -> list[psutil.Process]:
        try:
            return [self._process, *self._process.children(recursive=True)]
        except psutil.Error:
            return []


def _memory(process: psutil.Process) -> int:
    """Return what a process holds: its share of what several hold (PSS) where the system knows it."""
    try:
        held = process.memory_full_info()
        return int(getattr(held, "pss", held.uss))
    except psutil.Error:
        return 0


@contextmanager
def _watched(pid: int) -> Iterator[_Watch]:
    watch = _Watch(pid)
    watch.start()
    try:
        yield watch
    finally:
        watch.stopped.set()
        watch.join()
