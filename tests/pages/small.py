"""Pieces of a small library, made in memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from iecpress import addresses
from iecpress.model import (
    Contact,
    Library,
    PhoneNumber,
    Resource,
    SitePage,
    Source,
    Term,
    Text,
    Vocabulary,
)
from iecpress.pages import Page
from iecpress.settings import Settings
from iecpress.version import Version

Made = dict[str, Page]
"""Every page of a site, by address."""
Make = Callable[..., Made]
Many = Callable[[int], Library]

TODAY = dt.date(2026, 11, 21)

SETTINGS = Settings.model_validate(
    {
        "site_url": "https://press.example/",
        "languages": ["ne", "en"],
        "default_language": "ne",
        "kinds": [
            {
                "id": "leaflet",
                "folder": "materials/leaflets",
                "names": {"ne": "पर्चा", "en": "Leaflet"},
                "plural": {"ne": "पर्चाहरू", "en": "Leaflets"},
            },
            {
                "id": "rights-guide",
                "folder": "materials/rights_guides",
                "names": {"ne": "हक निर्देशिका", "en": "Rights guide"},
                "plural": {"ne": "हक निर्देशिकाहरू", "en": "Rights guides"},
            },
        ],
        "identity": {
            "name": {"ne": "एउटा संस्था", "en": "An organisation"},
            "short": "ORG",
            "tagline": {"ne": "हकका लागि", "en": "For rights"},
            "web": "https://org.example/",
        },
    }
)

VOCABULARY = Vocabulary(
    topics={
        "visa": Term("visa", {"ne": "भिसा", "en": "Visa"}),
        "wages": Term("wages", {"ne": "तलब", "en": "Wages"}),
    },
    audiences={"workers": Term("workers", {"ne": "श्रमिक", "en": "Workers"})},
    stages={
        "at-work": Term("at-work", {"ne": "काममा", "en": "At work"}, icon="material/hammer-wrench")
    },
    countries={
        "NP": Term("NP", {"ne": "नेपाल", "en": "Nepal"}),
        "QA": Term("QA", {"ne": "कतार", "en": "Qatar"}),
    },
    licences={
        "CC-BY-4.0": Term(
            "CC-BY-4.0", {"ne": "सीसी", "en": "CC BY"}, url="https://licence.example/"
        ),
    },
)


@dataclass(frozen=True)
class Leaf:
    """A handout that was never rendered."""

    resource_id: str
    version: Version
    lang: str
    layout: str = "a4"
    grey: bool = False
    size: int = 84_321
    pages: int = 2
    names: Mapping[str, str] = field(default_factory=lambda: {"ne": "ए४", "en": "A4"})

    @property
    def address(self) -> str:
        return addresses.handout(
            self.resource_id, self.version, self.lang, self.layout, grey=self.grey
        )


def text(folder: Path, lang: str, title: str, body: str = "") -> Text:
    return Text(lang, folder / f"index.{lang}.md", title, f"Summary: {title}", body, 10)


def resource(
    name: str, *langs: str, kind: int = 0, body: str = "Words.", title: str = ""
) -> Resource:
    settings_kind = SETTINGS.kinds[kind]
    folder = Path(settings_kind.folder) / name
    return Resource(
        id=name,
        kind=settings_kind,
        folder=folder,
        source_lang=langs[0],
        texts={lang: text(folder, lang, title or f"{name} in {lang}", body) for lang in langs},
        version=Version(1, 0),
        date=dt.date(2026, 11, 20),
        topics=("visa",),
        audiences=("workers",),
        stages=("at-work",),
        countries=("QA",),
        authors=("ORG",),
        review_by=dt.date(2027, 5, 20),
        handouts=("a4",),
        sources=(Source("A law", "https://law.example/?a=1&b=2", seen=TODAY),),
    )


def contact(
    name: str, *where: str, urgent: bool = False, countries: tuple[str, ...] = ()
) -> Contact:
    return Contact(
        id=name,
        names={"ne": f"{name} ने", "en": f"{name} en"},
        helps={"ne": "सबैलाई", "en": "For all"},
        line=1,
        where=where,
        countries=countries,
        numbers=(PhoneNumber("1660-01-50005", {"ne": "नेपालबाट", "en": "from Nepal"}, free=True),),
        verified_on=TODAY,
        verified_by="call",
        source=Source("seen", "https://source.example/"),
        hours={"ne": "दिनभर", "en": "All day"},
        web="https://contact.example/",
        email="ask@contact.example",
        urgent=urgent,
    )


def site_page(
    lang: str, name: str, body: str = "", layout: str = "page", date: dt.date | None = None
) -> SitePage:
    path = Path("docs") / lang / f"{name}.md"
    return SitePage(
        lang, name, path, f"{name} title {lang}", f"{name} summary", body, 5, layout, date
    )
