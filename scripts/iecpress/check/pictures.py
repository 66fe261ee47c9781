"""Pictures and the texts that show them in; what is missing, too large, unreadable or gives a place away out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from iecpress.check.images import NotAPicture, read_picture
from iecpress.check.rules import CheckedText, ReadingRule, TextRule, shortened
from iecpress.check.svg import svg_problem
from iecpress.findings import Finding
from iecpress.load import Reading
from iecpress.load.tree import pictures
from iecpress.load.validate import closest
from iecpress.model import Library
from iecpress.text.markdown import Link


def pictures_are_there(text: CheckedText) -> Iterator[Finding]:
    """A picture lies in the folder of its text (G101, G107) and is said in words (G102)."""
    for picture in text.document.pictures:
        if not picture.text.strip():
            yield text.finding("G102", picture.line, target=shortened(picture.target))
        yield from _missing(text, picture)


def _missing(text: CheckedText, picture: Link) -> Iterator[Finding]:
    try:
        parts = urlsplit(picture.target)
    except ValueError:
        yield text.finding("G107", picture.line, target=shortened(picture.target))
        return
    if parts.scheme or parts.netloc:
        yield text.finding("G107", picture.line, target=shortened(picture.target))
        return
    there = _beside(text)
    if unquote(parts.path).removeprefix("./") not in there:
        near = closest(Path(unquote(parts.path)).name, there, 0.3)
        folder = text.file.place.path.parent.as_posix()
        yield text.finding(
            "G101", picture.line, target=shortened(picture.target), nearest=near, folder=folder
        )


def _beside(text: CheckedText) -> list[str]:
    place = text.file.place
    return (
        [path.name for path in pictures(text.library.root, place.path.parent)] if place.kind else []
    )


def pictures_are_sound(reading: Reading, library: Library, _today: dt.date) -> Iterator[Finding]:
    """Each picture is one (G106), not too large (G103, G104), and keeps to itself where it was taken (G105)."""
    folders = {file.place.path.parent: None for file in reading.files if file.place.kind}
    for folder in folders:
        for path in pictures(library.root, folder):
            yield from _faults(library, path)


def _faults(library: Library, path: Path) -> Iterator[Finding]:
    name, limits, whole_path = path.as_posix(), library.settings.limits, library.root / path
    size = whole_path.stat().st_size
    if size > limits.picture_kb * 1024:
        yield Finding(
            "G103", name, 0, {"size": str(-(-size // 1024)), "limit": str(limits.picture_kb)}
        )
        return
    if path.suffix.lower() == ".svg":
        if problem := svg_problem(whole_path):
            yield Finding("G106", name, 0, {"problem": problem})
        return
    try:
        picture = read_picture(whole_path, limits.picture_pixels)
    except NotAPicture:
        yield Finding("G106", name, 0, {"problem": "picture-unreadable", "suffix": path.suffix})
        return
    if picture.width * picture.height > limits.picture_pixels:
        pixels = f"{picture.width}×{picture.height}"
        yield Finding("G104", name, 0, {"pixels": pixels, "limit": str(limits.picture_pixels)})
    if not picture.whole:
        yield Finding("G106", name, 0, {"problem": "picture-cut-off"})
    if picture.tells_place:
        yield Finding("G105", name)


TEXT_RULES: tuple[TextRule, ...] = (pictures_are_there,)
READING_RULES: tuple[ReadingRule, ...] = (pictures_are_sound,)
