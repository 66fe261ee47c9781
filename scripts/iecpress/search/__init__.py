"""A library in, the files of its search out: small static files that a browser can search by itself."""

from iecpress.search.index import search_files

__all__ = ["search_files"]
