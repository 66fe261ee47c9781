"""Verifying what was promised, in a folder and on a server, and bringing back what was lost."""

from __future__ import annotations

import http.server
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from iecpress.answers import Answer, Folder, Server
from iecpress.cli import cli
from iecpress.model import Library
from iecpress.promises import promises
from iecpress.proof import prove
from iecpress.repair import from_folder, repair
from iecpress.terminal import CLEAN, FOUND, WRONG_USAGE
from tests.file_faults import FAULTS, happens
from tests.press import Press
from tests.sites import FOLDER, Site
from tests.test_decide import WHY

OLD = "r/visit-visa/1.0"


@pytest.fixture(scope="module")
def served(history: Press, tmp_path_factory: pytest.TempPathFactory) -> Press:
    """Return the site with three versions, built; not to be changed."""
    root = tmp_path_factory.mktemp("served") / "site"
    press = Press(Site.copy_of(history.site.root, root), history.executor)
    press.build()
    return press


@pytest.fixture
def copy(served: Press, tmp_path: Path) -> Press:
    """Return a copy of it that the test may spoil."""
    return Press(Site.copy_of(served.site.root, tmp_path / "copy"), served.executor)


def run(press: Press, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(
        cli, ["-C", str(press.site.root), *arguments], catch_exceptions=False
    )
    return result.exit_code, " ".join(result.output.split())


class Quiet(http.server.SimpleHTTPRequestHandler):
    asked: list[str]
    busy = 0

    def do_GET(self) -> None:
        type(self).asked.append(self.path)
        if type(self).busy:
            type(self).busy -= 1
            self.send_response(503)
            self.send_header("Retry-After", "0")
            self.end_headers()
            return
        super().do_GET()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def server(copy: Press) -> Iterator[tuple[str, type[Quiet]]]:
    """Serve the copy's site."""
    handler = type("Handler", (Quiet,), {"asked": [], "busy": 0})
    factory: Any = partial(handler, directory=str(copy.site.root / "site"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), factory) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}", handler
        running.shutdown()
        thread.join()


def test_a_sound_site_keeps_every_promise(copy: Press) -> None:
    """Every address of the ledger was asked for, and every file of the list of checksums is true."""
    site = str(copy.site.root / "site")
    code, said = run(copy, "verify", site)
    assert (code, "Addresses asked for: 24" in said, "Broken promises: 0" in said) == (
        CLEAN,
        True,
        True,
    )
    assert "Files in SHA256SUMS: 8" in said
    sums = ["sha256sum", "-c", "--quiet", "--strict", "SHA256SUMS"]
    assert subprocess.run(sums, cwd=site, check=False).returncode == 0


def _lost(press: Press) -> None:
    (press.site.root / f"site/en/{OLD}/index.html").unlink()


def _newer_words(press: Press) -> None:
    page = press.site.read("site/en/r/visit-visa/1.1/index.html")
    press.site.write(f"site/en/{OLD}/index.html", page.replace("In Nepal", "In India"))


def _made_again(press: Press) -> None:
    path = f"site/{OLD}/visit-visa-1.0-ne.pdf"
    content = (press.site.root / path).read_bytes()
    (press.site.root / path).unlink()
    press.site.write(path, content + b"\n")


def _not_the_newest(press: Press) -> None:
    path = press.site.root / "site/r/visit-visa/visit-visa-ne.pdf"
    path.unlink()
    shutil.copy(press.site.root / f"site/{OLD}/visit-visa-1.0-ne.pdf", path)


def _forged_list(press: Press) -> None:
    press.site.write("site/SHA256SUMS", press.site.read("site/SHA256SUMS").replace("a", "b", 1))


def _no_list(press: Press) -> None:
    (press.site.root / "site/SHA256SUMS").unlink()


def _frozen_altered(press: Press) -> None:
    path = f"{FOLDER}/versions/1.0/index.en.md"
    press.site.write(path, press.site.read(path) + "x")


def _no_notice(press: Press) -> None:
    run(press, "withdraw", "your-passport", *WHY, "--yes")


@pytest.mark.parametrize(
    ("code", "where", "spoil"),
    [
        ("V201", f"/en/{OLD}/", _lost),
        ("V203", f"/en/{OLD}/", _newer_words),
        ("V202", f"/{OLD}/visit-visa-1.0-ne.pdf", _made_again),
        ("V202", "/r/visit-visa/visit-visa-ne.pdf", _not_the_newest),
        ("V204", "SHA256SUMS", _forged_list),
        ("V204", "SHA256SUMS", _no_list),
        ("L112", "versions/1.0/index.en.md", _frozen_altered),
        ("V203", "/r/your-passport/1.0/", _no_notice),
        ("V202", "/r/your-passport/your-passport-en.pdf", _no_notice),
    ],
)
def test_each_broken_promise_is_named(
    copy: Press, code: str, where: str, spoil: Callable[[Press], None]
) -> None:
    """The finding says which address and what is wrong with it."""
    spoil(copy)
    status, said = run(copy, "verify", str(copy.site.root / "site"))
    assert status == FOUND
    assert any(where in line for line in said.split(" error ") if code in said), said
    assert f"error {code}" in said


@pytest.mark.parametrize(
    "decision", [("withdraw",), ("move", "--to", "your-passport"), ("retract",)]
)
def test_each_state_keeps_its_promise(copy: Press, decision: tuple[str, ...]) -> None:
    """Built anew, a site in which something was withdrawn, moved or retracted answers as it must everywhere."""
    command, *options = decision
    assert run(copy, command, "visit-visa", *options, *WHY, "--yes")[0] == CLEAN
    copy.build()
    code, said = run(copy, "verify", str(copy.site.root / "site"))
    assert code == CLEAN, said
    sums = ["sha256sum", "-c", "--quiet", "--strict", "SHA256SUMS"]
    assert subprocess.run(sums, cwd=copy.site.root / "site", check=False).returncode == 0


def test_a_server_is_asked_once_for_each(copy: Press, server: tuple[str, type[Quiet]]) -> None:
    """Also when it is busy at first, and the promises it breaks are named as in a folder."""
    url, handler = server
    handler.busy = 2
    code, said = run(copy, "verify", url, "--pause", "0")
    assert code == CLEAN, said
    assert len(handler.asked) == 24 + 2 + 1 + 8
    (copy.site.root / f"site/{OLD}/visit-visa-1.0-en.pdf").unlink()
    _made_again(copy)
    code, said = run(copy, "verify", url, "--pause", "0")
    assert (code, "V201" in said, "V202" in said) == (FOUND, True, True)


def test_a_server_that_is_not_there_is_no_crash(copy: Press) -> None:
    """The sentence names it."""
    code, said = run(copy, "verify", "http://127.0.0.1:9", "--pause", "0")
    assert (code, "127.0.0.1:9" in said) == (FOUND, True)
    assert run(copy, "verify", "no-such-folder")[0] == WRONG_USAGE


def test_a_round_that_was_broken_off_is_gone_on_with(copy: Press, tmp_path: Path) -> None:
    """What was found kept is not asked for again, unless the ledger is another."""
    library = copy.site.load().library
    assert library is not None
    promised = list(promises(library))
    asked: list[str] = []

    class Failing:
        def ask(self, address: str) -> Answer:
            asked.append(address)
            if len(asked) == 10:
                raise OSError("gone")
            return Folder(copy.site.root / "site").ask(address)

    notes = tmp_path / "notes"
    with pytest.raises(OSError, match="gone"):
        prove(promised, Failing(), notes, "a")
    assert prove(promised, Folder(copy.site.root / "site"), notes, "a").before == 9
    assert not notes.exists()
    asked.clear()
    with pytest.raises(OSError, match="gone"):
        prove(promised, Failing(), notes, "a")
    assert prove(promised, Folder(copy.site.root / "site"), notes, "b").before == 0


def _spoil(press: Press) -> list[Path]:
    """Damage one file, lose another, and a whole version."""
    folder = press.site.root / FOLDER / "versions"
    damaged = folder / "1.0/visit-visa-1.0-en.pdf"
    content = damaged.read_bytes()
    damaged.unlink()
    damaged.write_bytes(content[:-1])
    (folder / "1.1/visit-visa-1.1-ne.pdf").unlink()
    shutil.rmtree(folder / "1.2")
    return [damaged]


def test_a_clone_brings_everything_back(copy: Press, served: Press) -> None:
    """What is damaged or lost, manifests included, is as it was; the rest is not touched."""
    _spoil(copy)
    assert copy.site.codes() != []
    code, said = run(copy, "repair", "--from", str(served.site.root))
    assert code == CLEAN, said
    assert copy.site.findings() == []
    assert run(copy, "repair", "--from", str(served.site.root))[1].startswith("Files restored: 0")


def test_a_lost_folder_is_brought_back_to_its_kind(copy: Press, served: Press) -> None:
    """Where nothing is left of a resource, its versions are put where their manifest says."""
    shutil.rmtree(copy.site.root / FOLDER)
    run(copy, "repair", "--from", str(served.site.root))
    assert (copy.site.root / FOLDER / "versions/1.2/manifest.json").is_file()
    others = [
        path for path in copy.site.root.glob("**/visit-visa/versions") if FOLDER not in str(path)
    ]
    assert others == []
    assert {f.code for f in copy.site.findings()} <= {"L113", "F109"}


def test_a_bad_copy_changes_nothing(copy: Press, served: Press, tmp_path: Path) -> None:
    """A file with other bytes is left where it is, however it is called, and what lacks is named."""
    bad = Press(Site.copy_of(served.site.root, tmp_path / "bad"), served.executor)
    for folder in ("site", ".iecpress"):  # which hold good bytes
        shutil.rmtree(bad.site.root / folder)
    for path in (bad.site.root / FOLDER / "versions").rglob("*.pdf"):
        path.write_bytes(path.read_bytes()[::-1])
    [damaged] = _spoil(copy)
    before = damaged.read_bytes()
    code, said = run(copy, "repair", "--from", str(bad.site.root))
    assert (code, "Not in the copy" in said) == (FOUND, True)
    assert damaged.read_bytes() == before
    whole = served.site.root / FOLDER / "versions/1.2/visit-visa-1.2-en.pdf"
    assert not (copy.site.root / FOLDER / "versions/1.2" / whole.name).exists()


def test_a_site_brings_back_what_it_serves(
    copy: Press, served: Press, server: tuple[str, type[Quiet]], tmp_path: Path
) -> None:
    """The handouts come from a published site, in a folder or on a server."""
    url, _ = server
    for source in (str(served.site.root / "site"), url):
        for name in ("1.0/visit-visa-1.0-en.pdf", "1.1/visit-visa-1.1-ne.pdf"):
            path = copy.site.root / FOLDER / "versions" / name
            path.unlink()
            path.write_bytes(b"damaged")
        code, said = run(copy, "repair", "--from", source)
        assert (code, "Files restored: 2" in said) == (CLEAN, True), said
        assert copy.site.findings() == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_repair_cut_short_is_completed_by_another(
    history: Press, tmp_path: Path, fault: str
) -> None:
    """Whichever operation fails, each file is as it was or as it must be, and repairing again does the rest."""
    good = history.site.root
    spoilt = Press(Site.copy_of(good, tmp_path / "spoilt"), history.executor)
    _spoil(spoilt)
    before, after = _archived(spoilt.site.root), _archived(good)
    number = 0
    while True:
        number += 1
        trial = Press(Site.copy_of(spoilt.site.root, tmp_path / "trial"), history.executor)
        if not happens(number, fault, lambda: _repaired(trial, good)):  # noqa: B023 - done at once
            break
        for name, content in _archived(trial.site.root).items():
            assert content in (before.get(name), after[name])
        _repaired(trial, good)
        assert _archived(trial.site.root) == after
        assert trial.site.findings() == []
        shutil.rmtree(trial.site.root)
    assert number > len(after) - len(before)


def _repaired(press: Press, copy: Path) -> None:
    def load() -> Library:
        library = press.site.load().library
        assert library is not None
        return library

    repair(load, from_folder(copy))


def _archived(root: Path) -> dict[str, bytes]:
    files = (path for path in (root / FOLDER / "versions").rglob("*") if path.is_file())
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in files
        if not path.name.startswith(".writing-")
    }


def test_a_server_is_spoken_to_politely() -> None:
    """There is a pause between two requests unless somebody asks for none."""
    assert Server("https://press.example").pause > 0
