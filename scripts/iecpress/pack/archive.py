"""The contents of a pack and its files in, a ZIP with a list to click on out: the same bytes for the same pack."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from pathlib import Path

from iecpress.handouts.sheet import Desk
from iecpress.handouts.words import dates, shown
from iecpress.languages import language
from iecpress.model import Library
from iecpress.pack.contents import Contents
from iecpress.pack.cover import summary
from iecpress.pages.words import Words
from iecpress.zipped import write_zip

INDEX, SUMS, COVER = "index.html", "SHA256SUMS", "00-cover.pdf"
TEMPLATE = "covers/pack/index.html"


def archive(library: Library, pack: Contents, cover: Path, handouts: Mapping[str, Path]) -> bytes:
    """Pack the cover, the handouts (by resource id), the list and the checksums."""
    names = file_names(pack)
    files = {COVER: cover.read_bytes()}
    files |= {names[entry.id]: handouts[entry.id].read_bytes() for entry in pack.entries}
    files[INDEX] = index(library, pack, {name: len(content) for name, content in files.items()})
    sums = [f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)]
    files[SUMS] = "".join(sums).encode()
    written = io.BytesIO()
    write_zip(written, sorted(files.items()), pack.newest)
    return written.getvalue()


def file_names(pack: Contents) -> Mapping[str, str]:
    """Name the files by resource id, so that a folder shows them in their order."""
    width = max(2, len(str(len(pack.entries))))
    return {
        entry.id: f"{entry.number:0{width}}-{entry.id}-{entry.version}-{pack.lang}.pdf"
        for entry in pack.entries
    }


def index(library: Library, pack: Contents, sizes: Mapping[str, int]) -> bytes:
    """Return the list as a page that needs no other file, in the pack's language and with the others' words."""
    settings = library.settings
    languages = (pack.lang, *(lang for lang in settings.languages if lang != pack.lang))
    values = {
        "pack": pack,
        "names": file_names(pack),
        "sizes": sizes,
        "cover": COVER,
        "lang": language(pack.lang),
        "spoken": {lang: Words(lang) for lang in languages},
        "summary": summary(pack),
        "dates": lambda day: dates(day, language(pack.lang)),
        "shown": shown,
        "identity": settings.identity,
    }
    return Desk(library).filled(TEMPLATE, values).encode()
