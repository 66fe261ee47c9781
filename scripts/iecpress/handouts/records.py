"""What passes between the steps that make a handout: a job, a sheet ready to draw, what was printed, a handout."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:  # the workers unpickle these records and need nothing of the content model
    from iecpress.model import Resource, Text
    from iecpress.version import Version

Trouble = Literal["crash", "time", "died", "log", "picture", "glyphs", "font", "libraries"]


@dataclass(frozen=True, slots=True)
class Job:
    """One handout to make: a text of a resource in one layout, in colour or for the photocopier.

    With `press`, its sheets have bleed and crop marks for a print shop.
    """

    resource: Resource
    text: Text
    layout: str
    grey: bool = False
    press: bool = False


@dataclass(frozen=True, slots=True)
class Handout:
    """One finished PDF, lying in the cache. `rendered` is False when it lay there already."""

    resource_id: str
    version: Version
    lang: str
    layout: str
    grey: bool
    names: Mapping[str, str]
    """What its layout is called, per language."""
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
class Plan:
    """How a text is fitted to its pages. A step is a class for the `html` element, in the place of `fit-0`."""

    steps: tuple[tuple[str, float], ...] = ()
    """Tighter settings, the loosest first, and the share of the text's height that each saves at most."""
    pages: int | None = None
    """The most pages there is room for; None for any number."""
    contents_from: int | None = None
    """From how many pages on a list of contents stands before the text; None for never."""


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
    plan: Plan
    picture_pixels: int
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Printed:
    """What drawing a sheet gave; with problems, the bytes are not to be used."""

    pdf: bytes
    pages: int
    problems: tuple[Problem, ...] = field(default=())
