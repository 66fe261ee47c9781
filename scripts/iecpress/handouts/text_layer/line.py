"""A line and the glyphs that showed it in, its words out, each glyph with a code for what it means there."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, compress
from typing import Any

from weasyprint.text.ffi import ffi, pango

from iecpress.handouts.text_layer.codes import Codes
from iecpress.handouts.text_layer.meanings import (
    begin_plainly,
    clusters,
    leftward_meanings,
    meanings,
    solid,
)
from iecpress.handouts.text_layer.shown import Shown

LETTER_MOVED = 50
"""How far a letter may be moved from the one before it, in thousandths of the font size, until readers take it for
another word's."""
MARK_MOVED = 4
"""The same for a word with a mark that has no width, or a letter of more glyphs than one, which may overlap: readers
compare their places with those of their neighbours."""
WordParts = tuple[str, Sequence[str], range, int, bool]
WITH_SPACES = re.compile(rb"\s*\S+\s*|\s+")
"""A word with the spaces after it; the first with those before it, too."""


@dataclass(slots=True)
class Word:
    """A word with the spaces around it."""

    text: str
    codes: Sequence[str]
    """The codes that show it, as a content stream has them."""
    solid: range
    """Which of the codes are not spaces."""
    least_move: int
    """From where on a move within it misleads readers."""
    replaced: bool
    """Whether its text has to be said besides, because its codes alone could mislead a reader."""


@dataclass(slots=True)
class Stretch:
    """Glyphs that run in one direction, and the text that they show."""

    text: bytes
    starts: list[int]
    """Where in the text each glyph's cluster starts."""
    visible: list[bool]
    """Which of the glyphs are shown: what joins or parts others is not."""
    fonts: list[Codes]
    leftwards: bool


def words(
    textbox: Any, shown: Shown, fonts: Mapping[Any, Codes], *, space_after: bool
) -> list[Word]:
    """Return the words of a line; every glyph that was shown is in one of them."""
    stretches = _stretches(textbox, fonts)
    if space_after and stretches:
        _end_in_space(stretches[-1], shown)
    glyphs = iter(shown.glyphs)
    found = [word for stretch in stretches for word in _words(stretch, glyphs)]
    _find_moved(found, shown.moves.items())
    return found


def _stretches(textbox: Any, fonts: Mapping[Any, Codes]) -> list[Stretch]:
    layout = textbox.pango_layout
    # WeasyPrint adds a zero-width space to a lone space that is to be stretched.
    text = (" " if textbox.text == " " else layout.text).encode()
    run = pango.pango_layout_get_line_readonly(layout.layout, 0).runs[0]
    found: list[Stretch] = []
    while run != ffi.NULL:
        item, shaped = run.data.item, run.data.glyphs
        count = shaped.num_glyphs
        leftwards = bool(item.analysis.level % 2)
        if not found or leftwards or found[-1].leftwards:
            found.append(Stretch(b"", [], [], [], leftwards))
        stretch = found[-1]
        before = len(stretch.text)
        stretch.text += text[item.offset : item.offset + item.length]
        stretch.starts += [before + start for start in ffi.unpack(shaped.log_clusters, count)]
        stretch.visible += [
            info.glyph != pango.PANGO_GLYPH_EMPTY for info in shaped.glyphs[0:count]
        ]
        stretch.fonts += [fonts[item.analysis.font]] * count
        run = run.next
    return found


def _end_in_space(stretch: Stretch, shown: Shown) -> None:
    """Show the space that ends a line, as words are told apart by characters and not by their places."""
    if stretch.leftwards or stretch.text[-1:].isspace():
        return
    if shown.show_space(stretch.fonts[-1]):
        stretch.starts.append(len(stretch.text))
        stretch.text += b" "
        stretch.visible.append(True)
        stretch.fonts.append(stretch.fonts[-1])


def _words(stretch: Stretch, glyphs: Iterator[int]) -> Iterator[Word]:
    if stretch.leftwards:
        yield _word(stretch, glyphs)
        return
    first = start = 0
    for match in WITH_SPACES.finditer(stretch.text):
        end = match.end()
        last = bisect_left(stretch.starts, end)
        if last > first:
            part = Stretch(
                stretch.text[start:end],
                [place - start for place in stretch.starts[first:last]],
                stretch.visible[first:last],
                stretch.fonts[first:last],
                leftwards=False,
            )
            yield _word(part, glyphs)
            first, start = last, end


def _word(part: Stretch, shown: Iterator[int]) -> Word:
    """Give the glyphs of a word their codes: those of before, where it stood before."""
    fonts = list(compress(part.fonts, part.visible))
    glyphs = [next(shown) for _ in fonts]
    known = part.fonts[0].words if part.fonts.count(part.fonts[0]) == len(part.fonts) else {}
    key = (part.text, *glyphs, *part.starts)
    word = known.get(key)
    if word is None:
        word = known[key] = _new_word(part, fonts, glyphs)
    return Word(*word)


def _new_word(part: Stretch, fonts: Sequence[Codes], glyphs: Sequence[int]) -> WordParts:
    marks = [font.is_mark(glyph) for font, glyph in zip(fonts, glyphs, strict=True)]
    letters = clusters(part.text, part.starts, part.visible, marks)
    meant = leftward_meanings(letters) if part.leftwards else meanings(letters)
    if not part.leftwards:
        widths = (font.font.widths.get(glyph) for font, glyph in zip(fonts, glyphs, strict=True))
        begin_plainly(meant, list(widths))
    codes = [
        font.code(glyph, meaning) for font, glyph, meaning in zip(fonts, glyphs, meant, strict=True)
    ]
    understood = all(
        font.meanings.get(code) == meaning
        for font, code, meaning in zip(fonts, codes, meant, strict=True)
    )
    in_place = all(len(cluster.marks) <= len(cluster.text) for cluster in letters)
    crowded = any(marks) or any(len(cluster.marks) > 1 for cluster in letters)
    where = range(0) if part.leftwards else solid(letters)
    return (
        part.text.decode(),
        [font.string(code) for font, code in zip(fonts, codes, strict=True)],
        where,
        MARK_MOVED if crowded else LETTER_MOVED,
        bool(where) and not (understood and in_place),
    )


def _find_moved(found: Sequence[Word], moves: Iterable[tuple[int, float]]) -> None:
    """Find the words in which glyphs are moved apart or together: marks set in place, letters spaced."""
    ends = list(accumulate(len(word.codes) for word in found))
    for glyph, move in moves:
        number = bisect_right(ends, glyph)
        if number < len(found):
            word = found[number]
            place = glyph - ends[number] + len(word.codes)
            if place in word.solid and place - 1 in word.solid and abs(move) > word.least_move:
                word.replaced = True
