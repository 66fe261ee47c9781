"""Pages in; the sitemap, with each page's other languages, out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from iecpress.pages.page import Page
from iecpress.pages.render import fill


def sitemap(
    pages: Iterable[Page], base_url: str, files: Mapping[str, dt.date] | None = None
) -> str:
    """Return the sitemap of what search engines may list: each page at its own canonical address, and files.

    `files` are addresses with the day of the version that lies there.
    """
    listed = [page for page in pages if page.indexed and page.canonical == page.address]
    return fill("sitemap.xml", pages=listed, files=files or {}, base_url=base_url)
