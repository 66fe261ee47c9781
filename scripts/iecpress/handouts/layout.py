"""A layout's name in, its settings, styles and pictures out; a site's own files go before the package's."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from iecpress.handouts import records
from iecpress.handouts.records import A_SHEET, File, Plan
from iecpress.settings import IDENTIFIER, PerLanguage, Settings

PACKAGE = Path(__file__).parent
WITHIN = "https://handout.invalid/"
"""Every file of a sheet has an address under this one. No machine can ever answer for it (RFC 2606,
section 2), so nothing is fetched even if a door were left open."""

PARTS = "parts"
LAYOUTS, COVERS = "layouts", "covers"
"""The folders with the templates of texts, and of the sheets that stand before several handouts."""
NOT_SERVED = (".html", ".xmp", ".yml", ".py", ".pyc")


class Fit(BaseModel):
    """A tighter setting, by which pages can be saved."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    """A class for the `html` element, in the place of `fit-0`."""
    saves: float = Field(default=0.5, gt=0, lt=1)
    """How much of the text's height it saves at most: it is not tried to save a last page where more is needed."""


class Place(BaseModel):
    """Where on a side of a sheet a page stands."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    page: str
    """The name that the style sheet gives the page (the property `page`)."""
    number: int = Field(default=1, gt=0)
    """Which of the pages of that name."""
    x: float = 0
    """Millimetres from the side's left edge to the page's."""
    y: float = 0
    """Millimetres from the side's upper edge to the page's."""


class Side(BaseModel):
    """One side of a sheet that is printed and then folded or cut."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    page: str
    """The name of the page that is the side's ground: it has the side's size, bleed and marks."""
    places: tuple[Place, ...] = Field(min_length=1)
    """Which page stands where. Pages that do not occur together may have the same place."""


class LayoutSettings(BaseModel):
    """`layout.yml`: what a layout is called, how it fits its text, and how its pages are written to the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    names: PerLanguage
    fit: tuple[Fit, ...] = ()
    """Tighter settings, the loosest first."""
    pages: int | None = Field(default=None, gt=0)
    """The most pages that the layout has room for: the text is set at the loosest step that keeps to them.
    Without it there may be any number, and the steps serve to save a last page that holds little."""
    contents_from: int | None = Field(default=None, gt=1)
    """From how many pages on a list of contents stands before the text (the class `with-contents`)."""
    sides: tuple[Side, ...] = ()
    """The sides of the sheet on which the pages are gathered, in the order in which they are printed. The text
    is then set at the loosest step with which each page has its place."""
    made_of: str | None = None
    """The layout whose template and styles this one uses; it is then made as well, for reading."""
    table_letters: int | None = Field(default=None, gt=0)
    """How many letters fit side by side in a table. A wider one is made small, or turned: a row under a row."""
    small_table_letters: int | None = Field(default=None, gt=0)
    """How many fit in one that `style.css` makes small by the class `small`; None when it makes none so."""
    impose: Literal["saddle"] | None = None
    """How the pages are put together on larger sheets: `saddle` for a booklet that is folded and stapled."""
    facing: bool = False
    """Whether the same text in the next language of the settings stands beside the text."""
    turned_at: Literal["long", "short"] = "long"
    """At which edge a sheet that is printed on both sides is turned over."""
    points: bool = False
    """Whether it is made of the text's key points; a text without them is then refused."""
    per_country: bool = False
    """Whether it shows the numbers to call of one country after the other; `pages` is then what each may take."""
    press: bool = False
    """Whether it can be drawn for a print shop, with bleed and crop marks."""
    dpi: int = Field(default=150, ge=72)
    """Pictures are scaled down to this many dots an inch."""
    jpeg_quality: int = Field(default=85, ge=1, le=95)


@dataclass(frozen=True)
class Layout:
    """One layout: its template's name, its settings, and every file that its pages may read."""

    name: str
    settings: LayoutSettings
    files: Mapping[str, File]
    styles: tuple[str, ...]
    shelf: str = LAYOUTS

    @property
    def template(self) -> str:
        """The template's name for the loader."""
        return f"{self.shelf}/{self.settings.made_of or self.name}/template.html"

    @property
    def plan(self) -> Plan:
        """How its texts are fitted to its pages."""
        own = self.settings
        steps = tuple((step.name, step.saves) for step in own.fit)
        multiple = A_SHEET if own.impose else 1
        return Plan(steps, own.pages, own.contents_from, multiple, tuple(map(_side, own.sides)))


class LayoutError(ValueError):
    """A layout whose settings are wrong."""


class UnknownLayout(LayoutError):
    """A layout that is not there."""


def folders(root: Path, settings: Settings) -> tuple[Path, ...]:
    """Return where templates are searched: the site's own folder, then the package's."""
    return (root / settings.overrides / "handouts", PACKAGE)


def layout(name: str, search: Sequence[Path], shelf: str = LAYOUTS) -> Layout:
    """Find a layout, or a cover, by name. Raises UnknownLayout or LayoutError."""
    inner = f"{shelf}/{name}"
    place = next(
        (
            folder / inner / "layout.yml"
            for folder in search
            if (folder / inner / "layout.yml").is_file()
        ),
        None,
    )
    if place is None or not re.fullmatch(IDENTIFIER, name):
        raise UnknownLayout(name)
    try:
        settings = LayoutSettings.model_validate(
            yaml.load(place.read_text("utf-8"), Loader=yaml.CSafeLoader)
        )
    except (ValidationError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise LayoutError(_told(error)) from error
    parts = [PARTS, *([f"{shelf}/{settings.made_of}"] if settings.made_of else []), inner]
    files = {address: found for part in parts for address, found in _files(search, part)}
    styles = tuple(f"{WITHIN}{part}/style.css" for part in parts)
    found = tuple(style for style in styles if style in files)
    return Layout(name, settings, files, found, shelf)


def names(search: Sequence[Path]) -> tuple[str, ...]:
    """Return the names of all layouts that there are."""
    return tuple(
        sorted(
            {
                place.parent.name
                for folder in search
                for place in folder.glob("layouts/*/layout.yml")
            }
        )
    )


def file(path: Path) -> File:
    """Name a file and what is in it now. Raises OSError."""
    return File(str(path), hashlib.sha256(path.read_bytes()).hexdigest())


def _side(side: Side) -> records.Side:
    """Return a side as a worker takes it."""
    places = tuple(records.Place(**place.model_dump()) for place in side.places)
    return records.Side(side.page, places)


def _told(error: Exception) -> str:
    """Return what is wrong with a `layout.yml` in one line."""
    if not isinstance(error, ValidationError):
        return " ".join(str(error).split())
    return "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())


def _files(search: Sequence[Path], inner: str) -> Iterator[tuple[str, File]]:
    """Yield address and file; a later one of the same address (the site's own) replaces an earlier one."""
    for folder in reversed(search):
        for path in sorted((folder / inner).rglob("*")):
            inside = path.resolve().is_relative_to(folder.resolve())
            if path.is_file() and inside and path.suffix not in NOT_SERVED:
                yield WITHIN + path.relative_to(folder).as_posix(), file(path)
