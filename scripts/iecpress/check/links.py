"""A text's links in; those that are dangerous, broken or lead into another language out."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path

from iecpress.check.rules import CheckedText, Shelf, ShelfRule, shortened
from iecpress.findings import Finding
from iecpress.links import BrokenLink, Destination, destination
from iecpress.load.validate import closest
from iecpress.text.markdown import Link


def links_lead_somewhere(text: CheckedText, shelf: Shelf) -> Iterator[Finding]:
    """Every link may be followed (T107), to a text that is there (T108), to a heading in it (T109)."""
    for link in text.outline.links:
        try:
            found = destination(text.library, text.file.place.path, link.target)
        except BrokenLink as broken:
            yield from _broken(text, shelf, link, broken.reason)
        else:
            yield from _anchor(text, shelf, link, found)
            yield from _language(text, shelf, link, found)


def _broken(text: CheckedText, shelf: Shelf, link: Link, reason: str) -> Iterator[Finding]:
    if reason == "scheme":
        yield text.finding("T107", link.line, target=shortened(link.target))
        return
    written, _, fragment = link.target.partition("#")
    meant = _path(text, written)
    if meant in shelf:  # a text with faults of its own; they are findings, this is not another
        yield from _anchor(text, shelf, link, Destination("", meant, fragment))
        return
    yield text.finding(
        "T108", link.line, target=shortened(link.target), nearest=_nearest(text, shelf, meant)
    )


def _path(text: CheckedText, written: str) -> Path:
    return Path(posixpath.normpath(posixpath.join(text.file.place.path.parent.as_posix(), written)))


def _nearest(text: CheckedText, shelf: Shelf, meant: Path) -> str:
    """Return the way to the text of this language whose id or name is most like the one that was meant."""
    here = text.file.place
    names = {
        other.file.place.group.rpartition("/")[2]: path
        for path, other in shelf.items()
        if other.file.place.lang == here.lang
    }
    wanted = meant.parent.name if meant.name.startswith("index.") else meant.name.partition(".")[0]
    found = closest(wanted, names, 0.5)
    return posixpath.relpath(names[found].as_posix(), here.path.parent.as_posix()) if found else ""


def _anchor(text: CheckedText, shelf: Shelf, link: Link, found: Destination) -> Iterator[Finding]:
    target = shelf.get(found.path) if found.path else None
    if target is None or not found.fragment:
        return
    known = [heading.id for heading in target.outline.headings if heading.id]
    # A page with a layout of its own has headings that its template writes.
    if found.fragment not in known and target.front.get("layout", "page") == "page":
        near = closest(found.fragment, known)
        yield text.finding(
            "T109",
            link.line,
            target=shortened(link.target),
            id=found.fragment,
            nearest=f"#{near}" if near else "",
        )


def _language(text: CheckedText, shelf: Shelf, link: Link, found: Destination) -> Iterator[Finding]:
    """A reader stays in one language where the text exists in it (T116)."""
    target = shelf.get(found.path) if found.path else None
    here = text.file.place.lang
    if target is None or target.file.place.lang == here:
        return
    twins = (other for other in shelf.values() if other.file.key == target.file.key)
    twin = next((other for other in twins if other.file.place.lang == here), None)
    if twin is not None:
        way = posixpath.relpath(twin.file.name, text.file.place.path.parent.as_posix())
        _, mark, fragment = link.target.partition("#")
        yield text.finding(
            "T116",
            link.line,
            target=shortened(link.target),
            right=way + mark + fragment,
            this_lang=here,
            other_lang=target.file.place.lang,
        )


SHELF_RULES: tuple[ShelfRule, ...] = (links_lead_somewhere,)
