"""What every test may ask for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from iecpress.handouts import Workers
from tests.press import Press
from tests.sites import Site
from tests.theme.whole_site import started

settings.register_profile("iecpress", deadline=None)  # figures live in benchmarks
settings.load_profile("iecpress")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Return a tiny sound site that the test may spoil."""
    return Site.copy(tmp_path / "site")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the machine's browser, once for all tests: a second Playwright cannot run beside the first."""
    with sync_playwright() as playwright, started(playwright.chromium) as chromium:
        yield chromium


@pytest.fixture(scope="module")
def press_workers() -> Iterator[Workers]:
    """Two warm workers for all releases of a module."""
    with Workers(2, seconds=60, megabytes=1024) as workers:
        yield workers


@pytest.fixture
def press(site: Site, press_workers: Workers) -> Press:
    """Return a tiny sound site that can be released."""
    return Press(site, press_workers)


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory, press_workers: Workers) -> Press:
    """Return a site with two resources, one of them in three versions; not to be changed."""
    press = Press(Site.copy(tmp_path_factory.mktemp("history") / "site"), press_workers)
    press.another("your-passport")
    press.release()
    for version in ("1.1", "1.2"):
        press.next_version(version)
        press.release()
    return press


@pytest.fixture
def archive(history: Press, tmp_path: Path) -> Press:
    """Return a copy of it that the test may spoil."""
    return Press(Site.copy_of(history.site.root, tmp_path / "archive"), history.executor)
