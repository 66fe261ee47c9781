"""A word and how the shaper made glyphs from it in, what each glyph is to mean out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from unicodedata import category

NOTHING = "\u2060"
"""WORD JOINER: what a glyph means when no character is left for it. A mapping to nothing is not allowed
(ISO 32000-2, 9.10.3) and makes some readers give up the whole table."""


WIDE = 600
"""Thousandths of the font size."""


class Cluster(NamedTuple):
    """Characters, and the glyphs that the shaper made from them: whether each is a mark over others."""

    text: str
    marks: tuple[bool, ...]

    @property
    def space(self) -> bool:
        """Whether it stands between words."""
        return self.text[:1].isspace()


def clusters(
    text: bytes, starts: Sequence[int], visible: Sequence[bool], marks: Iterable[bool]
) -> list[Cluster]:
    """Return the clusters of a word. What shows no glyph, as a joiner, belongs to what it follows."""
    found: list[Cluster] = []
    waiting = ""
    for part, shown in _parts(text, starts, visible, marks):
        if shown:
            found.append(Cluster(waiting + part, shown))
            waiting = ""
        elif found:
            found[-1] = Cluster(found[-1].text + part, found[-1].marks)
        else:
            waiting += part
    return found


def _parts(
    text: bytes, starts: Sequence[int], visible: Sequence[bool], marks: Iterable[bool]
) -> Iterator[tuple[str, tuple[bool, ...]]]:
    """Yield what clusters there are, in the order of their glyphs."""
    left = iter(marks)
    order = sorted(set(starts))
    ends = dict(zip(order, [*order[1:], len(text)], strict=True))
    shown: dict[int, list[bool]] = {start: [] for start in starts}
    for start, seen in zip(starts, visible, strict=True):
        if seen:
            shown[start].append(next(left))
    for number, start in enumerate(shown):
        before = text[:start] if number == 0 and start == order[0] else b""
        yield (before + text[start : ends[start]]).decode(), tuple(shown[start])


def meanings(word: Iterable[Cluster]) -> list[str]:
    """Share the characters of a word out over its glyphs, so that in their order they read as the word.

    A glyph need not get the character that it shows: where a vowel sign stands before its consonant, the sign's
    glyph means the consonant. Where there are more glyphs than characters, as in some long vowels, the
    characters that follow move up, and what is too many at the end of the word means the space after it.
    """
    shares: list[str] = []
    text, glyphs = "", 0
    for cluster in word:
        if glyphs and cluster.space:
            shares += _share(text, glyphs, rest=cluster.text[0])
            text, glyphs = "", 0
        text, glyphs = text + cluster.text, glyphs + len(cluster.marks)
        if len(text) >= glyphs:
            shares += _share(text, glyphs, mark_last=cluster.marks[-1])
            text, glyphs = "", 0
    return shares + _share(text, glyphs)


def begin_plainly(shares: list[str], widths: Sequence[float]) -> None:
    """Let the first glyph of a word mean no mark: pdf.js takes what has one in it for a glyph without width.

    It then finds the space before the word only after that glyph, and the word falls in two. The mark goes to the
    next glyph, unless that is wide: MuPDF takes that one for a glyph without width, and breaks the line at a gap
    of 800.
    """
    first = next((place for place, share in enumerate(shares) if not share.isspace()), len(shares))
    second = first + 1
    if second >= len(shares) or shares[second].isspace() or widths[second] > WIDE:
        return
    mark = next((at for at, sign in enumerate(shares[first]) if category(sign) == "Mn"), 0)
    if mark:
        shares[second] = shares[first][mark:] + shares[second]
        shares[first] = shares[first][:mark]


def leftward_meanings(word: Iterable[Cluster]) -> list[str]:
    """The same for what runs leftwards: it is shown from its end, and readers turn it round."""
    return [
        meaning
        for cluster in word
        for meaning in reversed(_share(cluster.text, len(cluster.marks)))
    ]


def _share(text: str, glyphs: int, *, rest: str = NOTHING, mark_last: bool = False) -> list[str]:
    """Give each glyph a character, what is too much to the first, and `rest` to those that get none.

    A mark gets two if it can: MuPDF takes a mark and a letter of one meaning, in one place, for one printed twice.
    """
    if glyphs == 1:
        return [text]
    more = len(text) - glyphs
    if more <= 0:
        return [*text, *[rest] * -more]
    if mark_last:
        return [text[:more], *text[more:-2], text[-2:]]
    return [text[: more + 1], *text[more + 1 :]]


def solid(word: Iterable[Cluster]) -> range:
    """Return which of a word's glyphs are not spaces around it."""
    spaces = [cluster.space for cluster in word for _ in cluster.marks]
    if all(spaces):
        return range(0)
    return range(spaces.index(False), len(spaces) - spaces[::-1].index(False))
