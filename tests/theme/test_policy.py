"""What a page may load and run, as a browser sees it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.theme.whole_site import KINDS, address, until

pytestmark = pytest.mark.browser

WATCH = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.refused.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""


def watched(page: Page) -> list[str]:
    """Note what the browser complains of, from now on."""
    said: list[str] = []
    page.add_init_script(WATCH)
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


def unasked(said: list[str]) -> list[str]:
    """Leave out that an address is not there, where the test asked for one."""
    return [words for words in said if "status of 404" not in words]


@pytest.mark.parametrize("lang", ["ne", "en"])
def test_no_kind_of_page_breaks_the_policy(page: Page, base: str, lang: str) -> None:
    """A page of every kind loads, folds out, copies its link and searches without a word from the browser."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    said = watched(page)
    for kind in KINDS:
        page.goto(base + address(kind, lang))
        for summary in page.locator("summary:visible").all():
            summary.press("Enter")
        for button in page.locator("button[type=button]:visible:not([data-saved] *)").all():
            button.click()
        for box in page.locator("input[type=search]").all():
            box.press_sequentially("visa")
            page.wait_for_timeout(100)
        refused = page.evaluate("window.refused")
        assert (refused, unasked(said)) == ([], []), kind


def test_the_policy_refuses_what_stands_in_a_page(page: Page, base: str) -> None:
    """A style, a script or a handler inside the page is not run, and nothing of another host is loaded."""
    watched(page)
    page.goto(f"{base}/")
    page.evaluate("""() => {
        const box = document.createElement("div");
        box.innerHTML = '<p style="color: red">x</p><img src="https://other.example/x.png" onerror="window.ran = 1">';
        document.body.append(box);
        const script = document.createElement("script");
        script.textContent = "window.ran = 1";
        document.body.append(script);
        fetch("https://other.example/").catch(() => {});
    }""")
    assert until(page, "window.refused.length >= 5")
    refused = {entry.split()[0] for entry in page.evaluate("window.refused")}
    assert refused == {
        "style-src-attr",
        "script-src-attr",
        "script-src-elem",
        "img-src",
        "connect-src",
    }
    assert page.evaluate("window.ran") is None


def test_head_and_header_say_the_same(whole: Path, page: Page, base: str) -> None:
    """Every page carries the policy before anything that it is about; the header adds what no page can say."""
    answer = page.goto(f"{base}/")
    assert answer is not None
    sent = answer.headers
    for path in whole.rglob("*.html"):
        html = path.read_text("utf-8")
        meta = html.index('<meta http-equiv="Content-Security-Policy"')
        assert meta < html.index("<title>"), path
        assert meta < html.index("<link"), path
        content = html[meta:].split('content="', 1)[1].split('"', 1)[0]
        assert sent["content-security-policy"] == f"{content}; frame-ancestors 'none'", path
        assert f'<meta name="referrer" content="{sent["referrer-policy"]}">' in html, path
    assert sent["x-content-type-options"] == "nosniff"
    assert "geolocation=()" in sent["permissions-policy"]


def test_a_site_opened_from_a_disk_keeps_its_style_and_scripts(page: Page, whole: Path) -> None:
    """From a USB stick the policy lets the site's own files through."""
    said = watched(page)
    page.goto((whole / "r/visit-visa/index.html").as_uri())
    assert page.evaluate("getComputedStyle(document.querySelector('.band')).backgroundColor") == (
        "rgb(11, 85, 99)"
    )
    assert page.evaluate("document.links[1].pathname").endswith("/site/index.html")
    assert page.evaluate("window.refused") == []
    assert said == []


def test_a_page_being_written_shows_each_change(whole: Path) -> None:
    """What `serve` sends may run the one script that MkDocs writes into it; all else of the policy stays."""
    from mkdocs.livereload import LiveReloadServer

    from iecpress.policy import CONTENT, with_inline_scripts

    server = LiveReloadServer(lambda: None, host="127.0.0.1", port=0, root=str(whole))
    server.watch(str(whole))
    sent: list[Any] = []
    app = with_inline_scripts(server.serve_request)
    with server.socket:
        html = b"".join(app({"PATH_INFO": "/"}, lambda *given: sent.append(given))).decode()  # type: ignore[arg-type, return-value]
        sheet = b"".join(
            app({"PATH_INFO": "/assets/iecpress.css"}, lambda *given: sent.append(given))  # type: ignore[arg-type, return-value]
        )
    assert "livereload(" in html
    assert CONTENT not in html
    assert CONTENT.replace("script-src", "script-src 'unsafe-inline'") in html
    assert sent[0] == ("200 OK", [("Content-Type", "text/html")])
    assert sheet == (whole / "assets/iecpress.css").read_bytes()
