"""The `iecpress` section of mkdocs.yml as typed, frozen values; every setting is described here."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, HttpUrl, StringConstraints
from pydantic_core import PydanticCustomError

from iecpress.languages import available

WORK = ".iecpress"
"""Where a build keeps what the next one can use again; it can be deleted at any time."""
IDENTIFIER = r"[a-z0-9]+(-[a-z0-9]+)*"
"""What a permanent id may look like: ASCII, lower case, single hyphens between (DESIGN.md, *Words*)."""


def matching(name: str, pattern: str) -> AfterValidator:
    """Accept a string that `pattern` matches as a whole; `name` names what it should have been."""
    compiled = re.compile(pattern)

    def check(value: str) -> str:
        if not compiled.fullmatch(value):
            raise PydanticCustomError(name, "is not written like that")
        return value

    return AfterValidator(check)


Identifier = Annotated[str, matching("identifier", IDENTIFIER), StringConstraints(max_length=64)]
PerLanguage = dict[str, Annotated[str, StringConstraints(min_length=1)]]


def _inside(value: str) -> str:
    path = PurePosixPath(value)
    if path.is_absolute() or ".." in path.parts:
        raise PydanticCustomError("outside", "must be a path inside the folder of mkdocs.yml")
    return value


def _has_table(value: str) -> str:
    if value not in available():
        known = ", ".join(available())
        raise PydanticCustomError("no-language", "has no language table", {"expected": known})
    return value


Inside = Annotated[str, AfterValidator(_inside)]
LanguageCode = Annotated[str, AfterValidator(_has_table)]
Colour = Annotated[str, matching("colour", r"#[0-9A-Fa-f]{6}")]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Kind(_Section):
    """One kind of resource: its folder, its names and what it must have."""

    id: Identifier
    folder: Inside
    """Folder in which each resource of this kind has a folder of its own."""
    names: PerLanguage
    """Name of one, per language: `Leaflet`."""
    plural: PerLanguage
    """Name of several, per language: `Leaflets`."""
    layouts: tuple[str, ...] = ("a4",)
    """Handout layouts that a resource of this kind may ask for."""
    needs_sources: bool = False
    """Whether a text without `sources` is an error."""


def _told_apart(kinds: tuple[Kind, ...]) -> tuple[Kind, ...]:
    if len({kind.id for kind in kinds}) < len(kinds) or len({kind.folder for kind in kinds}) < len(
        kinds
    ):
        raise PydanticCustomError("kind-twice", "two kinds have the same id or the same folder")
    return kinds


class Colours(_Section):
    """The organisation's colours, on page and paper."""

    brand: Colour = "#0B5563"
    accent: Colour = "#F2A900"


class Identity(_Section):
    """Who publishes: printed on every page and every sheet."""

    name: PerLanguage
    short: str
    """A short form, such as an abbreviation."""
    tagline: PerLanguage
    web: HttpUrl
    colours: Colours = Colours()


class Limits(_Section):
    """What is too much, too large or too old."""

    text_kb: int = Field(default=512, gt=0)
    """Largest text, in kilobytes."""
    picture_kb: int = Field(default=2048, gt=0)
    """Largest picture file, in kilobytes."""
    picture_pixels: int = Field(default=24_000_000, gt=0)
    """Largest picture, width times height."""
    contact_days: int = Field(default=180, gt=0)
    """Days after which a contact's numbers must be verified again."""
    handout_seconds: int = Field(default=60, gt=0)
    """Wall clock one handout may take."""
    handout_mb: int = Field(default=1024, gt=0)
    """Memory one worker may take, in megabytes."""
    offline_mb: int = Field(default=200, gt=0)
    """Largest site that is offered with its handouts as a file to carry away, in megabytes."""
    pack_mb: int = Field(default=20, gt=0)
    """Largest pack that the site offers, in megabytes."""


class Settings(_Section):
    """All settings of the toolkit."""

    site_url: HttpUrl
    """Taken from mkdocs.yml's own `site_url`: the address that paper carries."""
    languages: tuple[LanguageCode, ...] = Field(min_length=1)
    """Languages of the site; each needs a table in iecpress/languages/."""
    default_language: LanguageCode
    """The language without a prefix in addresses."""
    kinds: Annotated[tuple[Kind, ...], AfterValidator(_told_apart)] = Field(min_length=1)
    ledger: Inside = "docs/permalinks.jsonl"
    """The record of every address that was ever published; the program alone writes it."""
    main_branch: Annotated[str, matching("branch", r"[A-Za-z0-9][A-Za-z0-9._/-]*")] = "origin/main"
    """The branch of git on which nothing in the ledger is ever changed; without its remote where there is none."""
    pages: Inside = "docs"
    """Folder of the site's own pages, one folder per language in it."""
    vocabulary: Inside = "materials/vocabulary.yml"
    contacts: Inside = "materials/contacts.yml"
    glossary: Inside = "materials/glossary.yml"
    leave_to: Annotated[str, matching("web-address", r"https?://[^\s<>\"]+")] = (
        "https://www.google.com/"
    )
    """Where the button *Leave this page* on a discreet resource leads: a page that says nothing of its reader."""
    web_font: bool = False
    """Whether pages bring their own font for Nepali. It weighs more than all the rest of a page."""
    overrides: Inside = "overrides"
    """Folder of this site's own templates and styles, searched before the package's."""
    identity: Identity
    limits: Limits = Limits()
    ignore: tuple[str, ...] = ()
    """Codes of warnings that this site does not want; errors cannot be ignored."""

    def kind(self, name: str) -> Kind:
        """Return the kind with that id. Raises KeyError."""
        for kind in self.kinds:
            if kind.id == name:
                return kind
        raise KeyError(name)

    @property
    def base_url(self) -> str:
        """The site's address without the last slash."""
        return str(self.site_url).rstrip("/")
