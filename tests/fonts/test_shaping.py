"""The fonts of the handouts: Nepali takes its right shapes, and the files are as they were cut."""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import pytest
import uharfbuzz
from fontTools.ttLib import TTFont

from iecpress.fonts import FAMILY, FontFile, cut, font_files

HALANT = 0x094D
SHAPES = {
    "राष्ट्रिय": "uni0930 uni093E uni093F.05 uni0937094D091F uni094D0930 uni092F",
    "ड्राइभर": "uni0921 uni094D0930 uni093E uni0907 uni092D uni0930",
    "झ": "uni091D.NEP",
    # For Nepali, version 2.007 exchanges ५ and ८ and leaves ९ as it is.
    "५८९": "uni096B.NEP uni096E.NEP uni096F",
    "सङ्घ": "uni0938 uni0919094D0918",
    "गर्‍यो": "uni0917 eyelashRephdeva uni092F uni094B",
}

each_font = pytest.mark.parametrize("font", font_files(), ids=lambda font: font.path.stem)


@cache
def opened(path: Path) -> TTFont:
    """Tables of a font file; every test reads the same two."""
    return TTFont(path)


def shaped(path: Path, word: str, language: str = "ne") -> str:
    """The names of the glyphs that HarfBuzz, WeasyPrint's shaper, chooses for a word."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(word)
    buffer.direction, buffer.script, buffer.language = "ltr", "deva", language
    uharfbuzz.shape(uharfbuzz.Font(uharfbuzz.Face(path.read_bytes())), buffer)
    return " ".join(opened(path).getGlyphName(info.codepoint) for info in buffer.glyph_infos)


@each_font
@pytest.mark.parametrize("word", SHAPES)
def test_nepali_words_take_their_right_shapes(font: FontFile, word: str) -> None:
    """Conjuncts are joined, and झ ५ ८ take the form that Nepali readers know."""
    assert shaped(font.path, word) == SHAPES[word]


@each_font
@pytest.mark.parametrize("word", ["राष्ट्रिय", "ड्राइभर", "ट्राफिक", "केन्द्रीय", "म्याद", "शुल्क", "द्वितीय"])
def test_no_halant_shows_inside_a_word(font: FontFile, word: str) -> None:
    """Version 2.006 shows one in the first three when the language is Nepali."""
    assert opened(font.path).getBestCmap()[HALANT] not in shaped(font.path, word).split()


@each_font
def test_a_halant_at_the_end_of_a_word_stays(font: FontFile) -> None:
    """अर्थात् ends in a halant that is written: the test above can see one."""
    assert shaped(font.path, "अर्थात्").split()[-1] == opened(font.path).getBestCmap()[HALANT]


@each_font
def test_the_language_reaches_the_shaper(font: FontFile) -> None:
    """The same letter in Hindi is another shape."""
    assert shaped(font.path, "झ", "hi") != shaped(font.path, "झ", "ne")


@each_font
def test_everything_that_a_text_needs_is_in_the_font(font: FontFile) -> None:
    """Devanagari whole, ASCII whole, and the signs that Nepali and English sentences use."""
    covered = opened(font.path).getBestCmap().keys()
    assert set(range(0x0900, 0x0980)) <= covered
    assert set(range(0x20, 0x7F)) <= covered
    assert not {
        sign
        for sign in "–—‘’“”•…·×©₹€°§«»−\u00a0\u200c\u200d◌äçéñöüßąęłşžő"
        if ord(sign) not in covered
    }


@each_font
def test_the_font_says_what_it_is(font: FontFile) -> None:
    """Family, style, weight, PostScript name: a reader shows them, fontconfig chooses by them."""
    style = {400: "Regular", 700: "Bold"}[font.weight]
    name, os2, head = (opened(font.path)[table] for table in ("name", "OS/2", "head"))
    assert font.family == FAMILY
    assert [name.getDebugName(n) for n in (1, 2, 4, 5, 6)] == [
        "Noto Sans Devanagari",
        style,
        f"Noto Sans Devanagari {style}",
        "Version 2.007",
        f"NotoSansDevanagari-{style}",
    ]
    assert os2.usWeightClass == font.weight
    assert (bool(os2.fsSelection & 0x40), bool(os2.fsSelection & 0x20)) == (
        style == "Regular",
        style == "Bold",
    )
    assert bool(head.macStyle & 1) == (style == "Bold")
    assert "fvar" not in opened(font.path)


@each_font
def test_cutting_again_gives_the_same_bytes(font: FontFile, tmp_path: Path) -> None:
    """The files here are what `make fonts` makes of the locked package, to the byte."""
    again = tmp_path / font.path.name
    with as_file(files("fontpkg_noto_sans_devanagari")) as package:
        cut.cut(package / "files" / "NotoSansDevanagari[wdth,wght].ttf", font, again)
        licence = (package / "LICENSE").read_bytes()
    assert again.read_bytes() == font.path.read_bytes()
    assert font.path.with_name("OFL.txt").read_bytes() == licence


@each_font
def test_the_font_for_pages_is_the_same_font(font: FontFile) -> None:
    """Unpacked, it has the same letters and the same rules for joining them, in a third of the room."""
    printed, shown = opened(font.path), opened(font.for_pages)
    assert shown.getGlyphOrder() == printed.getGlyphOrder()
    assert shown.getBestCmap() == printed.getBestCmap()
    for table in ("GSUB", "GPOS", "OS/2"):
        assert shown.getTableData(table) == printed.getTableData(table)
    assert font.for_pages.stat().st_size < font.path.stat().st_size / 3
