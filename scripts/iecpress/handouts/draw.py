"""A sheet in, a PDF out, with the machine's fonts out of sight. What the program hands to a worker."""

from __future__ import annotations

import os
import warnings
from pathlib import Path

from iecpress.handouts.records import Printed, Sheet

FONTS_OF_NOBODY = Path(__file__).parent / "fonts.conf"


def draw(sheet: Sheet) -> Printed:
    """Draw one sheet. The first call loads WeasyPrint, with a Fontconfig that knows no font but the sheet's."""
    os.environ["FONTCONFIG_FILE"] = str(FONTS_OF_NOBODY)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="No fonts configured", category=UserWarning)
        from iecpress.handouts.render import render
    return render(sheet)
