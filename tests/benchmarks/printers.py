"""Texts in; the PDFs that each program makes of them, and the words that each set out to print, out."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from playwright.sync_api import Page, Route, sync_playwright

from iecpress.fonts import font_files
from iecpress.handouts import Workers
from iecpress.handouts.draw import get_ready
from iecpress.handouts.layout import WITHIN
from iecpress.handouts.records import Sheet
from iecpress.media_types import media_type
from tests.benchmarks.comparison import browser
from tests.benchmarks.figures import BrokenPromise
from tests.benchmarks.texts import Text

OURS, STOCK, CHROMIUM, TYPST = "iecpress", "WeasyPrint without our layer", "Chromium", "Typst"
SETTER = Path(__file__).with_name("typst_pdf.py")
LIMITS = {"seconds": 120, "megabytes": 2048}


@dataclass(frozen=True, slots=True)
class Paper:
    """A PDF of a text by one program. `words` is everything that the program had to print."""

    text: Text
    program: str
    path: Path
    words: str


def ours_and_stock(texts: Iterable[Text], folder: Path) -> Iterator[Paper]:
    """Print as a build does, and the very same pages once more as WeasyPrint writes them by itself."""
    with Workers(1, **LIMITS) as workers:
        for text in texts:
            ours, stock, words = workers.submit(drawn, text.sheet).result()
            for program, pdf in ((OURS, ours), (STOCK, stock)):
                yield Paper(text, program, _written(folder, text, program, pdf), words)


def drawn(sheet: Sheet) -> tuple[bytes, bytes, str]:
    """Draw a sheet twice, in a worker. Returns both PDFs, and every line that was laid out."""
    get_ready()
    from iecpress.handouts import text_layer
    from iecpress.handouts.render import render
    from tests.pdf_text import laid_out

    original, seen = text_layer.write_pdf, list[tuple[bytes, str]]()

    def write_pdf(document: object, **options: object) -> bytes:
        plain = {name: value for name, value in options.items() if name != "finisher"}
        seen.append((document.write_pdf(**plain), laid_out(document)))  # type: ignore[attr-defined]
        return original(document, **options)

    text_layer.write_pdf = write_pdf
    try:
        printed = render(sheet)
    finally:
        text_layer.write_pdf = original
    if printed.problems:
        raise BrokenPromise(f"a text cannot be printed: {printed.problems}")
    return printed.pdf, *seen[-1]


def chromium(texts: Iterable[Text], folder: Path) -> Iterator[Paper]:
    """Print the same HTML with the same styles and fonts in the browser."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=browser())
        page = running.new_page()
        page.emulate_media(media="print")
        for text in texts:
            words, pdf = _printed(page, text.sheet)
            yield Paper(text, CHROMIUM, _written(folder, text, CHROMIUM, pdf), words)
        running.close()


def _printed(page: Page, sheet: Sheet) -> tuple[str, bytes]:
    styles = "".join(f'<link rel="stylesheet" href="{address}">' for address in sheet.styles)
    faces = "".join(
        f'@font-face {{ font-family: "{font.family}"; font-weight: {font.weight}; src: url("{font.address}") }}'
        for font in sheet.fonts
    )
    html = sheet.html.replace("</head>", f"{styles}<style>{faces}</style></head>", 1)
    page.unroute_all()
    page.route("**/*", partial(_answer, sheet, html))
    page.goto(WITHIN, wait_until="load")
    page.evaluate("document.fonts.ready")
    words = page.evaluate("document.body.innerText")
    return words, page.pdf(prefer_css_page_size=True, print_background=True)


def _answer(sheet: Sheet, html: str, route: Route) -> None:
    address = route.request.url
    if address == WITHIN:
        route.fulfill(body=html, content_type="text/html; charset=utf-8")
    elif address in sheet.files:
        route.fulfill(path=sheet.files[address].path, content_type=media_type(address))
    else:
        route.abort()


def typst(texts: Iterable[Text], folder: Path, python: Path) -> Iterator[Paper]:
    """Set the same words in the same font, as plain paragraphs."""
    if not python.exists():
        raise BrokenPromise(f"{python} is not there; ./setup.sh bench makes it")
    papers = [
        Paper(text, TYPST, _path(folder, text, TYPST), "\n".join(text.paragraphs)) for text in texts
    ]
    fonts = font_files()
    order = {
        "font": fonts[0].family,
        "folders": sorted({str(font.path.parent) for font in fonts}),
        "texts": {
            str(paper.path): {"lang": paper.text.lang, "paragraphs": paper.text.paragraphs}
            for paper in papers
        },
    }
    subprocess.run([python, SETTER], input=json.dumps(order), text=True, check=True)
    yield from papers


def _written(folder: Path, text: Text, program: str, pdf: bytes) -> Path:
    path = _path(folder, text, program)
    path.write_bytes(pdf)
    return path


def _path(folder: Path, text: Text, program: str) -> Path:
    place = folder / program / text.group
    place.mkdir(parents=True, exist_ok=True)
    return place / f"{text.name}.pdf"
