"""What our process and MkDocs's agree on: where the stage lies, what lies beside it, and when it is ready."""

from __future__ import annotations

import os
import sys
from pathlib import Path

STAGE_VARIABLE = "IECPRESS_STAGE"
"""Names the folder of the stage to the plugin in MkDocs's process."""
FRAME = "frame.json"
"""Lies beside the stage and holds what the theme shows around every page."""
READY = "ready\n"
"""What our process then says on MkDocs's standard input."""


class GivenUp(Exception):
    """Our process ended, or has nothing for MkDocs to do."""


def awaited_stage() -> Path | None:
    """Wait until the stage is ready and return its folder, or None when MkDocs was not started by us.

    Raises GivenUp.
    """
    stage = os.environ.get(STAGE_VARIABLE)
    if stage is None:
        return None
    if sys.stdin.readline() != READY:
        raise GivenUp
    return Path(stage)
