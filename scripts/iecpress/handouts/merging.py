"""A cover and handouts in, one PDF with bookmarks, links and structure out. Only draw.py imports it, in a worker.

A handout's own bookmarks stand below its title. What the file says about itself is what the cover says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from io import BytesIO

from pikepdf import (
    Array,
    Dictionary,
    Name,
    Object,
    ObjectStreamMode,
    OutlineItem,
    Page,
    Pdf,
    String,
)

from iecpress.handouts.merged_tags import Structure
from iecpress.handouts.records import LEAF, Leaf, Printed

BOXES = ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox")
SAME_PAPER = 3.0
"""So many points more or less are the same paper."""

Pages = Mapping[tuple[int, int], Page]
"""The pages of the pack, by the numbers that they had in the handout they came from."""


def merge(cover: str, leaves: Sequence[Leaf], *, fronts: bool) -> Printed:
    """Put the handouts behind the cover. The same files give the same bytes.

    With `fronts`, each begins on a page with an odd number, a front when the whole is printed on both sides;
    the page that has to stand before it is blank.
    """
    with ExitStack() as stack:
        pack = stack.enter_context(Pdf.open(cover))
        cover_pages = len(pack.pages)
        structure = Structure(pack)
        firsts: list[int] = []
        bookmarks: list[OutlineItem] = []
        for leaf in leaves:
            handout = stack.enter_context(Pdf.open(leaf.path))  # it is read when the pack is saved
            if fronts and len(pack.pages) % 2:
                _add_blank(pack)
            firsts.append(len(pack.pages))
            bookmarks.append(_add(pack, handout, structure, leaf.title))
        _lead(pack, cover_pages, firsts, leaves)
        _onto_paper(pack, cover_pages, firsts)
        structure.write()
        with pack.open_outline() as outline:
            outline.root.extend(bookmarks)
        written = BytesIO()
        pack.save(written, deterministic_id=True, object_stream_mode=ObjectStreamMode.generate)
        return Printed(written.getvalue(), len(pack.pages))


def _add_blank(pack: Pdf) -> None:
    """Add a page as large as the one before, with nothing on it."""
    pack.add_blank_page(page_size=_size(pack.pages[-1]))


def _size(page: Page) -> tuple[float, float]:
    left, bottom, right, top = map(float, page.mediabox)
    return right - left, top - bottom


def _add(pack: Pdf, handout: Pdf, structure: Structure, title: str) -> OutlineItem:
    """Add a handout's pages, with the links within it, and its structure; return its bookmark."""
    structure.make_room(handout)
    first = len(pack.pages)
    pack.add_pages_from(handout)
    own = [page.obj.objgen for page in handout.pages]
    pages: Pages = dict(zip(own, list(pack.pages)[first:], strict=True))
    structure.add(handout)
    with handout.open_outline() as outline:
        items = [_bookmark(item, pages) for item in outline.root]
    bookmark = OutlineItem(title, first)
    bookmark.children.extend(items[0].children if len(items) == 1 else items)
    return bookmark


def _bookmark(item: OutlineItem, pages: Pages) -> OutlineItem:
    """Return a handout's bookmark as one of the pack, at the same place."""
    place = item.destination
    if isinstance(place, Array) and place[0].objgen in pages:
        place = Array([pages[place[0].objgen].obj, *list(place)[1:]])
    made = OutlineItem(item.title, place)
    made.children.extend(_bookmark(child, pages) for child in item.children)
    return made


def _links(page: Page) -> Sequence[Object]:
    return list(page.obj.get("/Annots", Array()))


def _lead(pack: Pdf, cover_pages: int, firsts: Sequence[int], leaves: Sequence[Leaf]) -> None:
    """Have the cover's links to leaves lead to their first pages."""
    for page in list(pack.pages)[:cover_pages]:
        for link in _links(page):
            address = str(link.get("/A", Dictionary()).get("/URI", ""))
            if address.startswith(LEAF):
                leaf = int(address.removeprefix(LEAF)) - 1
                target = pack.pages[firsts[leaf]].obj
                link.A = Dictionary(S=Name.GoTo, D=Array([target, Name.Fit]))
                link.Contents = String(leaves[leaf].title)


def _onto_paper(pack: Pdf, cover_pages: int, firsts: Sequence[int]) -> None:
    """Make the cover, and the blank page behind it, as large as the handouts' paper, however that is turned.

    A printer that is given two sizes of paper stops and asks for the other.
    """
    paper = sorted(_size(pack.pages[firsts[0]]))
    for number, page in enumerate(list(pack.pages)[: firsts[0]]):
        own = sorted(_size(page))
        if all(abs(ours - theirs) < SAME_PAPER for ours, theirs in zip(own, paper, strict=True)):
            continue
        scale = min(theirs / ours for ours, theirs in zip(own, paper, strict=True))
        for box in [name for name in BOXES if name in page.obj]:
            page.obj[box] = Array([0, 0, *paper])
        if number < cover_pages:
            page.contents_add(f"q {scale:.5f} 0 0 {scale:.5f} 0 0 cm\n".encode(), prepend=True)
            page.contents_add(b"\nQ")
        for link in _links(page):
            link.Rect = Array([float(edge) * scale for edge in link.Rect])
