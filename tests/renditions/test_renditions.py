"""Pictures of a library: each is made anew once, kept by what it is, and never stands in the way of a build."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import pytest

from iecpress.model import Library
from iecpress.progress import Silent
from iecpress.renditions import SHELF, Rendition, renditions
from tests.drawn import photo, saved
from tests.sites import FOLDER, Site

PAGE = "docs/en/about.md"


class Counting(Executor):
    """Does the work here and now, and counts it."""

    def __init__(self) -> None:
        self.calls = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        self.calls += 1
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **named))
        except Exception as error:  # noqa: BLE001 - the caller gets it
            future.set_exception(error)
        return future


@pytest.fixture
def pictured(site: Site) -> Site:
    """A site with the same photo in a text and beside a page, and a drawing."""
    site.change("mkdocs.yml", ", picture_kb: 64, picture_pixels: 1000000", "")
    content = saved(photo(500, 300), "JPEG", quality=92)
    site.write(f"{FOLDER}/sign.jpg", content)
    site.write("docs/en/training.jpg", content)
    site.write(
        f"{FOLDER}/hand.svg", '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'
    )
    site.write(PAGE, "---\ntitle: About\nsummary: About\n---\n![A training](training.jpg)\n")
    return site


def _library(site: Site) -> Library:
    library = site.load().library
    assert library
    return library


def _made(site: Site, executor: Executor) -> dict[Path, Rendition]:
    made, findings = renditions(_library(site), site.root / "cache", executor, Silent())
    assert findings == []
    return made


def test_the_same_picture_is_made_once(pictured: Site) -> None:
    """In two places it has one set of files, whose names say nothing of what it shows."""
    executor = Counting()
    made = _made(pictured, executor)
    assert executor.calls == 1
    assert set(made) == {Path(FOLDER, "sign.jpg"), Path("docs/en/training.jpg")}
    first, second = made.values()
    assert first == second
    assert first.sources
    for form in first.forms:
        assert form.path.stat().st_size == form.size
        assert form.address.startswith("/assets/pictures/")
        assert "sign" not in form.address


def test_nothing_is_made_twice(pictured: Site) -> None:
    """What is at hand is used as long as the picture is the same, and thrown away when it is gone."""
    executor = Counting()
    before = _made(pictured, executor)
    assert _made(pictured, executor) == before
    assert executor.calls == 1
    other = saved(photo(400, 300), "JPEG", quality=92)
    for name in (f"{FOLDER}/sign.jpg", "docs/en/training.jpg"):
        pictured.write(name, other)
    after = _made(pictured, executor)
    assert executor.calls == 2
    kept = {path for path in (pictured.root / "cache" / SHELF).iterdir() if path.suffix != ".json"}
    assert kept == {form.path for made in after.values() for form in made.forms}


@pytest.mark.parametrize("damage", ["lost", "short", "note"])
def test_what_is_damaged_is_made_again(pictured: Site, damage: str) -> None:
    """A cache is never trusted further than it can be seen."""
    executor = Counting()
    before = _made(pictured, executor)
    form = next(iter(before.values())).forms[0]
    content = form.path.read_bytes()
    if damage == "note":
        next(form.path.parent.glob("*.json")).write_text("{")
    elif damage == "short":
        form.path.write_bytes(b"half")
    else:
        form.path.unlink()
    assert _made(pictured, executor) == before
    assert executor.calls == 2
    assert form.path.read_bytes() == content


def test_a_picture_that_cannot_be_made_anew_is_named(pictured: Site) -> None:
    """Its page shows it as it is; the other pictures are not held up."""
    from PIL import Image

    pictured.write(f"{FOLDER}/long.png", saved(Image.new("L", (20, 20_000)), "PNG"))
    made, findings = renditions(_library(pictured), pictured.root / "cache", Counting(), Silent())
    (finding,) = findings
    assert (finding.code, finding.severity) == ("G108", "warning")
    assert finding.path == f"{FOLDER}/long.png"
    assert Path(FOLDER, "long.png") not in made
    assert Path(FOLDER, "sign.jpg") in made


def test_what_is_saved_on_a_telephone_fills_its_column(pictured: Site) -> None:
    """It is the WebP of 720 points, or the largest there is."""
    pictured.write(f"{FOLDER}/sign.jpg", saved(photo(900, 600), "JPEG", quality=92))
    made = _made(pictured, Counting())
    large, small = made[Path(FOLDER, "sign.jpg")].saved, made[Path("docs/en/training.jpg")].saved
    assert large
    assert small
    assert (large.width, large.path.suffix) == (720, ".webp")
    assert (small.width, small.path.suffix) == (500, ".webp")
