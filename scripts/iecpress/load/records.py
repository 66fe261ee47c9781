"""What front matter and the data files may say, as pydantic records."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, RootModel, StringConstraints
from pydantic_core import PydanticCustomError

from iecpress.model import PhoneNumber, Source, Term, Version
from iecpress.settings import IDENTIFIER, Identifier

ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
VERSION = re.compile(r"(0|[1-9][0-9]{0,3})\.(0|[1-9][0-9]{0,3})")


def _date(value: Any) -> dt.date:
    if isinstance(value, str) and ISO_DATE.fullmatch(value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            pass
    raise PydanticCustomError("date_not_iso", "write the date as YYYY-MM-DD, in the common calendar")


def _version(value: Any) -> Version:
    if isinstance(value, str) and (found := VERSION.fullmatch(value)):
        return Version(int(found[1]), int(found[2]))
    raise PydanticCustomError("version", 'write the version as two numbers with a point, such as "1.0"')


def _list(value: Any) -> Any:
    if not isinstance(value, list):
        raise PydanticCustomError("list", "write a list in square brackets, such as [a, b]")
    return tuple(value)


Date = Annotated[dt.date, BeforeValidator(_date)]
VersionField = Annotated[Version, BeforeValidator(_version)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]
Lines = Annotated[tuple[Line, ...], BeforeValidator(_list)]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Countries = Annotated[tuple[Country, ...], BeforeValidator(_list)]
WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$")]
PerLanguage = dict[str, Line]


class Strict(BaseModel):
    """Refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class SourceRecord(Strict):
    """One entry of `sources`."""

    title: Line
    url: WebAddress | None = None
    publisher: Line | None = None
    seen: Date | None = None

    def source(self) -> Source:
        """Return the frozen value."""
        return Source(self.title, self.url, self.publisher, self.seen)


class TextRecord(Strict):
    """What every text says of itself."""

    id: Identifier | None = None
    title: Line
    summary: Line


class SourceTextRecord(TextRecord):
    """Front matter of a source text: it alone carries what is true in every language."""

    version: VersionField
    date: Date
    changes: Line | None = None
    minor: bool = False
    topics: Lines = ()
    audiences: Lines = ()
    stages: Lines = ()
    countries: Countries = ()
    authors: Lines = Field(min_length=1)
    licence: Line
    review_by: Date | None = None
    handouts: Lines = ("a4",)
    keywords: Lines = ()
    sources: Annotated[tuple[SourceRecord, ...], BeforeValidator(_list)] = ()
    aliases: Lines = ()


class TranslationRecord(TextRecord):
    """Front matter of a translation."""

    translates: VersionField
    translators: Lines = ()
    changes: Line | None = None


class SitePageRecord(Strict):
    """Front matter of one of the site's own pages."""

    title: Line
    summary: Line
    layout: Literal["page", "home", "help", "updates", "findings"] = "page"
    date: Date | None = None


class PhoneRecord(Strict):
    """One number of a contact."""

    number: Annotated[str, StringConstraints(pattern=r"^\+?[0-9][0-9 ()-]*$", min_length=3, max_length=24)]
    note: PerLanguage = {}
    free: bool = False

    def phone(self) -> PhoneNumber:
        """Return the frozen value."""
        return PhoneNumber(self.number, self.note, self.free)


class ContactRecord(Strict):
    """One entry of contacts.yml."""

    id: Identifier
    names: PerLanguage
    helps: PerLanguage
    where: Countries
    countries: Countries = ()
    numbers: Annotated[tuple[PhoneRecord, ...], BeforeValidator(_list)] = ()
    hours: PerLanguage = {}
    web: WebAddress | None = None
    email: Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[a-z]+$")] | None = None
    urgent: bool = False
    verified_on: Date
    verified_by: Literal["call", "source"]
    source: SourceRecord


class Contacts(RootModel[tuple[ContactRecord, ...]]):
    """contacts.yml."""


class Glossary(RootModel[tuple[dict[str, tuple[Line, ...]], ...]]):
    """glossary.yml: each entry the words for one thing, by language and `roman`."""


class VocabularyRecord(Strict):
    """vocabulary.yml; each term holds its name per language, and may hold `icon`, `url` and `hint`."""

    topics: dict[Annotated[str, StringConstraints(pattern=rf"^{IDENTIFIER}$")], dict[str, Any]]
    audiences: dict[Annotated[str, StringConstraints(pattern=rf"^{IDENTIFIER}$")], dict[str, Any]]
    stages: dict[Annotated[str, StringConstraints(pattern=rf"^{IDENTIFIER}$")], dict[str, Any]]
    countries: dict[Country, dict[str, Any]]
    licences: dict[str, dict[str, Any]]


def term(term_id: str, entry: dict[str, Any]) -> Term:
    """Make a Term of one vocabulary entry, in which every key but three is a language."""
    names = {key: str(value) for key, value in entry.items() if key not in ("icon", "url", "hint")}
    return Term(term_id, names, entry.get("icon"), entry.get("url"), entry.get("hint") or {})
