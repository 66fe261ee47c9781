"""A small library made in memory: three resources, one of them in Nepali only."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from iecpress.model import Library
from iecpress.pages import pages
from tests.pages.small import (
    SETTINGS,
    TODAY,
    VOCABULARY,
    Leaf,
    Made,
    Make,
    Many,
    contact,
    resource,
    site_page,
)


@pytest.fixture
def library() -> Library:
    return _library()


@pytest.fixture(scope="module")
def small_library() -> Library:
    return _library()


def _library() -> Library:
    both = "## What? {#what}\n\nSee [the other](../only-nepali/index.ne.md#why) and [law](https://law.example/).\n"
    return Library(
        root=Path("/nowhere"),
        settings=SETTINGS,
        vocabulary=VOCABULARY,
        contacts=(
            contact("centre", "NP", urgent=True),
            contact("embassy", "QA", countries=("QA",)),
            contact("elsewhere", "MY", countries=("MY",)),
        ),
        glossary=(),
        resources=(
            resource("both", "ne", "en", body=both),
            resource("only-nepali", "ne", body="## Why? {#why}\n\nWords.\n"),
            resource("guide", "en", "ne", kind=1),
        ),
        pages=(
            site_page("ne", "index", layout="home"),
            site_page("ne", "about"),
            site_page("en", "about"),
            site_page("ne", "updates/index", layout="updates"),
            site_page("en", "updates/index", layout="updates"),
            site_page("ne", "updates/old", date=dt.date(2026, 1, 1)),
            site_page("ne", "updates/new", date=dt.date(2026, 2, 1)),
            site_page("ne", "handbook/index", body="[B](b.md) then [A](a.md)"),
            site_page("ne", "handbook/a"),
            site_page("ne", "handbook/b"),
        ),
    )


@pytest.fixture
def made() -> Make:
    """Return a function that makes every page and gives them by address."""

    def make(library: Library, *leaves: Leaf, today: dt.date = TODAY) -> Made:
        found = pages(library, leaves, today=today)
        by_address = {page.address: page for page in found}
        assert len(by_address) == len(found), "two pages answer at one address"
        return by_address

    return make


@pytest.fixture
def many(library: Library) -> Many:
    """Return a function that makes a library of so many resources."""

    def make(count: int) -> Library:
        return replace(
            library, resources=tuple(resource(f"r{n}", "ne", "en") for n in range(count))
        )

    return make
