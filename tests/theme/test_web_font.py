"""The font that pages bring along where the settings say so."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page

from iecpress.build import build
from iecpress.fonts import font_files
from iecpress.prepare import Options
from tests.sites import TODAY, Site
from tests.theme.whole_site import complete, served, until

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def with_font(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site with `web_font: true`."""
    site = complete(Site.copy(tmp_path_factory.mktemp("font") / "press"))
    site.change("mkdocs.yml", "      identity:\n", "      web_font: true\n      identity:\n")
    made = build(site.root, Options(site.root / "site", workers=1, today=TODAY))
    assert made.published, made.findings
    return site.root / "site"


def test_nepali_comes_in_the_font_of_the_paper(page: Page, with_font: Path) -> None:
    """Both weights come from our own host, only once Nepali is shown, and words are shown before they have come."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    with served(with_font) as url:
        page.goto(f"{url}/r/visit-visa/")
        assert until(page, "[...document.fonts].every((font) => font.status === 'loaded')")
    assert page.evaluate("[...document.fonts].map((font) => font.display)") == ["swap", "swap"]
    names = {font.for_pages.name for font in font_files()}
    assert {address.rpartition("/")[2] for address in asked if "woff2" in address} == names
    assert [address for address in asked if not address.startswith(url)] == []


def test_from_a_disk_the_font_is_there_too(page: Page, with_font: Path, tmp_path: Path) -> None:
    """The folder of the ZIP holds both weights, and Nepali is shown in them."""
    with zipfile.ZipFile(with_font / "offline/site-ne.zip") as archive:
        archive.extractall(tmp_path)
    top = tmp_path / "site-ne"
    names = {font.for_pages.name for font in font_files()}
    assert {path.name for path in top.rglob("*.woff2")} == names
    page.goto((top / "r/visit-visa/index.html").as_uri())
    assert until(page, "[...document.fonts].every((font) => font.status === 'loaded')")
    assert page.evaluate("[...document.fonts].length") == len(names)


def test_no_font_is_brought_by_itself(whole: Path) -> None:
    """Without the setting there is neither file nor rule."""
    assert not list(whole.rglob("*.woff2"))
    assert "@font-face" not in (whole / "assets/iecpress.css").read_text("utf-8")
