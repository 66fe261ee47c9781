"""The search on the pages that a build makes: on the web under the policy, and carried away on a disk."""

from __future__ import annotations

import zipfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Page

from tests.theme.test_policy import watched
from tests.theme.whole_site import KINDS, address

pytestmark = pytest.mark.browser

BOX = "form[role=search] input[type=search]"
HIT = "[data-search-result]"


@pytest.mark.parametrize("lang", ["ne", "en"])
def test_every_page_has_one_box(page: Page, base: str, lang: str) -> None:
    """Every kind of page has one search, with one box and a name."""
    for kind in KINDS:
        page.goto(base + address(kind, lang))
        if page.locator("form[role=search]").count():
            assert page.locator(BOX).count() == 1
            assert page.locator("label[for=search]").inner_text() != ""
        else:
            assert kind == "404"


@pytest.mark.parametrize(("start", "query"), [("/", "bhisa"), ("/en/", "visa")])
def test_hits_lead_to_their_headings(page: Page, base: str, start: str, query: str) -> None:
    """Under the strict policy the search finds, and each hit is a page that answers with that heading."""
    said = watched(page)
    page.goto(base + start)
    page.fill(BOX, query)
    page.wait_for_selector(HIT)
    links = [str(link.get_attribute("href")) for link in page.locator(HIT).all()]
    assert links
    for link in links:
        answer = page.goto(link)
        assert answer is None or answer.ok
        fragment = unquote(urlsplit(link).fragment)
        assert not fragment or page.locator(f"#{fragment}").count() == 1
    assert (said, page.evaluate("window.refused")) == ([], [])


def test_the_site_on_a_disk_can_be_searched(page: Page, whole: Path, tmp_path: Path) -> None:
    """What is carried away in one file has its search with it; hits are files that are there."""
    with zipfile.ZipFile(whole / "offline/site-ne.zip") as archive:
        archive.extractall(tmp_path)
    page.goto((tmp_path / "site-ne/index.html").as_uri())
    page.fill(BOX, "bhisa")
    page.wait_for_selector(HIT)
    for link in page.locator(HIT).all():
        assert Path(unquote(urlsplit(str(link.get_attribute("href"))).path)).is_file()
