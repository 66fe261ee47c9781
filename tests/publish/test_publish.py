"""Publishing: what is served is the old site or the new one, whatever happens."""

from __future__ import annotations

import errno
import io
import os
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iecpress.cli import cli
from iecpress.findings import Finding
from iecpress.publish import CURRENT, rollback
from iecpress.publish import publish as publish_site
from iecpress.publish.lock import NAME, SILENCE, Held, Holder, alone
from iecpress.publish.releases import RELEASES, contents, current
from iecpress.terminal import CLEAN, FOUND
from tests import file_faults
from tests.file_faults import FAULTS, happens
from tests.sites import Site

PAGES = ("index.html", "r/visa/index.html", "r/visa/1.0/index.html", "assets/style.css")
SAME = "r/visa/1.0/visa-1.0-ne.pdf"
"""A frozen file: it is the same in every site."""


def nothing_wrong(_: Path) -> list[Finding]:
    return []


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A built site."""
    return build(tmp_path / "site", "one")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where it is published."""
    return tmp_path / "www"


def build(site: Path, words: str) -> Path:
    """Make a site in which every page says the same words."""
    shutil.rmtree(site, ignore_errors=True)
    for name in (*PAGES, SAME):
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("frozen" if name == SAME else words)
    return site


def served(folder: Path) -> str:
    """Read what a visitor gets: one site, whole, or an error."""
    here = folder / CURRENT
    said = {(here / name).read_text() for name in PAGES}
    assert (here / SAME).read_text() == "frozen"
    [words] = said
    return words


def publish(site: Path, folder: Path, keep: int = 5) -> list[str]:
    return [
        finding.code for finding in publish_site(site, folder, nothing_wrong, keep=keep).findings
    ]


def test_a_site_is_published(site: Path, folder: Path) -> None:
    """The link leads to a folder that holds the site's files and nothing else, readable for a web server."""
    assert publish(site, folder) == []
    assert contents(folder / CURRENT) == contents(site)
    assert (folder / CURRENT).is_symlink()
    modes = {path.stat().st_mode & 0o777 for path in (folder / RELEASES).rglob("*")}
    assert modes == {0o755, 0o644}


def test_the_next_site_takes_its_place(site: Path, folder: Path) -> None:
    """The old one stays beside it, and a file that is the same in both takes its room once."""
    publish(site, folder)
    old = (folder / CURRENT).resolve()
    assert publish(build(site, "two"), folder) == []
    assert served(folder) == "two"
    assert (old / "index.html").read_text() == "one"
    assert (old / SAME).stat().st_ino == (folder / CURRENT / SAME).stat().st_ino
    assert (old / "index.html").stat().st_ino != (folder / CURRENT / "index.html").stat().st_ino


def test_publishing_twice_does_nothing(site: Path, folder: Path) -> None:
    """The same site is not copied again."""
    publish(site, folder)
    before = sorted(folder.rglob("*"))
    assert publish_site(site, folder, nothing_wrong).unchanged
    assert sorted(folder.rglob("*")) == before


def test_a_served_file_that_was_spoilt_is_mended(site: Path, folder: Path) -> None:
    """What is served is compared byte for byte, not by its name."""
    publish(site, folder)
    (folder / CURRENT / SAME).write_text("rotten")
    assert not publish_site(site, folder, nothing_wrong).unchanged
    assert served(folder) == "one"


def test_the_last_ones_are_kept(site: Path, folder: Path) -> None:
    """As many as were asked for; the served one is among them."""
    for words in ("one", "two", "three", "four"):
        publish(build(site, words), folder, keep=2)
    kept = sorted((folder / RELEASES).iterdir())
    assert [(path / "index.html").read_text() for path in kept] == ["three", "four"]


def test_rollback_goes_back_one_by_one(site: Path, folder: Path) -> None:
    """To what was served before, then to what was before that; at the first one it says that there is no more."""
    for words in ("one", "two", "three"):
        publish(build(site, words), folder)
    for words in ("two", "one"):
        assert rollback(folder).findings == ()
        assert served(folder) == words
    assert [finding.code for finding in rollback(folder).findings] == ["U105"]
    assert served(folder) == "one"


def test_what_was_taken_back_does_not_come_back(site: Path, folder: Path) -> None:
    """After a rollback and a new site, going back leads to what was good, not to what was taken back."""
    for words in ("good", "bad"):
        publish(build(site, words), folder)
    rollback(folder)
    publish(build(site, "better"), folder)
    assert served(folder) == "better"
    rollback(folder)
    assert served(folder) == "good"


def test_rollback_passes_over_what_is_not_whole(site: Path, folder: Path) -> None:
    """A release of which a file was lost is not served again."""
    for words in ("one", "two", "three"):
        publish(build(site, words), folder)
    [two] = (folder / RELEASES).glob("00002-*")
    (two / "index.html").unlink()
    rollback(folder)
    assert served(folder) == "one"


def test_a_broken_promise_stops_it(site: Path, folder: Path) -> None:
    """When the copy does not verify, the old site stays and no litter does."""
    publish(site, folder)
    before = sorted(path.name for path in (folder / RELEASES).iterdir())
    broken = Finding("V101", "index.html", 0, {"link": "a", "missing": "a"})
    done = publish_site(build(site, "two"), folder, lambda _: [broken])
    assert done.findings == (broken,)
    assert served(folder) == "one"
    assert sorted(path.name for path in (folder / RELEASES).iterdir()) == before


def test_a_site_that_changes_meanwhile_is_not_published(
    site: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was copied is compared with what was read at first."""
    publish(site, folder)
    build(site, "two")
    copy = shutil.copyfileobj

    def another(read: Any, written: Any) -> None:
        copy(read, written)
        written.write(b"!")

    monkeypatch.setattr(shutil, "copyfileobj", another)
    assert publish(site, folder) == ["U104"]
    assert served(folder) == "one"


@pytest.mark.parametrize("where", ["site", "site/www", "."])
def test_a_folder_within_the_site_is_refused(site: Path, where: str) -> None:
    """The site is not published into itself, nor into a folder that holds it."""
    assert publish(site, site.parent / where) == ["U103"]


def test_what_somebody_put_in_its_place_is_left_alone(site: Path, folder: Path) -> None:
    """A folder called `current` is not ours."""
    (folder / CURRENT).mkdir(parents=True)
    assert publish(site, folder) == ["U103"]
    assert (folder / CURRENT).is_dir()


def test_nothing_built_is_nothing_published(tmp_path: Path, folder: Path) -> None:
    """An empty folder never takes the place of a site."""
    (tmp_path / "empty").mkdir()
    assert publish(tmp_path / "empty", folder) == ["U102"]
    assert not folder.exists()


# --- a second publisher


def test_a_second_publisher_is_told_who_is_at_work(site: Path, folder: Path) -> None:
    """Process, computer and time of the one who holds the lock; the site is untouched."""
    publish(site, folder)
    with alone(folder):
        [finding] = publish_site(build(site, "two"), folder, nothing_wrong).findings
    assert finding.code == "U101"
    assert (finding.values["pid"], finding.values["host"]) == (
        str(os.getpid()),
        socket.gethostname(),
    )
    assert finding.values["since"].startswith("20")
    assert served(folder) == "one"


def test_of_many_publishers_at_once_one_publishes(site: Path, folder: Path) -> None:
    """Ten at the same moment: each publishes the site or is told to wait, and what is served is whole."""
    children = []
    for _ in range(10):
        if (child := os.fork()) == 0:
            codes = publish(site, folder)
            os._exit({(): 0, ("U101",): 1}.get(tuple(codes), 2))
        children.append(child)
    results = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    assert 0 in results
    assert set(results) <= {0, 1}
    assert served(folder) == "one"


def left_by(folder: Path, host: str, ago: float) -> None:
    """Leave the name of a publisher who was cut off."""
    folder.mkdir(exist_ok=True)
    holder = {"host": host, "pid": 1, "since": "2026-11-22T06:00:00Z"}
    (folder / NAME).write_text(Holder.model_validate(holder).model_dump_json())
    os.utime(folder / NAME, (time.time() - ago,) * 2)


@pytest.mark.parametrize(
    ("host", "ago", "codes"),
    [
        (socket.gethostname(), 0, []),
        ("another.example", 5, ["U101"]),
        ("another.example", SILENCE + 5, []),
    ],
)
def test_a_lock_that_was_left_behind(
    site: Path, folder: Path, host: str, ago: float, codes: list[str]
) -> None:
    """On this computer the system knows that its holder is dead; on another one silence says so."""
    left_by(folder, host, ago)
    assert publish(site, folder) == codes


@pytest.mark.parametrize(("pid", "held"), [(1, True), (2**22 + 1, False)])
def test_without_locks_of_the_system(
    folder: Path, monkeypatch: pytest.MonkeyPatch, pid: int, held: bool
) -> None:
    """Where a disk knows no locks, a process of this computer that runs holds it and one that does not does not."""

    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "no locks")

    monkeypatch.setattr("iecpress.publish.lock.fcntl.flock", no_locks)
    left_by(folder, socket.gethostname(), 0)
    name = (folder / NAME).read_text().replace('"pid":1', f'"pid":{pid}')
    (folder / NAME).write_text(name)
    if held:
        with pytest.raises(Held), alone(folder):
            pass
    else:
        with alone(folder):
            pass


# --- faults


@contextmanager
def more_operations(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let opening, reading the copy, and the half of a copy fail as well."""
    own = ((io, "open"), (os, "open"), (os, "utime"), (os, "readlink"), (shutil, "copyfileobj"))
    monkeypatch.setattr(file_faults, "OPERATIONS", (*file_faults.OPERATIONS, *own))
    yield


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("before", ["one", None])
def test_the_nth_operation_fails(
    site: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, fault: str, before: str | None
) -> None:
    """For n = 1, 2, … until it succeeds: what is served is old or new, never between, and doing it again completes."""
    with more_operations(monkeypatch):
        number = 1
        while True:
            shutil.rmtree(folder, ignore_errors=True)
            if before:
                publish(build(site, before), folder)
            build(site, "two")
            came = happens(number, fault, lambda: publish(site, folder))
            assert (served(folder) if (folder / CURRENT).exists() else None) in (before, "two")
            assert publish(site, folder) == []
            assert served(folder) == "two"
            litter = [p.name for p in (*folder.iterdir(), *(folder / RELEASES).iterdir())]
            assert not [n for n in litter if n.startswith((".filling", ".turning"))], number
            if not came:
                break
            number += 1
    assert number > 40


@pytest.mark.parametrize("fault", FAULTS)
def test_the_nth_operation_of_a_rollback_fails(
    site: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    """The same for going back."""
    with more_operations(monkeypatch):
        number = 1
        while True:
            shutil.rmtree(folder, ignore_errors=True)
            for words in ("one", "two"):
                publish(build(site, words), folder)
            came = happens(number, fault, lambda: rollback(folder))
            if served(folder) == "two":
                assert rollback(folder).findings == ()
            assert served(folder) == "one"
            if not came:
                break
            number += 1
    assert number > 10


class Reader(threading.Thread):
    """Visits the site again and again, as a web server does for it: by name, and file by file in one folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self.wanted = True
        self.visits = 0
        self.wrong: list[str] = []

    def run(self) -> None:
        while self.wanted:
            try:
                self.visit()
            except OSError as error:
                self.wrong.append(str(error))
            self.visits += 1

    def visit(self) -> None:
        for name in (*PAGES, SAME):
            (self.folder / CURRENT / name).read_text()
        here = os.open(self.folder / CURRENT, os.O_RDONLY | os.O_DIRECTORY)
        try:
            said = {_read_in(here, name) for name in PAGES}
        finally:
            os.close(here)
        if len(said) != 1:
            self.wrong.append(f"a mixture: {said}")


def _read_in(folder: int, name: str) -> bytes:
    handle = os.open(name, os.O_RDONLY, dir_fd=folder)
    try:
        return os.read(handle, 100)
    finally:
        os.close(handle)


def test_a_reader_never_misses_a_page(site: Path, folder: Path) -> None:
    """Through twenty sites, rollbacks and publishers that are killed, every page is there and all are of one site."""
    publish(site, folder)
    reader = Reader(folder)
    reader.start()
    for number in range(20):
        build(site, f"site {number}")
        happens(5 + number, "killed", lambda: publish(site, folder, 3))
        publish(site, folder, keep=3)
        if number % 5 == 4:
            rollback(folder)
    reader.wanted = False
    reader.join()
    assert reader.wrong == []
    assert reader.visits > 20


STEP = st.one_of(
    st.sampled_from(["a", "b", "c"]).map(lambda words: ("publish", words)),
    st.just(("back", "")),
    st.tuples(st.just("killed"), st.integers(1, 60).map(str)),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(STEP, max_size=6))
def test_any_history_serves_what_it_should(steps: list[tuple[str, str]]) -> None:
    """Publishing, going back and being killed in any order: what is served is what the history says."""
    with tempfile.TemporaryDirectory() as name:
        site, folder = build(Path(name, "site"), "start"), Path(name, "www")
        publish(site, folder)
        history = ["start"]
        for what, words in steps:
            if what == "publish":
                publish(build(site, words), folder)
                history += [words] if history[-1] != words else []
            elif what == "back" and rollback(folder).release:
                history.pop()
            elif what == "killed":
                build(site, f"killed {words}")
                happens(int(words), "killed", lambda: publish(site, folder))
                if served(folder) != history[-1]:
                    history.append(f"killed {words}")
            assert history, "it went back too far"
            assert served(folder) == history[-1]
            assert current(folder) is not None


# --- the command


def test_the_command(site: Path, folder: Path, tmp_path: Path) -> None:
    """It publishes, says what it did in the reader's language, goes back, and says what is wrong."""
    root = Site.copy(tmp_path / "library").root
    for path in site.rglob("*.html"):
        path.write_text('<!doctype html><html lang="en"><title>one</title><p>one')

    def run(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(cli, ["-C", str(root), "publish", str(folder), *words])
        return done.exit_code, done.output

    status, said = run("--site-dir", str(site))
    assert (status, said) == (
        CLEAN,
        f"Published: {folder}/current is now {(folder / CURRENT).resolve().name} (5 files).\n",
    )
    assert run("--site-dir", str(site))[1].startswith("Nothing to do")
    status, said = run("--rollback", "--lang", "ne")
    assert status == FOUND
    assert "U105" in said
    (site / "index.html").write_text('<html lang="en"><a href="missing/">')
    status, said = run("--site-dir", str(site))
    assert status == FOUND
    assert "V101" in said
    assert "<p>one" in (folder / CURRENT / "index.html").read_text()


def test_drafts_are_not_published_unless_they_are_wanted(site: Path, folder: Path) -> None:
    """What the build noted as not released is named, and nothing is served."""
    (site / "build.json").write_text('{"drafts": ["visit-visa"]}')
    [finding] = publish_site(site, folder, nothing_wrong).findings
    assert (finding.code, finding.values["ids"]) == ("U107", "visit-visa")
    assert not folder.exists()
    assert publish_site(site, folder, nothing_wrong, drafts=True).findings == ()
    assert served(folder) == "one"


def test_what_is_gone_does_not_come_back(site: Path, folder: Path) -> None:
    """Kept sites that still have the words of what was taken back are removed, and the others stay."""
    publish(site, folder)
    build(site, "two")
    (site / "build.json").write_text('{"gone": ["visa"]}')
    publish(site, folder)
    assert [path.name[:5] for path in (folder / RELEASES).iterdir()] == ["00002"]
    assert [finding.code for finding in rollback(folder).findings] == ["U105"]
    build(site, "three")
    (site / "build.json").write_text('{"gone": ["visa"]}')
    publish(site, folder)
    assert sorted(path.name[:5] for path in (folder / RELEASES).iterdir()) == ["00002", "00003"]
    rollback(folder)
    assert served(folder) == "two"
