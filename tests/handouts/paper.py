"""A finished handout in, what is on its paper out: words, where they stand, and pictures of the pages."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import zxingcpp
from PIL import Image

from iecpress.handouts import Handout

WORD = re.compile(
    r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>'
)
Colour = tuple[int, int, int]
POINT = 25.4 / 72
"""Millimetres."""


@dataclass(frozen=True)
class Placed:
    """A word and its box, in millimetres from the page's upper left corner."""

    word: str
    page: int
    left: float
    top: float
    right: float
    bottom: float


def words(handout: Handout, *options: str) -> str:
    """Return the words in the order in which they were drawn, which is the order of the document."""
    shown = ["pdftotext", "-raw", *options, handout.path, "-"]
    return subprocess.run(shown, check=True, capture_output=True, text=True).stdout


def placed(handout: Handout) -> Iterator[Placed]:
    """Yield each word with its place."""
    shown = ["pdftotext", "-bbox", handout.path, "-"]
    told = subprocess.run(shown, check=True, capture_output=True, text=True).stdout
    for page, part in enumerate(told.split("<page ")[1:], 1):
        for *box, word in WORD.findall(part):
            yield Placed(unescape(word), page, *(float(side) * POINT for side in box))


def pictures(handout: Handout, folder: Path, *options: str) -> list[Image.Image]:
    """Return a picture of each page; by default as a photocopier at 150 dots an inch sees it."""
    how = options or ("-r", "150", "-gray")
    subprocess.run(["pdftoppm", "-png", *how, handout.path, folder / "page"], check=True)
    return [Image.open(path) for path in sorted(folder.glob("page*.png"))]


def codes(handout: Handout, folder: Path) -> list[list[str]]:
    """Return what a decoder reads in each page."""
    return [
        [code.text for code in zxingcpp.read_barcodes(page)] for page in pictures(handout, folder)
    ]


def colourful(handout: Handout, folder: Path) -> int:
    """Return how far the most colourful pixel is from grey."""
    pages = [page.convert("RGB") for page in pictures(handout, folder, "-r", "50")]
    seen = [pixel for page in pages for _, pixel in page.getcolors(page.width * page.height) or ()]
    return max(max(pixel) - min(pixel) for pixel in seen)


def size(handout: Handout) -> tuple[int, int]:
    """Return width and height of the pages in millimetres."""
    told = subprocess.run(["pdfinfo", handout.path], check=True, capture_output=True, text=True)
    width, height = re.findall(r"Page size: +([\d.]+) x ([\d.]+)", told.stdout)[0]
    return round(float(width) * POINT), round(float(height) * POINT)


def sizes(handout: Handout) -> set[float]:
    """Return the sizes of type that occur, in points. WeasyPrint writes them as CSS pixels."""
    with pypdfium2.PdfDocument(handout.path) as pdf:
        texts = [page.get_textpage() for page in pdf]
        return {
            round(pdfium.FPDFText_GetFontSize(text, place) * 0.75, 1)
            for text in texts
            for place in range(text.count_chars())
            if not pdfium.FPDFText_IsGenerated(text, place)
        }


def contrasts(handout: Handout, folder: Path) -> Iterator[tuple[float, Placed]]:
    """Yield each word with the contrast of its ink to its ground, as rendered without smoothing (WCAG 2.2, 1.4.3)."""
    for colours, word in inks(handout, folder):
        if len(colours) > 1:
            darker, lighter = sorted(map(_luminance, colours))
            yield (lighter + 0.05) / (darker + 0.05), word


def inks(handout: Handout, folder: Path) -> Iterator[tuple[list[Colour], Placed]]:
    """Yield each word with the two colours that there are most of in its place, the ground first."""
    dpi = 150
    pages = pictures(handout, folder, "-r", str(dpi), "-aa", "no", "-aaVector", "no")
    for word in placed(handout):
        low = word.bottom - 0.15 * (word.bottom - word.top)  # without the rule under a link
        sides = (word.left, word.top, word.right, low)
        box = tuple(round(side / 25.4 * dpi) for side in sides)
        part = pages[word.page - 1].convert("RGB").crop(box)
        colours = sorted(part.getcolors(part.width * part.height) or (), reverse=True)
        yield [colour for _, colour in colours[:2]], word


def _luminance(colour: Colour) -> float:
    parts = [part / 255 for part in colour]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
