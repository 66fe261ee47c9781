"""A PDF in, its pages two and two on sheets that are folded in the middle and stapled on the fold, out.

The sheets are printed on both sides and turned at the short edge. What only a screen knows (tags, links, bookmarks)
stays behind: the file is for a printer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

import pikepdf
from pikepdf import Dictionary, Name

from iecpress.handouts.records import A_SHEET, Printed

MM = 72 / 25.4
SHEET = (297 * MM, 210 * MM)
"""A4, lying: in points, as all lengths here. Larger pages make larger sheets."""

EDGE = 8 * MM
"""How far the paper of a print shop goes on beyond the cut."""
MARK = 5 * MM
"""How long a mark is; it ends where the paper does."""

Side = tuple[int | None, int | None]
"""The pages on the left and on the right of the fold, from 0; None is a blank one."""


def saddle(printed: Printed, *, marked: bool = False) -> Printed:
    """Put the pages of a printed handout together for a booklet, with crop and fold marks if `marked`."""
    with pikepdf.open(BytesIO(printed.pdf)) as source, pikepdf.new() as target:
        forms = [target.copy_foreign(page.as_form_xobject()) for page in source.pages]
        for side in sides(len(forms)):
            _add(target, forms, side)
            if marked:
                _mark(target.pages[-1])
        _describe(source, target)
        written = BytesIO()
        target.save(
            written, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate
        )
        return replace(printed, pdf=written.getvalue(), pages=len(target.pages))


def sides(pages: int) -> list[Side]:
    """Return the sides of the sheets in the order of printing: front and back of the outermost sheet first."""
    order = with_blanks(pages)
    last = len(order) - 1
    pairs = ((last - side, side) for side in range(len(order) // 2))
    return [
        (order[outer], order[inner]) if inner % 2 == 0 else (order[inner], order[outer])
        for outer, inner in pairs
    ]


def with_blanks(pages: int) -> list[int | None]:
    """Fill up with blank pages: the last page stays last, the inside of the back is blank first, then of the cover."""
    blanks = -pages % A_SHEET
    inside_cover = 1 if blanks > 1 else 0
    cover, text, back = [0], range(1, pages - 1), range(max(pages - 1, 1), pages)
    none: list[int | None] = [None]
    return [*cover, *none * inside_cover, *text, *none * (blanks - inside_cover), *back]


def _add(target: pikepdf.Pdf, forms: Sequence[pikepdf.Object], side: Side) -> None:
    """Add a sheet's side: the pages meet in its middle, where the fold will be."""
    sizes = [[float(length) for length in form.BBox] for form in forms]
    width = max(SHEET[0], *(2 * (box[2] - box[0]) for box in sizes))
    height = max(SHEET[1], *(box[3] - box[1] for box in sizes))
    page = target.add_blank_page(page_size=(width, height))
    drawn = []
    for number, at_left in zip(side, (True, False), strict=True):
        if number is None:
            continue
        x0, y0, x1, y1 = sizes[number]
        x = width / 2 - (x1 if at_left else x0)
        y = (height - y1 - y0) / 2
        name = page.add_resource(forms[number], Name.XObject, Name(f"/Page{number}"))
        drawn.append(f"q 1 0 0 1 {x:.3f} {y:.3f} cm {name} Do Q")
    page.obj.Contents = target.make_stream("\n".join(drawn).encode())


def _mark(page: pikepdf.Page) -> None:
    """Put paper around a sheet, and lines on it that say where to cut and where to fold."""
    _, _, width, height = (float(edge) for edge in page.mediabox)
    page.trimbox = pikepdf.Rectangle(0, 0, width, height)
    page.mediabox = pikepdf.Rectangle(-EDGE, -EDGE, width + EDGE, height + EDGE)
    page.cropbox = page.mediabox
    upright = [(x, y) for x in (0, width / 2, width) for y in (-EDGE, height + EDGE - MARK)]
    lying = [(x, y) for x in (-EDGE, width + EDGE - MARK) for y in (0, height)]
    lines = [f"{x:.3f} {y:.3f} m {x:.3f} {y + MARK:.3f} l S" for x, y in upright]
    lines += [f"{x:.3f} {y:.3f} m {x + MARK:.3f} {y:.3f} l S" for x, y in lying]
    page.contents_add("\n".join(["q 0.25 w", *lines, "Q"]).encode())


def _describe(source: pikepdf.Pdf, target: pikepdf.Pdf) -> None:
    """Keep title, author, dates and language, and tell the printing dialogue how the sheets are turned."""
    target.trailer["/Info"] = target.copy_foreign(source.trailer["/Info"])
    for key in (Name.Metadata, Name.Lang):
        if key in source.Root:
            value = source.Root[key]
            target.Root[key] = target.copy_foreign(value) if value.is_indirect else value
    target.Root.ViewerPreferences = Dictionary(
        DisplayDocTitle=True, PrintScaling=Name("/None"), Duplex=Name.DuplexFlipShortEdge
    )
