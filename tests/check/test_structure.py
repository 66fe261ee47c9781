"""Headings, callouts and markup."""

from __future__ import annotations

import pytest

from tests.sites import ENGLISH, NEPALI, Site


def _bodies(site: Site, nepali: str, english: str) -> None:
    for path, body in ((NEPALI, nepali), (ENGLISH, english)):
        front = site.read(path).split("---\n")[1]
        site.write(path, f"---\n{front}---\n{body}")


@pytest.mark.parametrize(
    "body",
    [
        "नेपालभित्र सोध्नुहोस्।\n",
        "## क {#a}\n\n### ख {#b}\n\nशब्द।\n\n## ग {#c}\n\nशब्द।\n",
        "## `check` के हो? {#check}\n\n```\n# not a heading <b>\n```\n",
        "## क {#a}\n\n- शब्द\n",
        "## क {#a}\n\n२ < ३ र &lt;b&gt; र \\<b> र `<b>` र <https://example.org>\n",
        '!!! call\n    शब्द।\n\n!!! fact "शीर्षक"\n    शब्द।\n',
        "शब्द[^1]।\n\n[^1]: टिप्पणी।\n",
    ],
)
def test_sound_bodies_are_left_alone(site: Site, body: str) -> None:
    """What CommonMark and the handbook allow is not a finding."""
    _bodies(site, body, body)
    assert [code for code in site.codes() if code.startswith("T")] == []


@pytest.mark.parametrize(
    ("given", "right"),
    [("Get Help", "get-help"), ("get--help", "get-help"), ("सोध्ने", "what-to-check"), ("-a", "a")],
)
def test_a_malformed_id_is_shown_with_a_right_one(site: Site, given: str, right: str) -> None:
    """An id that nobody could link to is named, and one like it proposed."""
    site.change(ENGLISH, "{#get-help}", f"{{#{given}}}")
    found = next(finding for finding in site.findings() if finding.code == "T111")
    assert (found.values["given"], found.values["right"]) == (given, right)


def test_a_proposed_id_is_never_one_that_is_taken(site: Site) -> None:
    """Of two headings without id, the second does not get the id of the first."""
    site.add("## कहाँ सोध्ने?\n\nशब्द।", "## Get help\n\nWords.")
    proposed = [f.values["right"] for f in site.findings() if f.code == "T101"]
    assert proposed
    assert not any("{#get-help}" in right for right in proposed)


def test_the_id_of_the_other_language_is_proposed(site: Site) -> None:
    """A heading without id gets that of its twin, so that the two stay aligned."""
    site.change(NEPALI, " {#get-help}", "")
    found = next(finding for finding in site.findings() if finding.code == "T101")
    assert found.values["right"] == "## कहाँ सोध्ने? {#get-help}"


def test_a_level_that_differs_is_found(site: Site) -> None:
    """The same ids in the same order are not the same headings when their levels differ."""
    site.add("### क {#a}\n\nशब्द।", "## A {#a}\n\nWords.")
    assert site.codes() == ["T103"]


def test_a_callout_whose_words_are_not_indented_is_empty(site: Site) -> None:
    """Words that fell out of their callout are found by the callout they left."""
    site.add("!!! warning\nराहदानी नदिनुहोस्।", "!!! warning\n    Keep your passport.")
    assert site.codes() == ["T117"]


def test_what_is_too_deep_is_found_where_it_starts(site: Site) -> None:
    """Twelve lists in each other are cut off by the parser, and the line is named."""
    nested = "\n".join("  " * depth + "- item" for depth in range(12))
    site.add(english=nested)
    found = [finding for finding in site.findings() if finding.code == "T115"]
    assert len(found) == 1
    assert found[0].line > 8


def test_one_finding_for_each_line_of_html(site: Site) -> None:
    """A table pasted as HTML is named line by line, not tag by tag."""
    site.add(english="<table><tr><td>1</td></tr></table>\n<br>")
    assert site.codes() == ["T106", "T106"]


def test_html_over_several_lines_is_found(site: Site) -> None:
    """A tag may be broken over lines and is HTML all the same."""
    site.add(english='<img\n  src="x"\n  onerror="alert(1)">')
    assert site.codes() == ["T106"]
