"""A sheet in, a PDF out; the one door to WeasyPrint. Only draw.py imports it, in a worker."""

from __future__ import annotations

import logging
import unicodedata
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache, partial
from hashlib import sha256
from pathlib import Path

import pydyf
from fontTools.ttLib import TTFont, TTLibError
from PIL import Image, ImageFile
from weasyprint import CSS, HTML, VERSION, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from iecpress.handouts import text_layer
from iecpress.handouts.finish import compress_once, describe, end_streams_clearly, keep_pixels
from iecpress.handouts.fitting import LOOSEST, fitted
from iecpress.handouts.gathering import gathered
from iecpress.handouts.layout import WITHIN
from iecpress.handouts.overflow import wide_tables
from iecpress.handouts.records import File, Font, Printed, Problem, Sheet
from iecpress.handouts.room import fits, lack
from iecpress.handouts.structure import faults_of, mark_artifacts, take_over
from iecpress.handouts.tongues import name_languages
from iecpress.handouts.validity import broken_rules
from iecpress.media_types import media_type

WRITTEN_FOR = "70.0"
STANDARD = "pdf/a-3a"
"""What WeasyPrint is asked for. What PDF/UA-1 asks beyond it comes from structure.py and the metadata."""
INVISIBLE = ("Cc", "Cf", "Zl", "Zp")
"""General categories of characters that no font draws."""
VARIATION_SELECTORS = range(0xFE00, 0xFE10)


class Refused(ValueError):
    """An address that the sheet does not name."""


class Fetcher(URLFetcher):  # type: ignore[misc]
    """Reads what the sheet names and nothing else: no network, no other file, no redirect.

    A `data:` address carries its own content.
    """

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)
        self.files: Mapping[str, File] = {}

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return what lies at `url`. Raises Refused."""
        if url.startswith("data:"):
            return super().fetch(url, headers)
        file = self.files.get(url.partition("#")[0])
        if file is None:
            raise Refused(url)
        content = Path(file.path).read_bytes()
        if sha256(content).hexdigest() != file.sha256:
            raise Refused(f"{url}: changed while it was read")
        return URLFetcherResponse(url, content, {"Content-Type": media_type(url)})


class Press:
    """What one process keeps warm: the fonts, the parsed styles, the characters each font has."""

    def __init__(self) -> None:
        if VERSION != WRITTEN_FOR:
            raise RuntimeError(f"WeasyPrint {WRITTEN_FOR} is needed; this is {VERSION}")
        take_over()
        self._fonts = FontConfiguration()
        self._fetcher = Fetcher()
        self._styles: dict[tuple[str, str], CSS] = {}
        self._characters: dict[str, frozenset[int]] = {}

    def print(self, sheet: Sheet) -> Printed:
        """Draw one sheet."""
        self._fetcher.files = sheet.files
        with _heard() as messages, _bounded_pictures(sheet.picture_pixels):
            problems = self._missing_glyphs(sheet)
            if problems:
                return Printed(b"", 0, problems)
            sides = sheet.plan.sides
            document = fitted(
                sheet.plan, partial(self._laid_out, sheet), _filled, partial(fits, sides=sides)
            )
            problems = wide_tables(document.pages) if "data-table=" in sheet.html else ()
            problems = problems or lack(document, sides)
            if not problems and len(document.pages) > (sheet.plan.pages or len(document.pages)):
                problems = (Problem("crowded"),)
            if problems:
                return Printed(b"", 0, problems)
            if sides:
                document = gathered(document, sides)
            faults: list[str] = []
            finisher = partial(_finish, sheet, faults)
            pdf = text_layer.write_pdf(document, finisher=finisher, **_options(sheet))
        broken = () if messages or sheet.for_printer else broken_rules(pdf, faults)
        return Printed(pdf, len(document.pages), (*map(_problem, messages), *broken))

    def _laid_out(self, sheet: Sheet, classes: str) -> Document:
        text = sheet.html.replace(LOOSEST, classes, 1)
        html = HTML(string=text, base_url=WITHIN, url_fetcher=self._fetcher)
        name_languages(html.etree_element, sheet.tongues)
        styles = [self._style(address, sheet.files[address]) for address in sheet.styles]
        self._load(sheet.fonts)
        return html.render(font_config=self._fonts, stylesheets=styles, **_options(sheet))

    def _style(self, address: str, file: File) -> CSS:
        key = (address, file.sha256)
        if key not in self._styles:
            self._styles[key] = CSS(url=address, url_fetcher=self._fetcher, font_config=self._fonts)
        return self._styles[key]

    def _load(self, fonts: tuple[Font, ...]) -> None:
        """Make the fonts known to Pango; one that it knows already costs nothing."""
        CSS(
            string="".join(map(_font_face, fonts)),
            url_fetcher=self._fetcher,
            font_config=self._fonts,
        )

    def _missing_glyphs(self, sheet: Sheet) -> tuple[Problem, ...]:
        """Return the characters of the sheet that one of its fonts cannot draw.

        The machine's fonts are out of sight, so a missing one would be printed as a box.
        """
        lacking: set[str] = set()
        drawn = {character for character in set(sheet.html) if _visible(character)}
        for font in sheet.fonts:
            try:
                has = self._has(sheet.files[font.address])
            except (TTLibError, OSError):
                return (Problem("font", font.address.rpartition("/")[2]),)
            lacking |= {character for character in drawn if ord(character) not in has}
        return (Problem("glyphs", "".join(sorted(lacking))),) if lacking else ()

    def _has(self, file: File) -> frozenset[int]:
        if file.sha256 not in self._characters:
            with TTFont(file.path, lazy=True) as font:
                self._characters[file.sha256] = frozenset(font.getBestCmap() or ())
        return self._characters[file.sha256]


def render(sheet: Sheet) -> Printed:
    """Draw one sheet with this process's press."""
    return _press().print(sheet)


@cache
def _press() -> Press:
    # WeasyPrint lets half a picture pass; half a picture is a mistake.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    return Press()


def _font_face(font: Font) -> str:
    return (
        f'@font-face {{ font-family: "{font.family}"; font-weight: {font.weight};'
        f' src: url("{font.address}") }}\n'
    )


def _options(sheet: Sheet) -> dict[str, object]:
    own = {"presentational_hints": True, "optimize_images": True, "pdf_variant": STANDARD}
    return {**own, **sheet.options}


def _finish(sheet: Sheet, faults: list[str], _: Document, pdf: pydyf.PDF) -> None:
    if sheet.metadata:
        describe(pdf, sheet.metadata)
    faults += faults_of(pdf)
    mark_artifacts(pdf)
    keep_pixels(pdf)
    end_streams_clearly(pdf)
    compress_once(pdf)


def _filled(document: Document) -> float:
    """Return how much of the last page's height the text takes; a page that is named `back` is nobody's last.

    The page box is WeasyPrint's own affair: another reason why its version is checked.
    """
    boxes = [page._page_box for page in document.pages]  # noqa: SLF001
    last = next((box for box in reversed(boxes) if box.page_type.name != "back"), boxes[-1])
    end = last.children[0].children[-1].children[-1]  # of the page, of html, of body
    return float((end.position_y + end.margin_height() - last.content_box_y()) / last.height)


def _visible(character: str) -> bool:
    return (
        unicodedata.category(character) not in INVISIBLE
        and ord(character) not in VARIATION_SELECTORS
    )


def _problem(record: logging.LogRecord) -> Problem:
    """Tell a picture that could not be read from everything else that WeasyPrint warns of."""
    message = record.getMessage()
    if "Failed to load image" in str(record.msg) and isinstance(record.args, tuple):
        return Problem("picture", str(record.args[0]).rpartition("/")[2])
    return Problem("log", message)


class _Listener(logging.Handler):
    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.heard: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record)


@contextmanager
def _heard() -> Iterator[list[logging.LogRecord]]:
    """Collect what WeasyPrint and the libraries under it warn of."""
    handler = _Listener(logging.WARNING)
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    for logger in loggers:
        logger.addHandler(handler)
    try:
        yield handler.heard
    finally:
        for logger in loggers:
            logger.removeHandler(handler)


@contextmanager
def _bounded_pictures(pixels: int) -> Iterator[None]:
    """Make a picture that unpacks to more than `pixels` one that cannot be read."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        Image.MAX_IMAGE_PIXELS = pixels
        yield
