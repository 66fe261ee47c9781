"""A laid-out document in, a PDF out whose text comes back letter for letter."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pydyf
from weasyprint import VERSION, Document
from weasyprint.draw import text as drawing

from iecpress.handouts.text_layer.codes import Codes
from iecpress.handouts.text_layer.line import words
from iecpress.handouts.text_layer.marked import Divided, Writer, divide, number
from iecpress.handouts.text_layer.shown import Shown
from iecpress.handouts.text_layer.spaces import before_spaces

__all__ = ["WRITTEN_FOR", "TextLayer", "write_pdf"]

WRITTEN_FOR = "70.0"

Finisher = Callable[[Document, pydyf.PDF], None]


def write_pdf(document: Document, finisher: Finisher | None = None, **options: object) -> bytes:
    """Write a document as `Document.write_pdf` does: the same to the eye, and its text whole."""
    if VERSION != WRITTEN_FOR:
        raise RuntimeError(f"the text layer needs WeasyPrint {WRITTEN_FOR}; this is {VERSION}")
    layer = TextLayer(frozenset(before_spaces(document)))

    def finish(document: Document, pdf: pydyf.PDF) -> None:
        layer.finish(pdf)
        if finisher:
            finisher(document, pdf)

    with layer.drawing():
        written: bytes = document.write_pdf(finisher=finish, **options)
    return written


class TextLayer:
    """The text of one PDF file, from its first line to the tables that say what its codes mean."""

    def __init__(self, before_spaces: frozenset[int]) -> None:
        self._before_spaces = before_spaces
        self._fonts: dict[str, Codes] = {}
        self._divided: list[Divided] = []

    @contextmanager
    def drawing(self) -> Iterator[None]:
        """Draw lines here until the block ends. This is the seam; it is not for two threads at once."""
        self._draw_first_line = drawing.draw_first_line
        drawing.draw_first_line = self.draw_first_line
        try:
            yield
        finally:
            drawing.draw_first_line = self._draw_first_line

    def draw_first_line(self, stream: Any, textbox: Any, *how: Any) -> Any:
        """Let WeasyPrint draw a line, then write what it showed in codes that can be read back."""
        shown = Shown(stream)
        emojis = self._draw_first_line(shown, textbox, *how)
        if not shown.fonts:
            return emojis
        fonts = {pango_font: self._codes(font) for pango_font, font in shown.fonts.items()}
        found = words(textbox, shown, fonts, space_after=id(textbox) in self._before_spaces)
        alone = not emojis and textbox.style["text_decoration_line"] == "none"
        divided = divide(stream) if alone and any(word.replaced for word in found) else None
        if divided:
            self._divided.append(divided)
        Writer(stream, divided).write(shown.operators, found)
        return emojis

    def _codes(self, font: Any) -> Codes:
        if font.hash not in self._fonts:
            self._fonts[font.hash] = Codes(font)
        return self._fonts[font.hash]

    def finish(self, pdf: pydyf.PDF) -> None:
        """Give the fonts their tables, and the structure tree the parts of what was divided."""
        fonts = {codes.font.name: codes for codes in self._fonts.values()}
        for entry in [entry for entry in pdf.objects if isinstance(entry, pydyf.Dictionary)]:
            if entry.get("Subtype") == "/Type0" and entry["BaseFont"] in fonts:
                fonts[entry["BaseFont"]].finish(pdf, entry)
        number(pdf, self._divided)
