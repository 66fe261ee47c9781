"""A page in; its whole file, as MkDocs makes it with the same theme, in a tenth of the time, out.

What stands in the past is many times what is current: it must not make a build slow. Nothing of MkDocs
is needed for it but the theme's templates; a test compares the two byte for byte.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import Environment, FileSystemLoader

from iecpress import addresses
from iecpress.copies import all_done
from iecpress.files import write_atomically
from iecpress.model import Library
from iecpress.pages.page import Page

THEME = Path(__file__).parents[1] / "theme"
APART = True
"""Whether the pages of the past are made so; the test of that makes them the long way as well."""


def write_apart(
    library: Library,
    pages: Iterable[Page],
    frame: Mapping[str, Any],
    html: Path,
    keys: Path | None = None,
    *,
    workers: int = 1,
) -> int:
    """Write the pages that MkDocs did not make into its folder; return how many there were to write.

    `keys` notes what they were made from. Without it, or where it is not there, all of them are made.
    """
    every = list(pages)
    wanted = {page.built: page for page in every if page.apart}
    known = _read(keys) if keys else {}
    for inner in known.keys() - {page.built for page in every}:
        (html / inner).unlink(missing_ok=True)
    changed = [
        page
        for inner, page in wanted.items()
        if not page.key or known.get(inner) != page.key or not (html / inner).is_file()
    ]
    all_done(partial(_write, _Whole(library, frame), html), changed, workers)
    if keys:
        write_atomically(keys, json.dumps({i: page.key for i, page in wanted.items()}).encode())
    return len(changed)


def _write(whole: _Whole, html: Path, page: Page) -> None:
    path = html / page.built
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(whole.file(page), "utf-8")


class _Whole:
    """Fills in the theme's page, as the plugin and MkDocs do."""

    def __init__(self, library: Library, frame: Mapping[str, Any]) -> None:
        self._template = _environment(library.root / library.settings.overrides).get_template(
            "main.html"
        )
        self._configs = {
            lang: SimpleNamespace(extra={"iecpress": frame}, theme=SimpleNamespace(language=lang))
            for lang in library.settings.languages
        }

    def file(self, page: Page) -> str:
        """Return the content of a page's file."""
        return self._template.render(
            config=self._configs[page.lang],
            base_url=addresses.relative(page.address, "/").rstrip("/"),
            page={"meta": page.front_matter(), "content": page.html},
        )


def _environment(own: Path) -> Environment:
    spec = find_spec("material")
    material = Path(spec.origin or "").parent if spec else THEME
    folders = (own, THEME, material / "templates")
    # MkDocs's environment does not escape by itself: the theme's templates do.
    return Environment(loader=FileSystemLoader(folders), auto_reload=False)  # noqa: S701


def _read(path: Path) -> dict[str, str]:
    try:
        found: dict[str, str] = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return found
