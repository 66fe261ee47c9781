"""Two languages on one sheet: the same part side by side, each in its own language, whatever is missing."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from iecpress.findings import as_text
from iecpress.handouts import Handout, Job, Workers, handouts
from iecpress.handouts.sheet import Desk
from iecpress.version import Version
from tests.handouts.conftest import FOLDER, Site
from tests.handouts.paper import codes, colourful, contrasts, placed, size, words

NEPALI = """Upara यही हो।

## के गर्ने? {#what-to-do}

Shahara छोटो छ।

1. Shrama स्वीकृति लिनुहोस्।
2. करारपत्र पढ्नुहोस्। [तल हेर्नुहोस्](#help)।

### Ghara {#at-home}

घरमा कागज राख्नुहोस्।

## Madata {#help}

सरल छ।
"""
ENGLISH = """First things first.

## What to do {#what-to-do}

Paragraph that is longer in this language than in the other, so that it takes more lines on the paper than the
other takes, and nothing below would stand at the same height if the two only ran on beside each other.

1. Approval comes first.
2. Contracts must be read. [See below](#help).

### At home {#at-home}

Papers stay at home.

## Support {#help}

Family must know.
"""
SAME = (
    ("Upara", "First"),
    ("Shahara", "Paragraph"),
    ("Shrama", "Approval"),
    ("Ghara", "At"),
    ("Madata", "Support"),
    ("1660-01-50005", "1660-01-50005"),
)
"""The first words of what must stand at the same height."""


@pytest.fixture
def both(site: Site) -> Site:
    """A site whose resource asks for this layout, and nothing else."""
    site.bodies = {"ne": NEPALI, "en": ENGLISH}
    site.change = {"handouts": ("bilingual",)}
    return site


def html(site: Site, lang: str) -> str:
    library = site.library
    resource = library.resources[0]
    return Desk(library).sheet(Job(resource, resource.texts[lang], "bilingual")).html


def flat(handout: Handout) -> str:
    return " ".join(words(handout).split())


@pytest.mark.parametrize("lang", ["ne", "en"])
def test_the_same_part_stands_side_by_side(both: Site, lang: str) -> None:
    """Heading by heading and piece by piece, the handout's own language on the left."""
    found = list(placed(both.one(lang)))
    for pair in SAME:
        left, right = pair if lang == "ne" else reversed(pair)
        mine = next(each for each in found if each.word.startswith(left) and each.left < 105)
        other = next(each for each in found if each.word.startswith(right) and each.left > 105)
        assert abs(mine.top - other.top) < 1.5, pair
        assert mine.right < 105


def test_each_part_is_read_left_then_right(both: Site) -> None:
    """The order of the document, which is what a screen reader reads, goes from the one to its translation."""
    said = words(both.one("ne"))
    order = [
        "Do not work",
        "Upara",
        "First things",
        "Shahara",
        "Paragraph",
        "Ghara",
        "At home",
        "Madata",
        "Support",
    ]
    assert [said.index(part) for part in order] == sorted(said.index(part) for part in order)


def test_no_part_is_tagged_as_a_table(both: Site) -> None:
    """Two columns are no data: nothing tells a screen reader of rows and cells."""
    with pikepdf.open(both.one("ne").path) as pdf:
        tags = {
            str(each.S)
            for each in pdf.objects
            if isinstance(each, pikepdf.Dictionary) and "/S" in each
        }
    assert "/H2" in tags
    assert tags.isdisjoint({"/Table", "/TR", "/TD"})


def test_each_side_is_in_its_language(both: Site) -> None:
    """Whatever stands in the second language says so; nothing else does."""
    sheet = html(both, "ne")
    sides = re.findall(
        r'<(?:div|h2) class="side( facing)? script-(\w+)" lang="(\w+)" dir="ltr">', sheet
    )
    assert set(sides) == {("", "Deva", "ne"), (" facing", "Latn", "en")}
    assert sheet.count("<h1") == 1


def test_no_id_stands_twice(both: Site) -> None:
    """Links within the second text lead to its own headings."""
    sheet = html(both, "ne")
    ids = re.findall(r' id="([^"]+)"', sheet)
    assert sorted(ids) == sorted(set(ids))
    assert {"help", "en-help"} <= set(ids)
    assert set(re.findall(r'href="#([^"]+)"', sheet)) == {"help", "en-help"}


def test_head_contacts_and_strip_are_in_both_languages(both: Site) -> None:
    """Nothing that an official must read is in the worker's language only."""
    sheet = html(both, "ne")
    for ours, theirs in (
        ("एउटा संस्था", "An organisation"),
        ("पर्चा", "Leaflet"),
        ("श्रमिकलाई", "For workers"),
        ("निःशुल्क", "free"),
        ("संस्करण १.०", "Version 1.0"),
        ("स्रोत", "Sources"),
        ("कानुनी सल्लाह होइन", "not legal advice"),
    ):
        assert ours in sheet
        assert theirs in sheet
    said = flat(both.one("ne"))
    assert "१ / १" in said
    assert "Page 1 of 1" in said
    assert said.count("law.example") == 1


@pytest.mark.parametrize("lang", ["ne", "en"])
def test_each_side_writes_its_own_dates(both: Site, lang: str) -> None:
    """At a glance stands, in each language's own words and digits, until when the sheet can be relied on."""
    sides = re.findall(
        r'lang="(\w+)" dir="ltr">\s*(<dl class="glance">.*?</dl>)', html(both, lang), re.DOTALL
    )
    assert [code for code, _ in sides] == [lang, *({"ne", "en"} - {lang})]
    said = {code: " ".join(re.sub("<[^>]+>", "", words).split()) for code, words in sides}
    assert "२०८४ जेठ ६ (सम्भावित) (२०२७ मे २०)" in said["ne"]
    assert "20 May 2027 (6 Jestha 2084 BS, provisional)" in said["en"]


def test_both_codes_on_every_page(both: Site, tmp_path: Path) -> None:
    """A grey copy at 150 dots an inch leads each reader to the version in their own language."""
    both.bodies = {
        lang: f"{body}\n\n" + "Words and words.\n\n" * 60 for lang, body in both.bodies.items()
    }
    handout = both.one("ne")
    assert handout.pages > 1
    wanted = {f"https://press.example/{prefix}r/visit-visa/1.0/" for prefix in ("", "en/")}
    assert [set(page) for page in codes(handout, tmp_path)] == [wanted] * handout.pages


def test_a_section_in_one_language_only_is_shown_across(both: Site) -> None:
    """It stands at its place, and the reader of the other language is told."""
    both.bodies["en"] = both.bodies["en"].replace(
        "## Support", "## Extra {#extra}\n\nOnly here.\n\n## Support"
    )
    both.bodies["ne"] = both.bodies["ne"].replace(
        "### Ghara {#at-home}", "### बाटोमा {#on-the-way}"
    )
    sheet = html(both, "ne")
    order = ["के गर्ने", "यो भाग अङ्ग्रेजीमा मात्र छ", "At home", "Extra", "This part is only in Nepali"]
    order += ["बाटोमा", "Madata"]
    assert [sheet.index(part) for part in order] == sorted(sheet.index(part) for part in order)
    assert sheet.count('<p class="only" lang="en" dir="ltr">') == 1
    assert sheet.count('<p class="only" lang="ne" dir="ltr">') == 2  # At home, Extra
    (extra,) = [each for each in placed(both.one("ne")) if each.word == "Extra"]
    assert extra.left < 20


@pytest.mark.parametrize(
    "other",
    [
        "",
        "Words without a heading.",
        "## No id\n\nWords.\n\n## No id\n\nMore.",
        "## Support {#help}\n\nOne.\n\n## What {#what-to-do}",
        "## Note {#what-to-do}\n\nSee.[^1]\n\n[^1]: A note.",
    ],
)
def test_whatever_the_other_text_is_like_nothing_is_lost(both: Site, other: str) -> None:
    """Empty, without headings or ids, in another order, with notes: every word of both is on the paper."""
    both.bodies["ne"] += "\nवचन।[^1]\n\n[^1]: Tipota।\n"
    both.bodies["en"] = other
    for lang in ("ne", "en"):
        said = flat(both.one(lang))
        for word in re.findall(r"[A-Z][a-z]+", other):
            assert word in said
        for word in ("Upara", "Shahara", "Shrama", "Ghara", "Madata", "Tipota"):
            assert word in said


def test_the_steps_of_a_long_list_stand_side_by_side(both: Site) -> None:
    """Each beside its twin, numbered on in the digits of its language, and none is parted by the page."""
    both.bodies = {
        "ne": "## एक {#one}\n\n" + "\n".join(f"{n}. N{n} {'शब्द ' * 9}" for n in range(3, 60)),
        "en": "## One {#one}\n\n" + "\n".join(f"{n}. E{n} {'word ' * 30}" for n in range(3, 60)),
    }
    handout = both.one("ne")
    starts = {each.word.partition(" ")[0]: each for each in placed(handout)}
    assert handout.pages > 2
    for n in range(3, 60):
        ours, theirs = starts[f"N{n}"], starts[f"E{n}"]
        assert (ours.page, ours.left < 105 < theirs.left) == (theirs.page, True)
        assert abs(ours.top - theirs.top) < 1.5
    assert {"५९", "59"} <= set(starts)


def test_a_long_section_goes_on_over_the_page(both: Site) -> None:
    """A row that is higher than a page is broken, and neither side loses a word."""
    more = {"ne": "शब्द " * 30, "en": "word " * 40}
    both.bodies = {
        lang: f"## One {{#one}}\n\n{'Intro.' if lang == 'en' else ''}\n\n"
        + "\n\n".join(f"{lang.upper()}{n} {words}" for n in range(70))
        for lang, words in more.items()
    }
    handout = both.one("ne")
    starts = [(each.word.partition(" ")[0], each.left < 105) for each in placed(handout)]
    assert handout.pages > 3
    for n in range(70):
        assert starts.count((f"NE{n}", True)) == starts.count((f"EN{n}", False)) == 1


def test_a_table_in_one_text_is_no_trouble_of_the_other(both: Site) -> None:
    """A table that has no room is told for the text it stands in; one with many columns is turned."""
    heads = "| " + " | ".join(f"Column{n}" for n in range(9)) + " |\n|" + "---|" * 9 + "\n"
    both.bodies["en"] = heads + "| " + " | ".join(f"Cell{n}" for n in range(9)) + " |\n"
    said = flat(both.one("ne"))
    assert all(f"{word}{n}" in said for word in ("Column", "Cell") for n in range(9))
    both.bodies["en"] = f"| A | B |\n|---|---|\n| ![x](sign.png) | {'x' * 400} |\n"
    Image.new("RGB", (1500, 40)).save(both.folder / "sign.png")
    made, findings = both.make()
    assert {found.path for found in findings} <= {(FOLDER / "index.en.md").as_posix()}
    assert len(made) + len(findings) == 2


def test_an_older_second_text_is_told_on_both_sides(both: Site) -> None:
    """The paper says in each language which of the two is behind, and each side names its own version."""
    both.change["version"] = Version(1, 1)
    library = both.library
    resource = library.resources[0]
    texts = {**resource.texts, "en": replace(resource.texts["en"], translates=Version(1, 0))}
    resource = replace(resource, texts=texts)
    wanted = [Job(resource, text, "bilingual") for text in texts.values()]
    made, findings = handouts(
        library, wanted, both.root / "cache", workers=1, executor=both.executor
    )
    assert findings == []
    for handout in made:
        said = flat(handout)
        sheet = Desk(library).sheet(Job(resource, texts[handout.lang], "bilingual")).html
        assert "This translation follows version 1.0; the Nepali text is at version 1.1." in said
        assert "सँगैको अङ्ग्रेजी पाठ संस्करण १.० को हो; यो पाठ संस्करण १.१ मा पुगिसकेको छ।" in sheet
        assert "press.example/r/visit-visa/1.1" in said
        assert "press.example/en/r/visit-visa/1.0" in said


def test_without_a_second_text_the_layout_is_refused(both: Site) -> None:
    """One finding, at the line that asks for it; the text's other handouts are made."""
    both.bodies = {"ne": NEPALI}
    both.change = {"handouts": ("a4", "bilingual")}
    made, findings = both.make()
    assert [handout.layout for handout in made] == ["a4"]
    path = (FOLDER / "index.ne.md").as_posix()
    (found,) = findings
    assert as_text(found, "en").splitlines()[:2] == [
        f"{path}:2  error H117  there is no second language to set beside this text",
        "    Layout bilingual shows two languages side by side; this resource has one text only.",
    ]
    assert as_text(found, "ne").splitlines()[0] == (
        f"{path}:2  गल्ती H117  सँगै राख्न अर्को भाषाको पाठ छैन"
    )


def test_a_picture_missing_in_the_second_text_is_told_there(both: Site) -> None:
    """The finding names the text that shows the picture, and its line."""
    both.bodies["en"] = "Words.\n\n![A passport](passport.png)\n"
    made, findings = both.make()
    assert made == []
    path = (FOLDER / "index.en.md").as_posix()
    assert [(found.code, found.path, found.line) for found in findings] == [("H105", path, 6)]


def test_a_grey_one_has_no_colour(both: Site, tmp_path: Path) -> None:
    """What is made for the photocopier is black, white and grey; the pages are A4."""
    both.change = {"handouts": ("bilingual-grey",)}
    handout = both.one("ne")
    assert handout.address.endswith("visit-visa-1.0-ne-bilingual-grey.pdf")
    assert colourful(handout, tmp_path) < 12  # --ink is nearly black
    assert size(handout) == (210, 297)


@pytest.mark.parametrize("layout", ["bilingual", "bilingual-grey"])
def test_every_word_stands_out_from_its_ground(both: Site, tmp_path: Path, layout: str) -> None:
    """Measured on the rendered page, in colour and for the photocopier."""
    both.bodies["en"] += "\n!!! warning\n    Careful.\n\n## Only here {#only}\n\nWords.\n"
    both.change = {"handouts": (layout,)}
    assert [word for ratio, word in contrasts(both.one("ne"), tmp_path) if ratio < 4.5] == []


def test_two_renderings_are_the_same_bytes(both: Site) -> None:
    """Another process draws the same file."""
    first = both.one("ne")
    with Workers(1, seconds=60, megabytes=1024) as fresh:
        again = Site(
            both.root.with_name("again"), fresh, bodies=both.bodies, change=both.change
        ).one("ne")
    assert again.rendered
    assert again.sha256 == first.sha256
