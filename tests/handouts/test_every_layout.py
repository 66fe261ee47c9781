"""What must hold in each layout that there is: copies can be read, and bad input costs one handout and little time."""

from __future__ import annotations

import re
import shutil
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from struct import pack

import pikepdf
import pytest
from PIL import Image, ImageOps

from iecpress.findings import Finding
from iecpress.handouts import Handout, Job, Workers, handouts, layouts_for_press
from iecpress.handouts.layout import PACKAGE, names
from iecpress.model import Contact
from tests.handouts.conftest import BODY, CONTACTS, FOLDER, Site
from tests.handouts.paper import (
    POINT,
    codes,
    colourful,
    contrasts,
    inks,
    pictures,
    placed,
    size,
    words,
)

LAYOUTS = names((PACKAGE,))
TEXT = (FOLDER / "index.en.md").as_posix()
AT_ONCE = 30
"""Seconds that any of this may take, on a machine with much else to do."""
TOO_MANY = {"card": ["H119"], "trifold": ["H115"]}
"""What is said where forty contacts have no room."""
WITHOUT_TEXT = ("card", "poster")
"""They are made of contacts and of key points."""

EVERYTHING = """
A [link](https://law.example/) and **bold words**.

!!! warning
    Be careful with this.

!!! remember
    Keep a copy.

!!! fact
    QAR 1,000 a month.

| country | wage |
|---|--:|
| Qatar | 1,000 |
| Malaysia | 1,700 |
"""


def job(site: Site, layout: str, lang: str = "en", *, grey: bool = False) -> Job:
    resource = site.library.resources[0]
    texts = {
        code: replace(text, points=("Be careful.", "Read first.", "Ask 1141."))
        for code, text in resource.texts.items()
    }
    return Job(replace(resource, texts=texts), texts[lang], layout, grey=grey)


def make(site: Site, layout: str, *, grey: bool = False) -> tuple[list[Handout], list[Finding]]:
    wanted = [job(site, layout, grey=grey)]
    return handouts(site.library, wanted, site.root / "cache", workers=1, executor=site.executor)


# --- Paper ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory, executor: Workers) -> Site:
    """A site whose text has every part that a text can have."""
    site = Site(tmp_path_factory.mktemp("site"), executor)
    site.bodies = {lang: body + EVERYTHING for lang, body in BODY.items()}
    return site


@pytest.mark.parametrize("grey", [False, True], ids=["colour", "grey"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_copy_leads_to_the_version(full: Site, layout: str, grey: bool, tmp_path: Path) -> None:
    """A decoder reads the address of the version on every page of a grey copy at 150 dots an inch."""
    made, findings = make(full, layout, grey=grey)
    assert findings == []
    address = "https://press.example/en/r/visit-visa/1.0/"
    assert [page for page in codes(made[0], tmp_path) if address not in page] == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_photocopy_can_be_read(full: Site, layout: str, tmp_path: Path) -> None:
    """What is made for the photocopier has no colour, white under every word, and ink that stands out from it."""
    (handout,), _ = make(full, layout, grey=True)
    assert colourful(handout, tmp_path) < 12
    assert [word for (ground, *_), word in inks(handout, tmp_path) if min(ground) < 255] == []
    assert [(ratio, word) for ratio, word in contrasts(handout, tmp_path) if ratio < 4.5] == []


@pytest.mark.parametrize(
    ("layout", "cut"),
    [
        ("booklet", (297, 210)),
        ("card", (210, 297)),
        ("poster", (297, 420)),
        ("trifold", (297, 210)),
    ],
)
def test_a_print_shop_gets_paper_around_the_cut(
    full: Site, layout: str, cut: tuple[int, int], tmp_path: Path
) -> None:
    """What is cut out has its size; marks stand at its corners, 3 mm and more beside it, and nothing else does."""
    wanted = replace(job(full, layout), press=True)
    made, findings = handouts(
        full.library, [wanted], full.root / "cache", workers=1, executor=full.executor
    )
    assert findings == []
    with pikepdf.open(made[0].path) as pdf:
        for page in pdf.pages:
            inner, outer = (
                [float(x) * POINT for x in box] for box in (page.trimbox, page.mediabox)
            )
            assert (round(inner[2] - inner[0]), round(inner[3] - inner[1])) == cut
            assert [round(abs(a - b)) for a, b in zip(inner, outer, strict=True)] == [8] * 4
    for page in pictures(made[0], tmp_path, "-r", "100", "-gray"):
        marked = ImageOps.invert(page).point(lambda dark: 255 * (dark > 60))
        assert marked.crop((0, 0, page.width, 10)).getbbox() is not None
        assert marked.crop((0, 0, 10, page.height)).getbbox() is not None
        beside = (round(11 / 25.4 * 100), 26, round(80 / 25.4 * 100), 30)
        assert marked.crop(beside).getbbox() is None


def test_those_layouts_are_all_that_there_are_for_print_shops(full: Site) -> None:
    """Whoever asks for another one is told which they are."""
    assert layouts_for_press(full.library) == ("booklet", "card", "poster", "trifold")


# --- Bad input --------------------------------------------------------------------------------------------

PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)|\{#[^}]*\}|https?:\S+")

NESTED = "\n".join(f"{'  ' * level}- item {level}" for level in range(200))
WIDE = "\n".join(
    [
        "| " + " | ".join(f"column {n}" for n in range(12)) + " |",
        "|---" * 12 + "|",
        "| word " * 12 + "|",
    ]
)


def huge() -> bytes:
    """A picture of 20,000 × 20,000 points, in a file of fifty kilobytes."""
    side = 20_000
    rows = zlib.compress(bytes(side * (side // 8 + 1)), 1)
    head = pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", rows), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        pack(">I", len(data)) + name + data + pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


@pytest.fixture(scope="module")
def bad_pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pictures that no handout can show."""
    folder = tmp_path_factory.mktemp("pictures")
    (folder / "huge.png").write_bytes(huge())
    (folder / "corrupt.png").write_bytes(b"\x89PNG\r\n\x1a\n and no more")
    Image.new("RGB", (1, 1)).save(folder / "point.png")
    return folder


@pytest.fixture
def bad(site: Site, bad_pictures: Path) -> Site:
    """A site with pictures that no handout can show, and one of a single point."""
    site.folder.mkdir(parents=True)
    for picture in bad_pictures.iterdir():
        shutil.copy(picture, site.folder)
    return site


ODD = {
    "words": f"{'x' * 300}\n\n{'ने' * 150}\n\n## Empty {{#empty}}\n\n## Next {{#next}}\n\n![A point](point.png)\n",
    "nested": NESTED,
    "wide": WIDE,
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("body", ODD.values(), ids=ODD)
def test_odd_texts_are_on_paper(bad: Site, layout: str, body: str) -> None:
    """Long words, empty sections, lists within lists and wide tables are set, every letter within the page."""
    bad.bodies["en"] = body
    made, findings = make(bad, layout)
    assert findings == []
    width, height = size(made[0])
    seen = list(placed(made[0]))
    assert [word for word in seen if word.left < 0 or word.right > width] == []
    assert [word for word in seen if word.top < 0 or word.bottom > height] == []
    if (
        layout not in WITHOUT_TEXT and body is not NESTED
    ):  # `check` tells where lists are cut off (T115)
        assert letters(body) <= letters("".join(word.word for word in seen))


def letters(words: str) -> Counter[str]:
    """Count the letters and digits, whatever lines they stand in."""
    return Counter(re.sub(r"[^a-z0-9न]", "", PICTURE.sub("", words.lower())))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_forty_contacts_are_on_paper_or_too_many(site: Site, layout: str) -> None:
    """A long list takes pages, is cut to the most urgent on a card, or is told to be too long for its layout."""
    forty: tuple[Contact, ...] = tuple(
        replace(CONTACTS[0], id=f"c{n}", names={"en": f"Contact {n}", "ne": f"सम्पर्क {n}"})
        for n in range(40)
    )
    site.contacts = forty
    started = time.monotonic()
    made, findings = make(site, layout)
    assert time.monotonic() - started < AT_ONCE
    assert [finding.code for finding in findings] == TOO_MANY.get(layout, [])
    assert len(made) == (layout not in TOO_MANY)
    if made and layout != "poster":  # which has the most urgent ones
        said = words(made[0])
        assert all(f"Contact {n}" in said for n in range(40))


REFUSED = {
    "![x](huge.png)": "H105",
    "![x](corrupt.png)": "H105",
    "![x](file:///etc/passwd)": "H105",
    "![x](../../../../../etc/passwd)": "H105",
    "![x](https://press.example/picture.png)": "H105",
    "Call \N{TELEPHONE RECEIVER} now": "H106",
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(("body", "code"), REFUSED.items(), ids=REFUSED)
def test_what_cannot_be_printed_is_told(bad: Site, layout: str, body: str, code: str) -> None:
    """A picture that cannot be read, one from elsewhere, a sign without a glyph: a finding with its line, at once."""
    bad.bodies["en"] = f"One.\n\n{body}\n"
    started = time.monotonic()
    made, findings = make(bad, layout)
    assert time.monotonic() - started < AT_ONCE
    told = [(finding.code, finding.path, finding.line) for finding in findings]
    if layout in WITHOUT_TEXT and made:
        assert told == []
    else:
        assert made == []
        assert told == [(code, TEXT, 6)]


@pytest.fixture(scope="module")
def hurried() -> Iterator[Workers]:
    """A worker that is given little time."""
    with Workers(1, seconds=4, megabytes=1024) as workers:
        yield workers


@pytest.mark.parametrize("layout", [name for name in LAYOUTS if name not in WITHOUT_TEXT])
def test_a_drawing_that_never_ends_is_stopped(
    layout: str, hurried: Workers, tmp_path: Path
) -> None:
    """A drawing with a script, a file from elsewhere and a billion copies of itself costs its own handout."""
    site = Site(tmp_path, hurried)
    site.folder.mkdir(parents=True)
    (site.folder / "bomb.svg").write_text(bomb())
    site.bodies["en"] = "One.\n\n![x](bomb.svg)\n"
    started = time.monotonic()
    made, findings = make(site, layout)
    assert time.monotonic() - started < AT_ONCE
    assert made == []
    assert {finding.code for finding in findings} <= {"H102", "H103"}
    assert [finding.path for finding in findings] == [TEXT]


def bomb() -> str:
    levels = "".join(
        f'<g id="a{n}">' + f'<use href="#a{n - 1}"/>' * 12 + "</g>" for n in range(1, 12)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script>while (true) {}</script>'
        '<image href="file:///etc/passwd" width="9" height="9"/><g id="a0"><path d="M0 0h9v9z"/></g>'
        f"{levels}</svg>"
    )
