"""What the program hands to a worker: a sheet in, or PDFs to be bound, and one PDF out.

The machine's fonts are out of sight.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Sequence
from pathlib import Path

from iecpress.handouts.records import Leaf, Printed, Sheet

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

    return saddle(printed, marked=sheet.marked)


def put_together(cover: str, leaves: Sequence[Leaf], *, fronts: bool) -> Printed:
    """Put handouts behind a cover, as one PDF."""
    from iecpress.handouts.merging import merge

    return merge(cover, leaves, fronts=fronts)
