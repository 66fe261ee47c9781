"""The glyphs of a font and what they mean in, codes and the tables that explain them out."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, lru_cache
from io import BytesIO
from typing import Any

import pydyf
from fontTools.ttLib import TTFont

LAST_CODE = 0xFFFF
IN_A_BLOCK = 100
"""How many mappings a block of a CMap may hold (Adobe Technical Note 5014)."""


class Codes:
    """The codes that one font's glyphs are shown by, one for each meaning of each glyph.

    A font program has one number for a glyph, and a ToUnicode CMap one meaning for a code. So a second meaning
    gets a code above the font's last glyph, which a CIDToGIDMap leads back to the glyph (ISO 32000-2, 9.7.4.2
    and 9.10.3). Only TrueType programs are read through that map: in others a glyph keeps its first meaning.
    """

    def __init__(self, font: Any) -> None:
        self.font = font
        self.meanings: dict[int, str] = {}
        self.words: dict[tuple[object, ...], Any] = {}
        """What was found out of words in the font, for whoever finds it out."""
        self._glyphs: dict[int, int] = {}
        self._mapped = font.type == "ttf" and not font.bitmap
        self._codes: dict[tuple[int, str], int] = {}
        self._next = font.glyph_count if self._mapped else LAST_CODE + 1

    def code(self, glyph: int, meaning: str) -> int:
        """Return the code of a glyph with a meaning; with its first one where there can be no other."""
        code = self._codes.get((glyph, meaning))
        if code is None:
            code = self._codes[glyph, meaning] = self._new(glyph, meaning)
        return code

    def _new(self, glyph: int, meaning: str) -> int:
        code = glyph
        if glyph in self.meanings or glyph >= self.font.glyph_count:
            if self._next > LAST_CODE:
                return glyph
            code, self._next = self._next, self._next + 1
        self._glyphs[code], self.meanings[code] = glyph, meaning
        return code

    def string(self, code: int) -> str:
        """Write a code as a string of a content stream."""
        return f"<{code:02x}>" if self.font.bitmap else f"<{code:04x}>"

    @cached_property
    def space(self) -> int | None:
        """The glyph of the space, if the font has one."""
        return None if self.font.bitmap else _space(self.font.file_content, self.font.index)

    def is_mark(self, glyph: int) -> bool:
        """Say whether a glyph takes no room of its own."""
        return bool(self.font.widths.get(glyph) == 0)

    def finish(self, pdf: pydyf.PDF, entry: pydyf.Dictionary) -> None:
        """Replace the tables of the font in the file (ISO 32000-2, 9.7.4.3, 9.7.6.2 and 9.10.3)."""
        to_unicode = _object(pdf, entry["ToUnicode"])
        _write_meanings(to_unicode, self.meanings)
        if all(code == glyph for code, glyph in self._glyphs.items()):
            return
        glyph_map = pydyf.Stream([self._glyph_map], compress=to_unicode.compress)
        pdf.add_object(glyph_map)
        descendant = _object(pdf, entry["DescendantFonts"][0])
        descendant["CIDToGIDMap"] = glyph_map.reference
        descendant["W"] = _widths({c: self.font.widths[glyph] for c, glyph in self._glyphs.items()})
        entry["Encoding"] = "/Identity-H"
        descriptor = _object(pdf, descendant["FontDescriptor"])
        if "CIDSet" in descriptor:  # before PDF 1.5
            _object(pdf, descriptor["CIDSet"]).stream = [_bits(self._glyphs)]

    @property
    def _glyph_map(self) -> bytes:
        """The CIDToGIDMap: two bytes a code. A character that the font lacks is its first glyph, `.notdef`."""
        table = bytearray(2 * (max(self._glyphs) + 1))
        for code, glyph in self._glyphs.items():
            if glyph < self.font.glyph_count:
                table[2 * code : 2 * code + 2] = glyph.to_bytes(2, "big")
        return bytes(table)


@lru_cache(maxsize=8)
def _space(program: bytes, number: int) -> int | None:
    with TTFont(BytesIO(program), fontNumber=number, lazy=True) as font:
        name = (font.getBestCmap() or {}).get(ord(" "))
        return font.getGlyphID(name) if name else None


def _write_meanings(cmap: pydyf.Stream, meanings: dict[int, str]) -> None:
    """Write what codes mean into a ToUnicode CMap, in the place of what WeasyPrint found."""
    head = cmap.stream[: cmap.stream.index(b"endcodespacerange") + 1]
    lines = [
        f"<{code:04x}> <{meaning.encode('utf-16-be').hex()}>".encode()
        for code, meaning in sorted(meanings.items())
    ]
    body: list[bytes] = []
    for start in range(0, len(lines), IN_A_BLOCK):
        block = lines[start : start + IN_A_BLOCK]
        body += [b"%d beginbfchar" % len(block), *block, b"endbfchar"]
    tail = [b"endcmap", b"CMapName currentdict /CMap defineresource pop", b"end", b"end"]
    cmap.stream[:] = [*head, *body, *tail]


def _widths(widths: dict[int, float]) -> pydyf.Array:
    """Write widths as the array W: a first code, and the widths from there on until a code is left out."""
    array = pydyf.Array()
    for code in sorted(widths):
        if code - 1 not in widths:
            array += [code, pydyf.Array()]
        array[-1].append(widths[code])
    return array


def _bits(codes: Iterable[int]) -> bytes:
    """Write a CIDSet: a bit a code, the highest first."""
    bits = bytearray(max(codes) // 8 + 1)
    for code in codes:
        bits[code // 8] |= 0x80 >> code % 8
    return bytes(bits)


def _object(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
