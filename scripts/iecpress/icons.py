"""The name of an icon in, its drawing out; the icons are those that ship with Material for MkDocs."""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from markupsafe import Markup, escape

NAME = re.compile(r"[a-z0-9-]+(/[a-z0-9-]+)+")


@cache
def _folder() -> Path:
    spec = find_spec("material")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("mkdocs-material is not installed: there are no icons")
    return Path(spec.origin).parent / "templates" / ".icons"


@cache
def exists(name: str) -> bool:
    """Whether there is an icon with that name, such as `material/phone`."""
    return NAME.fullmatch(name) is not None and (_folder() / f"{name}.svg").is_file()


@cache
def icon(name: str, title: str = "") -> Markup:
    """Return the icon as SVG, with a title for readers, or hidden from them when it has none.

    Raises FileNotFoundError for a name that is not in the set.
    """
    box, drawing = _drawing(name)
    label = 'role="img"' if title else 'aria-hidden="true"'
    named = f"<title>{escape(title)}</title>" if title else ""
    # The drawing is a file of the pinned icon package, no author's words.
    return Markup(f'<svg class="icon" viewBox="{box}" {label}>{named}{drawing}')  # noqa: S704


@cache
def icon_address(name: str, colour: str) -> str:
    """Return the icon in one colour as a `data:` address, for a style sheet: decoration, silent for readers.

    Raises FileNotFoundError for a name that is not in the set.
    """
    box, drawing = _drawing(name)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" fill="{colour}">{drawing}'
    return f"data:image/svg+xml,{quote(svg)}"


def _drawing(name: str) -> tuple[str, str]:
    """Return an icon's view box and what stands in its `svg` element, its end included."""
    if not exists(name):
        raise FileNotFoundError(f"no such icon: {name}")
    svg = (_folder() / f"{name}.svg").read_text("utf-8").strip()
    box = re.search(r'viewBox="([0-9. -]+)"', svg)
    return (box[1] if box else "0 0 24 24"), svg[svg.index(">") + 1 :]
