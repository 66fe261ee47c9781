"""The old site stays whole until the new one takes its place."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iecpress import swap
from iecpress.files import place
from iecpress.swap import mirror, new_site


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
        monkeypatch.setattr(swap, "_exchange", lambda *_: False)
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
    monkeypatch.setattr(swap, "_exchange", lambda *_: False)
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
        "import os, signal, sys; from pathlib import Path; from iecpress.swap import new_site\n"
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


def test_the_old_site_is_the_beginning_of_the_next_one(site: Path, tmp_path: Path) -> None:
    """It is kept where it was asked for, comes back the next time, and nothing lies beside the site."""
    before = tmp_path / "work" / "before"
    before.parent.mkdir()
    with new_site(site, before) as folder:
        assert contents(folder) == {}
        (folder / "index.html").write_text("new")
    assert contents(before) == {"gone.html": "old", "index.html": "old"}
    with new_site(site, before) as folder:
        assert contents(folder) == {"gone.html": "old", "index.html": "old"}
        (folder / "gone.html").unlink()
        (folder / "index.html").write_text("newer")
    assert contents(site) == {"index.html": "newer"}
    assert contents(before) == {"index.html": "new"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site", "work"]


def test_nothing_is_written_to_where_a_link_leads(site: Path, tmp_path: Path) -> None:
    """A link that somebody put into the site is not in the folder that grows out of it."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (site / "r").symlink_to(elsewhere)
    (site / "one.html").symlink_to(elsewhere / "one.html")
    for _ in range(2):
        with new_site(site, tmp_path / "before") as folder:
            (folder / "r").mkdir(exist_ok=True)
            (folder / "r/one.html").write_text("one")
            (folder / "one.html").write_text("one")
    assert list(elsewhere.iterdir()) == []


def test_a_failure_gives_back_the_room(site: Path, tmp_path: Path) -> None:
    """What was kept of the old site is gone with the folder in which a build failed."""
    before = tmp_path / "before"
    with new_site(site, before) as folder:
        (folder / "index.html").write_text("new")

    def fail() -> None:
        with new_site(site, before):
            raise OSError("no space")

    with pytest.raises(OSError, match="no space"):
        fail()
    assert contents(site) == {"index.html": "new"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_an_old_site_that_cannot_be_kept_is_removed(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On another disk there is no name to give it."""
    rename = Path.rename

    def other_disk(self: Path, target: Path) -> Path:
        if "before" in {self.name, target.name}:
            raise OSError(18, os.strerror(18))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", other_disk)
    for words in ("new", "newer"):
        with new_site(site, tmp_path / "before") as folder:
            assert contents(folder) == {}
            (folder / "index.html").write_text(words)
        assert contents(site) == {"index.html": words}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


NAMES = st.sampled_from(["a", "b", "a/a", "a/b", "b/a", "b/a/b", "left-out", "a/left-out"])
TREE = st.dictionaries(NAMES, st.sampled_from(["", "one", "two"]))


def plant(folder: Path, tree: dict[str, str]) -> None:
    """Write the files that can be there: where a folder has to be, a file of that name is left out."""
    folder.mkdir()
    for name, words in tree.items():
        if not any(other.startswith(f"{name}/") for other in tree):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(words)


def planted(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): "" if path.is_dir() else path.read_text()
        for path in folder.rglob("*")
    }


@given(source=TREE, there=TREE)
def test_a_mirror_holds_what_its_source_holds(
    source: dict[str, str], there: dict[str, str]
) -> None:
    """Whatever it held before, no file, no folder and no byte tells it from a fresh copy."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        plant(root / "source", source)
        plant(root / "mirror", there)
        mirror(root / "source", root / "mirror", without="left-out")
        left_out = shutil.ignore_patterns("left-out")
        shutil.copytree(root / "source", root / "copy", ignore=left_out)
        for folder in (path for path in sorted((root / "copy").rglob("*"), reverse=True)):
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()
        assert planted(root / "mirror") == planted(root / "copy")


def test_a_mirror_shares_nothing(tmp_path: Path) -> None:
    """A link that somebody put there is replaced, and what it led to is left alone."""
    plant(tmp_path / "source", {"a": "one", "b": "two", "c/d": "three"})
    plant(tmp_path / "mirror", {"b": "two", "e": "four"})
    plant(tmp_path / "other", {"a": "one", "d": "three"})
    (tmp_path / "mirror/a").symlink_to(tmp_path / "other/a")
    (tmp_path / "mirror/c").symlink_to(tmp_path / "other")
    (tmp_path / "other/b").hardlink_to(tmp_path / "mirror/b")
    mirror(tmp_path / "source", tmp_path / "mirror", without="")
    for path in (tmp_path / "mirror").rglob("*"):
        path.is_file() and path.write_text("changed")
    assert planted(tmp_path / "source") == {"a": "one", "b": "two", "c": "", "c/d": "three"}
    assert planted(tmp_path / "other") == {"a": "one", "b": "two", "d": "three"}
    assert planted(tmp_path / "mirror") == {
        "a": "changed", "b": "changed", "c": "", "c/d": "changed",
    }  # fmt: skip


def test_a_mirror_leaves_what_others_keep_in_it(tmp_path: Path) -> None:
    """What lies beside it by somebody's wish stays, with its folder; what else lay there goes."""
    plant(tmp_path / "source", {"a": "one"})
    plant(tmp_path / "mirror", {"b/kept": "two", "b/lost": "three", "c/lost": "four"})
    (tmp_path / "mirror/d/d").mkdir(parents=True)
    beside = {"b/kept", "d/d/just-being-written"}
    mirror(tmp_path / "source", tmp_path / "mirror", without="", beside=beside)
    assert planted(tmp_path / "mirror") == {
        "a": "one",
        "b": "",
        "b/kept": "two",
        "d": "",
        "d/d": "",
    }


def test_what_a_mirror_holds_already_is_not_written_again(tmp_path: Path) -> None:
    """The time of a file says when it changed."""
    plant(tmp_path / "source", {"a": "one", "b": "two"})
    plant(tmp_path / "mirror", {"a": "one", "b": "old"})
    os.utime(tmp_path / "mirror/a", (1, 1))
    mirror(tmp_path / "source", tmp_path / "mirror", without="")
    assert (tmp_path / "mirror/a").stat().st_mtime == 1
    assert (tmp_path / "mirror/b").read_text() == "two"
