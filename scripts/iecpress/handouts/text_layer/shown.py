"""What WeasyPrint tells a stream to show in, the glyphs and moves of a line out."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from weasyprint.text.ffi import FROM_UNITS, pango

from iecpress.handouts.text_layer.codes import Codes

Operator = int | float | tuple[Callable[..., None], tuple[object, ...]]
"""What a line is drawn with: a glyph, a move in thousandths of the font size, or another operator to call."""


class Shown:
    """Stands in for a stream while WeasyPrint draws a line, and keeps what it is told to show."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._size = 0.0
        self.fonts: dict[Any, Any] = {}
        """WeasyPrint's fonts, by Pango's."""
        self.operators: list[Operator] = []
        self.glyphs: list[int] = []
        """The glyphs alone."""
        self.moves: dict[int, float] = {}
        """The moves alone, those in one place together, by how many glyphs were shown before."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def add_font(self, pango_font: Any) -> tuple[Any, float]:
        """Note a font of the line."""
        self._pango_font = pango_font
        self._font, self._size = self._stream.add_font(pango_font)
        self.fonts[pango_font] = self._font
        return self._font, self._size

    def set_text_matrix(self, *values: float) -> None:
        """Keep the operator Tm."""
        self.operators.append((self._stream.set_text_matrix, values))

    def set_font_size(self, font: str, size: float) -> None:
        """Keep the operator Tf."""
        self.operators.append((self._stream.set_font_size, (font, size)))

    def set_text_rise(self, height: float) -> None:
        """Keep the operator Ts."""
        self.operators.append((self._stream.set_text_rise, (height,)))

    def show_text(self, shown: str) -> None:
        """Keep what the operator TJ shows: codes between angle brackets, and moves."""
        digits = 2 if self._font.bitmap else 4
        for place, part in enumerate(re.split("[<>]", shown)):
            if place % 2:
                codes = range(0, len(part), digits)
                glyphs = [int(part[code : code + digits], 16) for code in codes]
                self.glyphs += glyphs
                self.operators += glyphs
            elif part and (move := float(part)):
                self.operators.append(move)
                at = len(self.glyphs)
                self.moves[at] = self.moves.get(at, 0) + move

    def show_space(self, codes: Codes) -> bool:
        """Show a space that WeasyPrint does not show, if the font has one."""
        font, glyph = codes.font, codes.space
        if glyph is None:
            return False
        self.glyphs.append(glyph)
        self.operators.append(glyph)
        font.to_unicode.setdefault(glyph, " ")
        if glyph not in font.widths:
            ink, extents = self._stream.ink_rect, self._stream.logical_rect
            pango.pango_font_get_glyph_extents(self._pango_font, glyph, ink, extents)
            font.widths[glyph] = round(extents.width * 1000 * FROM_UNITS / self._size)
        return True
