"""A text in, a leaflet out: what folds where, in which size, in which order it is read, and what does not fit."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import zxingcpp
from PIL import Image

from iecpress.findings import as_text
from iecpress.handouts import Handout, Job, Workers, handouts
from iecpress.handouts.layout import PACKAGE, layout
from iecpress.handouts.words import pictogram
from iecpress.model import PhoneNumber, Term
from tests.handouts.conftest import CONTACTS, FOLDER, Site

SHEET = (297.0, 210.0)
POINT = 25.4 / 72
"""In millimetres."""
TEXT = (FOLDER / "index.en.md").as_posix()

PARTS = ("Alpha", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot")
SENTENCE = "Keep the paper with you and leave a copy of it at home. "
BODY = "Opening.\n\n" + "\n".join(
    f"## {part} part {{#{part.lower()}}}\n\n{SENTENCE * 5}\n" for part in PARTS
)
LONG = "Opening.\n\n" + "\n".join(
    f"## {part} part {{#{part.lower()}}}\n\n{SENTENCE * 11}\n" for part in PARTS
)
ORDER = ("Do not work", "Opening", *(f"{part} part" for part in PARTS), "Who can help", "Is this")


@dataclass(frozen=True)
class Panel:
    """One panel: its name, the side it is on, and from where to where it goes, in millimetres."""

    name: str
    side: int
    left: float
    right: float


@cache
def panels() -> list[Panel]:
    """Return the panels as the layout's settings place them: each goes as far as the next one or the edge."""
    sides = layout("trifold", (PACKAGE,)).settings.sides
    return [
        Panel(f"{place.page}-{place.number}", number, place.x, right)
        for number, side in enumerate(sides)
        for place in side.places
        for right in [min([p.x for p in side.places if p.x > place.x], default=SHEET[0])]
    ]


def panel(name: str) -> Panel:
    return next(panel for panel in panels() if panel.name == name)


def behind(front: Panel) -> Panel:
    """Return the panel on a panel's back when the sheet is turned over at its short edge."""
    left, right = SHEET[0] - front.right, SHEET[0] - front.left
    return next(p for p in panels() if (p.side, p.left, p.right) == (1 - front.side, left, right))


def words(handout: Handout) -> Iterator[tuple[int, float, float, str]]:
    """Yield the side, left and right edge (mm) of each word, and the word."""
    shown = subprocess.run(
        ["pdftotext", "-bbox", handout.path, "-"], check=True, capture_output=True, text=True
    ).stdout
    for side, page in enumerate(shown.split("<page ")[1:]):
        for left, right, word in re.findall(
            r'<word xMin="([\d.-]+)" .*? xMax="([\d.-]+)" .*?>(.*?)<', page
        ):
            yield side, float(left) * POINT, float(right) * POINT, word


def where(handout: Handout, word: str) -> set[str]:
    """Return the names of the panels on which a word stands."""
    return {
        p.name
        for side, left, right, found in words(handout)
        for p in panels()
        if found == word and p.side == side and p.left < left < right < p.right
    }


def sizes(handout: Handout, side: int = 1) -> set[float]:
    """Return the sizes, in points, in which the letters of the sentence on a side are set."""
    text = pypdfium2.PdfDocument(handout.path)[side].get_textpage()
    found = set()
    for match in re.finditer("Keep the paper", text.get_text_range()):
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(text, match.start(), matrix)
        found.add(round(pdfium.FPDFText_GetFontSize(text, match.start()) * matrix.a, 2))
    return found


def read_aloud(handout: Handout) -> str:
    """Return the words in the order of the document's structure, as a screen reader goes through it."""
    shown = subprocess.run(
        ["pdfinfo", "-struct-text", handout.path], check=True, capture_output=True, text=True
    ).stdout
    return " ".join(re.findall(r'"(.*)"', shown))


def picture(handout: Handout, target: Path, *options: str) -> list[Image.Image]:
    target.mkdir(exist_ok=True)
    subprocess.run(["pdftoppm", "-png", *options, handout.path, target / "side"], check=True)
    return [Image.open(path).convert("RGB") for path in sorted(target.glob("side*.png"))]


def made(site: Site, *, press: bool = False, grey: bool = False, lang: str = "en") -> Handout:
    """Make one tri-fold that must succeed."""
    library = site.library
    resource = library.resources[0]
    job = Job(resource, resource.texts[lang], "trifold", grey=grey, press=press)
    cache = site.root / "cache"
    done, findings = handouts(library, [job], cache, workers=1, executor=site.executor)
    assert [as_text(finding, "en") for finding in findings] == []
    return done[0]


@pytest.fixture
def site(site: Site) -> Site:
    """The usual small site, whose text is printed as a tri-fold."""
    site.change = {"handouts": ("trifold",)}
    site.bodies = {"en": BODY}
    return site


@pytest.fixture(scope="module")
def leaflet(tmp_path_factory: pytest.TempPathFactory, executor: Workers) -> Handout:
    """A leaflet of middling length."""
    site = Site(tmp_path_factory.mktemp("leaflet") / "site", executor)
    site.bodies = {"en": BODY}
    return made(site)


@pytest.fixture(scope="module")
def long_leaflet(tmp_path_factory: pytest.TempPathFactory, executor: Workers) -> Handout:
    """A leaflet whose text goes on to the panel that is folded in."""
    site = Site(tmp_path_factory.mktemp("long") / "site", executor)
    site.bodies = {"en": LONG}
    return made(site)


# --- The sheet ----------------------------------------------------------------------------------------------


def test_it_is_one_sheet_of_a4_printed_on_both_sides(leaflet: Handout) -> None:
    """Two pages of A4 across, whatever number of panels was laid out."""
    assert leaflet.pages == 2
    with pikepdf.open(leaflet.path) as pdf:
        assert [[round(float(edge) * POINT, 1) for edge in p.mediabox] for p in pdf.pages] == [
            [0, 0, *SHEET]
        ] * 2


def test_each_panel_has_the_right_one_on_its_back() -> None:
    """Turned over at the short edge, the cover's back is the first panel inside, and so on."""
    backs = {name: behind(panel(name)).name for name in ("cover-1", "back-1", "flap-1", "text-4")}
    assert backs == {
        "cover-1": "text-1",
        "back-1": "text-2",
        "flap-1": "text-3",
        "text-4": "text-3",
    }
    assert {p.name: p.right - p.left for p in panels()} == {
        **dict.fromkeys(("cover-1", "back-1", "text-1", "text-2"), 100),
        **dict.fromkeys(("flap-1", "text-3", "text-4"), 97),
    }


def test_folded_it_shows_cover_and_back() -> None:
    """The narrow panel is folded in first, the cover over it: then one sees the cover and, face down, the back."""
    first, second, third = sorted((p for p in panels() if p.side == 1), key=lambda p: p.left)
    flat = [(first.name, behind(first).name), (second.name, behind(second).name)]
    folded_in = (behind(third).name, third.name)  # turned over: its back looks up
    closed = (behind(first).name, first.name)
    pile = [closed, folded_in, flat[1]]  # (what looks up, what looks down), from above
    assert pile[0][0] == "cover-1"
    assert pile[-1][1] == "back-1"
    assert third.right - third.left < second.right - second.left - 2


def test_each_thing_stands_on_its_panel(leaflet: Handout, long_leaflet: Handout) -> None:
    """Title outside right, contacts and address in the middle, the text inside from left to right."""
    assert where(leaflet, "work") == {"cover-1"}
    assert where(leaflet, "Embassy") == {"back-1"}
    assert where(leaflet, "Notes") == {"flap-1", "text-4"}  # one place
    assert where(leaflet, "Opening.") == {"text-1"}
    assert where(leaflet, "Foxtrot") == {"text-3"}
    assert where(long_leaflet, "Foxtrot") == {"flap-1", "text-4"}


def test_links_can_be_tapped_where_they_stand(leaflet: Handout) -> None:
    """What can be tapped for a contact's address is on the back panel, with its words."""
    with pikepdf.open(leaflet.path) as pdf:
        [left, _, right, _] = next(
            [float(edge) * POINT for edge in link["/Rect"]]
            for link in pdf.pages[0]["/Annots"]
            if "embassy" in str(link.A.URI)
        )
    back = panel("back-1")
    assert back.left < left < right < back.right


def test_it_is_read_from_the_cover_through_the_inside_to_the_back(
    leaflet: Handout, long_leaflet: Handout
) -> None:
    """Structure and outline follow the folding order, not the order on the paper."""
    for handout in (leaflet, long_leaflet):
        said = read_aloud(handout)
        places = [said.index(words) for words in ORDER]
        assert places == sorted(places)
        with pikepdf.open(handout.path) as pdf, pdf.open_outline() as outline:
            titles = [item.title for item in outline.root[0].children]
            assert outline.root[0].title.startswith("Do not work")
        assert [title for title in titles if "part" in title or "Who" in title] == [*ORDER[2:-1]]


def test_the_panels_are_numbered(leaflet: Handout, long_leaflet: Handout) -> None:
    """Each panel of the text has its number at its foot."""
    assert [where(leaflet, n) for n in "123"] == [{f"text-{n}"} for n in "123"]
    assert where(long_leaflet, "4") == {"flap-1", "text-4"}


# --- Fitting ------------------------------------------------------------------------------------------------


def test_the_text_is_set_as_large_as_fits(site: Site) -> None:
    """From 12 points down to 9.5, in one size throughout; the longer the text, the smaller."""
    found = []
    for sentences in (2, 9, 14, 18):
        site.bodies = {"en": BODY.replace(SENTENCE * 5, SENTENCE * sentences)}
        [size] = sizes(handout := made(site)) | sizes(handout, 0)
        found.append(size)
    assert found[:2] == [12, 12]
    assert found == sorted(found, reverse=True)
    assert 9.5 <= found[-1] < found[-2] < 12


def test_a_text_that_is_too_long_is_told_in_lines(site: Site) -> None:
    """At the heading under which the room ends, with as many lines as are too many."""
    site.bodies = {
        lang: f"## {first} {{#one}}\n\nA\n\n## {second} {{#two}}\n\n" + "B  \n" * 200
        for lang, first, second in (("ne", "पहिलो", "दोस्रो"), ("en", "First", "Second"))
    }
    done, findings = site.make()
    assert done == []
    assert [(f.code, f.path, f.line) for f in findings] == [
        ("H114", (FOLDER / f"index.{lang}.md").as_posix(), 8) for lang in ("en", "ne")
    ]
    english, nepali = findings
    lines = int(english.values["lines"])
    assert as_text(english, "en") == (
        f"{TEXT}:8  error H114  the text is too long for its layout\n"
        "    Layout trifold, English: even in the smallest type the room ends under “Second”."
        f" Lines too many: {lines}.\n"
        "    Shorten the text, from that heading on first of all, or take the layout out of handouts."
    )
    number = nepali.values["lines"].translate(str.maketrans("0123456789", "०१२३४५६७८९"))
    assert as_text(nepali, "ne") == (
        f"{nepali.path}:8  गल्ती H114  सामग्री यो लेआउटमा अटाएन\n"
        "    लेआउट trifold, नेपाली: सबैभन्दा सानो अक्षरमा राख्दा पनि “दोस्रो” मुनि पुगेपछि ठाउँ सकिन्छ।"
        f" बढी भएका हरफ: {number}।\n"
        "    खास गरी त्यस शीर्षकदेखि पछिको पाठ छोट्याउनुहोस् वा handouts बाट यो लेआउट हटाउनुहोस्।"
    )
    site.bodies = {"en": site.bodies["en"].replace("B  \n", "", lines)}
    assert made(site).pages == 2
    site.bodies["en"] += "B  \n" * 8
    assert site.make()[1] != []


def test_a_text_without_headings_can_be_too_long_too(site: Site) -> None:
    """Then the title stands for the heading, and the line is the first of the text."""
    site.bodies = {"en": "Word after word. " * 1200}
    [finding] = site.make()[1]
    assert (finding.code, finding.line) == ("H114", 4)
    assert "“Do not work on a visit visa”" in as_text(finding, "en")


def test_a_back_with_too_many_contacts_is_told(site: Site) -> None:
    """Forty contacts have no room on one panel."""
    site.contacts = tuple(replace(CONTACTS[0], id=f"c{n}") for n in range(40))
    [finding] = site.make()[1]
    lines = finding.values["lines"]
    assert as_text(finding, "en").splitlines()[:2] == [
        f"{TEXT}:2  error H115  one page of the layout cannot hold what stands on it",
        (
            "    Layout trifold, English: too much stands on the page “back”;"
            f" lines too many: {lines}."
        ),
    ]
    assert "“back” पानामा धेरै कुरा पर्‍यो; बढी भएका हरफ: " in as_text(finding, "ne")


def test_what_is_too_wide_is_told(site: Site) -> None:
    """What would run into the next panel is a finding, not a spoilt leaflet."""
    site.contacts = (replace(CONTACTS[0], numbers=(PhoneNumber("1" * 60),)),)
    [finding] = site.make()[1]
    assert (finding.code, finding.line) == ("H115", 4)
    assert (
        "a table or a word under “Do not work on a visit visa” is wider than its page"
        in as_text(finding, "en")
    )
    assert "“Do not work on a visit visa” मुनिको तालिका वा शब्द पानाभन्दा चौडा छ" in as_text(
        finding, "ne"
    )


@pytest.mark.parametrize(
    "body",
    [
        "x" * 300 + " " + "ने" * 300,
        "| "
        + " | ".join(f"column {n}" for n in range(30))
        + " |\n"
        + "|---" * 30
        + "|\n"
        + "| w " * 30,
        "!!! call\n    Call **1660-01-50005 or one of the many other numbers that help** now.\n",
        "## " + "A very long heading that goes on " * 8 + "{#long}\n\nShort.\n",
        "- " * 9 + "deep\n",
    ],
    ids=["words", "table", "call", "heading", "list"],
)
def test_nothing_runs_into_the_next_panel(site: Site, body: str) -> None:
    """Long words, wide tables and whole sentences in bold stay between the margins of their panel."""
    site.bodies = {"en": body}
    for side, left, right, word in words(made(site)):
        assert any(p.side == side and p.left + 5 < left < right < p.right - 5 for p in panels()), (
            word
        )


# --- Paper ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["ne", "en"])
@pytest.mark.parametrize("grey", [False, True], ids=["colour", "grey"])
def test_both_sides_lead_to_the_version(site: Site, lang: str, grey: bool, tmp_path: Path) -> None:
    """A grey copy at 150 dots an inch is read by a decoder, even where the text is three words long."""
    site.bodies = {lang: "Three short words." if lang == "en" else "तीन छोटा शब्द।"}
    handout = made(site, lang=lang, grey=grey)
    prefix = "en/" if lang == "en" else ""
    for side in picture(handout, tmp_path, "-r", "150", "-gray"):
        codes = zxingcpp.read_barcodes(side)
        assert [code.text for code in codes] == [f"https://press.example/{prefix}r/visit-visa/1.0/"]
    for side in range(2):
        text = pypdfium2.PdfDocument(handout.path)[side].get_textpage().get_text_range()
        text = re.sub(r"\s", "", text)
        assert f"press.example/{prefix}r/visit-visa/1.0" in text
        assert ("Version1.0" if lang == "en" else "१.०") in text


def test_a_grey_leaflet_has_no_colour(site: Site, tmp_path: Path) -> None:
    """What is made for the photocopier is black, white and grey, the cover included."""
    for side in picture(made(site, grey=True), tmp_path, "-r", "50"):
        colours = side.getcolors(side.width * side.height)
        assert colours is not None
        assert max(max(pixel) - min(pixel) for _, pixel in colours) < 12


def test_the_folds_are_marked_in_the_margin(leaflet: Handout, tmp_path: Path) -> None:
    """A short line at head and foot, where each side is folded and nowhere else."""
    per_mm = 300 / 25.4
    for side, image in enumerate(picture(leaflet, tmp_path, "-r", "300")):
        folds = sorted({p.left for p in panels() if p.side == side} - {0})
        cover = SHEET[0] if side else panel("cover-1").left + 0.2
        for row in (2.0, SHEET[1] - 2.0):
            dark = [
                x / per_mm
                for x in range(image.width)
                if max(image.getpixel((x, int(row * per_mm)))) < 130 and x < cover * per_mm
            ]
            assert dark
            assert all(min(abs(x - fold) for fold in folds) < 0.3 for x in dark)
            assert len({round(x) for x in dark}) == 2


def test_a_print_shop_gets_bleed_and_marks(site: Site, tmp_path: Path) -> None:
    """The cut is A4; colour that touches it goes on for 3 mm; crop and fold marks stand outside of that."""
    handout = made(site, press=True)
    with pikepdf.open(handout.path) as pdf:
        for page in pdf.pages:
            left, bottom, right, top = (float(edge) * POINT for edge in page.trimbox)
            assert (round(right - left, 1), round(top - bottom, 1)) == SHEET
            media = [float(edge) * POINT for edge in page.mediabox]
            edge = left - media[0]
            assert [
                round(abs(a - b), 2) for a, b in zip(media, (left, bottom, right, top), strict=True)
            ] == [8] * 4
            bleed = [float(at) * POINT for at in page["/BleedBox"]]
            assert 3 <= left - bleed[0] < 4
    outside = picture(handout, tmp_path, "-r", "200")[0]

    def colour(x: float, y: float) -> tuple[int, int, int]:
        found = outside.getpixel((int((x + edge) * 200 / 25.4), int((y + edge) * 200 / 25.4)))
        assert isinstance(found, tuple)
        return found[:3]

    ground = colour(290, 50)
    assert ground != (255, 255, 255)
    assert colour(299.8, 50) == colour(250, -2.8) == ground  # 3 mm beyond the cut
    assert colour(302, 50) == colour(250, -5) == (255, 255, 255)  # not under the marks
    assert colour(195, 50) == (255, 255, 255)  # nor over the fold
    row = int((edge - 6) * 200 / 25.4)
    marks = {
        round(x * 25.4 / 200 - edge)
        for x in range(outside.width)
        if max(outside.getpixel((x, row))) < 150
    }
    assert marks == {0, 97, 197, 297}


def test_two_renderings_are_the_same_bytes(site: Site, leaflet: Handout) -> None:
    """Another process, another folder, another cache: the same file."""
    with Workers(1, seconds=60, megabytes=1024) as fresh:
        site.executor = fresh
        again = made(site)
    assert again.rendered
    assert again.sha256 == leaflet.sha256


def test_a_leaflet_is_small(leaflet: Handout) -> None:
    """A sheet of words stays under 150 kB."""
    assert leaflet.size < 150_000


def test_the_cover_shows_the_icon_of_the_topic(site: Site) -> None:
    """The first topic that has one; a name that is not in the set of icons is passed over."""
    library = site.library
    topics = {
        "plain": Term("plain", {}),
        "wrong": Term("wrong", {}, icon="material/no-such-icon"),
        "visa": Term("visa", {}, icon="material/passport"),
    }
    library = replace(library, vocabulary=replace(library.vocabulary, topics=topics))
    resource = replace(library.resources[0], topics=("gone", "plain", "wrong", "visa"))
    assert pictogram(library, resource) == "material/passport"
    assert pictogram(library, replace(resource, topics=())) == "material/file-document-outline"


# --- Another fold ---------------------------------------------------------------------------------------------

ZIGZAG = {
    "layout.yml": """
names: {ne: बाङ्गोटिङ्गो, en: Zigzag}
fit: [{name: fit-1}]
sides:
  - page: front
    places: [{page: title, x: 0}, {page: text, number: 1, x: 60}, {page: text, number: 2, x: 120}]
  - page: rear
    places: [{page: text, number: 3, x: 120}, {page: end, x: 0, y: 5}]
""",
    "template.html": """{% extends "parts/document.html" %}
{% block sheet %}
<h1>{{ text.title }}</h1>
{% include "parts/text.html" %}
<p class="end">Finis {{ address }}</p>
<div class="front"></div><div class="rear"></div>
{% endblock %}
""",
    "style.css": """
@page title { size: 60mm 100mm; margin: 5mm }
@page text { size: 60mm 100mm; margin: 5mm }
@page end { size: 120mm 95mm; margin: 5mm }
@page front { size: 180mm 100mm; margin: 0 }
@page rear { size: 180mm 100mm; margin: 0 }
h1 { page: title } .text { page: text } .end { page: end } .front { page: front } .rear { page: rear }
html { font-size: 14pt } .fit-1 { font-size: 8pt }
""",
}


def test_another_fold_is_a_folder_and_no_code(site: Site) -> None:
    """A made-up leaflet of five panels, folded in a zigzag, with an order and places of its own."""
    folder = site.root / "overrides/handouts/layouts/zigzag"
    folder.mkdir(parents=True)
    for name, content in ZIGZAG.items():
        (folder / name).write_text(content, "utf-8")
    site.change = {"handouts": ("zigzag",)}
    site.bodies = {"en": f"Opening. {SENTENCE * 9}\n\nClosing.\n"}
    handout = site.one()
    assert handout.pages == 2
    spots = {word: (side, int(left)) for side, left, _, word in words(handout)}
    assert spots["Do"] == (0, 5)
    assert spots["Opening."] == (0, 65)
    assert spots["Closing."][0] == 1
    assert spots["Closing."][1] >= 125
    assert spots["Finis"] == (1, 5)
    said = read_aloud(handout)
    places = [said.index(words) for words in ("Do not", "Opening", "Closing", "Finis")]
    assert places == sorted(places)
    site.bodies = {"en": SENTENCE * 200}
    assert [finding.code for finding in site.make()[1]] == ["H114"]


def test_a_side_without_its_ground_is_told(site: Site) -> None:
    """A template that lacks what a side is drawn on is named in words."""
    folder = site.root / "overrides/handouts/layouts/zigzag"
    folder.mkdir(parents=True)
    for name, content in ZIGZAG.items():
        (folder / name).write_text(content.replace('<div class="rear"></div>', ""), "utf-8")
    site.change = {"handouts": ("zigzag",)}
    [finding] = site.make()[1]
    assert finding.code == "H101"
    assert "the template has nothing on the page rear" in as_text(finding, "en")
