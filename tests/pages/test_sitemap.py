"""The sitemap."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from iecpress.model import Library
from iecpress.pages import sitemap
from tests.pages.small import Make

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def test_only_canonical_pages_that_may_be_indexed_are_listed(library: Library, made: Make) -> None:
    """No version page and no missing translation stands in the sitemap; alternates are real texts."""
    tree = ET.fromstring(sitemap(made(library).values(), "https://press.example"))  # noqa: S314
    entries = {entry.findtext("s:loc", "", NAMES): entry for entry in tree.findall("s:url", NAMES)}
    assert "https://press.example/r/both/" in entries
    assert "https://press.example/r/both/1.0/" not in entries
    assert "https://press.example/en/r/only-nepali/" not in entries
    lone = entries["https://press.example/r/only-nepali/"].findall("x:link", NAMES)
    assert [link.get("hreflang") for link in lone] == ["ne"]
    assert entries["https://press.example/r/both/"].findtext("s:lastmod", "", NAMES) == "2026-11-20"
