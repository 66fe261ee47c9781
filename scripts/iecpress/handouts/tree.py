"""Pieces of pages in, the tree that a screen reader goes by out, in which each element stands where it may.

The elements and where they may stand: ISO 32000-1, 14.8.4, as PDF/UA-1 narrows it (ISO 14289-1, 7).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

STANDARD = {"Aside": "Note"}
"""Our own elements, and what each is to a program that does not know it."""
NOTES = ("Note", "Aside")
GROUPS = ("Document", "Part", "Art", "Sect", "Div", "BlockQuote", *NOTES)
"""What holds paragraphs, and no words of its own."""
INLINE = ("Span", "Link", "Reference", "Code", "Quote")
CELLS = ("TH", "TD")
WORDS = ""
"""In the place of a role: words or a picture, not an element."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of what a page shows, by its number on the page. Pages and pieces are counted from 0."""

    page: int
    number: int


@dataclass(frozen=True, slots=True)
class Tap:
    """Where on a page a link can be tapped: an annotation."""

    page: int
    annotation: Any


@dataclass(eq=False, slots=True)
class Node:
    """An element of the tree. `source` is the HTML element that it was made for.

    `lang` is empty where the language is that of what stands around it.
    """

    role: str
    parent: Node | None = None
    source: Any = None
    lang: str = ""
    alt: str = ""
    expansion: str = ""
    says: str = ""
    """What a link says, for whom it is read aloud without what stands around it."""
    attributes: dict[str, object] = field(default_factory=dict)
    kids: list[Node | Piece | Tap] = field(default_factory=list)

    def nodes(self) -> Iterator[Node]:
        """Yield this node and all below it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.nodes()

    def around(self, role: str) -> Node | None:
        """Return the nearest node of that role, from this one upwards."""
        node: Node | None = self
        while node is not None and node.role != role:
            node = node.parent
        return node

    def language(self) -> str:
        """Return the language of what stands here."""
        if self.lang or self.parent is None:
            return self.lang
        return self.parent.language()

    def add(self, role: str, source: Any, block: Any) -> Node:
        """Add an element below this one, within what must stand between the two."""
        holder = self.holder(role, block)
        node = Node(role, holder, source)
        holder.kids.append(node)
        return node

    def holder(self, role: str, block: Any) -> Node:
        """Return the node below this one that may hold what has this role; `block` is the block it stands in."""
        node = self
        if node.role == "L" and role not in ("LI", "L", "Caption"):
            node = node.item(role)
        if node.role == "LI" and role not in ("Lbl", "LBody"):
            node = node.last("LBody") or node.add("LBody", None, None)
        if node.role in GROUPS and (role == WORDS or role in INLINE):
            same = node.last("P")
            node = same if same and same.source is block else node.add("P", block, block)
        return node

    def take(self, piece: Piece) -> None:
        """Add a piece; one that is on another page than those before it gets a part of this element for itself."""
        first = next((kid for kid in self.kids if isinstance(kid, Piece)), piece)
        if first.page == piece.page:
            self.kids.append(piece)
            return
        part = self.last("Span")
        if part is None or part.source is not self:
            part = Node("Span", self, self)
            self.kids.append(part)
        part.take(piece)

    def label(self) -> Node:
        """Return where a list item's number or sign stands: before what the item says."""
        first = self.kids[0] if self.kids else None
        if not isinstance(first, Node) or first.role != "Lbl":
            first = Node("Lbl", self)
            self.kids.insert(0, first)
        return first

    def prune(self) -> bool:
        """Take out the elements in which there is nothing; say whether anything is left."""
        self.kids = [kid for kid in self.kids if not isinstance(kid, Node) or kid.prune()]
        return bool(self.kids) or self.role in CELLS

    def faults(self) -> Iterator[str]:
        """Yield what no rule of the standard asks, but whoever hears a handout needs: a title, headed tables."""
        if not any(node.role == "H1" for node in self.nodes()):
            yield "HANDOUT-HEADING-TITLE"
        tables = [node for node in self.nodes() if node.role == "Table"]
        if not all(any(inner.role == "TH" for inner in table.nodes()) for table in tables):
            yield "HANDOUT-TABLE-HEADERS"

    def item(self, role: str) -> Node:
        """Return the item of a list of definitions: a term after what was said of another begins a new one."""
        last = self.last("LI")
        if last is None or (role == "Lbl" and last.last("LBody")):
            return self.add("LI", None, None)
        return last

    def last(self, role: str) -> Node | None:
        """Return the last thing in this node if it is an element of that role."""
        last = self.kids[-1] if self.kids else None
        return last if isinstance(last, Node) and last.role == role else None
