"""A text's words in, the picture that stands for it where people share it out; the one door to Pillow's pen.

A picture has one byte a point: which of two ramps of colours, and how far along it. That draws smooth letters in
two colours on two grounds, and packs to a tenth of what full colour takes.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial

from PIL import Image, ImageColor, ImageDraw, ImageFont

from iecpress.fonts import font_files
from iecpress.languages import language

GROUND, LETTERS = 0, 126
"""Ends of the ramp of colours from the coloured ground to the letters on it."""
ACCENT = 127
INK, PAPER = 128, 255
"""Ends of the ramp from ink to paper."""
PAPER_COLOUR, INK_COLOUR = "#FFFFFF", "#14232B"
REGULAR, BOLD = 400, 700
LEADING = 1.5
"""Height of a line in sizes of its letters: Devanagari has signs above and below (LOOK.md)."""
CUT = "…"
BAR = 10
"""Height of the bar below the band."""
MEASURED_AT = 100
"""Size of letters at which words are measured; other sizes are in proportion."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What a picture says, in one language."""

    lang: str
    kind: str
    title: str
    lines: tuple[str, ...]
    """The key points, or the summary as a single line."""
    calls: str
    """Whom to call, on one line; empty for nobody."""
    organisation: str
    address: str


@dataclass(frozen=True, slots=True)
class Shape:
    """How large a picture is, in points, and how its height is shared out."""

    width: int
    height: int
    margin: int
    band: int
    """Height of the coloured band with kind and title."""
    foot: int
    """Height of the strip with the organisation and its address."""
    title: tuple[int, int]
    """Largest and smallest size of the title's letters."""
    words: tuple[int, int]
    """Largest and smallest size of the words' letters; both 0 where the picture has no room for them."""
    small: int
    """Size of everything else."""


LINK = Shape(1200, 630, 72, 490, 130, (88, 44), (0, 0), 30)
"""What a link shows, 1.91 : 1 (ogp.me; the size that WhatsApp, Facebook and Viber ask for)."""
STATUS = Shape(1080, 1080, 76, 420, 150, (76, 40), (52, 30), 32)
"""A square to be put up as a status, readable by itself."""


def draw(wording: Wording, shape: Shape, brand: str, accent: str) -> bytes:
    """Draw a picture and return it as PNG, the same bytes for the same words."""
    image = Image.new("P", (shape.width, shape.height), PAPER)
    image.putpalette(
        [
            *_ramp(brand, PAPER_COLOUR, LETTERS + 1),
            *ImageColor.getrgb(accent)[:3],
            *_ramp(INK_COLOUR, PAPER_COLOUR, PAPER - INK + 1),
        ]
    )
    pen = _Pen(image, wording.lang, shape)
    pen.band(wording.kind, wording.title)
    if shape.words[0]:
        pen.words(wording.lines, wording.calls)
    pen.foot(wording.organisation, wording.address)
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def emblem(letters: str, size: int, brand: str) -> bytes:
    """Draw a square with a few letters, for lists that show a small picture of the whole, and return it as PNG."""
    image = Image.new("RGB", (size, size), brand)
    width = size * 0.8
    font = _font(
        BOLD, max(int(MEASURED_AT * width / _font(BOLD, MEASURED_AT).getlength(letters)), 1)
    )
    ImageDraw.Draw(image).text((size / 2, size / 2), letters, PAPER_COLOUR, font, "mm")
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


class _Pen:
    """Writes on one picture."""

    def __init__(self, image: Image.Image, lang: str, shape: Shape) -> None:
        self._draw = ImageDraw.Draw(image)
        self._draw.fontmode = "L"
        self._lang = lang
        self._leftwards = language(lang).direction == "rtl"
        self._shape = shape
        self._width = shape.width - 2 * shape.margin

    def band(self, kind: str, title: str) -> None:
        """Write the kind and the title, as large as they fit, on the coloured band."""
        shape = self._shape
        self._draw.rectangle((0, 0, shape.width, shape.band - 1), fill=GROUND)
        self._draw.rectangle((0, shape.band, shape.width, shape.band + BAR - 1), fill=ACCENT)
        top = shape.margin + round(shape.small * LEADING) + 12
        size, lines = self._fitted([title], BOLD, shape.title, shape.band - top - shape.margin // 2)
        self._write([kind], REGULAR, shape.small, shape.margin - 10, LETTERS)
        self._write(lines[0], BOLD, size, top, LETTERS)

    def words(self, lines: Sequence[str], calls: str) -> None:
        """Write the key points and whom to call on the paper below the band."""
        shape = self._shape
        gap = shape.small
        bottom = shape.height - shape.foot
        if calls:
            bottom -= round(shape.small * 1.25 * LEADING) + gap
            self._write([calls], BOLD, round(shape.small * 1.25), bottom, INK)
        top = shape.band + gap
        room = bottom - top - gap // 2 * len(lines)
        size, wrapped = self._fitted(lines, REGULAR, shape.words, room)
        for line in wrapped:
            top = self._write(line, REGULAR, size, top, INK) + gap // 2

    def foot(self, organisation: str, address: str) -> None:
        """Write who publishes and where it stands at the bottom."""
        shape = self._shape
        top = shape.height - shape.foot
        line = round(shape.small * LEADING)
        if shape.words[0]:
            rule = (shape.margin, top, shape.width - shape.margin, top + 1)
            self._draw.rectangle(rule, fill=(INK + PAPER) // 2)
        top += (shape.foot - 2 * line) // 2
        for text, weight in ((organisation, BOLD), (address, REGULAR)):
            shown = self._cut(text, weight, shape.small)
            top = self._write([shown], weight, shape.small, top, INK)

    def _fitted(
        self, texts: Sequence[str], weight: int, sizes: tuple[int, int], room: int
    ) -> tuple[int, list[list[str]]]:
        """Break texts into lines at the largest size at which they fit; what has no room at the smallest is cut."""
        largest, smallest = sizes
        for size in range(largest, smallest - 1, -2):
            wrapped = [self._wrapped(text, weight, size) for text in texts]
            lines = [line for one in wrapped for line in one]
            if len(lines) * size * LEADING <= room and all(
                self._length(line, weight, size) <= self._width for line in lines
            ):
                break
        else:
            wrapped = self._shortened(wrapped, weight, size, room)
        return size, wrapped

    def _shortened(
        self, texts: Iterable[list[str]], weight: int, size: int, room: int
    ) -> list[list[str]]:
        left = max(int(room / (size * LEADING)), 1)
        kept = []
        for lines in texts:
            shown = lines[:left]
            if shown and len(shown) < len(lines):
                shown[-1] += CUT
            kept.append([self._cut(line, weight, size) for line in shown])
            left -= len(shown)
        return kept

    def _wrapped(self, text: str, weight: int, size: int) -> list[str]:
        lines: list[str] = []
        for word in text.split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self._length(longer, weight, size) <= self._width:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def _cut(self, line: str, weight: int, size: int) -> str:
        """Take letters off the end of a line until it fits; a sign that belongs to a letter goes with it."""
        if self._length(line, weight, size) <= self._width:
            return line
        letters = line.removesuffix(CUT)
        while letters and self._length(letters + CUT, weight, size) > self._width:
            letters = letters[:-1]
            while letters and unicodedata.category(letters[-1]).startswith(("M", "C", "Z")):
                letters = letters[:-1]
        return letters + CUT

    def _length(self, text: str, weight: int, size: int) -> float:
        """Measure a line by its words: shaping whole lines again for each size would take most of the time."""
        words = text.split(" ")
        length = sum(_measured(word, weight, self._lang) for word in words)
        return (length + (len(words) - 1) * _measured(" ", weight, self._lang)) * size / MEASURED_AT

    def _write(self, lines: Iterable[str], weight: int, size: int, top: int, colour: int) -> int:
        """Write lines one below the other and return where the next would start."""
        edge = self._shape.width - self._shape.margin if self._leftwards else self._shape.margin
        put = partial(
            self._draw.text,
            fill=colour,
            font=_font(weight, size),
            anchor="ra" if self._leftwards else "la",
            language=self._lang,
        )
        for line in lines:
            put((edge, top), line)
            top += round(size * LEADING)
        return top


@cache
def _font(weight: int, size: int) -> ImageFont.FreeTypeFont:
    file = next(font for font in font_files() if font.weight == weight)
    return ImageFont.truetype(str(file.path), size, layout_engine=ImageFont.Layout.RAQM)


@lru_cache(maxsize=4096)
def _measured(word: str, weight: int, lang: str) -> float:
    return _font(weight, MEASURED_AT).getlength(word, language=lang)


def _ramp(start: str, end: str, count: int) -> list[int]:
    """Return so many colours from `start` to `end`, as a palette holds them."""
    first, last = ImageColor.getrgb(start)[:3], ImageColor.getrgb(end)[:3]
    return [
        round(one + (other - one) * step / (count - 1))
        for step in range(count)
        for one, other in zip(first, last, strict=True)
    ]
