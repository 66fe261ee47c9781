"""The site with a page of every kind, built once, in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from iecpress.build import build
from iecpress.findings import as_text
from iecpress.prepare import Options
from tests.sites import TODAY, Site
from tests.theme.whole_site import complete, served, with_a_past


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site; return the folder in which it lies."""
    site = with_a_past(complete(Site.copy(tmp_path_factory.mktemp("theme") / "press")))
    made = build(site.root, Options(site.root / "site", workers=1, today=TODAY))
    assert made.published, [as_text(finding, "en") for finding in made.findings]
    return site.root / "site"


@pytest.fixture(scope="session")
def base(whole: Path) -> Iterator[str]:
    """Serve the site; return where it answers."""
    with served(whole) as url:
        yield url


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open a tab of a first visitor."""
    context = browser.new_context()
    yield context.new_page()
    context.close()
