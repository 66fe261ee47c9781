"""Pages saved on a phone: by choice, read without a connection, and never silently out of date."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.theme.whole_site import served

TEXT, COUNTRY = "/en/r/visit-visa/", "/en/resources/countries/qa/"
SAVE, REMOVE = "Save to read offline", "Remove from this phone"


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    """Return a copy of the built site that the test may change."""
    return shutil.copytree(whole, tmp_path / "site")


@pytest.fixture
def shown(copy: Path) -> Iterator[str]:
    """Serve it."""
    with served(copy) as url:
        yield url


def _saved(page: Page) -> None:
    page.get_by_role("button", name=SAVE).click()
    expect(page.get_by_role("button", name=REMOVE)).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def _kept(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        """caches.has('saved').then(there => there ? caches.open('saved').then(one => one.keys()) : [])
            .then(keys => keys.map(key => key.url))"""
    )
    return found


def _checked_long_ago(page: Page) -> None:
    page.evaluate(
        """caches.open('saved').then(async shelf => {
            const key = (await shelf.keys()).find(one => one.url.endsWith('/saved.json'));
            const saved = await (await shelf.match(key)).json();
            await shelf.put(key, new Response(JSON.stringify({...saved, checked: 0})));
        })"""
    )


def test_nothing_is_kept_until_somebody_asks(page: Page, shown: str) -> None:
    """A visit leaves nothing on the phone: no cookie, no storage, no worker."""
    page.goto(shown + TEXT)
    expect(page.get_by_role("button", name=SAVE)).to_be_visible()
    assert _kept(page) == []
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0
    assert page.evaluate("document.cookie + localStorage.length + sessionStorage.length") == "00"


def test_what_is_saved_opens_without_a_connection(page: Page, shown: str) -> None:
    """The page, its style and its handout come from the phone; another address leads to the list of what is saved."""
    page.goto(shown + TEXT)
    assert "kB" in page.get_by_role("button", name=SAVE).inner_text()
    _saved(page)
    page.context.set_offline(True)
    page.goto(shown + TEXT)
    expect(page.locator("h1")).to_contain_text("Visit visas")
    expect(page.locator(".saving [role=status]")).to_contain_text("You are offline")
    ground = page.locator(".band").evaluate("one => getComputedStyle(one).backgroundColor")
    assert ground != "rgba(0, 0, 0, 0)"
    handout = page.locator("a.button.main").get_attribute("href")
    assert page.evaluate("name => fetch(name).then(a => a.status)", handout) == 200
    page.goto(f"{shown}/en/about/")
    expect(page.locator("h1")).to_have_text("Saved on this phone")
    page.get_by_role("link", name="Visit visas").click()
    expect(page.locator("h1")).to_contain_text("Visit visas")


def test_what_is_removed_leaves_nothing(page: Page, shown: str) -> None:
    """With the last thing saved the worker and all storage go."""
    page.goto(shown + TEXT)
    _saved(page)
    page.get_by_role("button", name=REMOVE).click()
    expect(page.get_by_role("button", name=SAVE)).to_be_visible()
    assert _kept(page) == []
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0


def test_a_new_version_takes_the_place_of_the_old(page: Page, shown: str, copy: Path) -> None:
    """When the text has another version, it is loaded again, and the list says so."""
    page.goto(shown + TEXT)
    _saved(page)
    facts = copy / "r/visit-visa/metadata.json"
    facts.write_text(
        json.dumps({**json.loads(facts.read_text("utf-8")), "version": "1.1"}), "utf-8"
    )
    text = copy / "en/r/visit-visa/index.html"
    text.write_text(text.read_text("utf-8").replace("</h1>", " anew</h1>"), "utf-8")
    _checked_long_ago(page)
    page.goto(f"{shown}/en/saved/")
    expect(page.locator("[data-saved] p")).to_contain_text("new version, 1.1")
    page.context.set_offline(True)
    page.goto(shown + TEXT)
    expect(page.locator("h1")).to_contain_text("anew")


@pytest.mark.parametrize(
    ("state", "said"), [("withdrawn", "has been withdrawn"), ("gone", "no longer at its address")]
)
def test_a_text_that_is_withdrawn_or_gone_says_so(
    page: Page, shown: str, copy: Path, state: str, said: str
) -> None:
    """The copy on the phone tells that nobody should rely on it any more."""
    page.goto(shown + TEXT)
    _saved(page)
    facts = copy / "r/visit-visa/metadata.json"
    if state == "gone":
        facts.unlink()
    else:
        facts.write_text(
            json.dumps({**json.loads(facts.read_text("utf-8")), "state": state}), "utf-8"
        )
    _checked_long_ago(page)
    page.goto(f"{shown}/en/saved/")
    expect(page.locator("[data-saved] p")).to_contain_text(said)


def test_a_country_is_saved_with_its_texts(page: Page, shown: str) -> None:
    """A country's page brings the pages of all its texts that say openly what they are about."""
    page.goto(shown + COUNTRY)
    _saved(page)
    page.context.set_offline(True)
    page.get_by_role("link", name="Visit visas").first.click()
    expect(page.locator("article")).to_be_visible()


def test_a_discreet_text_is_not_saved_with_its_country(page: Page, shown: str) -> None:
    """The list of what is saved names what somebody reads about; it is still listed, and not counted in the size."""
    page.goto(shown + COUNTRY)
    expect(page.locator(".card h2 a", has_text="Violence")).to_be_visible()
    _saved(page)
    assert not [name for name in _kept(page) if "violence" in name]
    assert [name for name in _kept(page) if name.endswith(TEXT)]


def test_what_cannot_be_saved_is_said(page: Page, shown: str, copy: Path) -> None:
    """Without the handout it is not half saved: the reader hears it, and nothing stays behind."""
    page.goto(shown + TEXT)
    for handout in copy.rglob("*.pdf"):
        handout.unlink()
    page.get_by_role("button", name=SAVE).click()
    expect(page.locator(".saving [role=status]")).to_contain_text("could not be saved")
    assert not [name for name in _kept(page) if not name.endswith("saved.json")]


def test_the_newest_is_shown_while_there_is_a_connection(
    page: Page, shown: str, copy: Path
) -> None:
    """What is saved never stands in the way of what the site says now, and is itself renewed by a visit."""
    page.goto(shown + TEXT)
    _saved(page)
    text = copy / "en/r/visit-visa/index.html"
    text.write_text(text.read_text("utf-8").replace("</h1>", " today</h1>"), "utf-8")
    page.goto(shown + TEXT)
    expect(page.locator("h1")).to_contain_text("today")
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("h1")).to_contain_text("today")
