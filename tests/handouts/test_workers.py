from __future__ import annotations

import shutil
import sys
import time

import pytest

from iecpress.handouts import Workers
from tests.handouts import faults


def test_a_worker_finds_no_other_program() -> None:
    """Whatever it draws, it can start nothing, and it loses no time in asking a compiler for libraries."""
    with Workers(1, seconds=20, megabytes=1024) as workers:
        assert workers.submit(shutil.which, "sh").result() is None
        assert workers.submit(shutil.which, "ld").result() is None


def test_a_prepared_worker_takes_the_first_call() -> None:
    """It has loaded what it draws with, and no other process is started while it does."""
    with Workers(2, seconds=60, megabytes=1024) as workers:
        workers.prepare(1)
        (pid,) = workers.pids
        assert workers.submit(eval, "'weasyprint' in __import__('sys').modules").result()
        assert workers.pids == (pid,)
        workers.prepare(1)
        assert workers.pids == (pid,)


def test_only_a_prepared_worker_loads_anything() -> None:
    """One that is started for a call does just that."""
    with Workers(1, seconds=60, megabytes=1024) as workers:
        assert not workers.submit(eval, "'weasyprint' in __import__('sys').modules").result()


def test_a_prepared_worker_that_died_costs_nothing() -> None:
    """A new one takes its place before anything is asked of it."""
    with Workers(1, seconds=60, megabytes=1024) as workers:
        workers.prepare(1)
        workers._prepared[0].kill()
        while workers.pids:
            time.sleep(0.01)
        assert workers.submit(abs, -1).result() == 1


def test_a_prepared_worker_that_is_not_needed_ends() -> None:
    """Nothing is left running when the work is done."""
    with Workers(1, seconds=60, megabytes=1024) as workers:
        workers.prepare(1)
        (process,) = workers._prepared
    assert process.returncode is not None


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_worker_does_not_grow() -> None:
    """What calls leave behind in circles is cleared up before it is much."""
    with Workers(1, seconds=60, megabytes=4096) as workers:
        held = [workers.submit(faults.litter, None).result() for _ in range(40)]
    assert max(held[20:]) < held[0] + 100
