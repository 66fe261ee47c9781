"""A layout's name in, its settings, styles and pictures out; a site's own files go before the package's."""

from __future__ import annotations

import hashlib
import mimetypes
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from iecpress.handouts.records import File
from iecpress.settings import IDENTIFIER, PerLanguage, Settings

PACKAGE = Path(__file__).parent
WITHIN = "https://handout.invalid/"
"""Every file of a sheet has an address under this one. No machine can ever answer for it (RFC 2606,
section 2), so nothing is fetched even if a door were left open."""

PARTS = "parts"
NOT_SERVED = (".html", ".xmp", ".yml", ".py", ".pyc")


class Fit(BaseModel):
    """A tighter setting, by which a last page that holds little can be saved."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    """A class for the `html` element, in the place of `fit-0`."""
    saves: float = Field(gt=0, lt=1)
    """How much of the text's height it saves at most: it is not tried where more is needed."""


class LayoutSettings(BaseModel):
    """`layout.yml`: what a layout is called, how it fits its text, and how its pages are written to the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    names: PerLanguage
    fit: tuple[Fit, ...] = ()
    """Tighter settings, the loosest first."""
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

    @property
    def template(self) -> str:
        """The template's name for the loader."""
        return f"layouts/{self.name}/template.html"


class LayoutError(ValueError):
    """A layout whose settings are wrong."""


class UnknownLayout(LayoutError):
    """A layout that is not there."""


def folders(root: Path, settings: Settings) -> tuple[Path, ...]:
    """Return where templates are searched: the site's own folder, then the package's."""
    return (root / settings.overrides / "handouts", PACKAGE)


def layout(name: str, search: Sequence[Path]) -> Layout:
    """Find a layout by name. Raises UnknownLayout or LayoutError."""
    inner = f"layouts/{name}"
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
    files = dict(_files(search, PARTS)) | dict(_files(search, inner))
    styles = tuple(f"{WITHIN}{part}/style.css" for part in (PARTS, inner))
    return Layout(name, settings, files, tuple(style for style in styles if style in files))


def file(path: Path) -> File:
    """Name a file and what is in it now. Raises OSError."""
    return File(str(path), hashlib.sha256(path.read_bytes()).hexdigest())


def content_type(address: str) -> str:
    """Guess from an address's ending what the file holds."""
    return mimetypes.guess_type(address)[0] or "application/octet-stream"


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
