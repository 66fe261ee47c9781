"""A small library of six resources that differ in country, stage, kind, language and layout."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from iecpress.handouts import Handout, Workers, handouts, jobs
from iecpress.model import Library, Resource, Term, Text, Vocabulary
from iecpress.pack import Form, Pack, pack
from iecpress.pack.selection import Wanted, select
from iecpress.settings import Settings
from iecpress.version import Version
from tests.handouts.conftest import CONTACTS, SETTINGS

DAY = dt.date(2026, 11, 22)
GUIDE = {
    "id": "guide",
    "folder": "materials/guides",
    "names": {"ne": "निर्देशिका", "en": "Guide"},
    "plural": {"ne": "निर्देशिकाहरू", "en": "Guides"},
}
TITLES = {
    "visa": {"ne": "भिजिट भिसा", "en": "Visit visa"},
    "contract": {"ne": "अङ्ग्रेजीको करार", "en": "A contract"},
    "qatar": {"ne": "कतारमा", "en": "In Qatar"},
    "malaysia": {"ne": "अब मलेसियामा"},
    "policy": {"ne": "नीति", "en": "Policy"},
    "folded": {"ne": "पट्याइने", "en": "Folded"},
}
BODY = {
    "ne": "पहिलो।\n\n## के गर्ने? {#what}\n\nतल [सहयोग](#help) हेर्नुहोस्।\n\n## सहयोग {#help}\n\nसोध्नुहोस्।\n",
    "en": "First.\n\n## What? {#what}\n\nSee [help](#help) below.\n\n## Help {#help}\n\nAsk.\n",
}


def make_library(root: Path, **settings: Any) -> Library:
    """Return the library; two leaflets and a guide serve Qatar, one of them by its name."""
    leaflet = SETTINGS["kinds"][0]
    own = Settings.model_validate({**SETTINGS, "kinds": [leaflet, GUIDE], **settings})
    before, at_work = ("before",), ("before", "at-work")
    return Library(
        root,
        own,
        Vocabulary(
            topics={"visa": Term("visa", {"ne": "भिसा", "en": "Visa"})},
            audiences={"workers": Term("workers", {"ne": "श्रमिक", "en": "Workers"})},
            stages={
                "before": Term("before", {"ne": "जानुअघि", "en": "Before you go"}),
                "at-work": Term("at-work", {"ne": "काममा", "en": "At work"}),
                "return": Term("return", {"ne": "फर्किएपछि", "en": "Coming back"}),
            },
            countries={
                "QA": Term("QA", {"ne": "कतार", "en": "Qatar"}),
                "MY": Term("MY", {"ne": "मलेसिया", "en": "Malaysia"}),
                "KR": Term("KR", {"ne": "कोरिया", "en": "Korea"}),
            },
            licences={"CC-BY-4.0": Term("CC-BY-4.0", {"ne": "सीसी", "en": "CC BY"})},
        ),
        CONTACTS,
        (),
        (
            resource(own, "qatar", kind=1, stages=at_work, countries=("QA",)),
            resource(own, "visa", stages=before, topics=("visa",)),
            resource(own, "policy", kind=1, date=dt.date(2026, 11, 21)),
            resource(own, "malaysia", kind=1, stages=("at-work",), countries=("MY",)),
            resource(own, "contract", stages=before),
            resource(own, "folded", stages=before, handouts=("trifold",)),
        ),
        (),
    )


def resource(settings: Settings, name: str, *, kind: int = 0, **values: Any) -> Resource:
    """Return a resource with a text in each language that has a title for it."""
    folder = Path(settings.kinds[kind].folder) / name
    texts = {
        lang: Text(lang, folder / f"index.{lang}.md", title, title, BODY[lang], 1)
        for lang, title in TITLES[name].items()
    }
    made = Resource(
        name, settings.kinds[kind], folder, "ne", texts, Version(1, 0), dt.date(2026, 11, 20)
    )
    return replace(made, **{"audiences": ("workers",), "handouts": ("a4",), **values})


def changed(library: Library, name: str, **values: Any) -> Library:
    """Return the library with something else in one resource."""
    resources = [replace(r, **values) if r.id == name else r for r in library.resources]
    return replace(library, resources=tuple(resources))


@dataclass
class Desk:
    """A library and what makes its packs; what was drawn once is drawn for all tests."""

    library: Library
    executor: Workers
    cache: Path

    def pack(self, form: Form, lang: str = "ne", **conditions: Any) -> Pack:
        """Make a pack."""
        selection = select(self.library, Wanted(lang, **conditions))
        return pack(self.library, selection, form, self.cache, executor=self.executor, workers=2)

    @cached_property
    def made(self) -> list[Handout]:
        """Every A4 handout of the library."""
        wanted = [job for job in jobs(self.library) if job.layout == "a4"]
        made, findings = handouts(
            self.library, wanted, self.cache, workers=2, executor=self.executor
        )
        assert findings == []
        return made


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that all tests share."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def executor() -> Iterator[Workers]:
    """Two warm workers."""
    with Workers(2, seconds=60, megabytes=1024) as workers:
        yield workers


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """The small library."""
    return make_library(tmp_path)


@pytest.fixture
def desk(library: Library, executor: Workers, cache: Path) -> Desk:
    """The small library and all that makes its packs."""
    return Desk(library, executor, cache)
