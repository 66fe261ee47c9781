"""Pictures and the texts that show them in; what is missing, too large, unreadable or gives a place away out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from iecpress import fingerprint
from iecpress.check.images import NotAPicture, read_picture
from iecpress.check.rules import CheckedText, TextRule, shortened
from iecpress.check.svg import svg_problem
from iecpress.findings import Finding
from iecpress.load import Reading
from iecpress.load.tree import pictures
from iecpress.load.validate import closest
from iecpress.memory import Known
from iecpress.model import Library
from iecpress.text.markdown import Link


def pictures_are_there(text: CheckedText) -> Iterator[Finding]:
    """A picture lies in the folder of its text (G101, G107) and is said in words (G102)."""
    for picture in text.outline.pictures:
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
    folder = text.file.place.path.parent
    return [path.name for path in pictures(text.library.root, folder)]


def faults(reading: Reading, library: Library, known: Known) -> Iterator[Finding]:
    """Each picture is one (G106), not too large (G103, G104), and keeps to itself where it was taken (G105)."""
    folders = dict.fromkeys(file.place.path.parent for file in reading.files if file.place.kind)
    beside = (path for folder in folders for path in pictures(library.root, folder))
    for path in (*beside, *library.pictures):
        yield from _faults(library, path, known)


def _faults(library: Library, path: Path, known: Known) -> Iterator[Finding]:
    name, limits, whole_path = path.as_posix(), library.settings.limits, library.root / path
    size = whole_path.stat().st_size
    if size > limits.picture_kb * 1024:
        yield Finding(
            "G103", name, 0, {"size": str(-(-size // 1024)), "limit": str(limits.picture_kb)}
        )
        return
    try:
        content = whole_path.read_bytes()
    except OSError:
        yield _unreadable(path)
        return
    # Only that a picture is sound is kept: a fault may be this machine's, such as too little memory.
    digest = hashlib.sha256(content).hexdigest()
    sound = fingerprint.of_words("sound", path.suffix, limits.picture_pixels, digest)
    if known.recall(sound) is None:
        found = list(_faults_within(content, path, limits.picture_pixels))
        if not found:
            known.keep(sound, "")
        yield from found


def _faults_within(content: bytes, path: Path, pixel_limit: int) -> Iterator[Finding]:
    name = path.as_posix()
    if path.suffix.lower() == ".svg":
        if problem := svg_problem(content):
            yield Finding("G106", name, 0, {"problem": problem})
        return
    try:
        picture = read_picture(content, path.suffix, pixel_limit)
    except NotAPicture:
        yield _unreadable(path)
        return
    if picture.width * picture.height > pixel_limit:
        pixels = f"{picture.width}×{picture.height}"
        yield Finding("G104", name, 0, {"pixels": pixels, "limit": str(pixel_limit)})
    if not picture.whole:
        yield Finding("G106", name, 0, {"problem": "picture-cut-off"})
    if picture.tells_place:
        yield Finding("G105", name)


def _unreadable(path: Path) -> Finding:
    values = {"problem": "picture-unreadable", "suffix": path.suffix}
    return Finding("G106", path.as_posix(), 0, values)


TEXT_RULES: tuple[TextRule, ...] = (pictures_are_there,)
