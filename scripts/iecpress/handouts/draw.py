"""A sheet in, a PDF out, with the machine's fonts out of sight. What the program hands to a worker."""

from __future__ import annotations

import os
import warnings
from pathlib import Path

from iecpress.handouts.records import Printed, Sheet

FONTS_OF_NOBODY = Path(__file__).parent / "fonts.conf"


def get_ready() -> None:
    """Load WeasyPrint, with a Fontconfig that knows no font but the sheets'. It takes a second the first time."""
    os.environ["FONTCONFIG_FILE"] = str(FONTS_OF_NOBODY)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="No fonts configured", category=UserWarning)
        import iecpress.handouts.render  # noqa: F401 - to have it loaded


def draw(sheet: Sheet) -> Printed:
    """Draw one sheet."""
    get_ready()
    from iecpress.handouts.render import render

    printed = render(sheet)
    if sheet.impose is None or printed.problems:
        return printed
    from iecpress.handouts.imposition import saddle

    return saddle(printed)
