"""An address in, a QR code as inline SVG out; the one door to segno."""

from __future__ import annotations

import segno
from markupsafe import Markup

QUIET_ZONE = 2
"""Modules of white on every side. The norm asks for four (ISO/IEC 18004, 6.3.8): the layout gives the rest."""


def qr_code(address: str, title: str) -> Markup:
    """Draw `address` so that a creased photocopy still reads: error correction Q restores a quarter of it."""
    code = segno.make_qr(address, error="q", boost_error=False)
    svg = code.svg_inline(border=QUIET_ZONE, title=title, omitsize=True, dark="#000", light="#fff")
    return Markup(svg)  # noqa: S704 - segno escapes the title
