"""Work shared out among copies of the process."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from iecpress.copies import FEWEST, all_done, in_a_copy, under_way


@pytest.mark.parametrize("many", [0, 1, FEWEST - 1, FEWEST, FEWEST * 3 + 1])
@pytest.mark.parametrize("count", [1, 2, 3])
def test_results_come_in_order(many: int, count: int) -> None:
    """Whoever does it, there is one result a thing, in the order of the things."""
    held = threading.local()  # which cannot be sent to another process
    held.ten = 10
    assert all_done(lambda thing: thing * held.ten, range(many), count) == [
        thing * 10 for thing in range(many)
    ]


def test_copies_do_the_work() -> None:
    """With many things it is done elsewhere, by as many as were asked for at most."""
    processes = set(all_done(lambda _: os.getpid(), range(FEWEST), 2))
    assert os.getpid() not in processes
    assert 1 <= len(processes) <= 2


def test_what_is_raised_is_raised_here() -> None:
    """A fault in a copy is no silence."""
    with pytest.raises(ZeroDivisionError):
        all_done(lambda thing: 1 // (thing - 7), range(FEWEST), 2)


def test_a_copy_that_dies_costs_nothing(tmp_path: Path) -> None:
    """When the system ends a copy, its things are done here."""
    here = os.getpid()
    once = tmp_path / "once"

    def act(thing: int) -> int:
        if thing == FEWEST // 2 and os.getpid() != here:
            once.touch()
            os._exit(9)
        return thing

    assert all_done(act, range(FEWEST), 2) == list(range(FEWEST))
    assert once.exists()


def test_who_waits_can_do_something_else(tmp_path: Path) -> None:
    """The copies are at work before anybody asks for the results."""
    sign = tmp_path / "sign"

    def act(thing: int) -> int:
        sign.touch()
        return thing

    with under_way(act, range(FEWEST), 2) as done:
        while not sign.exists():
            time.sleep(0.01)
        assert done() == list(range(FEWEST))


def test_who_gives_up_is_not_kept_waiting(tmp_path: Path) -> None:
    """What is not begun when a block fails is not done any more."""

    def act(thing: int) -> None:
        time.sleep(0.01)
        (tmp_path / str(thing)).touch()

    with pytest.raises(KeyError), under_way(act, range(FEWEST * 4), 2):
        raise KeyError
    assert len(list(tmp_path.iterdir())) < FEWEST * 2


AT_WORK = """
import time
from iecpress.copies import FEWEST, all_done
all_done(lambda _: print(flush=True) or time.sleep(0.01), range(FEWEST), 2)
"""


LATE = """
import os, time
import iecpress.copies as copies
begin = copies._inherit
copies._inherit = lambda *given: (print(flush=True), time.sleep(1), begin(*given))
"""
"""The process ends before its copies have begun."""


@pytest.mark.parametrize("before", ["", LATE])
def test_copies_end_with_their_process(before: str) -> None:
    """When the system ends the process itself, no copy stays behind with its locks."""
    command = [sys.executable, "-c", before + AT_WORK]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        process.kill()
        process.communicate(timeout=20)  # which waits for every copy: each holds the output open


@pytest.mark.parametrize("size", [FEWEST - 1, FEWEST])
def test_one_copy_does_what_is_large(size: int) -> None:
    """What is made of many things is made elsewhere, and comes back."""
    here = os.getpid()
    assert (in_a_copy(os.getpid, size) == here) is (size < FEWEST)
    with pytest.raises(ZeroDivisionError):
        in_a_copy(lambda: 1 // (size - size), size)


def test_a_copy_shares_out_its_work() -> None:
    """A copy makes copies of its own, which do its work and not the one that it was made for."""
    doubled = in_a_copy(lambda: all_done(lambda thing: 2 * thing, range(FEWEST), 2), FEWEST)
    assert doubled == [2 * thing for thing in range(FEWEST)]


def test_what_a_dead_copy_was_to_do_is_done_here() -> None:
    """When the system ends the one copy, nothing is lost but time."""
    here = os.getpid()
    assert in_a_copy(lambda: os.getpid() == here or os._exit(9), FEWEST) is True
