"""Decisions about what was released: what each leaves to be read, and which cannot be taken."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import subprocess
import zlib
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from iecpress.cli import cli
from iecpress.decide import decide
from iecpress.handouts import Workers
from iecpress.ledger import Event
from iecpress.terminal import CLEAN, WRONG_USAGE
from tests.file_faults import FAULTS, happens
from tests.press import LEDGER, Press
from tests.sites import ENGLISH, FOLDER, NEPALI, Site

CANARY = "Zyxomma"
ON = dt.date(2026, 11, 22)
REASON = {"ne": "नियम फेरियो।", "en": "The rules changed."}
WHY = ("--reason", "ne=नियम फेरियो।", "--reason", "en=The rules changed.")


def run(press: Press, *arguments: str, answer: str = "") -> tuple[int, str]:
    result = CliRunner().invoke(
        cli, ["-C", str(press.site.root), *arguments], input=answer, catch_exceptions=False
    )
    return result.exit_code, result.output


def words_of(pdf: Path) -> str:
    command = ["pdftotext", "-layout", str(pdf), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def pdf(press: Press, address: str) -> Path:
    return press.site.root / "site" / address.removeprefix("/")


def test_withdrawn_can_be_read_but_is_not_offered(archive: Press) -> None:
    """Its pages stay, out of every list; its handouts begin with a notice; restored, all is as before."""
    frozen = archive.site.root / FOLDER / "versions/1.1/visit-visa-1.1-en.pdf"
    before = frozen.read_bytes()
    code, _ = run(archive, "withdraw", "visit-visa", *WHY, "--to", "your-passport", "--yes")
    assert code == CLEAN
    assert "state: withdrawn" in archive.site.read(NEPALI)
    assert archive.site.findings() == []
    archive.build()
    assert "One more thing." in archive.page("/en/r/visit-visa/")
    assert "visit-visa" not in archive.page("/en/resources/").replace("visit-visa-you", "")
    assert "/r/visit-visa/" not in archive.site.read("site/sitemap.xml")
    for address in ("1.1/visit-visa-1.1-en.pdf", "visit-visa-en.pdf"):
        words = words_of(pdf(archive, f"/r/visit-visa/{address}")).split("\f", 1)
        notice, rest = (" ".join(page.split()) for page in words)
        assert "Withdrawn: do not rely on this paper" in notice
        assert "The rules changed." in notice
        assert "One more thing." in rest
    assert frozen.read_bytes() == before
    code, _ = run(archive, "restore", "visit-visa")
    assert code == CLEAN
    archive.build()
    assert pdf(archive, "/r/visit-visa/1.1/visit-visa-1.1-en.pdf").read_bytes() == before
    assert "visit-visa" in archive.page("/en/resources/")


def test_moved_keeps_its_files(archive: Press) -> None:
    """Its texts are gone from the folder, its released files are served as before, and it is not missed."""
    code, said = run(archive, "move", "visit-visa", "--to", "your-passport", *WHY, "--yes")
    assert (code, "your-passport" in said) == (CLEAN, True)
    assert not (archive.site.root / NEPALI).exists()
    assert archive.site.findings() == []
    archive.build()
    name = "1.0/visit-visa-1.0-ne.pdf"
    frozen = archive.site.root / FOLDER / "versions" / name
    assert pdf(archive, f"/r/visit-visa/{name}").read_bytes() == frozen.read_bytes()


def _holds(path: Path, word: str) -> bool:
    """Whether a word is in a file, be it packed as PDFs and ZIPs pack."""
    content = path.read_bytes()
    if word.encode() in content or (path.suffix == ".pdf" and word in words_of(path)):
        return True
    streams = re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL)
    for stream in streams:
        try:
            if word.encode() in zlib.decompress(stream):
                return True
        except zlib.error:
            continue
    return False


@pytest.mark.parametrize("moved_first", [False, True])
def test_gone_leaves_no_word_behind(site: Site, press_workers: Workers, moved_first: bool) -> None:
    """No file of the site, of what builds keep, or of the folder holds a word of it; its addresses answer."""
    press = Press(site, press_workers)
    press.another("your-passport")
    Image.new("RGB", (8, 8)).save(site.root / FOLDER / "sign.png")
    site.add(f"{CANARY} ![चिन्ह](sign.png)", f"{CANARY} ![A sign](sign.png)")
    press.release()
    press.build()
    assert any(_holds(path, CANARY) for path in (site.root / "site").rglob("*.pdf"))
    if moved_first:
        run(press, "move", "visit-visa", "--to", "your-passport", *WHY, "--yes")
        press.build()
    code, _ = run(press, "retract", "visit-visa", *WHY, "--yes")
    assert code == CLEAN
    assert site.findings() == []
    press.build()
    files = [path for path in site.root.rglob("*") if path.is_file()]
    assert [path for path in files if _holds(path, CANARY)] == []
    standing = press.standings()["visit-visa"]
    assert standing.tombstone is not None
    assert set(standing.tombstone.titles) == {"ne", "en"}
    for address in standing.addresses:
        if not address.endswith("/"):
            assert pdf(press, address).is_file(), address
    notice = " ".join(words_of(pdf(press, "/r/visit-visa/1.0/visit-visa-1.0-en.pdf")).split())
    assert "Removed: this text is no longer published" in notice
    assert standing.tombstone.titles["en"] in notice
    with Image.open(pdf(press, "/r/visit-visa/1.0/sign.png")) as blank:
        assert blank.size == (1, 1)


def test_another_clone_forgets_what_is_gone(archive: Press, tmp_path: Path) -> None:
    """What builds kept elsewhere is removed by the next build there, though nobody retracted it there."""
    archive.site.add(CANARY, CANARY)
    archive.site.change(NEPALI, 'version: "1.2"', 'version: "1.3"')
    archive.site.change(ENGLISH, 'translates: "1.2"', 'translates: "1.3"')
    archive.release()
    other = Press(Site.copy_of(archive.site.root, tmp_path / "other"), archive.executor)
    other.build()
    other.build(keep_going=True)
    run(archive, "retract", "visit-visa", *WHY, "--yes")
    other.site.write(LEDGER, archive.site.read(LEDGER))
    subprocess.run(["rm", "-r", str(other.site.root / FOLDER)], check=True)
    other.build()
    kept = [*(other.site.root / ".iecpress").rglob("*"), *(other.site.root / "site").rglob("*")]
    assert [path for path in kept if path.is_file() and _holds(path, CANARY)] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("withdraw", "visit-visa", "--reason", "en=Why"), "missing in ne"),
        (("withdraw", "nothing", *WHY), "never released"),
        (("withdraw", "visit-visa", *WHY, "--to", "visit-visa"), "not a released resource"),
        (("move", "visit-visa", *WHY, "--to", "nothing"), "not a released resource"),
        (("retract", "visit-visa", "--reason", "because"), "is written ne=… or en=…"),
    ],
)
def test_what_cannot_be_decided_is_refused(
    archive: Press, arguments: tuple[str, ...], said: str
) -> None:
    """The sentence says why, and neither ledger nor folder is touched."""
    ledger, text = archive.site.read(LEDGER), archive.site.read(NEPALI)
    code, output = run(archive, *arguments, "--yes")
    assert code == WRONG_USAGE
    assert said in " ".join(output.split())
    assert (archive.site.read(LEDGER), archive.site.read(NEPALI)) == (ledger, text)


def test_only_allowed_transitions(archive: Press) -> None:
    """What is live cannot be restored, and of what is gone nothing can be decided any more."""
    assert run(archive, "restore", "visit-visa")[0] == WRONG_USAGE
    assert run(archive, "retract", "visit-visa", *WHY, "--yes")[0] == CLEAN
    for command in ("withdraw", "retract"):
        lines = archive.site.read(LEDGER)
        run(archive, command, "visit-visa", *WHY, "--yes")
        assert archive.site.read(LEDGER) == lines


def test_a_new_version_is_offered_first(archive: Press) -> None:
    """Whoever says that one would do has changed nothing; whoever says no goes on."""
    ledger = archive.site.read(LEDGER)
    code, said = run(archive, "withdraw", "visit-visa", *WHY, answer="y\n")
    assert (code, "iecpress release" in said) == (CLEAN, True)
    assert archive.site.read(LEDGER) == ledger
    assert run(archive, "withdraw", "visit-visa", *WHY, answer="n\n")[0] == CLEAN
    assert archive.site.read(LEDGER) != ledger


def test_a_notice_that_cannot_be_drawn_stops_the_build(archive: Press) -> None:
    """Paper that nobody is to rely on is not served as if it were sound (L114)."""
    run(archive, "withdraw", "visit-visa", *WHY, "--yes")
    template = "overrides/handouts/covers/notice/"
    archive.site.write(f"{template}layout.yml", "names: {ne: सूचना, en: Notice}\n")
    archive.site.write(f"{template}style.css", "")
    archive.site.write(f"{template}template.html", "{{ nothing.here }}")
    with pytest.raises(AssertionError, match="L114"):
        archive.build()


def test_the_state_is_not_written_by_hand(archive: Press) -> None:
    """The text and the ledger say the same (M127)."""
    archive.site.change(NEPALI, 'version: "1.2"', 'version: "1.2"\nstate: withdrawn')
    assert archive.site.codes() == ["M127"]
    run(archive, "withdraw", "visit-visa", *WHY, "--yes")
    archive.site.change(NEPALI, "state: withdrawn\n", "")
    assert archive.site.codes() == ["M127"]


def test_a_site_is_as_if_built_anew_after_each_decision(archive: Press, tmp_path: Path) -> None:
    """What an earlier build left is made again where a decision shows on it: lists, their counts, links to them."""
    archive.another("no-receipt")
    for path in (NEPALI, ENGLISH):
        text = archive.site.read(path.replace("visit-visa", "no-receipt"))
        archive.site.write(
            path.replace("visit-visa", "no-receipt"),
            text.replace("topics: [visa]", "topics: [costs]"),
        )
    archive.build()
    for number, arguments in enumerate(
        (
            ("withdraw", "visit-visa", *WHY, "--yes"),
            ("withdraw", "your-passport", *WHY, "--yes"),
            ("restore", "visit-visa"),
        )
    ):
        assert run(archive, *arguments)[0] == CLEAN
        archive.build()
        anew = Press(Site(tmp_path / f"anew-{number}"), archive.executor)
        ignored = shutil.ignore_patterns(".iecpress", "site")
        shutil.copytree(archive.site.root, anew.site.root, ignore=ignored)
        anew.build()
        assert _pages(archive.site.root / "site") == _pages(anew.site.root / "site")


def _pages(site: Path) -> dict[str, str]:
    return {
        path.relative_to(site).as_posix(): path.read_text("utf-8") for path in site.rglob("*.html")
    }


DECISIONS = {
    "withdrawn": {"reason": REASON},
    "restored": {},
    "moved": {"reason": REASON, "to": "your-passport"},
    "gone": {"reason": REASON},
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("what", DECISIONS)
def test_whatever_fails_deciding_again_completes_it(
    archive: Press, tmp_path: Path, what: str, fault: str
) -> None:
    """Whichever operation fails, the ledger is the old or the new one; if more is left to do, the check says so."""
    if what == "restored":
        _decided(archive, "withdrawn", ON)
    ledger, before = archive.site.read(LEDGER), _files(archive)
    whole = Press(Site.copy_of(archive.site.root, tmp_path / "whole"), archive.executor)
    _decided(whole, what)
    after, number = _files(whole), 0
    assert whole.site.findings() == []
    while True:
        number += 1
        trial = Press(Site.copy_of(archive.site.root, tmp_path / "trial"), archive.executor)
        if not happens(number, fault, lambda: _decided(trial, what)):  # noqa: B023 - done at once
            break
        if trial.site.read(LEDGER) == ledger:
            assert _files(trial) == before
        elif _files(trial) != after:
            assert trial.site.findings() != []
        _decided(trial, what)
        assert _files(trial) == after
        shutil.rmtree(trial.site.root)
    assert number > 4


def _decided(press: Press, what: str, on: dt.date = ON) -> None:
    library = press.site.load().library
    assert library is not None
    decide(library, Event(what=what, id="visit-visa", on=on, **DECISIONS[what]))


def _files(press: Press) -> dict[str, bytes]:
    """Return all that is kept: not what a build can make again, nor what a killed write left beside its file."""
    paths = (path for path in press.site.root.rglob("*") if path.is_file())
    names = {path.relative_to(press.site.root).as_posix(): path for path in paths}
    return {
        name: path.read_bytes()
        for name, path in names.items()
        if not name.startswith(".iecpress") and ".writing-" not in name
    }
