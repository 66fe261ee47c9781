"""What passes between the steps that make a handout: a job, a sheet ready to draw, what was printed, a handout."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from iecpress.handouts.tongues import Tongue

if TYPE_CHECKING:  # the workers unpickle these records and need nothing of the content model
    from iecpress.model import Resource, Text, Version

Trouble = Literal[
    "crash", "time", "died", "log", "picture", "glyphs", "font", "libraries", "accessible", "lasting"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Job:
    """One handout to make: a text of a resource in one layout, in colour or for the photocopier."""

    resource: Resource
    text: Text
    layout: str
    grey: bool = False


@dataclass(frozen=True, slots=True)
class Handout:
    """One finished PDF, lying in the cache. `rendered` is False when it lay there already."""

    resource_id: str
    version: Version
    lang: str
    layout: str
    grey: bool
    address: str
    path: Path
    size: int
    sha256: str
    pages: int
    rendered: bool


@dataclass(frozen=True, slots=True)
class File:
    """A file that a sheet may read, and what must be in it."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Font:
    """A font that a sheet is set in: its address in the sheet, and what CSS calls it."""

    address: str
    family: str
    weight: int


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong with one sheet. `detail` is the offending thing itself: a picture, the characters, a message."""

    kind: Trouble
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One handout as HTML. Everything it may read is named in `files`, by its address within the sheet.

    Nothing in it knows where on this machine the site lies, but for the paths in `files`.
    """

    html: str
    styles: tuple[str, ...]
    fonts: tuple[Font, ...]
    files: Mapping[str, File]
    options: Mapping[str, object]
    fit: tuple[tuple[str, float], ...]
    """Tighter settings, the loosest first: a class in the place of `fit-0`, and the share of the height it saves."""
    picture_pixels: int
    problems: tuple[Problem, ...] = ()
    metadata: str = ""
    """What the file says about itself: an XMP packet."""
    tongues: tuple[Tongue, ...] = ()
    """The languages of the site, by whose scripts words in another language are told."""
    for_printer: bool = False
    """Whether only a printing machine reads the file: then no structure is asked for."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What drawing a sheet gave; with problems, the bytes are not to be used."""

    pdf: bytes
    pages: int
    problems: tuple[Problem, ...] = field(default=())
