"""What passes between the steps that make a handout: a job, a sheet ready to draw, what was printed, a handout."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from iecpress.handouts.tongues import Tongue

if TYPE_CHECKING:  # the workers unpickle these records and need nothing of the content model
    from iecpress.model import Resource, Text
    from iecpress.version import Version

LEAF = "https://handout.invalid/leaf/"
"""A cover's link to this address and a number leads to that leaf, counted from 1."""

Trouble = Literal[
    "crash",
    "time",
    "died",
    "log",
    "picture",
    "glyphs",
    "font",
    "libraries",
    "accessible",
    "lasting",
    "table",
    "facing",
    "room",
    "panel",
    "wide",
    "points",
    "contacts",
    "crowded",
]


A_SHEET = 4
"""Pages on one sheet of a booklet."""


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
    """What went wrong with one sheet.

    `detail` is the offending thing itself: a picture, the characters, a message, a table's number.
    """

    kind: Trouble
    detail: str = ""
    lang: str = ""
    """The language of the text at fault, when it is not the job's own."""
    lines: int = 0
    """How many lines of the text are too many, where that is the trouble."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where on a side of a sheet a page stands: its left upper corner, in millimetres from the side's.

    The page is named by the name that the style sheet gives it, and by its number among those of that name.
    """

    page: str
    number: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a sheet on which pages are gathered, and the name of the page that is its ground."""

    page: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """How a text is fitted to its pages. A step is a class for the `html` element, in the place of `fit-0`."""

    steps: tuple[tuple[str, float], ...] = ()
    """Tighter settings, the loosest first, and the share of the text's height that each saves at most."""
    pages: int | None = None
    """The most pages there is room for; None for any number."""
    contents_from: int | None = None
    """From how many pages on a list of contents stands before the text; None for never."""
    multiple: int = 1
    """Pages come in so many at once, as those of a folded sheet do: a page less than that saves nothing."""
    sides: tuple[Side, ...] = ()
    """The sides of the sheet on which the pages are gathered; none where each page is a sheet of its own."""


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
    impose: Literal["saddle"] | None = None
    """How its pages are put together on larger sheets."""
    marked: bool = False
    """Whether those sheets have crop and fold marks around them, for a print shop."""
    problems: tuple[Problem, ...] = ()
    metadata: str = ""
    """What the file says about itself: an XMP packet."""
    tongues: tuple[Tongue, ...] = ()
    """The languages of the site, by whose scripts words in another language are told."""

    @property
    def for_printer(self) -> bool:
        """Whether it becomes a file for the printer alone: without tags, nobody reads it on a screen."""
        return self.impose is not None


@dataclass(frozen=True, slots=True)
class Printed:
    """What drawing a sheet gave; with problems, the bytes are not to be used."""

    pdf: bytes
    pages: int
    problems: tuple[Problem, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Leaf:
    """One finished handout, to be bound with others: its file and its bookmark."""

    path: str
    title: str
