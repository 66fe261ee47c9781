"""What a page keeps to itself: of a reader, and on a reader's telephone."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Page

from tests.theme.whole_site import ELSEWHERE, KINDS, address, until

pytestmark = pytest.mark.browser

KEPT = """async () => [document.cookie, localStorage.length, sessionStorage.length, await indexedDB.databases(),
    await caches.keys(), await navigator.serviceWorker.getRegistrations()].filter((one) => one.length || one > 0)"""
TITLES = {"ne": "कुटपिट", "en": "Violence"}


@pytest.mark.parametrize("lang", ["ne", "en"])
def test_nothing_is_kept_of_a_visit(page: Page, base: str, lang: str) -> None:
    """No cookie, no storage and no service worker, whatever page one opens and whatever one searches for."""
    for kind in KINDS:
        page.goto(base + address(kind, lang))
        for box in page.locator("input[type=search]").all():
            box.press_sequentially("visa")
        assert page.evaluate(KEPT) == [], kind
    assert page.context.cookies() == []


@pytest.mark.parametrize("lang", ["ne", "en"])
def test_a_discreet_text_is_not_named_around_its_page(whole: Path, lang: str) -> None:
    """Tab, preview of a link and the name of a saved file say nothing; the page itself does."""
    at = whole / address("discreet", lang).strip("/")
    pages = sorted(at.rglob("index.html"))
    assert len(pages) >= 2
    for path in pages:
        head, _, body = path.read_text("utf-8").partition("<body>")
        title = head.partition("<title>")[2].partition("</title>")[0]
        assert title == {"ne": "जानकारी · RS", "en": "Information · RS"}[lang], path
        assert TITLES[lang] not in head, path
        assert f"share-{lang}.png" in head, path
        assert "r/violence/share" not in head, path
        assert TITLES[lang] in body, path
        assert "wa.me" not in body, path
        assert "save.js" not in head, path
        assert f'download="info-1.0-{lang}.pdf"' in body, path
    assert not list((whole / "r/violence").glob("*.png"))


@pytest.mark.parametrize("lang", ["ne", "en"])
def test_a_saved_handout_is_not_named_by_its_reader(whole: Path, lang: str) -> None:
    """What a PDF says of itself, as in a window's title or a list of files, is neutral; the paper is as ever."""
    with pikepdf.open(whole / f"r/violence/1.0/violence-1.0-{lang}.pdf") as pdf:
        own = f"{pdf.docinfo} {pdf.Root.Metadata.read_bytes().decode()}"
    assert TITLES[lang] not in own
    with pikepdf.open(whole / f"r/visit-visa/1.0/visit-visa-1.0-{lang}.pdf") as pdf:
        assert {"ne": "भिजिट भिसा", "en": "Visit visas"}[lang] in str(pdf.docinfo["/Title"])


@pytest.mark.parametrize("lang", ["ne", "en"])
def test_one_touch_leaves_a_discreet_page(page: Page, base: str, lang: str) -> None:
    """The button is in sight wherever one is on the page; going back does not lead to the page that was left."""
    page.route(
        f"{ELSEWHERE}**", lambda route: route.fulfill(body="weather", content_type="text/html")
    )
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(base + address("index", lang))
    page.goto(base + address("discreet", lang))
    page.mouse.wheel(0, 2000)
    assert until(page, "scrollY > 500")
    button = page.locator("[data-leave]")
    box = button.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 100
    button.click()
    page.wait_for_url(ELSEWHERE)
    page.go_back()
    assert page.url == base + address("index", lang)


def test_without_scripts_one_leaves_by_the_link(whole: Path) -> None:
    """The button is a plain link, and says nothing of where one comes from."""
    html = (whole / "en/r/violence/index.html").read_text("utf-8")
    assert f'rel="noreferrer" href="{ELSEWHERE}" data-leave' in html
    assert html.count('en/privacy/"') == 2  # beside the button, and at the foot
    assert "data-leave" not in (whole / "en/r/visit-visa/index.html").read_text("utf-8")
