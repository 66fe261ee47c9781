"""Many things to be done alike in; what came of each, done at once by copies of this process, out.

A copy has all that this process holds without being told, and takes next to no time to start (fork(2)). It is made
only where the system can, and what it cannot do is done here.
"""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

Thing = TypeVar("Thing")
Result = TypeVar("Result")

FEWEST = 300
"""Fewer things are done before copies would have begun."""
SHARES = 8
"""Shares of the things that each copy gets, one after the other, so that all end at about the same time."""

_inherited: list[tuple[Callable[[Any], Any], Sequence[Any]]] = []
"""In a copy: what to do, and with which things. A copy does not have them sent: it was made with them."""


def all_done(act: Callable[[Thing], Result], things: Sequence[Thing], count: int) -> list[Result]:
    """Return what `act` makes of each thing, in order. Results travel between processes; things do not.

    What `act` raises is raised here. It may be called twice for a thing when a copy dies.
    """
    if count < 2 or len(things) < FEWEST or not sys.platform.startswith("linux"):
        return list(map(act, things))
    share = -(-len(things) // (count * SHARES))
    try:
        fork = multiprocessing.get_context("fork")
        with ProcessPoolExecutor(count, fork, _inherited.append, ((act, things),)) as copies:
            return list(copies.map(_one, range(len(things)), chunksize=share))
    except BrokenProcessPool:
        return list(map(act, things))


def _one(number: int) -> Any:
    act, things = _inherited[0]
    return act(things[number])
