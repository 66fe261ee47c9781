"""What stands on laid-out pages in, the tree of it out: headings, paragraphs, lists, tables, in reading order.

WeasyPrint numbers each piece of text and each picture that it draws. A piece finds its place by the HTML
element that it came from: what goes on over a page stays one paragraph, one list, one table. What was read
before (the strip in the margin, the head of a table that is repeated) and decoration are set aside.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from iecpress.handouts.tree import CELLS, WORDS, Node, Piece, Tap

Box = Any
Element = Any

SVG = "{http://www.w3.org/2000/svg}"
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
ROLES = {
    "article": "Art", "main": "Part", "section": "Sect", "aside": "Aside", "blockquote": "BlockQuote",
    **{name: name.upper() for name in HEADINGS}, "p": "P", "pre": "P",
    "ul": "L", "ol": "L", "dl": "L", "li": "LI", "dt": "Lbl", "dd": "LBody",
    "table": "Table", "caption": "Caption", "thead": "THead", "tbody": "TBody", "tfoot": "TFoot",
    "tr": "TR", "th": "TH", "td": "TD", "figcaption": "Caption",
    "a": "Link", "abbr": "Span", "code": "Code", "q": "Quote",
    "img": "Figure", "object": "Figure", "embed": "Figure", f"{SVG}svg": "Figure",
}  # fmt: skip
"""What an HTML element is in a PDF. One that is not here is not in the tree: its words belong to what is around it."""
NOTES, TO_A_NOTE = "doc-endnotes", "doc-noteref"
"""What a section of notes, and a link to a note, have as their `role`."""
NUMBERING = {"ol": "/Decimal", "ul": "/Disc"}
SCOPES = {"row": "/Row", "rowgroup": "/Row", "col": "/Column", "colgroup": "/Column"}
LABELS = ("li::before", "li::marker")
"""Where the number or sign of a list item stands."""

PAGINATION = {"Type": "/Pagination"}
LAYOUT = {"Type": "/Layout"}
POINTS = 0.75
"""Points to a pixel of CSS."""


class Reading:
    """One document, read from its first word to its last. `html` is its root element."""

    def __init__(self, html: Element) -> None:
        self.set_aside: dict[Piece, Mapping[str, str]] = {}
        """Pieces that are no part of the text, and what they are instead."""
        self.superfluous: list[Tap] = []
        """Places to tap that lie within others."""
        self._root = Node("Document", source=html, lang=html.get("lang", ""))
        self._known: dict[Element, Node] = {html: self._root}
        self._around = {inner: outer for outer in html.iter() for inner in outer}
        self._shown: dict[Element, Box] = {}
        self._outside: dict[Element, tuple[Box, list[Tap]]] = {}
        self._numbers: dict[Box, int] = {}
        self._page = -1
        self._height = 0.0
        self._shift = (0.0, 0.0)

    def read(self, page: int, height: float, box: Box, numbers: dict[Box, int]) -> None:
        """Read a box that stands directly on a page of that number (from 0) and height (in pixels of CSS).

        `numbers` has the number of each box on the page that draws something; those that were read are
        taken out of it.
        """
        self._page, self._height, self._numbers = page, height, numbers
        self._shift = _shift(box)
        if isinstance(box, boxes.MarginBox):
            edge = "/Header" if box.at_keyword.startswith("@top") else "/Footer"
            self._put_aside(box, {**PAGINATION, "Subtype": edge})
        else:
            self._visit(box, self._root.source)

    def finish(self) -> Node:
        """Return the whole tree. Links from the margins, which are on every page, come once, after the text."""
        for element, (box, taps) in self._outside.items():
            self._new("Link", box, self._root, element, element).kids.extend(taps)
        self._root.prune()
        return self._root

    def _visit(self, box: Box, block: Element) -> None:
        """Put what a box holds into the tree; `block` is the block that its words stand in."""
        box = _itself(box)
        if kind := self._apart(box):
            self._put_aside(box, kind)
            return
        if isinstance(box, boxes.BlockLevelBox | boxes.TableCellBox) and box.element is not None:
            block = box.element
        if box.element is not None:
            node = self._node(box.element, box, block)
            if box.element_tag in LABELS and (item := node.around("LI")):
                node = item.label()
            if box.link_annotation:
                self._link(box, node)
            if box in self._numbers:
                node.holder(WORDS, block).take(self._piece(box))
        for child in getattr(box, "children", ()):
            self._visit(child, block)

    def _apart(self, box: Box) -> Mapping[str, str] | None:
        """Tell what is no part of the text: decoration, or what is shown again."""
        if box.element is None:
            return None
        drawn = isinstance(box, boxes.ReplacedBox) and "::" in box.element_tag
        if drawn or box.is_leader or box.element.get("aria-hidden") == "true":
            return LAYOUT
        repeated = getattr(box, "is_header", False) or getattr(box, "is_footer", False)
        if repeated or box.style["position"] == "fixed":
            return None if self._shown.setdefault(box.element, box) is box else PAGINATION
        return None

    def _put_aside(self, box: Box, kind: Mapping[str, str]) -> None:
        box = _itself(box)
        if box in self._numbers:
            self.set_aside[self._piece(box)] = kind
        if box.link_annotation:
            self._link_aside(box)
        for child in getattr(box, "children", ()):
            self._put_aside(child, kind)

    def _piece(self, box: Box) -> Piece:
        return Piece(self._page, self._numbers.pop(box))

    def _node(self, element: Element, box: Box | None, block: Element) -> Node:
        """Return the node that an element's words belong to: a new one when the element is met for the first time.

        `box` is the element's own, or none where it has none.
        """
        if element in self._known:
            return self._known[element]
        parent = self._node(self._around[element], None, block)
        role = _role(element, box, parent)
        if role:
            parent = self._known[element] = self._new(role, box, parent, element, block)
        return parent

    def _new(self, role: str, box: Box, parent: Node, element: Element, block: Element) -> Node:
        if element.get("role") == TO_A_NOTE:
            parent = parent.add("Reference", None, block)
        node = parent.add(role, element, block)
        lang = element.get("lang", "")
        node.lang = lang if lang != node.language() else ""
        node.expansion = element.get("title", "") if element.tag == "abbr" else ""
        if role == "Link":
            node.says = _words(element)
        elif role == "Figure":
            node.alt = _alternative(element)
            node.attributes = {"O": "/Layout", "BBox": self._frame(box)}
        elif role in CELLS:
            node.attributes = _cell(node, box)
        elif element.tag in NUMBERING:
            node.attributes = {"O": "/List", "ListNumbering": NUMBERING[element.tag]}
        return node.add("LBody", None, None).add("Note", element, None) if _is_note(node) else node

    def _frame(self, box: Box) -> list[float]:
        """Return where a picture stands: left, bottom, right and top, from the page's lower left corner."""
        right, down = self._shift
        left, top = box.content_box_x() + right, self._height - box.content_box_y() - down
        return [round(at * POINTS, 2) for at in (left, top - box.height, left + box.width, top)]

    def _link(self, box: Box, node: Node) -> None:
        link = node.around("Link")
        tap = Tap(self._page, box.link_annotation)
        # Whatever stands in a link is a link to WeasyPrint; one place to tap is enough.
        if link is None or (box.element is not link.source and any(map(_is_tap, link.kids))):
            self.superfluous.append(tap)
        else:
            link.kids.append(tap)

    def _link_aside(self, box: Box) -> None:
        element, tap = box.element, Tap(self._page, box.link_annotation)
        if element is None or element.tag != "a":
            self.superfluous.append(tap)
        else:
            self._outside.setdefault(element, (box, []))[1].append(tap)


def _shift(box: Box) -> tuple[float, float]:
    """Return how far to the right and down a box is moved when it is drawn: a panel, to its place on the sheet."""
    name, (right, down) = next(iter(box.style["transform"]), ("translate", (None, None)))
    return (right.value, down.value) if name == "translate" and right and down else (0.0, 0.0)


def _itself(box: Box) -> Box:
    """Return the box that a placeholder stands for."""
    return box._box if isinstance(box, AbsolutePlaceholder) else box  # noqa: SLF001


def _role(element: Element, box: Box | None, parent: Node) -> str:
    role = ROLES.get(element.tag, "")
    if role or element.get("lang", parent.language()) == parent.language():
        return role
    return "Span" if isinstance(box, boxes.InlineLevelBox) else "Div"


def _is_note(node: Node) -> bool:
    """Tell an item of the list of notes: the note is what the item holds."""
    around = node.around("Sect") if node.role == "LI" else None
    return around is not None and around.source.get("role") == NOTES


def _is_tap(kid: object) -> bool:
    return isinstance(kid, Tap)


def _words(link: Element) -> str:
    """Return what a link says: its label, its words, or what its picture shows."""
    pictures = " ".join(_alternative(inner) for inner in link.iter() if inner is not link)
    said = link.get("aria-label") or "".join(link.itertext())
    return " ".join(said.split()) or " ".join(pictures.split())


def _alternative(element: Element) -> str:
    """Return what a picture says to those who do not see it."""
    if element.tag == f"{SVG}svg":
        title = element.find(f"{SVG}title")
        return (title.text or "") if title is not None else ""
    return str(element.get("alt") or "")


def _begins_later_row(cell: Node) -> bool:
    """Tell a cell that stands first in a row which is not the first of its part of the table."""
    row = cell.parent
    if row is None or row.parent is None:
        return False
    return row.kids[0] is cell and row.parent.kids[0] is not row


def _cell(node: Node, box: Box) -> dict[str, object]:
    attributes: dict[str, object] = {"O": "/Table"}
    if node.role == "TH":
        default = "/Row" if _begins_later_row(node) else "/Column"
        attributes["Scope"] = SCOPES.get(node.source.get("scope", ""), default)
    spans = {"ColSpan": getattr(box, "colspan", 1), "RowSpan": getattr(box, "rowspan", 1)}
    return attributes | {name: count for name, count in spans.items() if count != 1}
