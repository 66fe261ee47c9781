"""The old site stays whole until the new one takes its place."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from iecpress import publish
from iecpress.publish import new_site, place


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A published site of two files."""
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "index.html").write_text("old")
    (folder / "gone.html").write_text("old")
    return folder


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in sorted(folder.iterdir())}


def test_the_first_site_appears_whole(tmp_path: Path) -> None:
    """Where there was nothing, there is the new site and nothing else."""
    with new_site(tmp_path / "out" / "site") as folder:
        (folder / "index.html").write_text("new")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["site"]
    assert contents(tmp_path / "out" / "site") == {"index.html": "new"}


@pytest.mark.parametrize("exchange", [True, False])
def test_the_new_site_replaces_the_old(
    site: Path, monkeypatch: pytest.MonkeyPatch, exchange: bool
) -> None:
    """Nothing of the old site is left, with the system's exchange of names and without it."""
    if not exchange:
        monkeypatch.setattr(publish, "_exchange", lambda *_: False)
    with new_site(site) as folder:
        (folder / "index.html").write_text("new")
    assert contents(site) == {"index.html": "new"}
    assert [path.name for path in site.parent.iterdir()] == ["site"]


def test_a_failure_leaves_the_old_site_and_no_litter(site: Path) -> None:
    """An error while building changes nothing."""

    def fail() -> None:
        with new_site(site) as folder:
            (folder / "index.html").write_text("half")
            raise OSError("no space")

    with pytest.raises(OSError, match="no space"):
        fail()
    assert contents(site) == {"gone.html": "old", "index.html": "old"}
    assert [path.name for path in site.parent.iterdir()] == ["site"]


def test_a_failed_swap_without_exchange_puts_the_old_site_back(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the second rename fails the first one is undone."""
    monkeypatch.setattr(publish, "_exchange", lambda *_: False)
    rename = Path.rename

    def fail(self: Path, target: Path) -> Path:
        if "building" in self.name and not self.name.endswith(".old"):
            raise PermissionError("no")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(PermissionError), new_site(site) as folder:
        (folder / "index.html").write_text("new")
    assert contents(site) == {"gone.html": "old", "index.html": "old"}


def test_a_killed_build_leaves_the_old_site_and_the_next_one_clears_up(site: Path) -> None:
    """SIGKILL in the middle: the site is the old one, and the next build removes what was left."""
    code = (
        "import os, signal, sys; from pathlib import Path; from iecpress.publish import new_site\n"
        "with new_site(Path(sys.argv[1])) as folder:\n"
        "    (folder / 'index.html').write_text('half')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(site)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert contents(site) == {"gone.html": "old", "index.html": "old"}
    assert len(list(site.parent.iterdir())) == 2
    with new_site(site) as folder:
        (folder / "index.html").write_text("new")
    assert [path.name for path in site.parent.iterdir()] == ["site"]


def test_a_site_that_is_a_link_or_a_file_is_refused(tmp_path: Path) -> None:
    """What is not a folder is left alone: somebody put it there."""
    (tmp_path / "real").mkdir()
    (tmp_path / "site").symlink_to(tmp_path / "real")
    with pytest.raises(NotADirectoryError), new_site(tmp_path / "site"):
        pass
    assert (tmp_path / "site").is_symlink()


def test_a_placed_file_shares_its_bytes_where_it_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A handout is linked; on another disk it is copied; any other failure is not hidden."""
    source = tmp_path / "source.pdf"
    source.write_bytes(b"pdf")
    place(source, tmp_path / "a" / "one.pdf")
    assert (tmp_path / "a" / "one.pdf").stat().st_ino == source.stat().st_ino

    def other_disk(self: Path, target: Path) -> None:
        raise OSError(18, os.strerror(18))

    monkeypatch.setattr(Path, "hardlink_to", other_disk)
    place(source, tmp_path / "a" / "two.pdf")
    assert (tmp_path / "a" / "two.pdf").read_bytes() == b"pdf"
    assert (tmp_path / "a" / "two.pdf").stat().st_ino != source.stat().st_ino
