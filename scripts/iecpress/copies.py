"""Something to be done in; what came of it, done by a copy of this process, or by several at once, out.

A copy has all that this process holds without being told, and takes next to no time to start (fork(2)). It is made
only where the system can, and what it cannot do is done here.
"""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any, TypeVar

Thing = TypeVar("Thing")
Result = TypeVar("Result")

FEWEST = 300
"""Fewer things are done before copies would have begun."""
SHARES = 8
"""Shares of the things that each copy gets, one after the other, so that all end at about the same time."""
PR_SET_PDEATHSIG = 1
CAN_COPY = sys.platform.startswith("linux")

_inherited: list[tuple[Callable[[Any], Any], Sequence[Any]]] = []
"""In a copy: what to do, and with which things. A copy does not have them sent: it was made with them.

The last is its own; what stands before it is that of the copy that it was made from.
"""


@contextmanager
def under_way(
    act: Callable[[Thing], Result], things: Sequence[Thing], count: int
) -> Iterator[Callable[[], list[Result]]]:
    """Begin, and give what waits for the end: it returns what `act` makes of each thing, in order.

    Results travel between processes; things do not. What `act` raises is raised where one waits. It may be called
    twice for a thing when a copy dies. When the block ends before, so do the copies.
    """
    if count < 2 or len(things) < FEWEST or not CAN_COPY:
        yield lambda: list(map(act, things))
        return
    with _copies(count, act, things) as copies:
        begun = _begun(copies, len(things), -(-len(things) // (count * SHARES)))

        def done() -> list[Result]:
            try:
                return [result for some in begun for result in some.result()]
            except BrokenProcessPool:
                return list(map(act, things))

        try:
            yield done
        finally:
            copies.shutdown(cancel_futures=True)


def _begun(copies: ProcessPoolExecutor, count: int, share: int) -> list[Future[list[Any]]]:
    """Hand out the shares. Those for which no copy is left fail as if one had died with them."""
    begun: list[Future[list[Any]]] = []
    for at in range(0, count, share):
        try:
            begun.append(copies.submit(_some, range(at, min(at + share, count))))
        except BrokenProcessPool as error:
            begun.append(Future())
            begun[-1].set_exception(error)
    return begun


def all_done(act: Callable[[Thing], Result], things: Sequence[Thing], count: int) -> list[Result]:
    """Return what `act` makes of each thing, in order: see `under_way`."""
    with under_way(act, things, count) as done:
        return done()


def in_a_copy(act: Callable[[], Result], size: int) -> Result:
    """Return what `act` returns, done by one copy while this process waits: the memory that it took goes with it.

    `size` says how many things it looks at. What it raises is raised here. It may be called twice when the copy dies.
    """
    if size < FEWEST or not CAN_COPY:
        return act()
    with _copies(1, lambda _: act(), (None,)) as copies:
        try:
            found: list[Result] = copies.submit(_some, (0,)).result()
        except BrokenProcessPool:
            return act()
    return found[0]


def _copies(count: int, act: Callable[[Any], Any], things: Sequence[Any]) -> ProcessPoolExecutor:
    fork = multiprocessing.get_context("fork")
    return ProcessPoolExecutor(count, fork, _inherit, (os.getpid(), act, things))


def _inherit(maker: int, act: Callable[[Any], Any], things: Sequence[Any]) -> None:
    """Begin a copy. It ends with the process that made it, whose locks it holds as well (prctl(2))."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != maker:  # which ended before the system was asked
        os._exit(1)
    gc.freeze()  # looking through what is shared for garbage would write to it, and make it the copy's own
    _inherited.append((act, things))


def _some(numbers: Sequence[int]) -> list[Any]:
    act, things = _inherited[-1]
    return [act(things[number]) for number in numbers]
