"""What went wrong with a pack in, a finding out."""

from __future__ import annotations

from iecpress.findings import Finding
from iecpress.handouts.records import Problem
from iecpress.model import Library
from iecpress.pack.contents import Contents

NOT_MADE = "B106"
TOO_LARGE = "B107"
SAID = {"time": "worker-time", "died": "worker-died"}
"""Problems that come without words of their own."""


def not_made(library: Library, pack: Contents, problem: Problem) -> Finding:
    """Say that a pack could not be put together."""
    said = SAID.get(problem.kind) or problem.detail or problem.kind
    return _finding(NOT_MADE, library, pack, {"problem": said})


def too_large(library: Library, pack: Contents, size: int, limit: int) -> Finding:
    """Say that a pack is larger than the site offers; both sizes are in megabytes."""
    return _finding(TOO_LARGE, library, pack, {"size": str(size), "limit": str(limit)})


def _finding(code: str, library: Library, pack: Contents, values: dict[str, str]) -> Finding:
    own = {"pack": pack.title, "pack_lang": pack.lang}
    return Finding(code, library.settings.vocabulary, 0, own | values)
