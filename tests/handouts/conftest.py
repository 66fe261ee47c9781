"""A small library whose texts and pictures lie in real files, and one pair of warm workers for all tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from iecpress.findings import Finding
from iecpress.handouts import Handout, Workers, handouts, jobs
from iecpress.load.tree import pictures
from iecpress.model import Contact, Library, PhoneNumber, Resource, Source, Term, Text, Vocabulary
from iecpress.settings import Settings
from iecpress.version import Version

FOLDER = Path("materials/leaflets/visit-visa")

SETTINGS: Mapping[str, Any] = {
    "site_url": "https://press.example/",
    "languages": ["ne", "en"],
    "default_language": "ne",
    "kinds": [
        {
            "id": "leaflet",
            "folder": "materials/leaflets",
            "names": {"ne": "पर्चा", "en": "Leaflet"},
            "plural": {"ne": "पर्चाहरू", "en": "Leaflets"},
        }
    ],
    "identity": {
        "name": {"ne": "एउटा संस्था", "en": "An organisation"},
        "short": "ORG",
        "tagline": {"ne": "हकका लागि", "en": "For rights"},
        "web": "https://org.example/",
    },
    "limits": {"handout_seconds": 60, "handout_mb": 1024},
}

BODY = {
    "ne": """भिजिट भिसा काम गर्ने भिसा होइन।

## के गर्ने? {#what-to-do}

1. श्रम स्वीकृति लिनुहोस्।
2. करारपत्र पढ्नुहोस्।

!!! call
    नेपालभित्र **1141** मा फोन गर्नुहोस्।
""",
    "en": """A visit visa is not a visa to work.

## What to do {#what-to-do}

1. Get labour approval.
2. Read the contract.

!!! call
    In Nepal call **1141**.
""",
}

CONTACTS = (
    Contact(
        id="call-centre",
        names={"ne": "कल सेन्टर", "en": "Call centre"},
        helps={"ne": "श्रमिकलाई", "en": "For workers"},
        line=1,
        where=("NP",),
        countries=(),
        numbers=(PhoneNumber("1660-01-50005", free=True), PhoneNumber("1141")),
        verified_on=dt.date(2026, 11, 21),
        verified_by="source",
        source=Source("A page"),
        urgent=True,
    ),
    Contact(
        id="embassy",
        names={"ne": "दूतावास", "en": "Embassy"},
        helps={"ne": "कतारमा", "en": "In Qatar"},
        line=9,
        where=("QA",),
        countries=("QA",),
        numbers=(),
        verified_on=dt.date(2026, 11, 21),
        verified_by="source",
        source=Source("A page"),
        web="https://embassy.example/",
    ),
)


@dataclass
class Site:
    """A site in a folder. Change what a test is about, then `make`."""

    root: Path
    executor: Workers
    bodies: dict[str, str] = field(default_factory=lambda: dict(BODY))
    settings: dict[str, Any] = field(default_factory=lambda: dict(SETTINGS))
    contacts: tuple[Contact, ...] = CONTACTS
    change: dict[str, Any] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """The text's folder."""
        return self.root / FOLDER

    @property
    def library(self) -> Library:
        """The library as it now lies on disk."""
        settings = Settings.model_validate(self.settings)
        texts = {lang: self._text(lang, body) for lang, body in self.bodies.items()}
        resource = Resource(
            id="visit-visa",
            kind=settings.kinds[0],
            folder=FOLDER,
            source_lang=next(iter(texts)),
            texts=texts,
            version=Version(1, 0),
            date=dt.date(2026, 11, 20),
            audiences=("workers",),
            countries=("QA",),
            authors=("ORG",),
            review_by=dt.date(2027, 5, 20),
            handouts=("a4",),
            pictures=pictures(self.root, FOLDER),
            sources=(Source("A law", "https://law.example/?a=1&b=2", seen=dt.date(2026, 11, 21)),),
        )
        names = {"ne": "श्रमिक", "en": "Workers"}
        vocabulary = Vocabulary(
            {}, {"workers": Term("workers", names)}, {}, {}, {"CC-BY-4.0": Term("CC-BY-4.0", names)}
        )
        resource = replace(resource, **self.change)
        return Library(self.root, settings, vocabulary, self.contacts, (), (resource,), ())

    def _text(self, lang: str, body: str) -> Text:
        path = FOLDER / f"index.{lang}.md"
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(f"---\ntitle: T\n---\n{body}", encoding="utf-8")
        title = {"ne": "भिजिट भिसामा काम नगर्नुहोस्", "en": "Do not work on a visit visa"}[lang]
        return Text(lang, path, title, f"{title}।", body, body_line=4, lines={"handouts": 2})

    def make(self, *langs: str, **options: Any) -> tuple[list[Handout], list[Finding]]:
        """Make the handouts of the languages named, of all when none is."""
        library = self.library
        wanted = [job for job in jobs(library) if not langs or job.text.lang in langs]
        options = {"workers": 2, "executor": self.executor, **options}
        return handouts(library, wanted, self.root / "cache", **options)

    def one(self, lang: str = "en") -> Handout:
        """Make one handout that must succeed."""
        made, findings = self.make(lang)
        assert findings == []
        return made[0]


@pytest.fixture(scope="session")
def executor() -> Iterator[Workers]:
    """Two warm workers."""
    with Workers(2, seconds=60, megabytes=1024) as workers:
        yield workers


@pytest.fixture
def site(tmp_path: Path, executor: Workers) -> Site:
    """A site with one resource in two languages."""
    return Site(tmp_path / "site", executor)
