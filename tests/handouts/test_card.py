"""Contacts in, wallet cards out: eight on a sheet, one sheet for each country, and nothing on them cut off."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from iecpress.findings import as_text
from iecpress.handouts import Handout, Job, Workers
from iecpress.handouts.qr import SMALLEST, qr_code
from iecpress.handouts.sheet import Desk
from iecpress.model import Contact, PhoneNumber
from tests.handouts.conftest import CONTACTS, FOLDER, Site
from tests.handouts.paper import Placed, codes, colourful, contrasts, pictures, placed, size

WIDTH, HEIGHT, LEFT, TOP = 85.6, 54, 19.4, 41
"""One card, and where the first begins, in millimetres."""


@pytest.fixture
def cards(site: Site) -> Site:
    """A site whose resource, about Qatar, asks for cards and nothing else."""
    site.change = {"handouts": ("card",)}
    return site


def contact(name: str, *numbers: str, **change: object) -> Contact:
    made = replace(CONTACTS[1], id=name.lower(), names={"ne": name, "en": name}, web=None)
    phones = tuple(PhoneNumber(number) for number in numbers)
    return replace(made, **{"countries": (), "where": ("NP",), "numbers": phones, **change})


def by_card(handout: Handout, page: int = 1) -> dict[tuple[int, int], list[Placed]]:
    """Return the words of each card, by its column and row."""
    found: dict[tuple[int, int], list[Placed]] = {}
    for each in placed(handout):
        column, row = int((each.left - LEFT) // WIDTH), int((each.top - TOP) // HEIGHT)
        if each.page == page and 0 <= row < 4 and 0 <= column < 2:
            found.setdefault((column, row), []).append(each)
    return found


def first(handout: Handout, page: int = 1) -> str:
    return " ".join(each.word for each in by_card(handout, page)[0, 0])


@pytest.mark.parametrize("lang", ["ne", "en"])
def test_eight_equal_cards_stand_on_a_sheet(cards: Site, lang: str) -> None:
    """Two columns and four rows of bank-card size, each with the same words at the same place."""
    handout = cards.one(lang)
    assert (handout.pages, size(handout)) == (1, (210, 297))
    seen = by_card(handout)
    assert set(seen) == {(column, row) for column in range(2) for row in range(4)}
    said = [" ".join(each.word for each in inside).split() for inside in seen.values()]
    assert len({tuple(sorted(words)) for words in said}) == 1
    places = {
        tuple(
            sorted(
                (each.word, round(each.left - column * WIDTH), round(each.top - row * HEIGHT))
                for each in inside
                if each.word.isascii()  # where words have marks, a reader may take two for one
            )
        )
        for (column, row), inside in seen.items()
    }
    assert len(places) == 1


def test_no_word_is_nearer_to_the_cut_than_two_millimetres(cards: Site) -> None:
    """A crooked cut takes nothing away."""
    for (column, row), inside in by_card(cards.one("ne")).items():
        left, top = LEFT + column * WIDTH, TOP + row * HEIGHT
        for each in inside:
            assert left + 2 < each.left < each.right < left + WIDTH - 2
            assert each.bottom < top + HEIGHT


def test_the_lines_say_where_to_cut(cards: Site, tmp_path: Path) -> None:
    """Each line goes on beyond the cards, so that it can be found with a ruler."""
    (page,) = pictures(cards.one("en"), tmp_path, "-r", "254", "-gray")
    dark = page.point(lambda shade: shade < 160)
    for column in range(3):
        across = round((LEFT + column * WIDTH) * 10)
        assert dark.crop((across - 3, 340, across + 3, 341)).getbbox()
        assert dark.crop((across - 3, 2620, across + 3, 2621)).getbbox()
    for row in range(5):
        down = round((TOP + row * HEIGHT) * 10)
        assert dark.crop((130, down - 3, 131, down + 3)).getbbox()
        assert dark.crop((1950, down - 3, 1951, down + 3)).getbbox()


def test_a_screen_reader_hears_one_card(cards: Site) -> None:
    """The other seven are no content: their words hang on no tag of the document."""
    library = cards.library
    resource = library.resources[0]
    sheet = Desk(library).sheet(Job(resource, resource.texts["en"], "card")).html
    content = sheet.partition('<div class="sheet-head">')[2]
    with pikepdf.open(cards.one("en").path) as pdf:
        tags = Counter(_tags(pdf.Root.StructTreeRoot))
        assert tags["/H1"] == tags["/H2"] == tags["/Figure"] == 1
        assert tags["/P"] == len(re.findall("<p[ >]", content))
        assert "/Table" not in tags


def _tags(element: pikepdf.Object) -> Iterator[str]:
    if isinstance(element, pikepdf.Dictionary):
        if "/S" in element:
            yield str(element.S)
        yield from _tags(element.get("/K"))
    elif isinstance(element, pikepdf.Array):
        for child in element:
            yield from _tags(child)


def test_each_country_has_its_sheet(cards: Site) -> None:
    """The name of the country is on the card, and whoever serves another country is not."""
    cards.change["countries"] = ("QA", "MY")
    cards.contacts = (*CONTACTS, contact("Kuala", "+60 3-1234", countries=("MY",), where=("MY",)))
    handout = cards.one("en")
    assert handout.pages == 2
    assert first(handout).startswith("QA ORG 1660-01-50005")
    assert first(handout, 2).startswith("MY ORG 1660-01-50005")
    assert ("Embassy" in first(handout), "Kuala" in first(handout)) == (True, False)
    assert ("Embassy" in first(handout, 2), "Kuala" in first(handout, 2)) == (False, True)


def test_without_a_country_the_card_is_for_everyone(cards: Site) -> None:
    """It holds the numbers that serve all, under a name of its own."""
    cards.change["countries"] = ()
    handout = cards.one("en")
    assert handout.pages == 1
    assert first(handout).startswith("Who can help ORG 1660-01-50005")
    assert "Embassy" not in first(handout)


def test_the_most_urgent_stand_first(cards: Site) -> None:
    """Then come those in the country, with a number before those without, then those at home."""
    cards.contacts = (
        contact("Home", "111"),
        contact("Web", where=("QA",), web="https://web.example/"),
        contact("Police", "999", where=("QA",)),
        contact("Urgent", "100", urgent=True),
    )
    said = first(cards.one("en"))
    order = [said.index(name) for name in ("Urgent", "Police", "Web", "Home")]
    assert order == sorted(order)
    assert "web.example" in said


def test_numbers_stand_in_both_digits_with_their_cost(cards: Site) -> None:
    """A Nepali card shows the number as it is dialled and as it is read."""
    said = first(cards.one("ne"))
    for part in ("1660-01-50005", "१६६०-०१-५०००५", "1141", "११४१"):
        assert part in said
    said = first(cards.one("en"))
    assert "1660-01-50005 free 1141 may cost money" in said


def test_what_does_not_fit_is_left_out_whole(cards: Site) -> None:
    """Of forty contacts there are as many as fit, in their order, none of them in part."""
    cards.contacts = tuple(contact(f"Name{n}", f"11{n}") for n in range(10, 50))
    handout = cards.one("en")
    said = first(handout)
    shown = [n for n in range(10, 50) if f"Name{n}" in said]
    assert 3 <= len(shown) < 9
    assert shown == list(range(10, 10 + len(shown)))
    assert [n for n in range(10, 50) if f"11{n}" in said] == shown
    counts = {tuple(sorted(each.word for each in card)) for card in by_card(handout).values()}
    assert len(counts) == 1


def test_too_many_urgent_contacts_are_a_finding(cards: Site) -> None:
    """Whoever is urgent is never left out in silence."""
    cards.contacts = tuple(contact(f"Name{n}", f"11{n}", urgent=True) for n in range(10, 22))
    made, findings = cards.make("en")
    assert made == []
    (found,) = findings
    path = (FOLDER / "index.en.md").as_posix()
    assert as_text(found, "en").splitlines()[0] == (
        f"{path}:2  error H119  what the layout must show does not fit on it"
    )
    assert as_text(found, "ne").splitlines()[0] == (f"{path}:2  गल्ती H119  लेआउटमा देखाउनैपर्ने कुरा अटेन")


def test_a_country_without_any_contact_is_a_finding(cards: Site) -> None:
    """An empty card helps nobody; the finding names the country."""
    cards.contacts = CONTACTS[1:]
    cards.change["countries"] = ("QA", "MY")
    made, findings = cards.make("en")
    assert made == []
    (found,) = findings
    assert (
        as_text(found, "en").splitlines()[1] == "    Layout card: no contact serves the country MY."
    )
    assert as_text(found, "ne").splitlines()[1] == "    लेआउट card: MY देशका लागि कुनै सम्पर्क छैन।"


def test_every_code_is_read(cards: Site, tmp_path: Path) -> None:
    """A grey copy at 150 dots an inch: all eight lead to the version, which is named beside them."""
    handout = cards.one("en")
    assert codes(handout, tmp_path) == [["https://press.example/en/r/visit-visa/1.0/"] * 8]
    assert "Version 1.0 20 November 2026 (4 Mangsir 2083 BS)" in first(handout)


@pytest.mark.parametrize("length", [20, 60, 90, 120])
def test_a_code_gives_way_before_its_modules_are_too_small(length: int) -> None:
    """In a place of 18 mm a long address gets weaker correction, not smaller modules."""
    address = "https://" + "x" * length
    assert 18 / modules(qr_code(address, "T", width=18)) >= SMALLEST


def test_a_code_is_as_strong_as_its_place_allows() -> None:
    """On a poster there is room for the strongest correction, which takes more modules."""
    address = "https://press.example/en/r/visit-visa-and-work/1.0/"
    small, large = (modules(qr_code(address, "T", "h", width)) for width in (17, 40))
    assert small == modules(qr_code(address, "T")) < large


def modules(svg: str) -> int:
    return int(svg.partition('viewBox="0 0 ')[2].partition(" ")[0])


def test_a_grey_sheet_has_no_colour(cards: Site, tmp_path: Path) -> None:
    """What is made for the photocopier is black, white and grey."""
    cards.change["handouts"] = ("card-grey",)
    assert colourful(cards.one("ne"), tmp_path) < 12


@pytest.mark.parametrize("layout", ["card", "card-grey"])
def test_every_word_stands_out_from_its_ground(cards: Site, tmp_path: Path, layout: str) -> None:
    """Measured on the rendered page, in colour and for the photocopier."""
    cards.change["handouts"] = (layout,)
    cards.contacts = tuple(replace(each, hours={"en": "Day and night"}) for each in CONTACTS)
    assert [word for ratio, word in contrasts(cards.one("en"), tmp_path) if ratio < 4.5] == []


def test_the_first_card_looks_like_the_others(cards: Site, tmp_path: Path) -> None:
    """It alone is content, and nobody can tell by its picture."""
    (page,) = pictures(cards.one("ne"), tmp_path, "-r", "254", "-gray")
    boxes = [(194 + 5, 410 + 5), (194 + 856 + 5, 410 + 540 * 3 + 5)]
    one, other = (page.crop((x, y, x + 846, y + 530)) for x, y in boxes)
    differing = sum(a != b for a, b in zip(one.tobytes(), other.tobytes(), strict=True))
    assert differing < len(one.tobytes()) * 0.02  # the edges of letters fall between pixels


def test_two_renderings_are_the_same_bytes(cards: Site) -> None:
    """Another process draws the same file."""
    drawn = cards.one("ne")
    with Workers(1, seconds=60, megabytes=1024) as fresh:
        again = Site(cards.root.with_name("again"), fresh, change=cards.change).one("ne")
    assert again.sha256 == drawn.sha256
