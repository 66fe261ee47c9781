"""What a page costs a reader with paid data."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Response

from tests.benchmarks.weight import compressed, read_view
from tests.theme.whole_site import KINDS, address

pytestmark = pytest.mark.browser

FIRST_VIEW = 30_000
SETTLED = 150
"""Milliseconds in which a script that loads something after the page would have begun to."""
FIRST_WORDS = 14_600
"""What a server may send before it must wait for the first answer (RFC 6928: ten packets)."""


def arrived(browser: Browser, base: str, where: str) -> tuple[dict[str, int], list[str]]:
    """Open a page as a first visitor: what was loaded from the site, and what should not have been asked for."""
    answers: list[Response] = []
    with browser.new_context() as context:
        page = context.new_page()
        page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - it marks what it is given
        page.goto(base + where)
        page.wait_for_timeout(SETTLED)
        own = [answer for answer in answers if answer.url.startswith(f"{base}/")]
        wrong = [answer.url for answer in answers if answer not in own or not answer.ok]
        sizes = {_name(answer, base): len(gzip.compress(answer.body(), 9)) for answer in own}
    return sizes, wrong


def _name(answer: Response, base: str) -> str:
    return unquote(answer.url.removeprefix(base))


def too_heavy(sizes: Mapping[str, int], most: int) -> str:
    """Name what makes the sum too large, the heaviest first; nothing when it is not."""
    if sum(sizes.values()) <= most:
        return ""
    heaviest = sorted(sizes.items(), key=lambda item: -item[1])
    return f"{sum(sizes.values()):,} of {most:,}: " + ", ".join(f"{n} {s:,}" for n, s in heaviest)


def before_the_words(html: bytes) -> int:
    """Return how many compressed bytes come up to the end of the title that a reader sees."""
    return len(gzip.compress(html[: html.index(b"</h1>")], 9))


@pytest.mark.parametrize("lang", ["ne", "en"])
def test_the_first_view_of_every_kind_is_light(
    browser: Browser, base: str, whole: Path, lang: str
) -> None:
    """Everything together stays in its budget, and what comes before the first words fits into one answer."""
    for kind in KINDS:
        where = address(kind, lang)
        sizes, wrong = arrived(browser, base, where)
        if kind != "404":
            assert wrong == [], kind
            sizes |= read_view(whole, where).sizes  # an icon, too, which only some browsers ask for
        assert too_heavy(sizes, FIRST_VIEW) == "", kind
        html = (
            whole / ("404.html" if kind == "404" else f"{where}/index.html".lstrip("/"))
        ).read_bytes()
        styles = {name: size for name, size in sizes.items() if name.endswith(".css")}
        assert too_heavy({**styles, where: before_the_words(html)}, FIRST_WORDS) == "", kind


def test_an_offender_is_named(whole: Path) -> None:
    """A picture that is too large for its page is named with its size, before all else."""
    sizes = {"/": 5_000, "/photo.jpg": 40_000}
    assert too_heavy(sizes, FIRST_VIEW) == "45,000 of 30,000: /photo.jpg 40,000, / 5,000"
    assert compressed(whole / "index.html") < FIRST_WORDS
