"""Named bytes and a day in, a ZIP out: the same bytes for the same contents."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterable
from typing import IO

FIRST_DAY = dt.date(1980, 1, 1)
"""A ZIP knows no day before (APPNOTE.TXT, 4.4.6)."""
UNIX, PLAIN_FILE = 3, 0o100644 << 16


def write_zip(
    file: IO[bytes],
    contents: Iterable[tuple[str, bytes]],
    day: dt.date,
    *,
    packed: tuple[str, ...] = (),
) -> None:
    """Write a ZIP into `file`, its entries in the order given and all of one day.

    Only names that end as `packed` says are compressed: PDFs and pictures are already, and what is not
    compressed no library's version can change.
    """
    day = max(day, FIRST_DAY)
    with zipfile.ZipFile(file, "w") as archived:
        for name, content in contents:
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.create_system, entry.external_attr = UNIX, PLAIN_FILE
            way = zipfile.ZIP_DEFLATED if name.endswith(packed) else zipfile.ZIP_STORED
            archived.writestr(entry, content, compress_type=way)
