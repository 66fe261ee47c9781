"""The machine's Chromium, to be asked as a reader would."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from tests.benchmarks.comparison import browser as program


@contextmanager
def browsing() -> Iterator[Browser]:
    """Start Chromium and end it."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program(), args=["--no-sandbox"])
        yield chromium
        chromium.close()
