"""The site's folder in; what git knows of a file on other branches, or why it knows nothing, out.

The one door to git.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

SECONDS = 20


class NoHistory(Exception):
    """Git cannot tell. `reason` is `git`, `branch` or `shallow`."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


def is_kept(root: Path) -> bool:
    """Whether the folder is under version control."""
    try:
        return _git(root, "rev-parse", "--is-inside-work-tree").strip() == "true"
    except NoHistory:
        return False


def main_branch(root: Path, wanted: str) -> str:
    """Return the main branch: `wanted`, or its name without the remote where there is none. Raises NoHistory."""
    for name in (wanted, wanted.rpartition("/")[2]):
        try:
            return _git(root, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}").strip()
        except NoHistory:
            continue
    raise NoHistory("branch", wanted)


def forked_from(root: Path, commit: str) -> str | None:
    """Return the last commit that this branch and another have in common; None when history does not reach so far."""
    try:
        return _git(root, "merge-base", "HEAD", commit).strip() or None
    except NoHistory:
        return None


def content_at(root: Path, commit: str, path: str) -> str:
    """Return a file as it was in a commit; empty when it was not there."""
    try:
        return _git(root, "show", f"{commit}:./{path}")
    except NoHistory:
        return ""


def uncommitted(root: Path, paths: Sequence[Path], without: str) -> list[str]:
    """Return the files below `paths` that are not as they were committed, but for those in folders named `without`."""
    if not paths:
        return []
    listed = _git(
        root, "status", "--porcelain", "-z", "--untracked-files=all", "--", *map(str, paths)
    )
    names = [entry[3:] for entry in listed.split("\0") if len(entry) > 3]
    return [name for name in names if without not in Path(name).parts]


def _git(root: Path, *arguments: str) -> str:
    environment = {
        **os.environ,
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",
        "LC_ALL": "C",
    }
    command = ["git", "-c", "core.quotepath=off", *arguments]
    try:
        done = subprocess.run(
            command, cwd=root, env=environment, capture_output=True, timeout=SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NoHistory("git", str(error)) from error
    if done.returncode:
        raise NoHistory("git", done.stderr.decode("utf-8", "replace").strip()[:200])
    return done.stdout.decode("utf-8", "replace")
