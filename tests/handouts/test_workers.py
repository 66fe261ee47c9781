from __future__ import annotations

import shutil

from iecpress.handouts import Workers


def test_a_worker_finds_no_other_program() -> None:
    """Whatever it draws, it can start nothing, and it loses no time in asking a compiler for libraries."""
    with Workers(1, seconds=20, megabytes=1024) as workers:
        assert workers.submit(shutil.which, "sh").result() is None
        assert workers.submit(shutil.which, "ld").result() is None
