"""Pictures in a body: their room is kept, and they wait until they are near."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from iecpress.pages.pictures import sized
from tests.sites import ENGLISH, FOLDER, NEPALI, Site


def test_each_picture_says_how_large_it_is(tmp_path: Path) -> None:
    """Width and height are those of the file; the first is loaded at once, the others when they come near."""
    Image.new("RGB", (40, 30)).save(tmp_path / "one.png")
    Image.new("RGB", (80, 20)).save(tmp_path / "two words.webp")
    html = '<p><img src="../1.0/one.png" alt="A"></p><p><img src="two%20words.webp" alt="B"></p>'
    first, second = sized(html, tmp_path).split("</p><p>")
    assert first == '<p><img width="40" height="30" decoding="async" src="../1.0/one.png" alt="A">'
    assert second.startswith('<img width="80" height="20" loading="lazy" decoding="async" src="two')


def test_what_is_no_picture_is_left_without_a_size(tmp_path: Path) -> None:
    """A file that is not there or cannot be read stops no page; the check has said what is wrong with it."""
    (tmp_path / "text.png").write_text("no picture")
    for name in ("text.png", "missing.png", ""):
        said = sized(f'<img src="{name}" alt="">', tmp_path)
        assert said == f'<img decoding="async" src="{name}" alt="">'


def test_a_page_of_a_resource_knows_its_pictures(site: Site) -> None:
    """It finds them in the folder of the text."""
    from iecpress.pages.body import body

    Image.new("RGB", (40, 30)).save(site.root / FOLDER / "sign.png")
    for path in (NEPALI, ENGLISH):
        site.write(path, f"{site.read(path)}\n![A contract](sign.png)\n")
    library = site.load().library
    assert library
    text = library.resources[0].texts["en"]
    html = body(library, text, "/en/r/visit-visa/").html
    assert (
        '<img width="40" height="30" decoding="async" src="../../../r/visit-visa/1.0/sign.png"'
        in html
    )
