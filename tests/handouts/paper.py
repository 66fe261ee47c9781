"""A finished handout in, what is on its paper out: words, where they stand, and pictures of the pages."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import zxingcpp
from PIL import Image

from iecpress.handouts import Handout

WORD = re.compile(
    r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>'
)
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
