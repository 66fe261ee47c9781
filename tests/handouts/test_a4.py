"""A4: long texts with their contents, tables that fit, pages that end well."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from iecpress.findings import as_text
from iecpress.languages import language
from tests.handouts.conftest import FOLDER, Site
from tests.handouts.paper import placed
from tests.handouts.test_handouts import picture, words

TITLES = [f"Heading{chr(65 + n)}" for n in range(12)]
WORDS = {"en": "Ask before you sign, and ask again. ", "ne": "सही गर्नुअघि सोध्नुहोस्, फेरि सोध्नुहोस्। "}
HEADS_ONLY = "|" + " heading |" * 30 + "\n" + "|---" * 30 + "|\n"


def chapters(lang: str, paragraphs: int) -> str:
    part = (WORDS[lang] * 6 + "\n\n") * paragraphs
    return "\n".join(f"## {title} {{#{title.lower()}}}\n\n{part}" for title in TITLES)


def shown(site: Site, lang: str) -> list[list[str]]:
    handout = site.one(lang)
    pages = range(1, handout.pages + 1)
    return [words(handout, "-f", str(page), "-l", str(page)).split() for page in pages]


@pytest.mark.parametrize("lang", ["ne", "en"])
def test_a_long_text_lists_its_contents_with_the_right_pages(site: Site, lang: str) -> None:
    """Each heading is listed with the page on which it stands, in the digits of the language."""
    site.bodies = {lang: chapters(lang, 4)}
    table = language(lang)
    handout = site.one(lang)
    assert handout.pages >= 4
    first, *rest = words(handout, "-layout").split("\f")[: handout.pages]
    entries = list(re.finditer(r"(Heading[A-L]) +([0-9०-९]+)$", first, re.MULTILINE))
    assert [entry[1] for entry in entries] == TITLES
    text = [first[entries[-1].end() :], *rest]
    for entry in entries:
        (page,) = (number for number, words in enumerate(text, 1) if entry[1] in words)
        assert entry[2] == table.number(str(page))


def test_a_text_of_three_pages_needs_no_contents(site: Site) -> None:
    """The list is not in a short text, neither seen nor read aloud."""
    site.bodies = {"en": chapters("en", 2)}
    handout = site.one()
    assert handout.pages == 3
    assert "Contents" not in words(handout)


def test_many_headings_are_listed_in_two_columns(site: Site) -> None:
    """Forty headings leave room on their page."""
    part = "Ask again. " * 60 + "\n"
    site.bodies = {"en": "\n".join(f"## Title{n} {{#t{n}}}\n\n{part}" for n in range(10, 50))}
    first = words(site.one(), "-layout").split("\f")[0]
    assert re.search(r"Title10 +\d+ +Title\d+ +\d+", first)
    assert "Title49" in first


def test_the_rows_of_a_table_are_not_broken(site: Site) -> None:
    """Over several pages the first and the last word of each row are on one page."""
    row = "| A{n} | begins{n} " + "and goes on for a while " * 9 + "ends{n} |\n"
    site.bodies = {"en": "| a | b |\n|---|---|\n" + "".join(row.format(n=n) for n in range(60))}
    pages = shown(site, "en")
    assert len(pages) > 3
    for n in range(60):
        on = [f"begins{n}" in page for page in pages]
        assert on == [f"ends{n}" in page for page in pages]
        assert sum(on) == 1


def test_the_last_words_of_a_section_take_company_along(site: Site) -> None:
    """Whatever the length of what is before it, a last paragraph of one line does not begin a page."""
    for extra in range(8):
        part = "Ask again and again. " * (20 + 5 * extra) + "\n\nLastwords.\n\n"
        site.bodies = {"en": "".join(f"## T{n} {{#t{n}}}\n\n{part}" for n in range(14))}
        for page in shown(site, "en"):
            assert page[0] != "Lastwords."


def test_a_table_of_many_columns_is_within_the_page(site: Site, tmp_path: Path) -> None:
    """Thirty columns are turned, a word of 300 letters is broken; nothing is printed in the margin on the right."""
    head, line = " | ".join(f"column{n}" for n in range(30)), "---|" * 31
    site.bodies = {"en": f"| {head} | long |\n|{line}\n| {head} | {'x' * 300} |\n"}
    handout = site.one()
    said = words(handout)
    assert all(said.count(f"column{n}\n") == 2 for n in range(30))
    for page in picture(handout, tmp_path, "-r", "50", "-gray"):
        image = Image.open(page).convert("L")
        margin = image.crop((image.width * 198 // 210, 0, image.width, image.height))
        assert margin.getextrema() == (255, 255)


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        (
            "en",
            (
                "{path}:8  error H116  a table is wider than the page\n"
                "    Layout a4: table 2 of the text runs over the edge.\n"
                "    Leave columns out, shorten long words and addresses in the cells, or make a list of it."
            ),
        ),
        (
            "ne",
            (
                "{path}:8  गल्ती H116  तालिका कागजभन्दा चौडा भयो\n"
                "    लेआउट a4: सामग्रीको तालिका 2 किनाराबाहिर जान्छ।\n"
                "    केही महल हटाउनुहोस्, कोठाका लामा शब्द र ठेगाना छोट्याउनुहोस् वा तालिकाको सट्टा सूची बनाउनुहोस्।"
            ),
        ),
    ],
)
def test_a_table_that_cannot_fit_is_a_finding(site: Site, lang: str, sentence: str) -> None:
    """With the table's line in the text and its number; nothing is printed."""
    site.bodies["en"] = f"| a |\n|---|\n| b |\n\n{HEADS_ONLY}"
    made, findings = site.make("en")
    assert made == []
    path = (FOLDER / "index.en.md").as_posix()
    assert [as_text(finding, lang) for finding in findings] == [sentence.format(path=path)]


def test_a_small_picture_is_not_blown_up(site: Site) -> None:
    """A picture is printed with 150 dots an inch at least, one that is large with no more than that."""
    site.folder.mkdir(parents=True)
    for name, size in (("small", (300, 200)), ("large", (3000, 1500))):
        Image.effect_noise(size, 9).save(site.folder / f"{name}.jpg")
    site.bodies["en"] = "![One](small.jpg)\n\n![Two](large.jpg)\n"
    listed = subprocess.run(
        ["pdfimages", "-list", site.one().path], check=True, capture_output=True, text=True
    ).stdout.splitlines()[2:]
    assert len(listed) == 2
    for line in listed:
        assert 149 <= int(line.split()[12]) <= 151


def test_the_signs_of_the_callouts_follow_the_colours(site: Site, tmp_path: Path) -> None:
    """A site that changes the colour of a callout changes its sign with it."""
    style = site.root / "overrides/handouts/parts/style.css"
    style.parent.mkdir(parents=True)
    own = Path(__file__).parents[2] / "scripts/iecpress/handouts/parts/style.css"
    style.write_text(own.read_text("utf-8").replace("--call: #a8241c", "--call: #0000cc"), "utf-8")
    (page,) = picture(site.one(), tmp_path, "-r", "60")
    colours = Image.open(page).convert("RGB").getcolors(1 << 24)
    assert not [pixel for _, pixel in colours if pixel[0] > 140 and max(pixel[1:]) < 60]
    assert sum(count for count, pixel in colours if pixel == (0, 0, 204)) > 60


@pytest.mark.parametrize("begins", ["p", "short", "ul", "ol"])
@pytest.mark.parametrize("lines", [2, 4])
def test_a_tall_heading_stays_above_the_foot_of_the_page(
    site: Site, begins: str, lines: int
) -> None:
    """A heading beside its text does not hang into the strip, and no line of it gets lost."""
    start = {
        "p": "Ask again and again. " * 30,
        "short": "Ask again.\n\n" + "And again. " * 40,
        "ul": "- item\n" * 9,
        "ol": "1. item\n" * 9,
    }[begins]
    heading = "Tallheading " + "needs several lines with " * (lines // 2 - 1) + "Lastword"
    for extra in range(7):
        site.bodies["en"] = ("Begin. " * 15 + "\n\n") * extra + "".join(
            f"## {heading} {{#t{n}}}\n\n{start}\n\n" for n in range(13)
        )
        placed_words = [place for place in placed(site.one()) if place.left < 55]
        assert sum(place.word == "Lastword" for place in placed_words) == 13
        assert max(place.bottom for place in placed_words if place.word == "Lastword") < 297 - 28
