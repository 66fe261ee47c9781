"""Pages in; the sitemap, with each page's other languages, out."""

from __future__ import annotations

from collections.abc import Iterable

from iecpress.pages.page import Page
from iecpress.pages.render import fill


def sitemap(pages: Iterable[Page], base_url: str) -> str:
    """Return the sitemap of the pages that search engines may list, each at its own canonical address."""
    listed = [page for page in pages if page.indexed and page.canonical == page.address]
    return fill("sitemap.xml", pages=listed, base_url=base_url)
