"""Pictures in a body: each in the sizes that a screen may choose from, in its room, and no sooner than it is near."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from iecpress.model import Library
from iecpress.pages.body import body
from iecpress.pages.desk import Desk, desk
from iecpress.pages.pictures import saved, shown
from iecpress.renditions import Form, Rendition
from tests.sites import ENGLISH, FOLDER, NEPALI, TODAY, Site

HERE = "/en/r/visit-visa/"


def _desk(library: Library, root: Path, **made: Rendition) -> Desk:
    renditions = {Path("folder", name.replace("_", ".")): one for name, one in made.items()}
    return desk(replace(library, root=root), (), TODAY, renditions=renditions)


def _form(name: str, width: int) -> Form:
    return Form(f"/assets/pictures/{name}", Path("shelf", name), width, 100 * width)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "folder").mkdir()
    return tmp_path / "folder"


def test_each_picture_says_how_large_it_is(library: Library, folder: Path) -> None:
    """Width and height are those of the file; the first is loaded at once, the others when they come near."""
    Image.new("RGB", (40, 30)).save(folder / "one.png")
    Image.new("RGB", (80, 20)).save(folder / "two words.webp")
    html = '<p><img src="../1.0/one.png" alt="A"></p><p><img src="two%20words.webp" alt="B"></p>'
    table = _desk(library, folder.parent)
    first, second = shown(html, table, Path("folder"), HERE).split("</p><p>")
    assert first == '<p><img width="40" height="30" decoding="async" src="../1.0/one.png" alt="A">'
    assert second.startswith('<img width="80" height="20" loading="lazy" decoding="async" src="two')


def test_what_is_no_picture_is_left_without_a_size(library: Library, folder: Path) -> None:
    """A file that is not there or cannot be read stops no page; the check has said what is wrong with it."""
    (folder / "text.png").write_text("no picture")
    for name in ("text.png", "missing.png", ""):
        said = shown(
            f'<img src="{name}" alt="">', _desk(library, folder.parent), Path("folder"), HERE
        )
        assert said == f'<img decoding="async" src="{name}" alt="">'


def test_a_drawing_keeps_its_room(library: Library, folder: Path) -> None:
    """An SVG is shown as it is, with the size that it says or the width of the column."""
    (folder / "a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"/>')
    said = shown('<img src="a.svg" alt="A">', _desk(library, folder.parent), Path("folder"), HERE)
    assert said == '<img width="720" height="360" decoding="async" src="a.svg" alt="A">'


def test_a_browser_is_offered_every_format_and_size(library: Library, folder: Path) -> None:
    """The lightest format first, each with its widths; whoever knows none of them gets the plain one."""
    made = Rendition(
        1600,
        1000,
        ((_form("x-360.avif", 360), _form("x-720.avif", 720)), (_form("x-720.webp", 720),)),
        _form("x.jpg", 720),
    )
    table = _desk(library, folder.parent, a_jpg=made)
    said = shown('<img src="a.jpg" alt="A &gt; B" title="T">', table, Path("folder"), HERE)
    sizes = 'sizes="(min-width: 40em) 38em, calc(100vw - 2.2em)"'
    to = "../../../assets/pictures"
    assert said == (
        "<picture>"
        f'<source type="image/avif" srcset="{to}/x-360.avif 360w, {to}/x-720.avif 720w" {sizes}>'
        f'<source type="image/webp" srcset="{to}/x-720.webp 720w" {sizes}>'
        f'<img width="1600" height="1000" decoding="async" src="{to}/x.jpg" alt="A &gt; B" title="T">'
        "</picture>"
    )


def test_what_was_not_made_anew_is_shown_as_it_is(library: Library, folder: Path) -> None:
    """An animation has its size and no choice; a light picture is its own plain one."""
    table = _desk(library, folder.parent, a_webp=Rendition(50, 30, (), None))
    said = shown('<img src="a.webp" alt="A">', table, Path("folder"), HERE)
    assert said == '<img width="50" height="30" decoding="async" src="a.webp" alt="A">'


def test_a_page_of_a_resource_knows_its_pictures(site: Site) -> None:
    """It finds them in the folder of the text."""
    Image.new("RGB", (40, 30)).save(site.root / FOLDER / "sign.png")
    for path in (NEPALI, ENGLISH):
        site.write(path, f"{site.read(path)}\n![A contract](sign.png)\n")
    library = site.load().library
    assert library
    text = library.resources[0].texts["en"]
    html = body(desk(library, (), TODAY), text, "/en/r/visit-visa/").html
    assert (
        '<img width="40" height="30" decoding="async" src="../../../r/visit-visa/1.0/sign.png"'
        in html
    )


def test_what_goes_along_when_a_text_is_saved(site: Site) -> None:
    """Of each picture that the text shows one file, with its size: the one that was made, or the picture itself."""
    for name in ("sign.png", "two words.png", "other.png"):
        Image.new("RGB", (40, 30)).save(site.root / FOLDER / name)
    site.add(english="![A sign](sign.png) ![Two](two%20words.png)")
    library = site.load().library
    assert library
    (resource,) = library.resources
    made = Rendition(40, 30, ((_form("x-40.webp", 40),),), None)
    table = desk(library, (), TODAY, renditions={Path(FOLDER, "sign.png"): made})
    size = (site.root / FOLDER / "two words.png").stat().st_size
    assert saved(table, resource, resource.texts["en"]) == {
        "/assets/pictures/x-40.webp": 4000,
        "/r/visit-visa/1.0/two%20words.png": size,
    }
    assert saved(table, resource, resource.texts["ne"]) == {}
