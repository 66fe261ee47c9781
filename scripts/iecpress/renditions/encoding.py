"""A picture's bytes in; the same picture in the sizes and formats that pages offer out. One of the doors to Pillow."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageCms, ImageOps, features

from iecpress.check.images import FORMATS

WIDTHS = (360, 720, 1440)
"""Pixels: a telephone, the column of text, and the same on a fine screen. No picture is ever made wider than it is."""
WORTH = 0.8
"""A size is made only if it has at most this part of the next one's width, or of the bytes that it saves."""
PLAIN = 720
"""Width of the picture in its own format, for a browser that knows none of ours."""
# Two photos, 720 pixels wide: 42 and 33 kB in AVIF (PSNR 30.8 and 35.0 dB), 62 and 37 kB in WebP (31.7 and 34.7).
AVIF: dict[str, Any] = {"quality": 55, "speed": 6, "max_threads": 1, "autotiling": False}
"""One thread and one tile, or the bytes would depend on how many processors a machine has."""
WEBP: dict[str, Any] = {"quality": 75, "method": 6}
WEBP_DRAWN: dict[str, Any] = {"lossless": True, "quality": 80, "method": 6}
"""For drawings and screenshots: few colours and sharp edges."""
OWN: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 78, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
    "WEBP": WEBP,
    "AVIF": AVIF,
}
"""How a picture is kept in the format that it came in."""
DEEP = ("I", "F")
"""Modes with more than eight bits a colour begin so; what is to be seen of them, Pillow does not know."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A picture in one size and format. `suffix` is that of its file."""

    suffix: str
    width: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Recoded:
    """A picture as a browser is offered it."""

    width: int
    height: int
    """Of the picture that came in, as it is to be seen."""
    sources: tuple[tuple[Encoded, ...], ...] = ()
    """One entry a format, the lightest format first; of each the sizes, the narrowest first."""
    plain: Encoded | None = None
    """The picture in its own format; None where the file that came in serves."""


def encoders() -> str:
    """Name what can change the bytes that are made here, besides the picture."""
    made_with = [features.version(name) for name in ("pil", "avif", "webp", "libjpeg_turbo")]
    return repr((made_with, WIDTHS, WORTH, PLAIN, AVIF, WEBP, WEBP_DRAWN, OWN))


def recoded(content: bytes, suffix: str) -> Recoded:
    """Make a picture whose name ends in `suffix` anew, upright, in sRGB and without anything that is not to be seen.

    One that moves stays as it is. Raises whatever Pillow raises of a picture that it cannot make anew.
    """
    with Image.open(io.BytesIO(content), formats=FORMATS[suffix.lower()]) as image:
        form = str(image.format)
        if _moves(image) or image.mode.startswith(DEEP):
            return Recoded(image.width, image.height)
        picture = _plain(ImageOps.exif_transpose(image))
    sizes = [_resized(picture, width) for width in widths(picture.width)]
    offered = tuple(one for one in _sources(sizes, form) if _weight(one[-1:]) < len(content))
    plain = _smaller(picture, "JPEG" if form == "MPO" else form, suffix.lower(), len(content))
    return Recoded(picture.width, picture.height, offered, plain)


def widths(most: int) -> tuple[int, ...]:
    """Return the widths in which a picture of so many pixels is offered, the narrowest first."""
    widest = min(most, WIDTHS[-1])
    return (*(width for width in WIDTHS if width <= widest * WORTH), widest)


def _moves(image: Image.Image) -> bool:
    # A telephone's JPEG may hold a second picture of the same moment (MPO).
    return image.format != "MPO" and getattr(image, "n_frames", 1) > 1


def _plain(image: Image.Image) -> Image.Image:
    """Return the picture in RGB, or in RGBA where something shines through, with nothing besides its points."""
    wanted = "RGBA" if image.has_transparency_data else "RGB"
    profile = image.info.get("icc_profile")
    if image.mode not in ("RGB", "RGBA", "CMYK", "L"):
        image = image.convert(wanted)
    plain = (_in_srgb(image, profile, wanted) if profile else None) or image.convert(wanted)
    if wanted == "RGBA" and plain.getchannel("A").getextrema() == (255, 255):
        plain = plain.convert("RGB")
    plain.info.clear()
    return plain


def _in_srgb(image: Image.Image, profile: bytes, mode: str) -> Image.Image | None:
    """Return the picture in the colours of the web; None where its profile does not fit it."""
    if mode == "RGBA" and image.mode != "RGBA":
        return None
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        srgb = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, own, srgb, outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None


def _resized(picture: Image.Image, width: int) -> Image.Image:
    if width == picture.width:
        return picture
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.LANCZOS)


def _sources(sizes: Sequence[Image.Image], form: str) -> Iterator[tuple[Encoded, ...]]:
    """Yield the picture as AVIF, where that is lighter, and as WebP."""
    webp = _all(sizes, "WEBP", WEBP)
    if form == "PNG":
        webp = min(webp, _all(sizes, "WEBP", WEBP_DRAWN), key=_weight)
    if features.check("avif"):
        avif = _all(sizes, "AVIF", AVIF)
        if _weight(avif) < _weight(webp):
            yield avif
    yield webp


def _all(sizes: Iterable[Image.Image], form: str, how: dict[str, Any]) -> tuple[Encoded, ...]:
    return tuple(_encoded(picture, form, f".{form.lower()}", how) for picture in sizes)


def _smaller(picture: Image.Image, form: str, suffix: str, size: int) -> Encoded | None:
    """Return the picture in its own format, unless that is hardly lighter than `size`."""
    resized = _resized(picture, min(PLAIN, picture.width))
    smaller = _encoded(resized, form, suffix, OWN[form])
    return smaller if len(smaller.content) <= size * WORTH else None


def _encoded(picture: Image.Image, form: str, suffix: str, how: dict[str, Any]) -> Encoded:
    file = io.BytesIO()
    picture.save(file, form, **how)
    return Encoded(suffix, picture.width, file.getvalue())


def _weight(forms: Iterable[Encoded]) -> int:
    return sum(len(form.content) for form in forms)
