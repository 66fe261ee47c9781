"""The variable font of a pinned package in, the static fonts of this folder out (`make fonts`).

PDFs take static TrueType: variable fonts and WOFF are slower there and less deterministic. Version
2.007 of Noto Sans Devanagari is the one that shapes Nepali rightly: in 2.006 and in Debian's 2.001
`राष्ट्रिय` and `ड्राइभर` show a visible halant when the language is Nepali.
"""

from __future__ import annotations

import sys
from importlib.resources import as_file, files
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from iecpress.fonts import FontFile, font_files

_PACKAGE = "fontpkg_noto_sans_devanagari"
_VARIABLE_FONT = "files/NotoSansDevanagari[wdth,wght].ttf"
_LICENCE = "LICENSE"
_NORMAL_WIDTH = 100
_VARIATIONS_POSTSCRIPT_PREFIX = 25

CHARACTERS = (
    (0x0020, 0x007E),  # Basic Latin
    (0x00A0, 0x017F),  # Latin-1 and Latin Extended-A: the names of European people and places
    (0x0218, 0x021B),  # Romanian s and t with comma below
    (0x02BC, 0x02BC),  # modifier letter apostrophe
    (0x0900, 0x097F),  # Devanagari
    (0x200B, 0x200D),  # zero width space, non-joiner, joiner
    (0x2010, 0x2026),  # hyphens, dashes, quotation marks, bullet, ellipsis
    (0x2039, 0x203A),  # single angle quotation marks
    (0x20AC, 0x20AC),  # euro
    (0x20B9, 0x20B9),  # Indian rupee
    (0x2122, 0x2122),  # trade mark
    (0x2190, 0x2193),  # arrows
    (0x2212, 0x2212),  # minus
    (0x25CC, 0x25CC),  # dotted circle, under a vowel sign that has lost its letter
    (0xA8E0, 0xA8FF),  # Devanagari Extended
)
"""First and last code point of each range that is kept, as far as the source has it."""


def cut(variable_font: Path, font: FontFile, target: Path) -> None:
    """Write the static cut `font` of `variable_font` to `target`; the same bytes every time."""
    with TTFont(variable_font, recalcTimestamp=False) as source:
        static = instantiateVariableFont(
            source, {"wght": font.weight, "wdth": _NORMAL_WIDTH}, updateFontNames=True
        )
        static["name"].removeNames(nameID=_VARIATIONS_POSTSCRIPT_PREFIX)
        _subsetter().subset(static)
        static.save(target)


def pack(font: FontFile) -> None:
    """Write the font as browsers load it: nothing is lost but the time to unpack it."""
    with TTFont(font.path, recalcTimestamp=False) as packed:
        packed.flavor = "woff2"
        packed.save(font.for_pages)


def _subsetter() -> Subsetter:
    options = Options(
        layout_features=["*"],  # Nepali shapes come from features that fontTools would drop
        name_IDs=["*"],  # the licence and its address stay inside the font
        glyph_names=True,
        notdef_outline=True,
        drop_tables=["STAT"],
    )
    subsetter = Subsetter(options)
    subsetter.populate(
        unicodes=[code for first, last in CHARACTERS for code in range(first, last + 1)]
    )
    return subsetter


def main() -> None:
    """Cut every font of the package again and lay its licence beside it."""
    package = files(_PACKAGE)
    with as_file(package / _VARIABLE_FONT) as variable_font:
        for font in font_files():
            cut(variable_font, font, font.path)
            pack(font)
            for made in (font.path, font.for_pages):
                sys.stdout.write(f"{made.name}: {made.stat().st_size:,} bytes\n")
    licence = font_files()[0].path.with_name("OFL.txt")
    licence.write_bytes((package / _LICENCE).read_bytes())


if __name__ == "__main__":
    main()
