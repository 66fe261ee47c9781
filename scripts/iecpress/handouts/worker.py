"""Calls on standard input in, their results on standard output out, within limits; started by workers.py."""

from __future__ import annotations

import ctypes
import gc
import os
import pickle
import resource
import signal
import sys
from contextlib import suppress
from itertools import count
from typing import IO

MEGABYTE = 1024 * 1024
COLLECT_AFTER = 20_000
"""New objects before Python looks for garbage. A page makes many that live as long as the page: looking
every 700, as it does by itself, took a sixth of the time."""

TIDY_AFTER = 5
"""Calls after which a worker clears up. A page's boxes know each other, so that only a search for garbage frees them;
as rarely as Python makes one by itself, a worker held 50 MB more after sixty handouts."""


def main(seconds: int, megabytes: int, *, load: bool) -> None:
    """Answer one call after the other until nobody asks any more; first `load` what most calls will need."""
    calls = sys.stdin.buffer
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(
        sys.stderr.fileno(), sys.stdout.fileno()
    )  # what a library prints must not look like an answer
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is for the program that started us
    signal.signal(
        signal.SIGALRM, signal.SIG_DFL
    )  # the system ends us, whatever code is running then
    _limit_memory(megabytes * MEGABYTE)
    gc.set_threshold(COLLECT_AFTER)
    if load:
        signal.alarm(seconds)
        _load()
        signal.alarm(0)
    for number in count(1):
        try:
            call = pickle.load(calls)  # noqa: S301 - our own program speaks
        except EOFError:
            return
        signal.alarm(seconds)
        answer = _call(call)
        signal.alarm(0)
        _answer(answers, answer)
        if not gc.get_freeze_count():
            gc.freeze()  # what the first call loaded stays for good and need not be looked at again
        if number % TIDY_AFTER == 0:
            _clear_up()


def _clear_up() -> None:
    """Give memory back to the system, which the C library does not do by itself where little pieces are left."""
    gc.collect()
    with suppress(OSError, AttributeError):  # there is such a function on Linux with glibc
        ctypes.CDLL(None).malloc_trim(0)


def _load() -> None:
    """Load WeasyPrint. What goes wrong is told when something is drawn, for then it goes wrong again."""
    with suppress(Exception):
        from iecpress.handouts.draw import get_ready

        get_ready()


def _call(call: bytes) -> tuple[bool, object]:
    """Do what was asked. The call is unpacked only here, as that may import what cannot be imported."""
    try:
        function, arguments, options = pickle.loads(call)  # noqa: S301 - our own program speaks
        return True, function(*arguments, **options)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the caller's to judge
        return False, error


def _answer(answers: IO[bytes], answer: tuple[bool, object]) -> None:
    try:
        data = pickle.dumps(answer)
    except Exception:  # noqa: BLE001 - an exception that cannot travel is told in words
        data = pickle.dumps((False, RuntimeError(repr(answer[1]))))
    answers.write(data)
    answers.flush()


def _limit_memory(size: int) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    size = size if most == resource.RLIM_INFINITY else min(size, most)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (size, most))
    except (OSError, ValueError):
        return  # macOS knows the limit and refuses it


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), load="load" in sys.argv[3:])
