from __future__ import annotations

import os
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from iecpress.handouts import cache as module
from iecpress.handouts.cache import Cache, Kept
from iecpress.handouts.records import Printed

NOW = time.time()
DAY = 24 * 60 * 60


def keep(folder: Path, name: str, *, days_ago: float = 0) -> Kept:
    """Keep a handout that was last used so many days ago."""
    kept = Cache(folder).put(name, Printed(name.encode(), 1))
    for path in (kept.path, kept.path.with_suffix(".json")):
        os.utime(path, (NOW - days_ago * DAY, NOW - days_ago * DAY))
    return kept


def there(folder: Path, names: Iterable[str]) -> list[str]:
    """Return those that are whole, without using them."""
    return [
        name
        for name in names
        if {path.suffix for path in folder.glob(f"handouts/*/{name}.*")} == {".pdf", ".json"}
    ]


def test_what_was_not_used_for_a_month_goes(tmp_path: Path) -> None:
    """What is in use stays however old it is, and so does what was in use a short time ago."""
    for name, days_ago in (("used", 400), ("recent", 29), ("old", 31)):
        keep(tmp_path, name, days_ago=days_ago)
    Cache(tmp_path).tidy(["used"], NOW)
    assert there(tmp_path, ["used", "recent", "old"]) == ["used", "recent"]
    assert not list(tmp_path.glob("handouts/*/old*"))


def test_what_is_too_much_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The longest unused go first; what is in use is not counted."""
    monkeypatch.setattr(module, "MOST_UNUSED", 2)
    names = ["used", "a", "b", "c", "d"]
    for days_ago, name in enumerate(names):
        keep(tmp_path, name, days_ago=days_ago)
    Cache(tmp_path).tidy(["used"], NOW)
    assert there(tmp_path, names) == ["used", "a", "b"]


def test_what_a_killed_build_left_half_written_goes_too(tmp_path: Path) -> None:
    """It is no handout, and nobody will ever ask for it."""
    half = keep(tmp_path, "half", days_ago=31).path
    half.with_suffix(".json").unlink()
    torn = half.with_name(".writing-abc")
    torn.write_bytes(b"%PDF")
    os.utime(torn, (NOW - 31 * DAY, NOW - 31 * DAY))
    Cache(tmp_path).tidy([], NOW)
    assert not half.exists()
    assert not torn.exists()


def test_a_published_handout_stays(tmp_path: Path) -> None:
    """The site holds a link of its own."""
    kept = keep(tmp_path, "old", days_ago=31)
    (tmp_path / "published.pdf").hardlink_to(kept.path)
    Cache(tmp_path).tidy([], NOW)
    assert (tmp_path / "published.pdf").read_bytes() == b"old"
    assert not kept.path.exists()


def test_a_use_is_noted(tmp_path: Path) -> None:
    """Whoever asks for a handout puts off its end."""
    for name in ("asked", "not-asked"):
        keep(tmp_path, name, days_ago=20)
    assert Cache(tmp_path).get("asked") is not None
    Cache(tmp_path).tidy([], NOW + 15 * DAY)
    assert there(tmp_path, ["asked", "not-asked"]) == ["asked"]


def test_one_handout_made_alone_forgets_no_other(tmp_path: Path) -> None:
    """What the others were made from is still known to the next build."""
    Cache(tmp_path).remember({"one": "a", "two": "b"})
    Cache(tmp_path).remember({"three": "c"})
    kept = Cache(tmp_path)
    assert [kept.recall(name) for name in ("one", "two", "three")] == ["a", "b", "c"]


def test_what_is_known_does_not_grow(tmp_path: Path) -> None:
    """Of what a handout was made from the latest is known, and nothing of what is gone."""
    for name, days_ago in (("a", 0), ("b", 31)):
        keep(tmp_path, name, days_ago=days_ago)
    Cache(tmp_path).remember({"one": "a", "two": "b"})
    Cache(tmp_path).remember({"one again": "a", "gone": "c"})
    Cache(tmp_path).tidy(["a"], NOW)
    kept = Cache(tmp_path)
    known = [kept.recall(name) for name in ("one", "one again", "two", "gone")]
    assert known == [None, "a", None, None]
