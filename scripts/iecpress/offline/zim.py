"""Files of a built site in, a ZIM for the Kiwix readers out; the one door to libzim, which is installed on wish."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from libzim.writer import Creator, Hint, Item, StringProvider
from lxml import html as lxml_html

from iecpress.languages import language
from iecpress.media_types import media_type
from iecpress.model import Library
from iecpress.offline.carrying import Carried
from iecpress.sharing.drawing import emblem

ILLUSTRATION = 48
"""Points of the picture that a reader shows in its list (openZIM, *Metadata*)."""
LONGEST_DESCRIPTION = 80


def write_zim(library: Library, site: Carried, lang: str, day: date, path: Path) -> None:
    """Write the site of one language to `path`, with an index of its words. Raises OSError, RuntimeError."""
    identity = library.settings.identity
    with Creator(str(path)).config_indexing(
        indexing=True, language=language(lang).iso639_3
    ) as creator:
        creator.set_mainpath(site.home)
        creator.add_illustration(
            ILLUSTRATION, emblem(identity.short, ILLUSTRATION, identity.colours.brand)
        )
        for item in _items(site):
            creator.add_item(item)
        about = {
            "Name": f"{identity.short.lower()}_{lang}",
            "Title": identity.name[lang],
            "Creator": identity.name[lang],
            "Publisher": identity.name[lang],
            "Date": day,
            "Description": identity.tagline[lang][:LONGEST_DESCRIPTION],
            "Language": language(lang).iso639_3,
            "Source": library.settings.base_url,
        }
        for name, value in about.items():
            creator.add_metadata(name, value)


class _File(Item):  # type: ignore[misc]
    def __init__(self, path: str, content: bytes) -> None:
        super().__init__()
        self._path, self._content = path, content

    def get_path(self) -> str:
        return self._path

    def get_title(self) -> str:
        if not self._path.endswith(".html"):
            return ""
        return str(lxml_html.parse(io.BytesIO(self._content)).findtext(".//title") or "")

    def get_mimetype(self) -> str:
        return media_type(self._path)

    def get_contentprovider(self) -> StringProvider:
        return StringProvider(self._content)

    def get_hints(self) -> dict[Hint, int]:
        return {Hint.FRONT_ARTICLE: self._path.endswith(".html")}


def _items(site: Carried) -> Iterator[_File]:
    for name in site.sizes:
        yield _File(site.called(name), site.read(name))
