"""A PDF in, what a screen reader meets out: the tree of its elements with their words, and what is left out of it."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2 as pdfium
from pypdfium2 import raw


@dataclass
class Element:
    """An element of the tree. `lang` is what it says itself; what it holds is in reading order."""

    role: str
    lang: str = ""
    alt: str = ""
    name: str = ""
    attributes: dict[str, Any] = field(default_factory=dict)
    kids: list[Element | str | Tap] = field(default_factory=list)

    def all(self, *roles: str) -> list[Element]:
        """Return the elements of these roles, of any when none is given, in reading order."""
        inner = [kid for kid in self.kids if isinstance(kid, Element)]
        own = [self] if not roles or self.role in roles else []
        return own + [found for kid in inner for found in kid.all(*roles)]

    def one(self, role: str, holding: str = "") -> Element:
        """Return the only element of a role that holds these words."""
        [found] = [element for element in self.all(role) if holding in element.words]
        return found

    @property
    def words(self) -> str:
        """The words in it, as one line."""
        return " ".join("".join(self._texts()).split())

    @property
    def shape(self) -> list[str]:
        """The roles of the elements right in it."""
        return [kid.role for kid in self.kids if isinstance(kid, Element)]

    @property
    def taps(self) -> list[Tap]:
        """Where it can be tapped."""
        return [kid for kid in self.kids if isinstance(kid, Tap)]

    def by_language(self, lang: str = "") -> Iterator[tuple[str, str]]:
        """Yield each piece of text with the language that holds for it."""
        lang = self.lang or lang
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.by_language(lang)
            elif isinstance(kid, str):
                yield lang, kid

    def _texts(self) -> Iterator[str]:
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid._texts()
                yield "" if kid.role in ("Span", "Link", "Reference", "Code") else "\n"
            elif isinstance(kid, str):
                yield kid


@dataclass
class Tap:
    """A place to tap: its page, what it says, and where it leads."""

    page: int
    says: str
    leads_to: str


@dataclass
class Shown:
    """A piece of text on a page, the number by which the tree knows it (-1: none), and the marks around it."""

    page: int
    number: int
    text: str
    marks: tuple[str, ...]


def tree(path: Path) -> Element:
    """Read a file's tree."""
    texts: dict[tuple[int, int], str] = {}
    for piece in shown(path):
        place = piece.page, piece.number
        texts[place] = texts.get(place, "") + piece.text
    with pikepdf.open(path) as pdf:
        pages = {page.objgen: number for number, page in enumerate(pdf.pages)}
        root = pdf.Root["/StructTreeRoot"]
        return _Reader(pages, texts).element(root["/K"], -1)


class _Reader:
    def __init__(
        self, pages: dict[tuple[int, int], int], texts: dict[tuple[int, int], str]
    ) -> None:
        self._pages = pages
        self._texts = texts

    def element(self, found: Any, page: int) -> Element:
        page = self._page(found, page)
        kids = found.get("/K", pikepdf.Array())
        attributes = {k: v for k, v in found.get("/A", {}).items() if k != "/O"}
        return Element(
            role=str(found["/S"])[1:],
            lang=str(found.get("/Lang", "")),
            alt=str(found.get("/Alt", "")),
            name=str(found.get("/ID", "")),
            attributes={
                k: str(v) if isinstance(v, pikepdf.Name) else v for k, v in attributes.items()
            },
            kids=[self._kid(kid, page) for kid in kids],
        )

    def _kid(self, kid: Any, page: int) -> Element | str | Tap:
        if isinstance(kid, int):
            return self._texts.get((page, kid), "")
        page = self._page(kid, page)
        kind = kid.get("/Type")
        if kind == "/MCR":
            return self._texts.get((page, int(kid["/MCID"])), "")
        if kind == "/OBJR":
            link = kid["/Obj"]
            leads_to = link["/A"]["/URI"] if "/A" in link else link["/Dest"]
            return Tap(page, str(link["/Contents"]), str(leads_to))
        return self.element(kid, page)

    def _page(self, found: Any, page: int) -> int:
        return self._pages[found["/Pg"].objgen] if "/Pg" in found else page


def shown(path: Path) -> list[Shown]:
    """Return every piece of text on the pages."""
    with pdfium.PdfDocument(path) as pdf:
        return [piece for number, page in enumerate(pdf) for piece in _on_page(page, number)]


def _on_page(page: Any, number: int) -> Iterator[Shown]:
    textpage = page.get_textpage()
    for item in page.get_objects(max_depth=9):
        if item.type == raw.FPDF_PAGEOBJ_TEXT:
            mark = raw.FPDFPageObj_GetMarkedContentID(item)
            text = _string(lambda *room, i=item: raw.FPDFTextObj_GetText(i, textpage, *room))
            yield Shown(number, mark, text, tuple(_marks(item)))
    textpage.close()


def _marks(item: Any) -> Iterator[str]:
    for number in range(raw.FPDFPageObj_CountMarks(item)):
        mark = raw.FPDFPageObj_GetMark(item, number)
        size = ctypes.c_ulong()
        room = (ctypes.c_ushort * 64)()
        raw.FPDFPageObjMark_GetName(mark, room, ctypes.sizeof(room), ctypes.byref(size))
        yield bytes(room)[: size.value - 2].decode("utf-16-le")


def _string(call: Callable[..., int]) -> str:
    """Ask for a string: first for its length in bytes, then for itself."""
    size = call(None, 0)
    room = (ctypes.c_ushort * (size // 2 + 1))()
    call(room, size)
    return bytes(room)[: max(size - 2, 0)].decode("utf-16-le")
