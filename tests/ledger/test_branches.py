"""The ledger under git: what another branch has is kept, and two branches are put together by a command."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from iecpress.cli import cli
from iecpress.ledger import read
from iecpress.terminal import CLEAN, FOUND, WRONG_USAGE
from tests.press import LEDGER, Press
from tests.sites import ENGLISH, FOLDER, NEPALI, Site

OWN = {
    **{
        f"GIT_{who}_{what}": "nobody@press.example"
        for who in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    },
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}


def git(press: Press, *arguments: str, may_fail: bool = False) -> str:
    done = subprocess.run(
        ["git", *arguments],
        cwd=press.site.root,
        env={**os.environ, **OWN},
        check=not may_fail,
        capture_output=True,
        text=True,
    )
    return done.stdout


def commit(press: Press) -> None:
    git(press, "add", "-A")
    git(press, "commit", "-q", "--allow-empty", "-m", "Go on")


def run(press: Press, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(
        cli, ["-C", str(press.site.root), *arguments], catch_exceptions=False
    )
    return result.exit_code, " ".join(result.output.split())


@pytest.fixture
def kept(archive: Press) -> Press:
    """Return the site with three versions, under git, on a branch beside main."""
    archive.site.write(".gitignore", ".iecpress/\nsite/\n")
    git(archive, "init", "-q", "-b", "main")
    commit(archive)
    git(archive, "checkout", "-q", "-b", "own")
    return archive


def test_a_branch_that_only_adds_is_sound(kept: Press) -> None:
    """On it, and on main that has gone on meanwhile elsewhere, nothing is found."""
    kept.next_version("1.3")
    kept.release()
    commit(kept)
    assert kept.site.findings() == []
    git(kept, "checkout", "-q", "main")
    kept.site.add("x", "x")
    git(kept, "checkout", "-q", "own", "-f")
    assert kept.site.findings() == []


@pytest.mark.parametrize("number", [0, 1, 3])
def test_a_forged_line_is_named(kept: Press, number: int) -> None:
    """A ledger that is sound in itself, but not main's, is found out at the first line that differs (L115)."""
    ledger = read(kept.site.read(LEDGER))
    events = [event.model_copy(update={"before": "0" * 64}) for event in ledger.events]
    events[number] = events[number].model_copy(
        update={"addresses": (*events[number].addresses, "/r/x/")}
    )
    _write(kept, events)
    found = [(f.code, f.line) for f in kept.site.findings() if f.path == LEDGER]
    assert ("L115", number + 1) in found


def _write(press: Press, events: list[object]) -> None:
    from iecpress.ledger import Ledger, appended

    press.site.write(LEDGER, appended(Ledger(), events))  # type: ignore[arg-type]


def test_a_lost_end_is_named(kept: Press) -> None:
    """The last line, left out, leaves a ledger that is sound in itself (L115)."""
    *first, _ = kept.site.read(LEDGER).splitlines()
    kept.site.write(LEDGER, "\n".join(first) + "\n")
    assert ("L115", 4) in [(f.code, f.line) for f in kept.site.findings()]


def _both(kept: Press) -> None:
    """Release one leaflet on main and another one here."""
    git(kept, "checkout", "-q", "main")
    kept.another("work-permit")
    kept.release()
    commit(kept)
    git(kept, "checkout", "-q", "own")
    kept.next_version("1.3")
    kept.release()
    commit(kept)


def test_two_branches_are_put_together(kept: Press) -> None:
    """Git cannot; the command keeps every line of main and puts ours behind, and all is sound (L117, L101)."""
    _both(kept)
    assert "L117" in kept.site.codes()
    main = git(kept, "show", f"main:{LEDGER}")
    git(kept, "merge", "-q", "main", may_fail=True)
    assert "<<<<<<<" in kept.site.read(LEDGER)
    assert "L101" in kept.site.codes()
    code, said = run(kept, "ledger", "merge")
    assert (code, "visit-visa 1.3" in said) == (CLEAN, True)
    assert kept.site.read(LEDGER).startswith(main)
    assert kept.site.codes() == []
    commit(kept)
    assert kept.site.codes() == []
    again = kept.site.read(LEDGER)
    assert run(kept, "ledger", "merge")[0] == CLEAN
    assert kept.site.read(LEDGER) == again


def test_two_releases_of_one_version(kept: Press) -> None:
    """Ours is left out and named, our text is as it was, and as the next version it can be released."""
    git(kept, "checkout", "-q", "main")
    kept.next_version("1.3")
    kept.release()
    commit(kept)
    git(kept, "checkout", "-q", "own")
    kept.next_version("1.3")
    kept.site.add("हाम्रो।", "Ours.")
    kept.release()
    commit(kept)
    git(kept, "merge", "-q", "main", may_fail=True)
    git(kept, "checkout", "-q", "main", "--", f"{FOLDER}/versions/1.3")
    git(kept, "checkout", "-q", "--ours", "--", NEPALI, ENGLISH, may_fail=True)
    code, said = run(kept, "ledger", "merge")
    assert (code, "Left out: visit-visa 1.3" in said) == (FOUND, True)
    assert kept.site.read(LEDGER) == git(kept, "show", f"main:{LEDGER}")
    assert "Ours." in kept.site.read(ENGLISH)
    kept.site.change(NEPALI, '"1.3"', '"1.4"')
    kept.site.change(ENGLISH, '"1.3"', '"1.4"')
    assert kept.site.codes() == []
    released, _ = kept.release()
    assert [one.event.version for one in released] == ["1.4"]


def test_the_same_release_on_two_branches_is_one(kept: Press) -> None:
    """A release is a function of its texts, so nothing is in the way."""
    for branch in ("main", "own"):
        git(kept, "checkout", "-q", branch)
        kept.another("work-permit")
        kept.release()
        commit(kept)
    git(kept, "merge", "-q", "main")
    assert kept.site.codes() == []
    assert run(kept, "ledger", "merge")[0] == CLEAN


def test_what_is_not_committed_is_not_released(kept: Press) -> None:
    """The files are named, nothing is released; committed, they are (L118)."""
    kept.next_version("1.3")
    before = kept.site.read(LEDGER)
    code, said = run(kept, "release", "--all")
    assert (code, "L118" in said, "index.ne.md" in said) == (FOUND, True, True)
    assert kept.site.read(LEDGER) == before
    commit(kept)
    assert run(kept, "release", "--all")[0] == CLEAN


def test_a_shallow_clone_is_a_warning(kept: Press, tmp_path: Path) -> None:
    """History that does not reach back is said, not tripped over; so is a missing branch (L116)."""
    kept.next_version("1.3")
    kept.release()
    commit(kept)
    commit(kept)
    source = f"file://{kept.site.root}"
    command = [
        "git",
        "clone",
        "-q",
        "--depth",
        "1",
        "--branch",
        "own",
        source,
        str(tmp_path / "shallow"),
    ]
    subprocess.run(command, check=True, env={**os.environ, **OWN})
    shallow = Press(Site(tmp_path / "shallow"), kept.executor)
    assert shallow.site.codes() == ["L116"]
    git(shallow, "fetch", "-q", "--depth", "1", "origin", "main:refs/remotes/origin/main")
    assert shallow.site.codes() == ["L116"]
    assert run(shallow, "ledger", "merge", "--onto", "nowhere")[0] == WRONG_USAGE
