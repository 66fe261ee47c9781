"""Any two versions of a text, compared on one page by a script."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.theme.test_policy import watched
from tests.theme.test_usable import faultless
from tests.theme.whole_site import address

pytestmark = pytest.mark.browser


def asked(lang: str, old: str, new: str) -> str:
    return f"{address('compare', lang)}?from={old}&to={new}"


@pytest.mark.parametrize("lang", ["ne", "en"])
def test_what_changed_between_any_two_is_shown(page: Page, base: str, lang: str) -> None:
    """All that the versions after the first changed, up to the second, and nothing else; under the strict policy."""
    said = watched(page)
    page.goto(base + asked(lang, "1.1", "1.3"))
    shown = page.locator("[data-shown] article")
    taken, added = (("जानुअघि", "अनुच्छेद"), ("before you go", "paragraph"))[lang == "en"]
    assert [taken in text for text in shown.locator("del").all_inner_texts()] == [True]
    assert [added in text for text in shown.locator("ins").all_inner_texts()] == [True]
    assert page.locator("[data-piece]:visible").count() == 0
    assert (said, page.evaluate("window.refused")) == ([], [])
    faultless(page, "compared")


def test_what_is_chosen_has_an_address(page: Page, base: str) -> None:
    """The form leads to it, in whichever order; the way back leads to what was there before."""
    page.goto(base + address("compare", "en"))
    page.select_option("#from", "1.2")
    page.select_option("#to", "1.0")
    page.get_by_role("button", name="Show what changed").click()
    expect(page).to_have_url(base + asked("en", "1.2", "1.0"))
    expect(page.locator("[data-shown] article")).to_have_count(1)
    assert page.input_value("#from") == "1.0"
    assert page.input_value("#to") == "1.2"
    page.go_back()
    expect(page.locator("[data-shown] article")).to_have_count(0)


@pytest.mark.parametrize(
    ("old", "new", "own"),
    [("1.0", "1.1", "1.1/changes/"), ("1.0", "1.4", "1.0/changes-since/")],
)
def test_what_has_a_page_of_its_own_is_opened_there(
    page: Page, base: str, old: str, new: str, own: str
) -> None:
    """An address that names two versions answers whichever they are, and however many come after them."""
    page.goto(base + asked("en", old, new))
    expect(page).to_have_url(f"{base}/en/r/new-fees/{own}")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?from=1.0&to=1.0", "This is the same version twice."),
        ("?from=1.0&to=7.0", "There is no such version here."),
        ("?from=1.0", "There is no such version here."),
        ("?from=%22%5D&to=%3Cscript%3E", "There is no such version here."),
        ("?from=__proto__&to=constructor", "There is no such version here."),
    ],
)
def test_what_cannot_be_compared_is_said(page: Page, base: str, query: str, sentence: str) -> None:
    """With what to do next."""
    page.goto(base + address("compare", "en") + query)
    assert sentence in page.inner_text("main")
    assert page.locator("[data-shown] article").count() == 0


def test_without_scripts_it_lists_what_has_a_page(browser: Browser, base: str) -> None:
    """And says why there are no more."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(base + asked("en", "1.0", "1.2"))
    assert "the browser must run JavaScript" in page.inner_text("main")
    assert page.locator("main .links a").count() == 7
    assert not page.locator("form.choose").is_visible()
    assert page.locator("ins, del").count() == 0
    context.close()


def test_on_paper_there_is_what_changed_and_no_form(page: Page, base: str) -> None:
    """What one presses or follows is not printed."""
    page.goto(base + asked("ne", "1.1", "1.3"))
    page.emulate_media(media="print")
    assert page.locator("[data-shown] article").is_visible()
    for what in ("form.choose", ".after", ".intro .chips"):
        assert not any(one.is_visible() for one in page.locator(f"main {what}").all()), what


def test_it_works_from_a_disk(page: Page, whole: Path) -> None:
    """A folder that is opened without a server: what is chosen is shown, and its links name files that are there."""
    page.goto((whole / "en/r/new-fees/compare/index.html").as_uri())
    page.select_option("#from", "1.1")
    page.select_option("#to", "1.3")
    page.get_by_role("button", name="Show what changed").click()
    assert page.locator("[data-shown] article").count() == 1
    for link in page.locator("[data-shown] a[href*='/']").all():
        assert Path(unquote(urlsplit(str(link.evaluate("link => link.href"))).path)).is_file()
