"""What a reader with weak eyes, without a mouse, with a small telephone or a screen reader meets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page

from tests.theme.whole_site import KINDS, address, started, until

pytestmark = pytest.mark.browser

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
DRAWN = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
"""The rules whose answer depends on colours and widths."""
WIDTHS = (320, 768, 1280)
SAVE = {"ne": "इन्टरनेटबिना पढ्न राख्नुहोस्", "en": "Save to read offline"}
COMPLAINTS = """([values, type]) => axe.run(document, {resultTypes: ["violations"], runOnly: {type, values}}).then(
    ({violations}) => violations.map(({id, nodes}) => `${id}: ${nodes.map((node) => node.html).join(" ")}`))"""

SIDEWAYS = """() => {
    const wide = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= wide) return [];
    return [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > wide + 1)
        .map((one) => one.outerHTML.slice(0, 120));
}"""

SMALL = """([selector, least]) => [...document.querySelectorAll(selector)]
    .filter((one) => one.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true}))
    .map((one) => [one, one.getBoundingClientRect()])
    .filter(([, box]) => box.width && (box.width < least || box.height < least))
    .map(([one, box]) => `${Math.round(box.width)}x${Math.round(box.height)} ${one.outerHTML.slice(0, 120)}`)"""

TO_PRESS = ".button, .dial, .tiles a, .chips a, .languages a, nav.main a, .footer-links a, summary, a.name, .more"
"""What a thumb looks for."""

FOCUSED = """() => {
    const one = document.activeElement;
    if (one === document.body) return null;
    const box = one.getBoundingClientRect(), style = getComputedStyle(one);
    return {
        html: one.outerHTML.slice(0, 120),
        order: [...document.querySelectorAll("*")].indexOf(one),
        seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
        ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    };
}"""

REACHABLE = """[...document.querySelectorAll("a[href], button, summary, input, [tabindex='0']")]
    .filter((one) => one.checkVisibility({contentVisibilityAuto: true})
        && !one.closest("details:not([open]) > :not(summary)")).length"""


@pytest.fixture(params=["ne", "en"])
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def large(browser: Browser) -> Iterator[Page]:
    """Open a tab of somebody who has set letters to twice their size."""
    with started(browser.browser_type, "--blink-settings=defaultFontSize=32") as own:
        yield own.new_page(viewport={"width": 320, "height": 640})


def complaints(page: Page, values: list[str], kind: str) -> Any:
    return page.evaluate(COMPLAINTS, [values, kind])


def faultless(page: Page, what: str) -> None:
    """Find nothing wrong with the page that is open, at any width, by day, by night or in the reader's own colours."""
    page.emulate_media(color_scheme="light", forced_colors="none")
    page.evaluate(AXE)
    assert complaints(page, TAGS, "tag") == [], what
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 640})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert complaints(page, DRAWN, "rule") == [], (what, width, scheme)
            assert page.evaluate(SIDEWAYS) == [], (what, width, scheme)
    page.emulate_media(color_scheme="light", forced_colors="active")
    assert complaints(page, DRAWN, "rule") == [], (what, "forced colours")


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(page: Page, base: str, lang: str, kind: str) -> None:
    """By WCAG 2.2 A and AA and by best practice, on a telephone, a tablet and a desk, by day and by night."""
    page.set_viewport_size({"width": WIDTHS[0], "height": 640})
    page.goto(base + address(kind, lang))
    faultless(page, kind)


def test_axe_finds_nothing_in_what_is_saved(page: Page, base: str, lang: str) -> None:
    """The list of what is saved, and a page that is, are made by a script: the same holds for them."""
    page.goto(base + address("resource", lang))
    page.get_by_role("button", name=SAVE[lang]).click()
    page.locator(".saving a").wait_for()
    faultless(page, "a page that is saved")
    page.goto(base + address("saved", lang))
    page.locator("[data-saved] button").wait_for()
    faultless(page, "the list")


def test_nothing_scrolls_sideways_with_letters_twice_as_large(
    large: Page, base: str, lang: str
) -> None:
    """On a telephone of 320 pixels, with the reader's own setting; tables and code scroll by themselves."""
    assert large.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    for kind in KINDS:
        large.goto(base + address(kind, lang))
        assert large.evaluate(SIDEWAYS) == [], kind


def test_a_wide_table_scrolls_by_itself(page: Page, base: str, lang: str) -> None:
    """It has a name, the keyboard reaches it, and an arrow key moves it."""
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(base + address("resource", lang))
    table = page.get_by_role("region", name="तालिका १" if lang == "ne" else "Table 1")
    assert table.evaluate("one => one.scrollWidth > one.clientWidth")
    table.focus()
    page.keyboard.press("ArrowRight")
    assert until(page, "document.activeElement.scrollLeft > 0")


def test_everything_is_reached_by_keyboard(page: Page, base: str, lang: str) -> None:
    """Tab goes through a page once, in its order; each stop is in sight and has a ring around it."""
    page.set_viewport_size({"width": 320, "height": 640})
    for kind in ("home", "index", "packs", "resource", "discreet"):
        page.goto(base + address(kind, lang))
        stops = []
        while len(stops) < 200:
            page.keyboard.press("Tab")
            stop = page.evaluate(FOCUSED)
            if not stop or (stops and "#content" in stop["html"]):
                break  # the browser's own buttons come next, or the page once more
            assert stop["seen"], (kind, stop)
            assert stop["ring"], (kind, stop)
            stops.append(stop["order"])
        assert stops == sorted(stops), kind
        assert len(stops) == page.evaluate(REACHABLE), kind


def test_the_first_stop_leads_past_the_navigation(page: Page, base: str, lang: str) -> None:
    """The skip link comes first, shows itself, and puts the reader before the page's own words."""
    page.goto(base + address("resource", lang))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.skip')")
    assert page.evaluate(FOCUSED)["seen"]
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_a_thumb_finds_what_it_looks_for(page: Page, base: str, lang: str) -> None:
    """What one presses is 44 pixels high and wide on a telephone, and every other link in a list 24."""
    page.set_viewport_size({"width": 320, "height": 640})
    for kind in KINDS:
        page.goto(base + address(kind, lang))
        assert page.evaluate(SMALL, [TO_PRESS, 44]) == [], kind
        page.set_viewport_size({"width": 1280, "height": 800})
        assert page.evaluate(SMALL, [TO_PRESS, 24]) == [], kind
        page.set_viewport_size({"width": 320, "height": 640})


@pytest.mark.parametrize("width", [320, 360])
def test_the_way_out_takes_one_row(page: Page, base: str, lang: str, width: int) -> None:
    """The button that leaves a discreet page stays in sight and takes no more of a telephone than it needs."""
    page.set_viewport_size({"width": width, "height": 640})
    page.goto(base + address("discreet", lang))
    page.evaluate("window.scrollTo(0, 1000)")
    bar = page.locator(".leave")
    box = bar.bounding_box()
    assert box
    assert (box["y"], box["height"] <= 56) == (0, True)
    for link in bar.get_by_role("link").all():
        inside = link.bounding_box()
        assert inside
        assert inside["y"] >= 0
        assert inside["y"] + inside["height"] <= box["height"]


def test_nothing_moves_by_itself(page: Page, base: str, lang: str) -> None:
    """There is no animation and no slow change, so there is nothing to reduce for who cannot bear it."""
    for kind in ("home", "resource"):
        page.goto(base + address(kind, lang))
        moving = "[...document.querySelectorAll('*')].map((one) => getComputedStyle(one))"
        assert page.evaluate(
            f"{moving}.every((s) => s.animationName === 'none' && parseFloat(s.transitionDuration) === 0)"
        )
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_the_ring_is_there_in_forced_colours(page: Page, base: str) -> None:
    """Where the reader's own colours replace ours, focus, the chosen page and buttons keep a line."""
    page.emulate_media(forced_colors="active")
    page.goto(base + address("index", "en"))
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["ring"]
    page.goto(base + address("resource", "en"))
    border = page.evaluate(
        "getComputedStyle(document.querySelector('.button.main')).borderTopStyle"
    )
    assert border == "solid"
    current = "document.querySelector('nav.main [aria-current]')"
    assert page.evaluate(f"getComputedStyle({current}).fontWeight") == "700"
