"""Pictures for sharing: what they show, that they are small, and that only what changed is drawn."""

from __future__ import annotations

import io
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from iecpress.languages import language
from iecpress.load import load
from iecpress.model import Library
from iecpress.sharing import drawing, share_pictures
from iecpress.sharing.drawing import LINK, STATUS, Shape, Wording, draw
from tests.sites import Site

BRAND, ACCENT = "#0B5563", "#F2A900"
MOST_BYTES = 300_000
WORDING = Wording(
    lang="ne",
    kind="पर्चा",
    title="भिजिट भिसामा काम गर्न नजानुहोस्",
    lines=("भिजिट भिसा घुम्न जाने भिसा हो, काम गर्न जाने होइन।",),
    calls="श्रम कल सेन्टर: 1141",
    organisation="आप्रवासन तथा अन्तर्राष्ट्रिय सम्बन्ध केन्द्र",
    address="cmir.example/r/visit-visa",
)


class InPlace(Executor):
    """Does at once what it is given, and counts."""

    def __init__(self) -> None:
        self.calls = 0

    def submit(
        self, fn: Callable[..., object], /, *args: object, **kwargs: object
    ) -> Future[object]:  # type: ignore[override]
        self.calls += 1
        future: Future[object] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Load the small sound site."""
    Site.copy(tmp_path / "site")
    found = load(tmp_path / "site").library
    assert found
    return found


def _image(wording: Wording, shape: Shape) -> Image.Image:
    return Image.open(io.BytesIO(draw(wording, shape, BRAND, ACCENT))).convert("RGB")


def _inked(image: Image.Image) -> tuple[int, int, int, int]:
    """Return the box around all that is not the ground of a picture's upper band."""
    band = image.crop((0, 0, image.width, LINK.band - 1))
    box = ImageChops.difference(band, Image.new("RGB", band.size, BRAND)).getbbox()
    assert box
    return box


@pytest.mark.parametrize("shape", [LINK, STATUS])
def test_same_words_same_bytes(shape: Shape) -> None:
    """A picture is the same bytes each time, at most 300 kB, and of the size that is asked for."""
    png = draw(WORDING, shape, BRAND, ACCENT)
    assert png == draw(WORDING, shape, BRAND, ACCENT)
    assert len(png) < MOST_BYTES
    assert _image(WORDING, shape).size == (shape.width, shape.height)


def test_devanagari_is_shaped() -> None:
    """A vowel sign is drawn before the letter it follows, and half letters join: less wide than their parts."""
    joined = replace(WORDING, title="क्षत्रि", kind="")
    apart = replace(WORDING, title="क्\u200cष\u200cत्\u200cर\u200cि", kind="")
    assert _inked(_image(joined, LINK))[2] < _inked(_image(apart, LINK))[2]


@pytest.mark.parametrize(
    "title",
    ["श्रम स्वीकृति " * 40, "अ" * 300, "क्षत्रिय" * 60, "Labour approval, step by step, " * 20, "शीर्षक"],
)
@pytest.mark.parametrize("shape", [LINK, STATUS])
def test_nothing_leaves_its_margin(title: str, shape: Shape) -> None:
    """However long a title is, its letters stay between the margins; what has no room is cut off."""
    band = _image(replace(WORDING, title=title), shape).crop((0, 0, shape.width, shape.band))
    box = ImageChops.difference(band, Image.new("RGB", band.size, BRAND)).getbbox()
    assert box
    assert box[0] >= shape.margin - 8
    assert box[2] <= shape.width - shape.margin + 8
    assert box[3] <= shape.band - shape.margin // 4


def test_a_language_that_runs_leftwards_stands_at_the_right(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A text that runs from right to left begins at the right margin."""
    short = replace(WORDING, lang="en", title="One", kind="Leaflet")
    assert _inked(_image(short, LINK))[0] < LINK.margin + 20
    leftwards = language("en").model_copy(update={"direction": "rtl"})
    monkeypatch.setattr(drawing, "language", lambda _: leftwards)
    assert _inked(_image(short, LINK))[2] > LINK.width - LINK.margin - 20


def test_every_text_has_two_and_each_site_one(library: Library, tmp_path: Path) -> None:
    """Each text has a picture for links and one for a status; each language one for its other pages."""
    made = {one.address for one in share_pictures(library, tmp_path / "cache", InPlace())}
    texts = [(resource.id, text.lang) for resource, text in library.texts()]
    expected = {
        f"/r/{name}/{what}-{lang}.png" for name, lang in texts for what in ("share", "status")
    }
    assert made == expected | {f"/assets/share-{lang}.png" for lang in library.settings.languages}


def test_only_what_changed_is_drawn(library: Library, tmp_path: Path) -> None:
    """The second time nothing is drawn; with another title, what shows it; and nothing else stays behind."""
    pool, cache = InPlace(), tmp_path / "cache"
    before = share_pictures(library, cache, pool)
    times = {one.path: one.path.stat().st_mtime_ns for one in before}
    assert share_pictures(library, cache, pool) == before
    first = library.resources[0]
    texts = {lang: replace(text, title="अर्कै शीर्षक") for lang, text in first.texts.items()}
    changed = replace(library, resources=(replace(first, texts=texts), *library.resources[1:]))
    after = share_pictures(changed, cache, pool)
    anew = {one.path for one in after} - times.keys()
    assert len(anew) == 2 * len(texts)
    assert set((cache / "pictures").iterdir()) == {one.path for one in after}
