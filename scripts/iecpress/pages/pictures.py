"""A body's HTML in; the same with the size of each picture, and none loaded before it is near, out."""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

from iecpress.check.images import NotAPicture, read_picture

IMAGE = re.compile(r'<img src="([^"]*)"')
"""As the renderer writes it."""


def sized(html: str, folder: Path) -> str:
    """Say of each picture how large it is; its file lies in `folder`. All but the first wait until they are near."""
    first = IMAGE.search(html)

    def told(found: re.Match[str]) -> str:
        path = folder / unquote(posixpath.basename(found[1]))
        size = _size(path, path.stat().st_mtime_ns) if path.is_file() else None
        room = f' width="{size[0]}" height="{size[1]}"' if size else ""
        waits = "" if first and found.start() == first.start() else ' loading="lazy"'
        return f'<img{room}{waits} decoding="async" src="{found[1]}"'

    return IMAGE.sub(told, html)


@lru_cache(maxsize=4096)
def _size(path: Path, _changed: int) -> tuple[int, int] | None:
    try:
        picture = read_picture(path.read_bytes(), path.suffix, pixel_limit=0)
    except (NotAPicture, OSError):
        return None
    return picture.width, picture.height
