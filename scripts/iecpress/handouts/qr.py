"""An address in, a QR code as inline SVG out; the one door to segno."""

from __future__ import annotations

import segno
from markupsafe import Markup

QUIET_ZONE = 2
"""Modules of white on every side. The norm asks for four (ISO/IEC 18004, 6.3.8): the layout gives the rest."""


SMALLEST = 0.4
"""Millimetres of a module that an office printer, a photocopier and an old telephone can still do with."""
LEVELS = "hqml"
"""Error correction, the strongest first: what restores a third, a quarter, a seventh, a fourteenth of the code."""


def qr_code(address: str, title: str, error: str = "q", width: float | None = None) -> Markup:
    """Draw `address` so that a creased photocopy still reads: error correction Q restores a quarter of it.

    With a `width` in millimetres, correction gives way until no module is smaller than SMALLEST.
    """
    weaker = LEVELS[LEVELS.index(error) :] if width else error
    codes = [segno.make_qr(address, error=level, boost_error=False) for level in weaker]
    code = next(
        (code for code in codes if not width or _module(code, width) >= SMALLEST), codes[-1]
    )
    svg = code.svg_inline(border=QUIET_ZONE, title=title, omitsize=True, dark="#000", light="#fff")
    return Markup(svg)  # noqa: S704 - segno escapes the title


def _module(code: segno.QRCode, width: float) -> float:
    return width / code.symbol_size(border=QUIET_ZONE)[0]
