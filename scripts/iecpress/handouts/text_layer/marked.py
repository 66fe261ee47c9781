"""The words of a line in, the operators of a content stream and their marks out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pydyf

from iecpress.handouts.text_layer.line import Word
from iecpress.handouts.text_layer.shown import Operator

STEP = 90
"""The widest move that is written as one number. Readers that know no ActualText take a wider one for a space."""


@dataclass(slots=True)
class Divided:
    """Text with an MCID that is written as several marked-content sequences in a row, each to have its own.

    A sequence with ActualText may stand within one that has an MCID, but Poppler loses what follows it there.
    """

    stream: Any
    number: int
    """The MCID of the whole."""
    parts: list[pydyf.Dictionary] = field(default_factory=list)
    """The properties of the sequences. Their MCIDs are set when all those of the page are known."""


def divide(stream: Any) -> Divided | None:
    """Take the MCID from the sequence that the stream is in, if that holds nothing but text, on a page."""
    ended = 0
    for place in range(len(stream.stream) - 1, 1, -1):
        operator = stream.stream[place]
        if operator == b"EMC":
            ended += 1
        elif operator in (b"BDC", b"BMC") and ended:
            ended -= 1
        elif operator in (b"BDC", b"BMC"):
            tag, properties = stream.stream[place - 2 : place]
            text = operator == b"BDC" and tag == "/Span" and "MCID" in properties
            return Divided(stream, properties.pop("MCID")) if text and not stream.extra else None
    return None


def number(pdf: pydyf.PDF, divided: Sequence[Divided]) -> None:
    """Hang the parts of what was divided where the whole hung (ISO 32000-2, 14.7.5.2 and 14.7.5.4)."""
    if not divided:
        return
    pages = {
        entry["Contents"]: entry
        for entry in pdf.objects
        if isinstance(entry, pydyf.Dictionary) and entry.get("Type") == "/Page"
    }
    tree = _object(pdf, _object(pdf, pdf.catalog["StructTreeRoot"])["ParentTree"])["Nums"]
    owners = dict(zip(tree[::2], tree[1::2], strict=True))
    for whole in divided:
        on_page = owners[pages[whole.stream.reference]["StructParents"]]
        numbers = [whole.number, *range(len(on_page), len(on_page) + len(whole.parts) - 1)]
        kids = _object(pdf, on_page[whole.number])["K"]
        place = kids.index(whole.number)
        kids[place : place + 1] = numbers
        on_page += [on_page[whole.number]] * (len(numbers) - 1)
        for properties, mcid in zip(whole.parts, numbers, strict=True):
            properties["MCID"] = mcid


class Writer:
    """Writes a line to a stream, with marks around the words whose text is said besides."""

    def __init__(self, stream: Any, divided: Divided | None) -> None:
        self._stream = stream
        self._divided = divided
        self._shown: list[str] = []
        self._word: Word | None = None
        self._left = 0
        self._marked = False

    def write(self, operators: Iterable[Operator], words: Iterable[Word]) -> None:
        """Write the operators, with the words' codes in the place of glyphs."""
        following = (word for word in words if word.codes)
        codes: Iterator[str] = iter(())
        for item in operators:
            if isinstance(item, int):
                if not self._left:
                    word = next(following)
                    codes = iter(word.codes)
                    self._turn_to(word)
                self._left -= 1
                self._shown.append(next(codes))
            elif isinstance(item, float):
                self._shown.append(_numbers(item))
            else:
                self._show()
                operator, operands = item
                operator(*operands)
        self._end()

    def _turn_to(self, word: Word) -> None:
        """End and begin a marked-content sequence where one is needed (ISO 32000-2, 14.7.5.2 and 14.9.4)."""
        if self._word is None or word.replaced or self._word.replaced:
            self._end()
            properties = pydyf.Dictionary()
            if self._divided:
                properties["MCID"] = None
                self._divided.parts.append(properties)
            if word.replaced:
                properties["ActualText"] = pydyf.String(word.text)
            if properties:
                self._stream.begin_marked_content("Span", properties)
            self._marked = bool(properties)
        self._word, self._left = word, len(word.codes)

    def _end(self) -> None:
        self._show()
        if self._marked:
            self._stream.end_marked_content()
            self._marked = False

    def _show(self) -> None:
        """Write what is to be shown at once; a mark that is raised begins anew.

        pdfium measures the way to what follows a word from the word's first piece, but for those pieces
        that are in a sequence of their own.
        """
        if not self._shown:
            return
        word = self._word
        apart = word and word.replaced and self._left and not word.text[-1].isspace()
        if apart:
            self._stream.begin_marked_content("Span", pydyf.Dictionary())
        self._stream.show_text("".join(self._shown).replace("><", ""))
        self._shown.clear()
        if apart:
            self._stream.end_marked_content()


def _numbers(move: float) -> str:
    """Write a move as numbers of a TJ array."""
    steps, rest = divmod(-move, STEP) if move < -STEP else (0, -move)
    return f"{-STEP} " * int(steps) + f"{-rest:.2f}".rstrip("0").rstrip(".") + " "


def _object(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
