"""The structures of several files in, one structure out: what is a heading, a list, a table (ISO 32000-1, 14.7)."""

from __future__ import annotations

from collections.abc import Mapping

from pikepdf import Array, Dictionary, Name, NameTree, NumberTree, Object, Pdf, Stream, String

NUMBERED = ("/StructParents", "/StructParent")
"""By these numbers a page, a group or a link is found in the structure."""


class Structure:
    """The structure of a file to which others are added, as parts. Without one of its own it gets none."""

    def __init__(self, pack: Pdf) -> None:
        self._pack = pack
        self._documents: list[Object] = []
        self._places: dict[int, Object] = {}
        self._roles: dict[str, Object] = {}
        self._notes: dict[str, Object] = {}
        if "/StructTreeRoot" in pack.Root:
            self._collect(pack.Root.StructTreeRoot)

    def make_room(self, other: Pdf) -> None:
        """Give all that has a number or a name in another file's structure one that is free in this one."""
        room = 1 + max(self._places, default=-1)
        for thing in other.objects:
            for key in NUMBERED:
                if isinstance(thing, Dictionary | Stream) and key in thing:
                    thing[key] = int(thing[key]) + room
        if "/StructTreeRoot" in other.Root:
            tree = other.Root.StructTreeRoot
            places = {number + room: place for number, place in _places(tree).items()}
            tree.ParentTree = _number_tree(places)
            for name, note in _notes(tree).items():
                note.ID = String(f"{len(self._documents)}-{name}")

    def add(self, other: Pdf) -> None:
        """Add the structure of another file, whose pages are here already."""
        if self._documents and "/StructTreeRoot" in other.Root:
            self._collect(self._pack.copy_foreign(other.Root.StructTreeRoot))

    def write(self) -> None:
        """Put everything below the file's own root."""
        if not self._documents:
            return
        root = self._pack.Root.StructTreeRoot
        whole, *parts = self._documents
        for part in parts:
            part.S, part.P = Name.Part, whole
        whole.K = Array([*_kids(whole), *parts])
        root.K = whole
        root.ParentTree = self._pack.make_indirect(_number_tree(self._places))
        root.ParentTreeNextKey = 1 + max(self._places, default=-1)
        root.RoleMap = Dictionary(self._roles)
        if self._notes:
            named = [item for name in sorted(self._notes) for item in (name, self._notes[name])]
            root.IDTree = Dictionary(Names=Array(named))

    def _collect(self, tree: Object) -> None:
        self._documents.extend(_kids(tree))
        self._places |= _places(tree)
        self._roles |= dict(tree.get("/RoleMap", Dictionary()).items())
        self._notes |= {str(note.ID): note for note in _notes(tree).values()}


def _kids(element: Object) -> list[Object]:
    kids = element.get("/K", Array())
    return list(kids) if isinstance(kids, Array) else [kids]


def _places(tree: Object) -> dict[int, Object]:
    return dict(NumberTree(tree.ParentTree).items())


def _notes(tree: Object) -> Mapping[str, Object]:
    """Return the elements that have a name."""
    if "/IDTree" not in tree:
        return {}
    return {str(name): note for name, note in NameTree(tree.IDTree).items()}


def _number_tree(places: Mapping[int, Object]) -> Dictionary:
    return Dictionary(Nums=Array([item for pair in sorted(places.items()) for item in pair]))
