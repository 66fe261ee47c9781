"""A page in; its whole file, as MkDocs makes it with the same theme, in a tenth of the time, out.

What stands in the past is many times what is current: it must not make a build slow. Nothing of MkDocs
is needed for it but the theme's templates; a test compares the two byte for byte.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import Environment, FileSystemLoader

from iecpress import addresses
from iecpress.copies import under_way
from iecpress.files import place, write_atomically
from iecpress.model import Library
from iecpress.pages.page import Page

THEME = Path(__file__).parents[1] / "theme"
Stamp = tuple[int, ...]
"""When a file was changed last, in nanoseconds, and its size; empty for one that is not there."""
Written = tuple[str, Stamp]
"""The key of a page, and its file's stamp."""
APART = True
"""Whether the pages of the past are made so; the test of that makes them the long way as well."""


@dataclass(frozen=True, slots=True)
class Apart:
    """What the pages of a `site` were made from, and how their files were left: see `writing_apart`."""

    look: str = ""
    """A name for all that the theme shows around them."""
    site: Path | None = None
    pages: Mapping[str, Written] = field(default_factory=dict)
    made: int = 0

    @classmethod
    def noted(cls, path: Path, look: str, site: Path) -> Apart:
        """Read what was noted in a file; nothing where it cannot be read, or where the theme looked otherwise."""
        try:
            noted, pages = json.loads(path.read_bytes())
            known = {inner: (key, tuple(stamp)) for inner, (key, stamp) in pages.items()}
        except (OSError, ValueError, TypeError):
            noted, known = "", {}
        return cls(look, site, known if noted == look else {})

    def note(self, path: Path) -> None:
        """Write it to a file."""
        write_atomically(path, json.dumps([self.look, self.pages]).encode())


@contextmanager
def writing_apart(
    library: Library,
    pages: Iterable[Page],
    frame: Mapping[str, Any],
    folder: Path,
    before: Apart | None = None,
    *,
    workers: int = 1,
) -> Iterator[Callable[[], Apart]]:
    """Begin to write the pages that MkDocs does not make into a folder, and give what waits for the end.

    It returns what they were made from. A page that was made from the same `before` is not made again, if its file
    lies in the folder, or in the site that is about to be replaced, as it was left.
    """
    before = before or Apart()
    wanted = {page.built: page for page in pages if page.apart}
    changed = [page for page in wanted.values() if not _there(page, folder, before)]
    with under_way(partial(_write, _Whole(library, frame), folder), changed, workers) as done:

        def written() -> Apart:
            done()
            stamps = {inner: (page.key, _stamp(folder / inner)) for inner, page in wanted.items()}
            return Apart(before.look, before.site, stamps, len(changed))

        yield written


def _there(page: Page, folder: Path, before: Apart) -> bool:
    """Say whether a page lies in the folder; one that lies in the site only does so afterwards.

    The file is the same in both, and is never written to: a reader of the site sees no page while it changes.
    """
    key, stamp = before.pages.get(page.built, ("", ()))
    if not key or key != page.key:
        return False
    path = folder / page.built
    if _stamp(path) == stamp:
        return True
    if before.site is None or _stamp(before.site / page.built) != stamp:
        return False
    place(before.site / page.built, path)
    return True


def _stamp(path: Path) -> Stamp:
    """Return what tells a file that somebody has changed."""
    try:
        found = path.lstat()
    except OSError:
        return ()
    return found.st_mtime_ns, found.st_size


def _write(whole: _Whole, folder: Path, page: Page) -> None:
    path = folder / page.built
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)  # it may be the same file as the site's
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
