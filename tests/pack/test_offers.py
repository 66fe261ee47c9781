"""What the site offers: which packs, when they are made again, and what is said of those that are not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from iecpress.findings import Finding
from iecpress.handouts import Handout, handouts, jobs
from iecpress.model import Library
from iecpress.pack.offers import Offer, offers
from tests.pack.conftest import Desk, changed, make_library


@pytest.fixture
def shelf(tmp_path: Path, desk: Desk) -> Shelf:
    """A cache of packs of the test's own, in front of the handouts that all tests share."""
    return Shelf(desk, tmp_path / "shelf")


class Shelf:
    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk = desk
        self.folder = folder

    def offers(
        self, library: Library | None = None, made: Sequence[Handout] | None = None
    ) -> tuple[list[Offer], list[Finding]]:
        """Offer the packs of a library, its handouts made with what all tests share."""
        library = library or self.desk.library
        if made is None:
            wanted = [job for job in jobs(library) if job.layout == "a4"]
            made, found = handouts(
                library, wanted, self.desk.cache, workers=2, executor=self.desk.executor
            )
            assert found == []
        return offers(library, made, self.folder, self.desk.executor)


def named(found: Sequence[Offer]) -> dict[str, tuple[str, ...]]:
    return {offer.address.removeprefix("/packs/"): offer.ids for offer in found}


def test_each_country_and_stage_has_a_pack_in_each_language(shelf: Shelf) -> None:
    """With two handouts or more. What no resource names has none; what is about no situation is in none."""
    found, findings = shelf.offers()
    assert findings == []
    assert named(found) == {
        "countries/pack-qa-ne.pdf": ("contract", "visa", "qatar"),
        "countries/pack-my-ne.pdf": ("contract", "visa", "malaysia"),
        "stages/pack-before-ne.pdf": ("contract", "visa", "qatar"),
        "stages/pack-at-work-ne.pdf": ("malaysia", "qatar"),
        "countries/pack-qa-en.pdf": ("contract", "visa", "qatar"),
        "countries/pack-my-en.pdf": ("contract", "visa"),
        "stages/pack-before-en.pdf": ("contract", "visa", "qatar"),
    }
    for offer in found:
        assert offer.path.stat().st_size == offer.size
        assert offer.pages == 2 * len(offer.ids) + 1


def test_nothing_is_put_together_when_nothing_changed(shelf: Shelf) -> None:
    """The second time all packs are found."""
    first, _ = shelf.offers()
    second, _ = shelf.offers()
    assert all(offer.bound for offer in first)
    assert not any(offer.bound for offer in second)
    assert [replace(offer, bound=False) for offer in first] == second


def test_one_edit_makes_only_its_packs_again(shelf: Shelf) -> None:
    """The packs that hold the changed text are put together, the others found, the old ones removed."""
    first, _ = shelf.offers()
    library = shelf.desk.library
    texts = dict(library.by_id["malaysia"].texts)
    texts["ne"] = replace(texts["ne"], body="अर्कै कुरा।")
    second, _ = shelf.offers(changed(library, "malaysia", texts=texts))
    again = {offer.address for offer in second if offer.bound}
    assert again == {"/packs/countries/pack-my-ne.pdf", "/packs/stages/pack-at-work-ne.pdf"}
    there = set(shelf.folder.rglob("*.pdf"))
    assert {offer.path for offer in second} <= there
    gone = {offer.path for offer in first} - {offer.path for offer in second}
    assert len(gone) == 2
    assert not gone & there


def test_a_new_name_on_the_cover_makes_a_pack_again(shelf: Shelf) -> None:
    """The cover names the organisation: with another name every pack is another."""
    shelf.offers()
    identity = {"name": {"ne": "अर्को", "en": "Another"}, "short": "X", "web": "https://x.example/"}
    tagline = {"tagline": {"ne": "हक", "en": "Rights"}}
    library = make_library(shelf.desk.library.root, identity={**identity, **tagline})
    second, _ = shelf.offers(library)
    assert all(offer.bound for offer in second)


def test_a_pack_that_is_too_large_is_not_offered(shelf: Shelf) -> None:
    """The finding names the pack and both sizes, and nothing is put together for it."""
    library = make_library(shelf.desk.library.root, limits={"pack_mb": 1})
    made = [
        replace(handout, size=400_000) if handout.lang == "ne" else handout
        for handout in shelf.desk.made
    ]
    found, findings = shelf.offers(library, made)
    assert {offer.lang for offer in found if "countries" in offer.address} == {"en"}
    assert "stages/pack-at-work-ne.pdf" in named(found), "two of 0.4 MB are below the limit"
    assert {finding.code for finding in findings} == {"B107"}
    assert (
        findings[0].wording("en").what
        == "“कतार” in Nepali would have 1 MB; at most 1 MB are offered."
    )


def test_a_cover_that_fails_costs_its_packs_only(shelf: Shelf) -> None:
    """Each pack has its finding; the build goes on."""
    own = shelf.desk.library.root / "overrides/handouts/covers/pack/template.html"
    own.parent.mkdir(parents=True)
    own.write_text(
        "<html lang={{ lang.code }} class=fit-0><title>T</title><h1>T</h1>"
        "{% if pack.title == 'Qatar' %}{{ nobody }}{% endif %}",
        "utf-8",
    )
    found, findings = shelf.offers()
    assert "countries/pack-qa-en.pdf" not in named(found)
    assert [(f.code, f.severity, f.values["pack"]) for f in findings] == [
        ("B106", "error", "Qatar")
    ]
    assert len(found) == 6


def test_a_damaged_pack_is_put_together_again(shelf: Shelf) -> None:
    """What lies damaged in the cache is as if it were not there."""
    first, _ = shelf.offers()
    first[0].path.chmod(0o644)
    first[0].path.write_bytes(b"%PDF-")
    second, _ = shelf.offers()
    assert [offer.address for offer in second if offer.bound] == [first[0].address]
    assert second[0].sha256 == first[0].sha256


def test_a_handout_that_was_not_made_is_named_on_the_cover(shelf: Shelf) -> None:
    """A pack of a build that keeps going does not hide what it lacks."""
    whole, _ = shelf.offers()
    made = [handout for handout in shelf.desk.made if handout.resource_id != "visa"]
    found, _ = shelf.offers(made=made)
    assert named(found)["countries/pack-qa-en.pdf"] == ("contract", "qatar")
    assert {offer.sha256 for offer in found}.isdisjoint(
        {offer.sha256 for offer in whole if "visa" in offer.ids}
    )
