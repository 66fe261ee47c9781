"""A picture file's bytes in; its format, size and what it gives away about a place, or why it is no picture, out.

The one door to Pillow.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PIL import ExifTags, Image, ImageFile, IptcImagePlugin

FORMATS = {
    ".png": ("PNG",),
    ".jpg": ("JPEG",),
    ".jpeg": ("JPEG",),
    ".webp": ("WEBP",),
    ".avif": ("AVIF",),
}
"""What each suffix promises; no other format is even tried."""
PLACE_IN_XMP = re.compile(
    rb"GPSL(?:at|ong)itude|Iptc4xmp(?:Core:Location|Ext:Location)|photoshop:(?:City|State)[\s>=]",
    re.IGNORECASE,
)
PLACE_IN_IPTC = ((2, 26), (2, 90), (2, 92), (2, 95))
"""Content location, city, sub-location, province (IPTC-IIM 4.2, record 2)."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What a picture file holds. `tells_place` is whether it says where it was taken."""

    width: int
    height: int
    tells_place: bool
    whole: bool
    """False when it could not be decoded to its end.

    Of a picture over the limit, and of one that is not whole, no more is found out.
    """


class NotAPicture(ValueError):
    """A file that is not what its name promises."""


def read_picture(content: bytes, suffix: str, pixel_limit: int) -> Picture:
    """Read a picture whose name ends in `suffix`. Nothing over `pixel_limit` is decoded.

    Raises NotAPicture.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            formats = FORMATS[suffix.lower()]
            with _own_limit(), Image.open(io.BytesIO(content), formats=formats) as image:
                width, height = image.size
                if width * height > pixel_limit:
                    return Picture(width, height, tells_place=False, whole=True)
                whole = _decodes(image)
                return Picture(width, height, whole and _tells_place(image, content), whole)
    except Exception as error:  # a decoder fails in whatever way it likes
        raise NotAPicture(str(error)) from error


@contextmanager
def _own_limit() -> Iterator[None]:
    """Let Pillow open a picture of any size: the limit is ours, and comes before anything is decoded.

    Half a picture is none, whatever another library in the program has told Pillow.
    """
    theirs = Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES
    Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES = None, False
    try:
        yield
    finally:
        Image.MAX_IMAGE_PIXELS, ImageFile.LOAD_TRUNCATED_IMAGES = theirs


def _decodes(image: Image.Image) -> bool:
    try:
        image.draft(
            "L", (image.width // 8, image.height // 8)
        )  # a JPEG is read through all the same, only faster
        image.load()
    except Exception:  # noqa: BLE001 - a decoder may fail in any way it likes
        return False
    return True


def _tells_place(image: Image.Image, content: bytes) -> bool:
    exif = image.getexif()
    if any(exif.get_ifd(ExifTags.IFD.GPSInfo).values()):
        return True
    if PLACE_IN_XMP.search(content):
        return True
    iptc = (isinstance(image, ImageFile.ImageFile) and IptcImagePlugin.getiptcinfo(image)) or {}
    return any(field in iptc for field in PLACE_IN_IPTC)
