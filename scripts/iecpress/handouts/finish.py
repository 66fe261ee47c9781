"""A drawn document and its metadata in, the last touches before it is written out: what PDF/A-3 asks of a file."""

from __future__ import annotations

import re
from typing import Any

import pydyf

AMBIGUOUS = b"\r\nendstream\nendobj"
LENGTH = re.compile(rb"/Length (\d+)")


def describe(pdf: Any, metadata: str) -> None:
    """Put our description in the place of WeasyPrint's, uncompressed, so that any program finds it."""
    stream = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    stream.stream, stream.compress = [metadata.encode()], False


def keep_pixels(pdf: Any) -> None:
    """Do not ask viewers to smooth pictures: what a page shows must not depend on how well one does it."""
    for found in pdf.objects:
        if getattr(found, "extra", {}).get("Interpolate"):
            found.extra["Interpolate"] = "false"


def end_streams_clearly(pdf: Any) -> None:
    """Have each stream end in a way that leaves no doubt how long it is.

    Compressed bytes may end in a carriage return. With the line feed that pydyf writes after them, it reads
    as the end of a line, and the stream as one byte too short. One byte more makes it clear.
    """
    plain = pdf.write_line

    def write_line(content: bytes, output: Any) -> None:
        plain(_lengthened(content) if content.endswith(AMBIGUOUS) else content, output)

    pdf.write_line = write_line


def compress_once(pdf: Any) -> None:
    """Compress what is to be compressed now: pydyf would do it twice, for the file's identifier and to write it.

    No stream may change any more.
    """
    for number, found in enumerate(pdf.objects):
        if isinstance(found, pydyf.Stream):
            pdf.objects[number] = _Finished(found)


class _Finished(pydyf.Object):  # type: ignore[misc]
    """A stream as it stands in the file."""

    compressible = False
    """A stream is not put into a stream of objects."""

    def __init__(self, stream: Any) -> None:
        super().__init__()
        self.number, self.generation = stream.number, stream.generation
        self.data = stream.data

    data = b""


def _lengthened(content: bytes) -> bytes:
    head, mark, rest = content.partition(b"\nstream\n")
    head = LENGTH.sub(lambda found: b"/Length %d" % (int(found[1]) + 1), head)
    return head + mark + rest.removesuffix(AMBIGUOUS) + b"\r\n" + AMBIGUOUS.removeprefix(b"\r")
