"""Booklets: A5 pages for reading, and the same two and two on A4 to be folded and stapled."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from iecpress.handouts import Handout, Job, Workers, handouts, jobs
from iecpress.handouts.imposition import sides, with_blanks
from iecpress.model import Source
from tests.handouts.conftest import Site
from tests.handouts.paper import codes, colourful, contrasts, placed, size, words

ADDRESS = "https://press.example/en/r/visit-visa/1.0/"
PART = "## Part{n} {{#p{n}}}\n\n" + "Ask before you sign, and ask again. " * 40 + "\n\n"


def book(site: Site, layout: str, lang: str = "en", *, grey: bool = False) -> Handout:
    resource = site.library.resources[0]
    job = Job(resource, resource.texts[lang], layout, grey)
    made, findings = handouts(
        site.library, [job], site.root / "cache", workers=1, executor=site.executor
    )
    assert findings == []
    return made[0]


def of_parts(site: Site, parts: int) -> Site:
    site.bodies["en"] = "".join(PART.format(n=n) for n in range(parts))
    return site


def without_steps(site: Site) -> Site:
    """Let no text be set tighter, for paper that can be compared."""
    for name, settings in (
        ("a5", ""),
        ("booklet", "made_of: a5\nimpose: saddle\n"),
    ):
        path = site.root / f"overrides/handouts/layouts/{name}/layout.yml"
        path.parent.mkdir(parents=True)
        path.write_text(f"names: {{en: A5}}\n{settings}", "utf-8")
    return site


# --- Which page goes where ------------------------------------------------------------------------------


def test_eight_pages_take_two_sheets() -> None:
    """Front and back of the outer sheet, then of the inner one, as every printer's handbook has it."""
    assert sides(8) == [(7, 0), (1, 6), (5, 2), (3, 4)]


@pytest.mark.parametrize("pages", range(1, 50))
def test_folded_sheets_read_from_first_to_last(pages: int) -> None:
    """Whoever turns the leaves sees every page once, in order, with the last one on the back."""
    printed = sides(pages)
    fronts, backs = printed[::2], printed[1::2]
    inwards = [
        page for front, back in zip(fronts, backs, strict=True) for page in (front[1], back[0])
    ]
    outwards = [
        page for front, back in zip(fronts, backs, strict=True) for page in (front[0], back[1])
    ]
    leaves = [*inwards, *reversed(outwards)]
    assert leaves == with_blanks(pages)
    assert [page for page in leaves if page is not None] == list(range(pages))
    assert len(leaves) % 4 == 0
    assert len(leaves) < pages + 4
    assert pages == 1 or leaves[-1] == pages - 1


@pytest.mark.parametrize(
    ("pages", "order"),
    [
        (4, [0, 1, 2, 3]),
        (7, [0, 1, 2, 3, 4, 5, None, 6]),
        (6, [0, None, 1, 2, 3, 4, None, 5]),
        (5, [0, None, 1, 2, 3, None, None, 4]),
        (2, [0, None, None, 1]),
        (1, [0, None, None, None]),
    ],
)
def test_blank_pages_go_inside_the_covers(pages: int, order: list[int | None]) -> None:
    """First inside the back, then inside the front; cover and back stay where they are."""
    assert with_blanks(pages) == order


# --- The pages for reading ------------------------------------------------------------------------------


def test_a_booklet_brings_its_pages_for_reading(site: Site) -> None:
    """Whoever asks for a booklet gets the A5 file as well, in grey when the booklet is."""
    site.change = {"handouts": ("booklet", "booklet-grey")}
    assert [(job.layout, job.grey) for job in jobs(site.library) if job.text.lang == "ne"] == [
        ("booklet", False),
        ("a5", False),
        ("booklet", True),
        ("a5", True),
    ]


def test_the_cover_says_what_it_is(site: Site) -> None:
    """Organisation, kind, title and summary have the first page for themselves."""
    handout = book(of_parts(site, 3), "a5")
    first = words(handout, "-l", "1")
    assert size(handout) == (148, 210)
    for said in ("An organisation", "Leaflet", "Do not work on a visit visa", "Facts checked"):
        assert said in first
    assert "Part0" not in first


def test_the_back_has_the_numbers_to_call(site: Site) -> None:
    """The last page holds the contacts, whatever room the page before it has left."""
    handout = book(of_parts(site, 2), "a5")
    pages = words(handout).split("\f")[: handout.pages]
    assert ["1660-01-50005" in page for page in pages] == [False] * (len(pages) - 1) + [True]
    assert "not legal advice" in pages[-1]
    assert "Part1" not in pages[-1]
    site.bodies["en"] = "Short.\n"
    assert book(site, "a5").pages == 3


def test_a_full_back_does_not_keep_a_page_from_being_saved(site: Site) -> None:
    """What counts is how little the page before it holds."""
    site.contacts = site.contacts * 3
    site.change = {
        "sources": tuple(Source(f"Law {n}", f"https://law.example/{n}") for n in range(30))
    }
    of_parts(site, 2)
    tight = book(site, "a5").pages
    assert book(without_steps(site), "a5").pages == tight + 1


def test_a_long_booklet_lists_its_contents(site: Site) -> None:
    """From eight pages on, after the cover."""
    assert "Contents" not in words(book(of_parts(site, 6), "a5"))
    handout = book(of_parts(site, 12), "a5")
    assert handout.pages >= 8
    assert "Contents" in words(handout, "-f", "2", "-l", "2")


def test_every_page_says_where_it_belongs(site: Site, tmp_path: Path) -> None:
    """Cover and back too: address, version, and a code that is read from a grey copy."""
    handout = book(of_parts(site, 4), "a5", grey=True)
    for page in words(handout).split("\f")[: handout.pages]:
        assert "press.example/en/r/visit-visa/1.0" in page
        assert "Version 1.0" in page
    assert codes(handout, tmp_path) == [[ADDRESS]] * handout.pages
    assert colourful(handout, tmp_path) == 0


def test_the_words_of_a_booklet_stand_out(site: Site, tmp_path: Path) -> None:
    """In colour and for the photocopier, measured on the rendered page."""
    for grey in (False, True):
        measured = contrasts(book(site, "a5", grey=grey), tmp_path)
        assert min(measured, key=lambda pair: pair[0])[0] >= 4.5


def test_forty_contacts_still_end_on_the_back(site: Site) -> None:
    """They take the pages they need; the one after the other holds nothing else."""
    site.contacts = site.contacts * 20
    handout = book(site, "a5")
    pages = words(handout).split("\f")[: handout.pages]
    assert words(handout).count("1660-01-50005") == 20
    assert len(pages) > 3
    assert ["Get labour" in page for page in pages[1:]] == [True] + [False] * (len(pages) - 2)
    assert ["Embassy" in page or "1141" in page for page in pages[2:]] == [True] * len(pages[2:])


# --- The sheets for the printer --------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["ne", "en"])
def test_a_booklet_is_the_same_pages_on_larger_sheets(site: Site, lang: str) -> None:
    """A4, lying, two pages on each side, meeting in the middle; not a word is added or lost."""
    without_steps(site).bodies[lang] = "".join(PART.format(n=n) for n in range(7))
    pages, sheets = book(site, "a5", lang), book(site, "booklet", lang)
    assert size(sheets) == (297, 210)
    assert sheets.pages == len(sides(pages.pages)) >= 4
    alone = list(placed(pages))
    for number, side in enumerate(sides(pages.pages), 1):
        for shown, shift in zip(side, (0.5, 148.5), strict=True):
            on_sheet = [
                (place.word, place.left - shift, place.top)
                for place in placed(sheets)
                if place.page == number and 0 <= place.left - shift < 148
            ]
            by_itself = [(p.word, p.left, p.top) for p in alone if p.page - 1 == shown]
            for one, other in zip(sorted(on_sheet), sorted(by_itself), strict=True):
                assert one == (other[0], *(pytest.approx(where, abs=0.2) for where in other[1:]))


def test_both_codes_of_a_side_are_read(site: Site, tmp_path: Path) -> None:
    """One on each page, none on a blank one, from a grey copy."""
    sheets = book(of_parts(site, 5), "booklet")
    filled = [[ADDRESS for page in side if page is not None] for side in sides(6)]
    assert codes(sheets, tmp_path) == filled
    assert [len(side) for side in filled] == [2, 0, 2, 2]


def test_the_file_for_the_printer_describes_itself(site: Site) -> None:
    """Title, author and language are kept, and the printing dialogue is told how to turn the sheets."""
    with pikepdf.open(book(site, "booklet", "ne").path) as pdf:
        assert pdf.docinfo["/Title"] == "भिजिट भिसामा काम नगर्नुहोस्"
        assert pdf.docinfo["/Author"] == "ORG"
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20261120")
        assert pdf.Root.Lang == "ne"
        assert pdf.Root.ViewerPreferences.Duplex == "/DuplexFlipShortEdge"
        assert "/StructTreeRoot" not in pdf.Root
        assert not any("/Annots" in page.obj for page in pdf.pages)


def test_two_booklets_of_one_text_are_the_same_bytes(site: Site) -> None:
    """Another process, another cache: the same file, and a small one."""
    first = book(site, "booklet")
    with Workers(1, seconds=60, megabytes=1024) as fresh:
        again = book(Site(site.root.with_name("elsewhere"), fresh), "booklet")
    assert again.rendered
    assert again.sha256 == first.sha256
    assert first.size < 150_000


@pytest.mark.parametrize(
    ("parts", "for_reading", "in_booklet"), [(7, 7, 7), (8, 7, 8), (13, 11, 12)]
)
def test_a_page_is_saved_only_where_that_saves_a_sheet(
    site: Site, parts: int, for_reading: int, in_booklet: int
) -> None:
    """Eight pages fill two sheets and stay loose; thirteen would need a fourth and are made twelve."""
    of_parts(site, parts)
    for layout, pages in (("a5", for_reading), ("booklet", in_booklet)):
        assert f"Page 1 of {pages}" in words(book(site, layout))
