"""One picture in several sizes and formats: what is made, what is left alone, and what never goes along."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageCms

from iecpress.renditions.encoding import Encoded, Recoded, encoders, recoded, widths
from tests.drawn import diagram, photo, saved


@pytest.fixture(scope="module")
def photograph() -> bytes:
    return saved(photo(1500, 1000), "JPEG", quality=92)


def _opened(form: Encoded) -> Image.Image:
    return Image.open(io.BytesIO(form.content))


def _formats(made: Recoded) -> list[str]:
    return [source[0].suffix for source in made.sources]


@pytest.mark.parametrize(
    ("most", "made"),
    [
        (4000, (360, 720, 1440)),
        (1440, (360, 720, 1440)),
        (1000, (360, 720, 1000)),
        (800, (360, 800)),
        (400, (400,)),
        (90, (90,)),
    ],
)
def test_no_size_is_larger_than_the_picture_or_hardly_smaller_than_the_next(
    most: int, made: tuple[int, ...]
) -> None:
    """A small picture has one size only."""
    assert widths(most) == made


def test_a_photo_comes_in_two_formats_and_three_sizes(photograph: bytes) -> None:
    """AVIF first, being lighter, then WebP, and a JPEG of the column's width for all other browsers."""
    made = recoded(photograph, ".jpg")
    assert (made.width, made.height) == (1500, 1000)
    assert _formats(made) == [".avif", ".webp"]
    for source in made.sources:
        assert [form.width for form in source] == [360, 720, 1440]
        assert [_opened(form).size for form in source] == [(360, 240), (720, 480), (1440, 960)]
    assert made.plain
    assert (made.plain.suffix, _opened(made.plain).format) == (".jpg", "JPEG")
    assert _opened(made.plain).size == (720, 480)
    sizes = [sum(len(form.content) for form in source) for source in made.sources]
    assert sizes == sorted(sizes)


def test_the_same_picture_gives_the_same_bytes(photograph: bytes) -> None:
    """However often it is made; what it was made with has a name."""
    assert recoded(photograph, ".jpg") == recoded(photograph, ".jpg")
    assert encoders() == encoders()


def test_a_drawing_stays_sharp_and_what_shines_through_it_still_does() -> None:
    """Of a diagram every point of the full size is as it was, its clear ground included."""
    drawn = diagram()
    made = recoded(saved(drawn, "PNG"), ".png")
    assert _formats(made) == [".webp"]
    full = _opened(made.sources[0][-1])
    assert full.mode == "RGBA"
    seen = [
        Image.alpha_composite(Image.new("RGBA", one.size, "white"), one) for one in (full, drawn)
    ]
    assert seen[0].tobytes() == seen[1].tobytes()
    small = _opened(made.sources[0][0])
    assert small.getchannel("A").getextrema() == (0, 255)


def test_a_ground_that_nothing_shines_through_is_not_kept() -> None:
    """A screenshot with an alpha channel of no use has none afterwards."""
    made = recoded(saved(photo(500, 300).convert("RGBA"), "PNG"), ".png")
    assert {_opened(form).mode for source in made.sources for form in source} == {"RGB"}


def test_a_photo_that_lies_on_its_side_is_put_upright() -> None:
    """A telephone says in EXIF how it was held, and browsers turn its photos: the size is that of the turned one."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x0110] = "A camera"
    made = recoded(saved(photo(600, 400), "JPEG", quality=95, exif=exif), ".jpg")
    assert (made.width, made.height) == (400, 600)
    forms = [form for source in made.sources for form in source]
    assert {_opened(form).size for form in forms} == {(400, 600)}
    assert not [form for form in forms if _opened(form).getexif()]
    assert not [form for form in forms if b"A camera" in form.content]


def test_colours_are_those_of_the_web() -> None:
    """A profile of colours is worked into the points and not sent along."""
    plain = photo(500, 300)
    lab = ImageCms.createProfile("XYZ")
    odd = ImageCms.ImageCmsProfile(lab).tobytes()
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile in (srgb, odd, b"no profile"):
        made = recoded(saved(plain, "JPEG", quality=95, icc_profile=profile), ".jpg")
        assert made.sources
        forms = [form for source in made.sources for form in source]
        assert not [form for form in forms if "icc_profile" in _opened(form).info]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "PA", "CMYK", "RGBA"])
def test_every_sort_of_picture_can_be_made_anew(mode: str) -> None:
    """Grey, black and white, with a palette, for the press."""
    form, suffix = ("JPEG", ".jpg") if mode in ("CMYK", "L") else ("PNG", ".png")
    image = diagram(500, 300).quantize(8) if mode == "PA" else photo(500, 300).convert(mode)
    made = recoded(saved(image, form), suffix)
    assert (made.width, made.height) == (500, 300)


def test_what_moves_stays_as_it_is() -> None:
    """An animation would be one still picture; only its size is told."""
    frames = [Image.new("RGB", (500, 300), colour) for colour in ("#0B5563", "#F2A900")]
    for form, suffix in (("PNG", ".png"), ("WEBP", ".webp"), ("AVIF", ".avif")):
        moving = saved(frames[0], form, save_all=True, append_images=frames[1:], duration=300)
        assert recoded(moving, suffix) == Recoded(500, 300), form


def test_a_telephones_second_picture_of_a_moment_does_not_count() -> None:
    """A JPEG with a preview or a depth map in it (MPO) is a photo."""
    two = saved(photo(600, 400), "MPO", save_all=True, append_images=[photo(300, 200)])
    assert _formats(recoded(two, ".jpg"))


def test_sixteen_bits_of_grey_stay_as_they_are() -> None:
    """What is to be seen of them nobody can tell."""
    assert not recoded(saved(Image.new("I;16", (500, 300), 40_000), "PNG"), ".png").sources


def test_nothing_is_offered_that_is_heavier_than_the_picture() -> None:
    """A picture that was packed well is left alone."""
    tiny = saved(Image.new("P", (40, 40), 3), "PNG", optimize=True)
    made = recoded(tiny, ".png")
    assert all(len(source[-1].content) < len(tiny) for source in made.sources)
    assert made.plain is None or len(made.plain.content) < len(tiny)


def test_a_picture_that_is_too_long_cannot_be_made_anew() -> None:
    """WebP ends at 16,383 points; whoever asked hears it."""
    with pytest.raises(ValueError, match=r"(?i)webp|size"):
        recoded(saved(Image.new("L", (20, 20_000)), "PNG"), ".png")
