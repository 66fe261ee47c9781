"""Several PDFs made one: pages, bookmarks, links, structure, paper."""

from __future__ import annotations

import io
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from iecpress.handouts.merging import merge
from iecpress.handouts.records import LEAF, Leaf, Printed
from tests.handouts.conftest import Site

COVER = f"List: [one]({LEAF}1), [two]({LEAF}2), [the law](https://law.example/).\n"
NAMED = {
    "ne": "[तल](#below) हेर्नुहोस्।\n\n## माथि {#above}\n\nयहाँ।\n\n## तल {#below}\n\nत्यहाँ।\n",
    "en": "See [below](#below).\n\n## Above {#above}\n\nHere.\n\n## Below {#below}\n\nThere.\n",
}


@pytest.fixture
def files(site: Site) -> list[Path]:
    """A cover of one page and a handout in each language, both with a place of the same name."""
    site.bodies["en"] = COVER
    cover = site.one("en").path
    site.bodies = dict(NAMED)
    return [cover, site.one("ne").path, site.one("en").path]


@pytest.fixture
def bound(files: list[Path]) -> Printed:
    return merged(files)


def merged(files: list[Path], *, fronts: bool = True) -> Printed:
    leaves = [Leaf(str(path), f"Leaf {number}") for number, path in enumerate(files[1:], 1)]
    return merge(str(files[0]), leaves, fronts=fronts)


def opened(printed: Printed) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(printed.pdf))


def page_of(pdf: pikepdf.Pdf, place: Any) -> int:
    if isinstance(place, pikepdf.String):
        place = pikepdf.NameTree(pdf.Root.Names.Dests)[str(place)]
        place = place.D if isinstance(place, pikepdf.Dictionary) else place
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    return numbers[place[0].objgen]


def goto(pdf: pikepdf.Pdf, number: int) -> list[Any]:
    """Where the links of a page that stay within the file lead."""
    links = pdf.pages[number].obj.get("/Annots", [])
    places = [link.get("/Dest", link.get("/A", {}).get("/D")) for link in links]
    return [place for place in places if place is not None]


def elements(node: Any) -> Iterator[Any]:
    yield node
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from elements(kid)


def test_each_leaf_begins_on_a_front_behind_blank_pages(bound: Printed) -> None:
    """One page, a blank one, one page, a blank one, one page; a blank page holds nothing whatever."""
    pdf = opened(bound)
    assert bound.pages == len(pdf.pages) == 5
    blank = pypdfium2.PdfDocument(bound.pdf)
    for number in (1, 3):
        assert not {"/Annots", "/Resources"} & set(pdf.pages[number].obj.keys()) or not dict(
            pdf.pages[number].obj.get("/Resources", {})
        )
        pixels = blank[number].render(scale=0.5, grayscale=True).to_pil()
        assert pixels.getextrema() == (255, 255)
        assert blank[number].get_size() == blank[0].get_size()


def test_without_fronts_there_is_no_blank_page(files: list[Path]) -> None:
    """For reading, the handouts follow each other."""
    assert merged(files, fronts=False).pages == 3


def test_the_same_files_give_the_same_bytes(files: list[Path]) -> None:
    """Nothing in the file depends on when or how often it was made."""
    once = merged(files).pdf
    time.sleep(
        1.1
    )  # a file's id is made from the second in which it is written, unless it is told not to be
    assert merged(files).pdf == once


def test_every_word_is_there(files: list[Path], bound: Printed, tmp_path: Path) -> None:
    """What a reader gets out of the whole is what it gets out of the parts."""
    (tmp_path / "bound.pdf").write_bytes(bound.pdf)
    parts = [words(path) for path in files]
    assert words(tmp_path / "bound.pdf") == [word for part in parts for word in part]


def words(path: Path) -> list[str]:
    done = subprocess.run(
        ["pdftotext", "-q", path, "-"], check=True, capture_output=True, text=True
    )
    return done.stdout.split()


def test_the_cover_leads_to_the_leaves(bound: Printed) -> None:
    """Its links to leaves are links within the file; its links to the web are as they were."""
    pdf = opened(bound)
    assert [page_of(pdf, place) for place in goto(pdf, 0)] == [2, 4]
    urls = [str(link.A.URI) for link in pdf.pages[0].Annots if "/URI" in link.A]
    assert "https://law.example/" in urls
    assert not [url for url in urls if url.startswith(LEAF)]


def test_a_name_leads_to_its_own_handout(bound: Printed) -> None:
    """Two handouts call different places by one name; each link stays in its handout."""
    pdf = opened(bound)
    assert [page_of(pdf, place) for number in (2, 4) for place in goto(pdf, number)] == [2, 4]


def test_bookmarks_are_titles_with_the_headings_below(bound: Printed) -> None:
    """Each leaf has one bookmark at its first page, and its headings are under it."""
    pdf = opened(bound)
    with pdf.open_outline() as outline:
        _, *leaves = outline.root
        assert [leaf.title for leaf in leaves] == ["Leaf 1", "Leaf 2"]
        assert [page_of(pdf, leaf.destination) for leaf in leaves] == [2, 4]
        titles = [[child.title for child in leaf.children][:2] for leaf in leaves]
        assert titles == [["माथि", "तल"], ["Above", "Below"]]
        places = [page_of(pdf, child.destination) for leaf in leaves for child in leaf.children]
        assert set(places) == {2, 4}


def test_the_structure_of_all_is_one(files: list[Path], bound: Printed) -> None:
    """Every heading and paragraph of the parts is in it, below one root, each on the page that is shown."""
    pdf = opened(bound)
    whole = pdf.Root.StructTreeRoot.K
    kinds = [str(element.S) for element in elements(whole)]
    alone = []
    for path in files:
        part = pikepdf.open(path)
        root = part.Root.StructTreeRoot.K
        [document] = root if isinstance(root, pikepdf.Array) else [root]
        alone += [str(element.S) for element in elements(document)]
    assert sorted(kinds) == sorted(
        "/Part" if kind == "/Document" and number else kind
        for number, kind in enumerate(sorted(alone, key=lambda kind: kind != "/Document"))
    )
    pages = {page.obj.objgen for page in pdf.pages}
    assert {e.Pg.objgen for e in elements(whole) if "/Pg" in e} <= pages


def test_the_way_back_into_the_structure_is_right(bound: Printed) -> None:
    """Each page and each link has a number of its own, under which its place in the structure is kept."""
    pdf = opened(bound)
    places = dict(pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree).items())
    numbers = [int(p.obj.StructParents) for p in pdf.pages if "/StructParents" in p.obj]
    links = [link for page in pdf.pages for link in page.obj.get("/Annots", [])]
    numbers += [int(link.StructParent) for link in links]
    assert len(set(numbers)) == len(numbers) == len(places)
    assert set(numbers) == set(places)
    assert pdf.Root.StructTreeRoot.ParentTreeNextKey > max(numbers)
    for link in links:
        kids = places[int(link.StructParent)].K
        objects = [
            kid.Obj.objgen for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid
        ]
        assert link.objgen in objects


def test_the_cover_takes_the_paper_of_the_leaves(files: list[Path], tmp_path: Path) -> None:
    """In front of posters it is as large as a poster, with all that stands on it and its links."""
    poster = pikepdf.new()
    poster.add_blank_page(page_size=(1190.55, 841.89))
    poster.save(tmp_path / "poster.pdf")
    small = merged([files[0], *[tmp_path / "poster.pdf"] * 2])
    pdf = opened(small)
    assert [round(float(edge)) for edge in pdf.pages[0].mediabox] == [0, 0, 842, 1191]
    assert [round(float(edge)) for edge in pdf.pages[1].mediabox] == [0, 0, 842, 1191]
    cover = pikepdf.open(files[0])
    before, after = cover.pages[0].Annots[0].Rect, pdf.pages[0].Annots[0].Rect
    assert [round(float(b) / float(a), 2) for a, b in zip(before, after, strict=True)] == [1.41] * 4
    page = pypdfium2.PdfDocument(small.pdf)[0].render(scale=0.25, grayscale=True).to_pil()
    ink = page.point(lambda shade: 255 * (shade < 200)).getbbox()
    assert ink[2] > 0.9 * page.width
    assert ink[3] > 0.9 * page.height
