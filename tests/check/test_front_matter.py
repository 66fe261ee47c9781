"""Front matter against vocabulary, calendar and translations."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.sites import ENGLISH, NEPALI, TODAY, Site


def test_each_unknown_word_is_named_on_its_own_line(site: Site) -> None:
    """In a list written over several lines, the line of the finding is that of the word."""
    site.change(NEPALI, "topics: [visa]\n", "topics:\n  - visa\n  - vissa\n  - cots\n")
    found = site.findings()
    assert [(f.code, f.line, f.values["nearest"]) for f in found] == [
        ("M108", 8, "visa"),
        ("M108", 9, "costs"),
    ]


def test_words_are_checked_though_something_else_is_wrong(site: Site) -> None:
    """A missing licence does not hide an unknown topic: nothing stops at the first."""
    site.change(NEPALI, "licence: CC-BY-4.0\n", "")
    site.change(NEPALI, "[visa]", "[vissa]")
    assert site.codes() == ["M105", "M108"]


def test_an_unreadable_vocabulary_is_one_finding(site: Site) -> None:
    """Nobody can know which words are in a vocabulary that cannot be read."""
    site.write("materials/vocabulary.yml", "topics: [\n")
    assert site.codes() == ["D102"]


@pytest.mark.parametrize(("today", "due"), [(TODAY, False), (TODAY + dt.timedelta(days=1), True)])
def test_a_review_is_due_the_day_after(site: Site, today: dt.date, due: bool) -> None:
    """On the day itself there is still time."""
    site.change(NEPALI, "authors:", f"review_by: {TODAY}\nauthors:")
    assert ("M114" in {finding.code for finding in site.findings(today)}) is due


@pytest.mark.parametrize(
    ("translates", "codes"),
    [("1.9", ["M118"]), ("1.10", []), ("1.11", ["M117"]), ("2.0", ["M117"])],
)
def test_versions_are_compared_as_numbers(site: Site, translates: str, codes: list[str]) -> None:
    """1.10 comes after 1.9."""
    site.change(NEPALI, '"1.0"', '"1.10"')
    site.change(ENGLISH, '"1.0"', f'"{translates}"')
    assert site.codes() == codes


def test_a_page_of_the_site_has_a_translation_too(site: Site) -> None:
    """What holds for resources holds for the site's own pages."""
    site.write(
        "docs/ne/about.md", "---\ntitle: हाम्रो परिचय\nsummary: हामी को हौँ।\n---\nहामी यहाँ छौँ।\n"
    )
    (found,) = site.findings()
    assert (found.code, found.path, found.values["file"]) == (
        "M119",
        "docs/ne/about.md",
        "docs/en/about.md",
    )


def test_headings_of_a_page_are_compared(site: Site) -> None:
    """A page's headings carry ids that are the same in every language."""
    site.write(
        "docs/ne/about.md",
        "---\ntitle: हाम्रो परिचय\nsummary: हामी को हौँ।\n---\n## को {#who}\n\nहामी।\n",
    )
    site.write(
        "docs/en/about.md",
        "---\ntitle: About us\nsummary: Who we are.\n---\n## Who {#whom}\n\nWe.\n",
    )
    assert site.codes() == ["T102", "T102"]


def test_an_unreadable_translation_is_not_missing(site: Site) -> None:
    """A file that could not be read has a finding of its own, and no second one says that it is not there."""
    site.write(ENGLISH, b"\xff\xfe")
    assert site.codes() == ["F101"]


def test_broken_front_matter_does_not_make_a_second_source_text(site: Site) -> None:
    """Front matter that cannot be read is one finding, not three."""
    site.change(ENGLISH, "title: Visit visas", "title: [Visit visas")
    assert site.codes() == ["M102"]


def test_ignored_warnings_are_left_out_and_errors_are_not(site: Site) -> None:
    """A site may do without some warnings, never without an error."""
    site.change(
        "mkdocs.yml",
        "      default_language: ne",
        "      ignore: [M119, M120]\n      default_language: ne",
    )
    (site.root / ENGLISH).unlink()
    assert site.codes() == []
    (site.root / NEPALI).unlink()
    assert site.codes() == ["F109"]


def give_points(site: Site, nepali: str, english: str) -> None:
    """Give each text for which there is a first point three of them; it is line 5 of its file."""
    texts = (
        (NEPALI, "version:", nepali, "भिसा हेर्नुहोस्।"),
        (ENGLISH, "translates:", english, "Look at the visa."),
    )
    for path, key, first, rest in texts:
        points = "".join(f"  - {point}\n" for point in (first, rest, rest))
        site.change(path, f"\n{key}", f"\npoints:\n{points}{key}" if first else f"\n{key}")


@pytest.mark.parametrize(("length", "codes"), [(90, []), (91, ["M121", "M121"])])
def test_a_key_point_has_ninety_letters(site: Site, length: int, codes: list[str]) -> None:
    """Vowel signs take no room and are not counted; one letter too many is told on its own line."""
    give_points(site, "की" * length, "k" * length)
    found = site.findings()
    assert [finding.code for finding in found] == codes
    assert {finding.line for finding in found} <= {5}


def test_key_points_in_one_language_only_are_noticed(site: Site) -> None:
    """The translation without any is named, at the line below which they belong."""
    give_points(site, "भिसा हेर्नुहोस्।", "")
    (found,) = site.findings()
    assert (found.code, found.path, found.line) == ("M122", ENGLISH, 3)
    assert (found.values["first"], found.values["size"]) == ("3", "0")


def test_a_number_in_a_key_point_is_a_fact(site: Site) -> None:
    """It must be that of a contact, and the same in each language."""
    give_points(site, "1141 मा सोध्नुहोस्।", "Call 1114 and ask.")
    assert [(found.code, found.line) for found in site.findings()] == [("C101", 5), ("P210", 5)]


def test_the_words_of_a_key_point_are_read_like_any_other(site: Site) -> None:
    """A bar typed for a danda is noticed in a point too."""
    give_points(site, "भिसा हेर्नुहोस् |", "Look at the visa.")
    assert [(found.code, found.line) for found in site.findings()] == [("N104", 5)]


@pytest.mark.parametrize(
    "point", ["Call *now*.", "See [this](x.md).", "`x`", '"# Now"', "'- One'", "Go <b>now</b>."]
)
def test_a_key_point_with_markdown_is_noticed(site: Site, point: str) -> None:
    """Whatever Markdown would not print as it is typed."""
    give_points(site, "भिसा हेर्नुहोस्।", f"'{point}'" if point[0] == "`" else point)
    assert [(found.code, found.line) for found in site.findings()] == [("M123", 5)]
