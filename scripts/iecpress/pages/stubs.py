"""The table of redirects in; for each old address a page that leads on at once, or by its link, out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import quote

from iecpress import addresses
from iecpress.model import Library
from iecpress.pages.render import Renderer
from iecpress.policy import head
from iecpress.redirects import Redirect


def stubs(library: Library, rows: Iterable[Redirect]) -> Mapping[str, str]:
    """Return the pages by the files they are.

    What lacks its language has a page of its own that says so, which leads on by itself.
    """
    renderer = Renderer(library)
    titles = _titles(library)
    return {
        file_of(row.source): _stub(library, renderer, row, titles.get(row.target, row.target))
        for row in rows
        if row.why != "language"
    }


def file_of(source: str) -> str:
    """Return the file that a static host shows at an address, whatever that looks like.

    A folder may be called `old.pdf`: the page in it answers there, as no page could in a file of that name.
    """
    return source if source.endswith(".html") else f"{source.rstrip('/')}/index.html"


def _titles(library: Library) -> Mapping[str, str]:
    """Return the title of each text by the address of its latest version."""
    return {
        addresses.resource(library.settings, text.lang, resource.id): text.title
        for resource, text in library.texts()
    }


def _stub(library: Library, renderer: Renderer, row: Redirect, title: str) -> str:
    address = file_of(row.source).removesuffix("index.html")
    values = {
        "target": quote(row.target, safe="/#"),
        "title": title,
        "base_url": library.settings.base_url,
        "policy": head(),
    }
    return renderer.html("stub.html", row.lang, quote(address, safe="/"), values)
