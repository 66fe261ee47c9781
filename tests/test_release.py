"""Releasing: what is frozen, what is refused, and that it is all or nothing."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from iecpress.ledger import read
from tests.file_faults import FAULTS, happens
from tests.press import CACHE, LEDGER, Press, frozen
from tests.sites import ENGLISH, FOLDER, NEPALI, Site


def test_a_release_freezes_texts_bodies_and_handouts(press: Press) -> None:
    """Each with its hash in the manifest, the manifest's hash in the ledger, and the check is content."""
    released, findings = press.release()
    assert findings == []
    folder = press.site.root / FOLDER / "versions/1.0"
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert set(manifest["files"]) == {
        "index.ne.md", "index.en.md", "body.ne.html", "body.en.html",
        "visit-visa-1.0-ne.pdf", "visit-visa-1.0-en.pdf",
    }  # fmt: skip
    for name, file in manifest["files"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == file["sha256"]
    (event,) = read(press.site.read(LEDGER)).events
    assert event.manifest == hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()
    assert "/en/r/visit-visa/1.0/" in event.addresses
    assert "/r/visit-visa/1.0/visit-visa-1.0-ne.pdf" in event.addresses
    assert press.site.findings() == []
    assert released[0].files == 7


def test_releasing_twice_does_nothing(press: Press) -> None:
    """What is released is left as it is, byte for byte."""
    press.release()
    before = frozen(press.site)
    assert press.release() == ([], [])
    assert frozen(press.site) == before


def test_two_clones_release_the_same_bytes(press: Press, tmp_path: Path) -> None:
    """Nothing in a release depends on when or where it was made."""
    press.release()
    other = Press(Site.copy(tmp_path / "elsewhere"), press.executor)
    other.release()
    assert frozen(other.site) == frozen(press.site)


def test_a_new_version_lies_beside_the_old_one(press: Press) -> None:
    """The old one stays as it was and the ledger only grows."""
    press.release()
    before, ledger = frozen(press.site), press.site.read(LEDGER)
    press.next_version()
    assert press.site.findings() == []
    released, findings = press.release()
    assert findings == []
    assert [one.event.version for one in released] == ["1.1"]
    after = frozen(press.site)
    assert before.items() - {(LEDGER, before[LEDGER])} <= after.items()
    assert press.site.read(LEDGER).startswith(ledger)


def test_a_later_translation_is_an_addition(press: Press) -> None:
    """It gets a manifest of its own in the same folder; nothing that lay there is touched."""
    english = press.site.read(ENGLISH)
    (press.site.root / ENGLISH).unlink()
    press.release()
    before = frozen(press.site)
    press.site.write(ENGLISH, english)
    released, findings = press.release()
    assert findings == []
    assert [(one.event.what, one.event.langs) for one in released] == [("translated", ("en",))]
    assert before.items() - {(LEDGER, before[LEDGER])} <= frozen(press.site).items()
    assert (press.site.root / FOLDER / "versions/1.0/manifest.en.json").is_file()
    assert press.site.findings() == []


@pytest.mark.parametrize(
    ("path", "old", "new", "code"),
    [
        (NEPALI, "title: ", "title: अब ", "M124"),
        (ENGLISH, "summary: ", "summary: Now ", "M124"),
        (NEPALI, "date: 2026-11-21", "date: 2026-11-20", "M124"),
        (NEPALI, 'version: "1.0"', 'version: "1.2"', "M125"),
        (NEPALI, 'version: "1.0"', 'version: "0.9"', "M125"),
        (NEPALI, 'version: "1.0"', 'version: "1.1"', "M126"),
        (f"{FOLDER}/versions/1.0/index.en.md", "title", "tile", "L112"),
        (f"{FOLDER}/versions/1.0/manifest.json", "CC", "XX", "L110"),
    ],
)
def test_what_is_released_is_not_changed(
    press: Press, path: str, old: str, new: str, code: str
) -> None:
    """Other words under the same version, a version out of turn, a frozen file touched: each is a finding."""
    press.release()
    press.site.change(path, old, new)
    found = press.site.codes()
    assert code in found


def test_what_only_helps_to_find_a_text_may_change(press: Press) -> None:
    """A further keyword or a later review needs no new version."""
    press.release()
    press.site.change(NEPALI, "date: 2026-11-21", "keywords: [bhisa]\ndate: 2026-11-21")
    assert press.site.findings() == []
    assert press.release() == ([], [])


def test_a_lost_resource_is_missed(press: Press) -> None:
    """The ledger knows that it was there."""
    press.release()
    for path in sorted((press.site.root / FOLDER).rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    assert "L113" in press.site.codes()


def test_a_handout_that_cannot_be_made_stops_the_release(press: Press) -> None:
    """Nothing is frozen and the ledger is as it was."""
    press.site.add("अक्षर \U0001f600।", "A face \U0001f600.")
    released, findings = press.release()
    assert released == []
    assert {finding.code for finding in findings} == {"H106"}
    assert frozen(press.site) == {} if not (press.site.root / LEDGER).exists() else False


@pytest.mark.parametrize("fault", FAULTS)
def test_a_release_is_all_or_nothing(press: Press, tmp_path: Path, fault: str) -> None:
    """Whichever operation fails, the ledger is the old or the new one, all it names is there, and again works."""
    press.another("your-passport")
    press.release()
    old = press.site.read(LEDGER)
    press.next_version()
    whole = Press(Site.copy_of(press.site.root, tmp_path / "whole"), press.executor)
    whole.release()
    after = frozen(whole.site)
    number = 0
    while True:
        number += 1
        trial = Press(Site.copy_of(press.site.root, tmp_path / "trial"), press.executor)
        shutil.copytree(whole.site.root / CACHE, trial.site.root / CACHE, dirs_exist_ok=True)
        if not happens(number, fault, trial.release):
            break
        assert trial.site.read(LEDGER) in (old, whole.site.read(LEDGER))
        assert set(trial.site.codes()) <= {"L111"}
        trial.release()
        assert frozen(trial.site) == after
        shutil.rmtree(trial.site.root)
    assert number > 20
