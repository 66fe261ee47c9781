"""What front matter and the data files may say, as pydantic records."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, RootModel, StringConstraints
from pydantic_core import PydanticCustomError

from iecpress.model import PhoneNumber, Source, Term
from iecpress.settings import IDENTIFIER, Identifier, matching
from iecpress.version import Version

ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
VERSION = re.compile(r"(0|[1-9][0-9]{0,3})\.(0|[1-9][0-9]{0,3})")


def _date(value: Any) -> dt.date:
    if isinstance(value, str) and ISO_DATE.fullmatch(value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            pass
    raise PydanticCustomError(
        "date_not_iso", "write the date as YYYY-MM-DD, in the common calendar"
    )


def _version(value: Any) -> Version:
    if isinstance(value, str) and (found := VERSION.fullmatch(value)):
        return Version(int(found[1]), int(found[2]))
    raise PydanticCustomError(
        "version", 'write the version as two numbers with a point, such as "1.0"'
    )


def _list(value: Any) -> Any:
    if not isinstance(value, list):
        raise PydanticCustomError("list", "write a list in square brackets, such as [a, b]")
    return tuple(value)


Date = Annotated[dt.date, BeforeValidator(_date)]
VersionField = Annotated[Version, BeforeValidator(_version)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]
Lines = Annotated[tuple[Line, ...], BeforeValidator(_list)]
Country = Annotated[str, matching("country", r"[A-Z]{2}")]
Countries = Annotated[tuple[Country, ...], BeforeValidator(_list)]
WebAddress = Annotated[str, matching("web-address", r"https?://[^\s<>\"]+")]
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
    points: Lines = ()


class SourceTextRecord(TextRecord):
    """Front matter of a source text: it alone carries what is true in every language."""

    version: VersionField
    date: Date
    changes: Line | None = None
    minor: bool = False
    discreet: bool = False
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
    anchors: dict[Identifier, Identifier] = {}
    state: Literal["withdrawn"] | None = None


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

    number: Annotated[str, matching("phone", r"\+?[0-9][0-9 ()-]{2,23}")]
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
    email: Annotated[str, matching("email", r"[^@\s]+@[^@\s]+\.[a-z]+")] | None = None
    urgent: bool = False
    verified_on: Date
    verified_by: Literal["call", "source"]
    source: SourceRecord


class Contacts(RootModel[tuple[ContactRecord, ...]]):
    """contacts.yml."""


class Glossary(RootModel[tuple[dict[str, tuple[Line, ...]], ...]]):
    """glossary.yml: each entry the words for one thing, by language and `roman`."""


TermId = Annotated[str, matching("identifier", IDENTIFIER)]


class TermRecord(BaseModel):
    """One term: its name in each language, and three more keys."""

    model_config = ConfigDict(frozen=True, extra="allow")
    __pydantic_extra__: dict[str, Line]

    icon: Line | None = None
    url: WebAddress | None = None
    hint: PerLanguage = {}

    def term(self, term_id: str) -> Term:
        """Return the frozen value."""
        return Term(term_id, dict(self.__pydantic_extra__), self.icon, self.url, self.hint)


class VocabularyRecord(Strict):
    """vocabulary.yml."""

    topics: dict[TermId, TermRecord]
    audiences: dict[TermId, TermRecord]
    stages: dict[TermId, TermRecord]
    countries: dict[Country, TermRecord]
    licences: dict[Line, TermRecord]
