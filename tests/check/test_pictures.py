"""Pictures: whether they are there, sound, and discreet."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import pytest
from PIL import Image

from iecpress.check.images import NotAPicture, read_picture
from iecpress.check.svg import svg_problem, svg_size
from tests.sites import FOLDER, Site

LIMIT = 1_000_000
XMP = b"<x:xmpmeta><exif:GPSLatitude>25,17.1N</exif:GPSLatitude></x:xmpmeta>"
OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'


def _saved(form: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (64, 48), "#0B5563").save(buffer, form, **options)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.png", "PNG"),
        ("a.jpg", "JPEG"),
        ("a.JPEG", "JPEG"),
        ("a.webp", "WEBP"),
        ("a.avif", "AVIF"),
    ],
)
def test_every_format_is_read(name: str, form: str) -> None:
    """Size and wholeness are known for each of the formats that a text may show."""
    picture = read_picture(_saved(form), Path(name).suffix, LIMIT)
    assert (picture.width, picture.height, picture.whole, picture.tells_place) == (
        64,
        48,
        True,
        False,
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"text",
        b"%PDF-1.7",
        b"\x89PNG\r\n\x1a\n",
        _saved("GIF"),
        _saved("JPEG"),
        b"%!PS-Adobe-3.0 EPSF-3.0\n",
    ],
    ids=["empty", "text", "pdf", "head", "gif", "jpeg", "eps"],
)
def test_what_is_not_the_picture_that_its_name_promises(content: bytes) -> None:
    """The content decides, and no other format is even tried."""
    with pytest.raises(NotAPicture):
        read_picture(content, ".png", LIMIT)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_picture_that_breaks_off(form: str) -> None:
    """Half a download is found, though its head is sound."""
    suffix = {"PNG": ".png", "JPEG": ".jpg", "WEBP": ".webp"}[form]
    noise = io.BytesIO()
    Image.effect_noise((300, 300), 90).save(noise, form)
    try:
        assert not read_picture(noise.getvalue()[:-2000], suffix, LIMIT).whole
    except NotAPicture:
        assert form == "WEBP"  # its length stands in its head


def test_nothing_over_the_limit_is_decoded() -> None:
    """A bomb of pixels is measured by its head alone, and Pillow's own limit is left as it was."""
    before = Image.MAX_IMAGE_PIXELS
    head = _saved("PNG")
    size = (60_000).to_bytes(4, "big") * 2
    bomb = head[:16] + size + head[24:]
    bomb = bomb[:29] + zlib.crc32(bomb[12:29]).to_bytes(4, "big") + bomb[33:]
    picture = read_picture(bomb, ".png", LIMIT)
    assert (picture.width, picture.height) == (60_000, 60_000)
    assert before == Image.MAX_IMAGE_PIXELS


def _gps() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0110] = "A camera"
    exif.get_ifd(0x8825).update({1: "N", 2: (25.0, 17.0, 6.0), 3: "E", 4: (51.0, 31.0, 50.0)})
    return exif


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jpg", _saved("JPEG", exif=_gps())),
        ("a.png", _saved("PNG", exif=_gps())),
        ("a.webp", _saved("WEBP", exif=_gps())),
        ("a.avif", _saved("AVIF", exif=_gps())),
        ("a.jpg", _saved("JPEG", xmp=XMP)),
        ("a.webp", _saved("WEBP", xmp=XMP)),
    ],
    ids=["jpeg", "png", "webp", "avif", "jpeg-xmp", "webp-xmp"],
)
def test_a_place_is_found_wherever_it_is_written(name: str, content: bytes) -> None:
    """A place may stand in EXIF or XMP, in every format."""
    assert read_picture(content, Path(name).suffix, LIMIT).tells_place


def test_a_camera_without_a_place_is_no_fault() -> None:
    """EXIF that says only which camera it was gives nobody away."""
    exif = Image.Exif()
    exif[0x0110] = "A camera"
    assert not read_picture(_saved("JPEG", exif=exif), ".jpg", LIMIT).tells_place


@pytest.mark.parametrize(
    ("inner", "problem"),
    [
        ("<title>A hand signs</title><path d='M0 0'/>", ""),
        ("<defs><path id='a' d='M0 0'/></defs><use href='#a'/><use xlink:href='#a'/>", ""),
        ("<rect style='fill:url(#g)'/><style>.a{fill:red}</style>", ""),
        ("<image href='data:image/png;base64,AAAA'/>", ""),
        ("<script>x</script>", "svg-script"),
        ("<path onclick='x'/>", "svg-script"),
        ("<set attributeName='xlink:href' to='javascript:x'/>", "svg-script"),
        ("<foreignObject/>", "svg-foreign"),
        ("<image href='https://other.example/a.png'/>", "svg-outside"),
        ("<image xlink:href='a.png'/>", "svg-outside"),
        ("<a href='javascript:x'><path/></a>", "svg-outside"),
        ("<image href='data:image/svg+xml;base64,AAAA'/>", "svg-outside"),
        ("<style>@import 'x.css';</style>", "svg-outside"),
        ("<rect style='fill:url(https://other.example/#g)'/>", "svg-outside"),
        ("<use id='a' href='#a'/>", "svg-endless"),
        ("<path>", "svg-unreadable"),
    ],
)
def test_what_a_drawing_may_hold(inner: str, problem: str) -> None:
    """Shapes, words and its own parts: nothing that runs, fetches or includes."""
    assert svg_problem(f"{OPEN}{inner}</svg>".encode()) == problem


def test_a_drawing_that_multiplies() -> None:
    """Ten levels of ten uses each would be ten thousand million paths."""
    uses = [f"<use href='#l{n}'/>" * 10 for n in range(10)]
    levels = "".join(f"<g id='l{n}'>{ten}</g>" for n, ten in enumerate(uses, 1))
    drawing = f"{OPEN}<g id='l0'><path/></g>{levels}</svg>"
    assert svg_problem(drawing.encode()) == "svg-endless"


@pytest.mark.parametrize(
    "raw",
    [b"", b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>", b"<html/>", b"\xff\xfe<"],
    ids=["empty", "doctype", "html", "utf-16"],
)
def test_what_is_not_a_drawing(raw: bytes) -> None:
    """No entity is ever expanded, and other XML is no drawing."""
    assert svg_problem(raw)


def test_a_deep_drawing_ends_nothing() -> None:
    """Fifty thousand groups in each other are a finding, not the end of the program."""
    drawing = OPEN + "<g>" * 50_000 + "</g>" * 50_000 + "</svg>"
    assert svg_problem(drawing.encode())


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ("width='300' height='200'", (300, 200)),
        ("width='300px' height='199.6px' viewBox='0 0 3 2'", (300, 200)),
        ("viewBox='0 0 24 12'", (720, 360)),
        ("viewBox='0,0,24,12' width='100%'", (720, 360)),
        ("width='210mm' height='297mm' viewBox='0 0 210 297'", (720, 1018)),
        ("width='300'", None),
        ("viewBox='0 0 0 0'", None),
        ("viewBox='x'", None),
        ("", None),
    ],
)
def test_how_large_a_drawing_is(attributes: str, size: tuple[int, int] | None) -> None:
    """By what it says in pixels; one that only has a shape fills the column; one that says nothing has no room kept."""
    assert svg_size(f"<svg xmlns='http://www.w3.org/2000/svg' {attributes}/>".encode()) == size
    assert svg_size(b"no drawing") is None


def _news(site: Site, target: str) -> None:
    site.write("docs/ne/updates/news.md", "---\ntitle: खबर\nsummary: खबर\n---\nतालिम\n")
    words = f"---\ntitle: News\nsummary: News\n---\n![A training]({target})\n"
    site.write("docs/en/updates/news.md", words)


def test_a_picture_beside_a_page_of_the_site(site: Site) -> None:
    """It lies in the folder of its page, as that of a text does."""
    site.write("docs/en/updates/training.png", _saved("PNG"))
    _news(site, "training.png")
    assert site.codes() == []


@pytest.mark.parametrize("target", ["../training.png", "pictures/training.png", "training.gif"])
def test_a_picture_elsewhere_is_missing_from_a_page_too(site: Site, target: str) -> None:
    """Neither above its page nor below."""
    site.write("docs/en/training.png", _saved("PNG"))
    site.write("docs/en/updates/pictures/training.png", _saved("PNG"))
    _news(site, target)
    assert site.codes() == ["G101"]


def test_a_picture_of_a_page_is_held_to_the_same_rules(site: Site) -> None:
    """It gives no place away, is a picture, keeps to the limits, and is no link to somewhere else."""
    _news(site, "gps.png")
    folder = "docs/en/updates"
    site.write(f"{folder}/gps.png", _saved("PNG", exif=_gps()))
    site.write(f"{folder}/large.png", bytes(100 * 1024))
    site.write(f"{folder}/many.png", _many())
    site.write(f"{folder}/no.png", b"no picture")
    site.write(f"{folder}/runs.svg", f"{OPEN}<script>x</script></svg>")
    (site.root / folder / "link.png").symlink_to("/etc/hostname")
    assert sorted(site.codes()) == ["F105", "G103", "G104", "G105", "G106", "G106"]


def _many() -> bytes:
    buffer = io.BytesIO()
    Image.new("1", (1_001, 1_000)).save(buffer, "PNG")
    return buffer.getvalue()


def test_a_picture_nobody_shows_is_checked(site: Site) -> None:
    """What lies in the folder is published with it, shown or not."""
    (site.root / FOLDER / "a.png").write_bytes(b"no picture")
    assert site.codes() == ["G106"]


@pytest.mark.parametrize("target", ["sign.png", "./sign.png", "two%20words.png"])
def test_a_picture_beside_its_text(site: Site, target: str) -> None:
    """A picture is named as an editor would follow it."""
    for name in ("sign.png", "two words.png"):
        (site.root / FOLDER / name).write_bytes(_saved("PNG"))
    site.add(english=f"![A sign]({target})")
    assert site.codes() == []


@pytest.mark.parametrize("target", ["../sign.png", "img/sign.png", "/sign.png", "sign.gif"])
def test_a_picture_elsewhere_is_missing(site: Site, target: str) -> None:
    """A picture lies in the folder of its text and nowhere else."""
    site.add(english=f"![A sign]({target})")
    assert site.codes() == ["G101"]


@pytest.mark.parametrize(
    "target", ["https://other.example/a.png", "//other.example/a.png", "data:image/png;base64,AA"]
)
def test_a_picture_from_somewhere_else(site: Site, target: str) -> None:
    """Nothing is fetched while somebody reads."""
    site.add(english=f"![A sign]({target})")
    assert site.codes() == ["G107"]
