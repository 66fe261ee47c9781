"""Two years of a small library, made once and kept: whatever the program becomes, their promises hold.

In `two_years/site` are five leaflets, published between November 2024 and October 2026. In between one was
translated later, one moved, one is gone, one was withdrawn, and colours and templates were replaced. Nobody makes
this folder anew: a program that cannot keep it has broken what it promised.
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from iecpress.answers import Folder
from iecpress.handouts import Workers
from iecpress.promises import broken, promises
from tests.press import LEDGER, Press
from tests.sites import Site

KEPT = Path(__file__).parent / "two_years"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, press_workers: Workers) -> Press:
    """Return a copy, built by the program as it is now; not to be changed."""
    root = tmp_path_factory.mktemp("two-years") / "site"
    press = Press(Site.copy_of(KEPT / "site", root), press_workers)
    press.build()
    return press


def test_every_frozen_byte_is_as_it_was(built: Press) -> None:
    """Each file has the hash that was written down when it was made, also after a build, and no file is new."""
    lines = (KEPT / "SHA256SUMS").read_text("utf-8").splitlines()
    listed = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    for root in (KEPT, built.site.root.parent):
        files = [*root.glob("site/materials/*/*/versions/*/*"), root / "site" / LEDGER]
        now = {
            path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in files
        }
        assert now == listed


def test_the_program_of_today_reads_it(built: Press) -> None:
    """There is nothing to find, and how each leaflet stands is known."""
    assert built.site.findings() == []
    assert {name: one.state for name, one in built.standings().items()} == {
        "old-case": "gone",
        "visit-visa": "live",
        "wage-card": "moved",
        "work-permit": "live",
        "your-passport": "withdrawn",
    }


def test_every_address_of_two_years_answers(built: Press) -> None:
    """Pages, handouts and what became of them."""
    library = built.site.load().library
    assert library is not None
    promised = list(promises(library))
    assert len(promised) == (2 + 3 * 2) * 2 + 8 + (2 + 2 * 2) * 2 + 8 + 8
    answers = broken(promised, Folder(built.site.root / "site"))
    assert [finding for finding in answers if finding] == []


def test_the_upgrade_changed_no_old_handout(built: Press) -> None:
    """Drawn again, the handouts of before would have other bytes; they are served as they were."""
    folder = built.site.root / "site/r/visit-visa"
    for version in ("1.0", "1.1", "2.0"):
        name = f"visit-visa-{version}-ne.pdf"
        frozen = KEPT / "site/materials/leaflets/visit-visa/versions" / version / name
        assert (folder / version / name).read_bytes() == frozen.read_bytes()


def test_nothing_is_left_to_release(built: Press, tmp_path: Path) -> None:
    """What the words of a text come to is named today as it was then."""
    copy = Press(Site.copy_of(KEPT / "site", tmp_path / "copy"), built.executor)
    assert copy.release() == ([], [])
    shutil.rmtree(copy.site.root)
