"""A built site and a file's name in; the site of one language in that file, and what there is to say about it, out."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

from iecpress.model import Library
from iecpress.offline import newest, of_language, write_language
from iecpress.offline.carrying import Carried
from iecpress.pages import pages

ENDINGS = (".zip", ".zim")
INSTALL = "A ZIM needs one more library. Run: pip install 'iecpress[kiwix]'"


class WrongWish(ValueError):
    """Something was asked for that cannot be; the message says what can."""


def run(library: Library, folder: Path, lang: str, output: Path) -> str:
    """Write the site built in `folder` to `output` and return a sentence. Raises WrongWish, OSError."""
    _judge(library, folder, lang, output)
    site = of_language(library, pages(library, [], today=dt.date.min), folder, lang)
    part = Path(tempfile.mkdtemp(prefix=".writing-", dir=output.resolve().parent)) / output.name
    try:
        if output.suffix == ".zim":
            _zim(library, site, lang, part)
        else:
            write_language(site, newest(library), part)
        part.replace(output)
    finally:
        part.unlink(missing_ok=True)
        part.parent.rmdir()
    size = max(1, round(output.stat().st_size / 1000))
    return f"{output}: {len(site.sizes)} files, {size} kB"


def _zim(library: Library, site: Carried, lang: str, path: Path) -> None:
    try:
        from iecpress.offline.zim import write_zim
    except ImportError as error:
        raise WrongWish(INSTALL) from error
    write_zim(library, site, lang, newest(library), path)


def _judge(library: Library, folder: Path, lang: str, output: Path) -> None:
    if output.suffix not in ENDINGS:
        raise WrongWish(f"“{output}” must end in {' or '.join(ENDINGS)}.")
    if not output.resolve().parent.is_dir():
        raise WrongWish(f"There is no folder “{output.parent}”.")
    if lang not in library.settings.languages:
        there = ", ".join(library.settings.languages)
        raise WrongWish(f"There is no language “{lang}”. There are: {there}.")
    if not (folder / "index.html").is_file():
        raise WrongWish(f"There is no built site in “{folder}”. Run: iecpress build")
