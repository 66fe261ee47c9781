"""A document that WeasyPrint has drawn in, its structure as PDF objects out: what PDF/UA-1 asks of a text.

WeasyPrint 70 builds a structure of its own (`weasyprint.pdf.tags`), which parts a paragraph at the foot of a
page, leaves the margins unmarked, knows no language but the document's and makes lists that the norm does not
allow. `take_over` puts `add_structure` in its place. When upstream does these things, delete this module,
tags.py and tree.py, and what calls them; the tests of the handouts' validity say whether anything is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pydyf
import weasyprint.pdf

from iecpress.handouts.gathering import reading_order
from iecpress.handouts.tags import Reading
from iecpress.handouts.tree import NOTES, STANDARD, Node, Piece, Tap


class Unplaced(LookupError):
    """Something is drawn that has no place in the text."""


def take_over() -> None:
    """Have WeasyPrint write our structure in place of its own."""
    weasyprint.pdf.add_tags = add_structure


def add_structure(pdf: Any, document: Any, _pdf_version: object, streams: Sequence[Any]) -> None:
    """Add the structure of a document to its PDF, in place of `weasyprint.pdf.tags.add_tags`."""
    numbers = [_numbered(stream) for stream in streams]
    html = next(box.element for _, box in reading_order(document) if box.element is not None)
    reading = Reading(html)
    for page, box in reading_order(document):
        reading.read(page, document.pages[page].height, box, numbers[page])
    for page, left in enumerate(numbers, 1):
        if left:
            raise Unplaced(f"page {page}: {next(iter(left))}")
    tree = reading.finish()
    writer = _Writer(pdf, streams)
    writer.write(tree)
    pdf.faults = tuple(tree.faults())
    writer.put_aside(reading.set_aside)
    writer.forget(reading.superfluous)
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    if html.get("dir") == "rtl":
        pdf.catalog["ViewerPreferences"]["Direction"] = "/R2L"


def _numbered(stream: Any) -> dict[Any, int]:
    """Return the boxes that a page's stream draws, with the numbers of their pieces."""
    return {box: tag["mcid"] for box, tag in stream._tags.items()}  # noqa: SLF001


def faults_of(pdf: Any) -> tuple[str, ...]:
    """Return what a structure lacks that the standard does not ask for."""
    found: tuple[str, ...] = getattr(pdf, "faults", ())
    return found


def mark_artifacts(pdf: Any) -> None:
    """Take what was set aside out of the structure, when nobody numbers the pieces any more."""
    asides = [found for found in pdf.objects if isinstance(found, _Aside)]
    streams = _by_tags(pdf)
    for aside in asides:
        numbers = set(aside["K"])
        for stream in streams[id(aside.tags)]:
            for at, number in reversed(list(_numbers(stream))):
                if number in numbers:
                    _set_aside(stream.stream, at, aside.kind)
    own = {aside.reference for aside in asides}
    for places in [found for found in pdf.objects if isinstance(found, _Places)]:
        places[:] = ["null" if place in own else place for place in places]
    for aside in asides:
        aside.clear()


def _set_aside(operators: list[Any], at: int, kind: object) -> None:
    """Make an artefact of the piece whose properties stand at `at`; what it says instead of its glyphs stays within."""
    said = operators[at].get("ActualText")
    if said is None:
        operators[at - 1 : at + 1] = ["/Artifact", kind]
        return
    operators.insert(_end(operators, at + 2), b"EMC")
    spoken = pydyf.Dictionary({"ActualText": said})
    operators[at - 1 : at + 1] = ["/Artifact", kind, b"BDC", "/Span", spoken]


def _end(operators: Sequence[Any], start: int) -> int:
    """Return where the marked content ends that was begun just before `start`."""
    depth = 1
    for at in range(start, len(operators)):
        if operators[at] in (b"BDC", b"BMC"):
            depth += 1
        elif operators[at] == b"EMC":
            depth -= 1
        if not depth:
            return at
    return len(operators)


class _Aside(pydyf.Dictionary):  # type: ignore[misc]
    """Holds pieces of one page that are no part of the text, and stands nowhere in the tree."""

    def __init__(self, kind: Mapping[str, str], tags: object) -> None:
        super().__init__({"K": pydyf.Array()})
        self.kind = pydyf.Dictionary(kind)
        self.tags = tags


class _Places(pydyf.Array):  # type: ignore[misc]
    """By the numbers of the pieces of a page: where they stand in the tree."""


def _by_tags(pdf: Any) -> Mapping[int, Sequence[Any]]:
    """Return the streams that share a table of pieces, a page and the groups that it draws, by the table's id."""
    found: dict[int, list[Any]] = {}
    for stream in pdf.objects:
        if (tags := getattr(stream, "_tags", None)) is not None:
            found.setdefault(id(tags), []).append(stream)
    return found


def _numbers(stream: Any) -> Iterator[tuple[int, int]]:
    """Yield where in a stream's list of operators the properties with a piece's number stand, and the number."""
    for at, item in enumerate(stream.stream):
        if isinstance(item, dict) and "MCID" in item:
            yield at, item["MCID"]


class _Writer:
    """Writes a tree into a PDF, and the way back from each piece to its place in the tree."""

    def __init__(self, pdf: Any, streams: Sequence[Any]) -> None:
        self._pdf = pdf
        self._streams = streams
        self._pages = pdf.page_references
        self._places: list[Any] = [_Places() for _ in streams]
        """By the numbers that pages (from 0, as WeasyPrint gave them), groups and links have: where they belong."""
        self._objects: dict[Node, Any] = {}
        self._notes: dict[str, Any] = {}
        self._groups = dict(self._grouped())

    def _grouped(self) -> Iterator[tuple[Piece, Any]]:
        """Find the pieces that a page does not show itself but in a group."""
        streams = _by_tags(self._pdf)
        for page, of_page in enumerate(self._streams):
            for stream in streams[id(of_page._tags)]:  # noqa: SLF001
                if stream is not of_page:
                    yield from ((Piece(page, number), stream) for _, number in _numbers(stream))

    def write(self, tree: Node) -> None:
        """Write the tree below a new root in the catalogue."""
        root = self._object({"Type": "/StructTreeRoot"})
        self._objects = {node: self._object({}) for node in tree.nodes()}
        for node, made in self._objects.items():
            parent = self._objects[node.parent] if node.parent else root
            made.update({"Type": "/StructElem", "S": f"/{node.role}", "P": parent.reference})
            made.update(self._said(node))
            made["K"] = pydyf.Array([self._kid(kid, node) for kid in node.kids])
        root["K"] = self._objects[tree].reference
        root["RoleMap"] = pydyf.Dictionary({own: f"/{role}" for own, role in STANDARD.items()})
        root["ParentTree"] = self._parents().reference
        root["ParentTreeNextKey"] = len(self._places)
        if self._notes:
            root["IDTree"] = pydyf.Dictionary({"Names": self._names()})
        self._pdf.catalog["StructTreeRoot"] = root.reference

    def put_aside(self, pieces: Mapping[Piece, Mapping[str, str]]) -> None:
        """Give the pieces that are no part of the text a place outside of the tree."""
        asides: dict[tuple[object, ...], _Aside] = {}
        for piece, kind in pieces.items():
            key = (piece.page, *kind.items())
            if key not in asides:
                asides[key] = _Aside(kind, self._streams[piece.page]._tags)  # noqa: SLF001
                self._pdf.add_object(asides[key])
            asides[key]["K"].append(piece.number)
            self._place(self._places[piece.page], piece.number, asides[key])

    def forget(self, taps: Iterable[Tap]) -> None:
        """Take away places to tap. The objects stay, with nothing in them: they have their numbers."""
        for tap in taps:
            page = self._pdf.objects[int(self._pages[tap.page].split()[0])]
            page["Annots"].remove(tap.annotation.reference)
            tap.annotation.clear()

    def _object(self, values: dict[str, object]) -> Any:
        made = pydyf.Dictionary(values)
        self._pdf.add_object(made)
        return made

    def _said(self, node: Node) -> Iterator[tuple[str, object]]:
        """Yield what an element says of itself."""
        if node.lang and node.parent:
            yield "Lang", pydyf.String(node.lang)
        if node.alt:
            yield "Alt", pydyf.String(node.alt)
        if node.expansion:
            yield "E", pydyf.String(node.expansion)
        if node.attributes:
            yield "A", pydyf.Dictionary({k: _listed(value) for k, value in node.attributes.items()})
        if node.role in NOTES:
            name = f"note-{len(self._notes) + 1:04}"
            self._notes[name] = self._objects[node].reference
            yield "ID", pydyf.String(name)

    def _kid(self, kid: Node | Piece | Tap, node: Node) -> object:
        if isinstance(kid, Node):
            return self._objects[kid].reference
        return self._tap(kid, node) if isinstance(kid, Tap) else self._piece(kid, node)

    def _tap(self, tap: Tap, node: Node) -> object:
        tap.annotation["StructParent"] = len(self._places)
        self._places.append(self._objects[node].reference)
        if node.says:
            tap.annotation["Contents"] = pydyf.String(node.says)
        link = {"Type": "/OBJR", "Obj": tap.annotation.reference, "Pg": self._pages[tap.page]}
        return pydyf.Dictionary(link)

    def _piece(self, piece: Piece, node: Node) -> object:
        """Say where a piece is: by its number on the page, or in a group of the page."""
        made, page = self._objects[node], self._pages[piece.page]
        group = self._groups.get(piece)
        if group is None:
            made["Pg"] = page
            self._place(self._places[piece.page], piece.number, made)
            return piece.number
        if "StructParents" not in group.extra:
            group.extra["StructParents"] = len(self._places)
            self._places.append(_Places())
        self._place(self._places[group.extra["StructParents"]], piece.number, made)
        where = {"Type": "/MCR", "Pg": page, "Stm": group.reference, "MCID": piece.number}
        return pydyf.Dictionary(where)

    @staticmethod
    def _place(places: Any, number: int, made: Any) -> None:
        places.extend(["null"] * (number + 1 - len(places)))
        places[number] = made.reference

    def _parents(self) -> Any:
        numbered = [item for place in enumerate(self._places) for item in place]
        return self._object({"Nums": pydyf.Array(numbered)})

    def _names(self) -> Any:
        return pydyf.Array(
            [item for name, note in self._notes.items() for item in (pydyf.String(name), note)]
        )


def _listed(value: object) -> object:
    return pydyf.Array(value) if isinstance(value, list) else value
