"""Where links lead."""

from __future__ import annotations

import pytest

from iecpress.load import load
from tests.sites import ENGLISH, FOLDER, Site

COSTS = "materials/leaflets/costs"
SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'


def _second_resource(site: Site) -> None:
    for lang in ("ne", "en"):
        text = site.read(f"{FOLDER}/index.{lang}.md")
        site.write(f"{COSTS}/index.{lang}.md", text.replace("#get-help", "#who-pays"))


@pytest.mark.parametrize(
    "target",
    [
        "../costs/index.en.md",
        "../costs/index.en.md#who-pays",
        "index.en.md#get-help",
        "#get-help",
        "https://example.org/a(b)?c=d#e",
        "tel:1141",
        "sign.svg",
    ],
)
def test_links_that_lead_somewhere(site: Site, target: str) -> None:
    """Texts, headings, pictures beside the text, other sites and numbers to call are all fine."""
    _second_resource(site)
    site.write(f"{FOLDER}/sign.svg", SVG)
    site.add(english=f"[here](<{target}>)")
    assert [code for code in site.codes() if not code.startswith("P")] == []


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java&#115;cript:alert(1)",
        "vbscript:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "//other.example/",
        "https:",
        "ftp://example.org/",
    ],
)
def test_dangerous_targets(site: Site, target: str) -> None:
    """Only the web, mail and the telephone may be linked to, however the rest is spelt."""
    site.add(english=f"[here]({target})")
    assert "T107" in site.codes()


def test_a_reference_and_an_autolink_are_links_too(site: Site) -> None:
    """There is no way of writing a link around the check."""
    site.add(english="[here][1] <javascript:alert(1)>\n\n[1]: javascript:alert(2)")
    assert site.codes() == ["T107", "T107"]


@pytest.mark.parametrize(
    "target",
    [
        "../cost/index.en.md",
        "../costs/",
        "../costs.md",
        "/r/costs/",
        "/en/r/costs/",
        "../costs/index.md",
    ],
)
def test_the_nearest_text_is_named(site: Site, target: str) -> None:
    """Whoever slips in the name of a text is told the way to the one that was meant."""
    _second_resource(site)
    site.add(english=f"[here]({target})")
    found = site.findings()
    assert [finding.code for finding in found] == ["T108"]
    assert found[0].values["nearest"] == "../costs/index.en.md"


@pytest.mark.parametrize(
    "target", ["../../../../etc/passwd", "/etc/passwd", "versions/1.0/index.en.md", "notes.txt"]
)
def test_nothing_outside_the_texts_can_be_linked_to(site: Site, target: str) -> None:
    """A path out of the site, or to a file that is no text or picture, leads nowhere."""
    site.add(english=f"[here]({target})")
    assert site.codes() == ["T108"]


def test_a_text_with_faults_of_its_own_is_there(site: Site) -> None:
    """A link to a text that cannot be published yet is not broken as well."""
    _second_resource(site)
    site.change(f"{COSTS}/index.ne.md", "licence: CC-BY-4.0\n", "")
    site.add(english="[here](../costs/index.en.md#who-pays) [there](../costs/index.en.md#nobody)")
    assert site.codes() == ["M105", "T109"]


def test_a_page_with_a_layout_has_headings_of_its_template(site: Site) -> None:
    """Anchors that a template writes cannot be known here; the built site is checked for them."""
    page = "---\ntitle: Help\nsummary: Help.\nlayout: help\n---\n"
    site.write("docs/en/get-help.md", page)
    site.write(
        "docs/ne/get-help.md", page.replace("Help.", "सहयोग पाउने ठाउँ।").replace("Help", "सहयोग")
    )
    site.add(english="[here](../../../docs/en/get-help.md#abroad)")
    assert site.codes() == []


def test_the_way_to_the_own_language_keeps_the_heading(site: Site) -> None:
    """The link that is proposed leads to the same section."""
    _second_resource(site)
    site.add(english="[here](../costs/index.ne.md#who-pays)")
    (found,) = site.findings()
    assert (found.code, found.values["right"]) == ("T116", "../costs/index.en.md#who-pays")


def test_a_link_to_the_only_language_there_is(site: Site) -> None:
    """A text that exists in one language only may be linked to from the other."""
    _second_resource(site)
    (site.root / COSTS / "index.en.md").unlink()
    site.add(english="[here](../costs/index.ne.md)")
    assert site.codes() == ["M119"]
    assert load(site.root).library is not None
    assert ENGLISH in {file.name for file in site.load().files}
