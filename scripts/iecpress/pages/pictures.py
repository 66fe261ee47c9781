"""A body's HTML in; the same with each picture in the sizes that a browser may choose from, out."""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote, unquote

from markupsafe import Markup

from iecpress import addresses
from iecpress.check.images import NotAPicture, read_picture
from iecpress.check.svg import svg_size
from iecpress.model import Resource, Text
from iecpress.pages.desk import Desk
from iecpress.published import pictures_of
from iecpress.renditions import Form, Rendition

IMAGE = re.compile(r'<img src="([^"]*)"([^>]*)>')
"""As the renderer writes it."""
ROOM = "(min-width: 40em) 38em, calc(100vw - 2.2em)"
"""How wide a picture is shown: as the column of text (iecpress.css, `.prose`)."""
SOURCE = Markup('<source type="image/{}" srcset="{}" sizes="{}">')


def shown(html: str, desk: Desk, folder: Path, address: str) -> str:
    """Offer each picture as small as the screen allows, in its room, on the page at `address`.

    The files lie in `folder`, relative to the root. All but the first wait until they are near.
    """
    first = IMAGE.search(html)

    def told(found: re.Match[str]) -> str:
        path = folder / unquote(posixpath.basename(found[1]))
        made = desk.renditions.get(path)
        size = (made.width, made.height) if made else _size_of(desk.library.root / path)
        room = f' width="{size[0]}" height="{size[1]}"' if size else ""
        waits = "" if first and found.start() == first.start() else ' loading="lazy"'
        plain = addresses.relative(address, made.plain.address) if made and made.plain else found[1]
        image = f'<img{room}{waits} decoding="async" src="{plain}"{found[2]}>'
        return _with_sources(image, made, address) if made and made.sources else image

    return IMAGE.sub(told, html)


def saved(desk: Desk, resource: Resource, text: Text) -> dict[str, int]:
    """Return the address and size of each picture that goes with a text when it is saved on a telephone."""
    release = resource.release_of(text)
    folder = release.folder if release else resource.folder
    version = release.version if release else resource.version
    there = release.pictures if release else [path.name for path in resource.pictures]
    names = [name for name in pictures_of(text) if name in there] if there else []
    found = {}
    for name in names:
        made = desk.renditions.get(folder / name)
        if made and made.saved:
            found[made.saved.address] = made.saved.size
        else:
            size = (desk.library.root / folder / name).stat().st_size
            found[quote(addresses.picture(resource.id, version, name))] = size
    return found


def _with_sources(image: str, made: Rendition, address: str) -> str:
    sources = "".join(
        SOURCE.format(source[0].path.suffix[1:], _candidates(source, address), ROOM)
        for source in made.sources
    )
    return f"<picture>{sources}{image}</picture>"


def _candidates(source: tuple[Form, ...], address: str) -> str:
    return ", ".join(f"{addresses.relative(address, f.address)} {f.width}w" for f in source)


def _size_of(path: Path) -> tuple[int, int] | None:
    return _size(path, path.stat().st_mtime_ns) if path.is_file() else None


@lru_cache(maxsize=4096)
def _size(path: Path, _changed: int) -> tuple[int, int] | None:
    try:
        content = path.read_bytes()
        if path.suffix.lower() == ".svg":
            return svg_size(content)
        picture = read_picture(content, path.suffix, pixel_limit=0)
    except (NotAPicture, OSError):
        return None
    return picture.width, picture.height
