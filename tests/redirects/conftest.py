"""The small library of the pages."""

from tests.pages.conftest import library, small_library

__all__ = ["library", "small_library"]
