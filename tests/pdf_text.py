"""A PDF in, its words out as each reader gives them, and how many of the words that should be there are.

**Words.** Both sides are brought to NFC and split at white space; then words are counted, not ordered, because
readers go through columns, margins and tables in different orders. A word has come back when the reader gives it
letter for letter, as often as it stands in the source. A lost or an added space spoils the words beside it.

**Words over two lines.** A layout may break a word after a hyphen, a dash or a slash, and a word that is wider than
its line anywhere. Such a word has come back when its halves stand at the end of one line and at the start
of the next. pdftotext takes a hyphen at the end of a line for hyphenation and leaves it out; pdfium writes it
as U+FFFE. Both count, as no file can prevent it.

**Character error rate.** The fewest insertions, deletions and replacements that make the source of what was read,
white space reduced to single spaces, over the source's length. It needs the source's order.
"""

from __future__ import annotations

import subprocess
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pymupdf
import pypdf
import pypdfium2

BREAKS_AFTER = "-\u2010–—/.?&=_"
WIDE = 20
"""From how many characters on a word may be wider than its line."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """How many words should have come back, and those that did not."""

    total: int
    missing: tuple[str, ...]
    surplus: tuple[str, ...]

    @property
    def share(self) -> float:
        """The share of the words that came back."""
        return 1 - len(self.missing) / self.total


def compare(source: str, read: str) -> Comparison:
    """Count the words of `source` that stand in `read`."""
    source, read = _nfc(source), _nfc(read)
    wanted, found = Counter(source.split()), Counter(read.split())
    missing, surplus = wanted - found, found - wanted
    for halves in _over_lines(read):
        _settle(["".join(halves)], halves, missing, surplus)
    for halves in _over_lines(source):
        _settle(halves, ["".join(halves)], missing, surplus)
        _settle(halves, [_without_hyphens(halves)], missing, surplus)
    for word in [word for word in missing if "-" in word]:
        for at in (at for at, letter in enumerate(word) if letter == "-"):
            _settle([word], [word[:at] + word[at + 1 :]], missing, surplus)
    return Comparison(wanted.total(), tuple(missing.elements()), tuple(surplus.elements()))


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\ufffe", "-"))


def _settle(
    wanted: list[str], found: list[str], missing: Counter[str], surplus: Counter[str]
) -> None:
    """Take words that are missing and words that stand for them from what is missing and what is too much."""
    while all(missing[word] for word in wanted) and all(surplus[word] for word in found):
        missing.subtract(wanted)
        surplus.subtract(found)


def _over_lines(text: str) -> Iterator[list[str]]:
    """Yield what may be one word at the end of a line and the start of the next, or of more lines."""
    lines = [line.split() for line in text.splitlines() if line.strip()]
    for number, line in enumerate(lines):
        halves = [line[-1]]
        for following in lines[number + 1 : number + 9]:
            wide = len(halves[-1]) + len(following[0]) >= WIDE
            if not wide and halves[-1][-1] not in BREAKS_AFTER:
                break
            halves.append(following[0])
            yield list(halves)
            if len(following) > 1:
                break


def _without_hyphens(halves: list[str]) -> str:
    return "".join(half.removesuffix("-") for half in halves[:-1]) + halves[-1]


def pdftotext(path: Path) -> str:
    """Read with Poppler."""
    shown = subprocess.run(["pdftotext", path, "-"], check=True, capture_output=True)
    return shown.stdout.decode()


def pdfium(path: Path) -> str:
    """Read with what Chrome and Android read with."""
    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def mupdf(path: Path) -> str:
    """Read with MuPDF."""
    with pymupdf.open(path) as document:
        return "\n".join(page.get_text() for page in document)


def pypdf_(path: Path) -> str:
    """Read with pypdf, which knows no ActualText."""
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


READERS: Mapping[str, Callable[[Path], str]] = {
    "pdftotext": pdftotext,
    "pdfium": pdfium,
    "MuPDF": mupdf,
    "pypdf": pypdf_,
}
LEAST = {"pdftotext": 1.0, "pdfium": 1.0, "MuPDF": 0.98, "pypdf": 0.95, "pdf.js": 0.8}
"""The least share of the words that each reader must give back."""


def laid_out(document: Any) -> str:
    """Return every line of a laid-out document as WeasyPrint is about to draw it, generated content and margins too."""
    return "\n".join(line for page in document.pages for line in _lines(page._page_box))


def _lines(box: Any) -> Iterator[str]:
    from weasyprint.formatting_structure.boxes import LineBox

    if isinstance(box, LineBox):
        yield "".join(_texts(box))
    for child in getattr(box, "children", ()):
        yield from _lines(child)


def _texts(box: Any) -> Iterator[str]:
    from weasyprint.formatting_structure.boxes import InlineBox, TextBox

    for child in box.children:
        if isinstance(child, TextBox):
            yield child.text
        elif isinstance(child, InlineBox):
            yield from _texts(child)
