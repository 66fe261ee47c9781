"""A built site in; the compressed bytes of a first view and of a two-page handout out."""

from __future__ import annotations

import gzip
import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urljoin, urlsplit

from lxml import html as lxml_html
from playwright.sync_api import Request, sync_playwright

from tests.benchmarks.comparison import browser
from tests.benchmarks.figures import BrokenPromise, Figure
from tests.benchmarks.plan import Plan

LOADED = (
    ("script", "src"),
    ("img", "src"),
    ("img", "srcset"),
    ("source", "src"),
    ("source", "srcset"),
    ("video", "poster"),
    ("iframe", "src"),
    ("embed", "src"),
    ("object", "data"),
    ("use", "href"),
)
LOADED_LINKS = {
    "stylesheet",
    "icon",
    "apple-touch-icon",
    "mask-icon",
    "manifest",
    "preload",
    "modulepreload",
}
IN_STYLE = re.compile(r"""(?:url\(\s*|@import\s+)["']?(?!data:)([^"')\s;]+)""")
HERE = "http://site.test"


@dataclass(frozen=True, slots=True)
class View:
    """Everything a page loads: compressed bytes by address within the site, and addresses of other hosts."""

    sizes: Mapping[str, int]
    elsewhere: tuple[str, ...] = ()

    @property
    def kilobytes(self) -> float:
        """All of it, in units of 1,000 bytes."""
        return sum(self.sizes.values()) / 1000


def weight(plan: Plan) -> Iterator[Figure]:
    """Build a site once and weigh its resource pages and handouts."""
    folder = plan.fresh(plan.resources)
    plan.build(folder)
    site = folder / "site"
    catalogue = json.loads((site / "catalogue.json").read_text("utf-8"))
    entries = [text for resource in catalogue["resources"] for text in resource["texts"]]
    for lang in catalogue["languages"]:
        yield from _pages(
            site, lang, [_path(text["url"]) for text in entries if text["lang"] == lang]
        )
    yield from _sheets([file for text in entries for file in text["files"]])
    plan.done_with(folder)


def _path(url: str) -> str:
    return urlsplit(url).path


def _pages(site: Path, lang: str, addresses: list[str]) -> Iterator[Figure]:
    views = {address: read_view(site, address) for address in addresses}
    heaviest = max(views, key=lambda address: views[address].kilobytes)
    files = ", ".join(
        f"{_short(name)} {size / 1000:.1f}" for name, size in views[heaviest].sizes.items()
    )
    yield Figure(
        f"first view of a resource page, {lang}: page and all it names, gzip -9",
        [view.kilobytes for view in views.values()],
        "kB",
        30,
        f"{len(views)} pages; the heaviest: {files}",
    )
    seen = fetch_view(site, heaviest)
    together = View({**views[heaviest].sizes, **seen.sizes})
    yield Figure(
        "— the heaviest, with all that Chromium fetches",
        [together.kilobytes],
        "kB",
        30,
        f"{len(seen.sizes)} requests ({seen.kilobytes:.1f} kB)",
    )
    others = {*seen.elsewhere, *(name for view in views.values() for name in view.elsewhere)}
    yield Figure("— requests to other hosts", [len(others)], "", 0, ", ".join(sorted(others)[:3]))


def _short(address: str) -> str:
    return "HTML" if address.endswith("/") else posixpath.basename(address)


def _sheets(files: list[dict[str, int]]) -> Iterator[Figure]:
    sizes = [file["bytes"] / 1000 for file in files if file["pages"] == 2]
    if not sizes:
        raise BrokenPromise("no handout has two pages")
    yield Figure("text-only handout of two pages", sizes, "kB", 150, f"{len(sizes)} handouts")


def read_view(site: Path, address: str) -> View:
    """Find everything that the page at `address` names to be loaded, in its HTML and its style sheets."""
    sizes = {address: compressed(_file(site, address))}
    elsewhere = []
    wanted = list(named_in_page(_file(site, address).read_text("utf-8"), address))
    while wanted:
        url = urlsplit(wanted.pop())
        path = unquote(url.path)
        if f"{url.scheme}://{url.netloc}" != HERE:
            elsewhere.append(url.geturl())
        elif path not in sizes:
            sizes[path] = compressed(_file(site, path))
            if path.endswith(".css"):
                wanted += named_in_style(_file(site, path).read_text("utf-8"), path)
    return View(sizes, tuple(elsewhere))


def named_in_page(page: str, address: str) -> Iterator[str]:
    """Yield the whole URL of everything that a browser may load for the page."""
    root = lxml_html.fromstring(page.encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))
    here = urljoin(HERE, address)
    found = [(name, element.get(name, "")) for tag, name in LOADED for element in root.iter(tag)]
    found += [
        ("href", link.get("href", ""))
        for link in root.iter("link")
        if LOADED_LINKS & set(link.get("rel", "").lower().split())
    ]
    styles = [element.text or "" for element in root.iter("style")]
    styles += [style for element in root.iter() if (style := element.get("style"))]
    for name, value in found:
        candidates = (
            [part.split()[0] for part in value.split(",") if part.strip()]
            if name == "srcset"
            else [value]
        )
        for target in candidates:
            if target and not target.startswith(("data:", "#")):
                yield urljoin(here, target)
    for style in styles:
        yield from named_in_style(style, address)


def named_in_style(style: str, address: str) -> Iterator[str]:
    """Yield the whole URL of everything that a style sheet at `address` names."""
    for found in IN_STYLE.finditer(style):
        if not found[1].startswith("#"):
            yield urljoin(urljoin(HERE, address), found[1])


def _file(site: Path, address: str) -> Path:
    path = site / address.removeprefix("/")
    return path / "index.html" if address.endswith("/") else path


@cache
def compressed(path: Path) -> int:
    """Return how many bytes of a file a server sends: compressed as well as gzip can, where that is less."""
    content = path.read_bytes()
    return min(len(content), len(gzip.compress(content, 9, mtime=0)))


def fetch_view(site: Path, address: str) -> View:
    """Open the page at `address` in Chromium as a first visitor, and note everything it asks for."""
    with _served(site) as base, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser(), args=["--no-sandbox"])
        page = chromium.new_page()
        requests: list[Request] = []
        page.on("request", lambda request: requests.append(request))  # noqa: PLW0108 - it marks what it is given
        page.goto(f"{base}{address}", wait_until="networkidle")
        asked = [request.url for request in requests if not request.url.startswith("data:")]
        chromium.close()
    sizes = {}
    for url in asked:
        path = unquote(urlsplit(url).path)
        if url.startswith(f"{base}/") and _file(site, path).is_file():
            sizes[path] = compressed(_file(site, path))
    return View(sizes, tuple(url for url in asked if not url.startswith(f"{base}/")))


class _Quiet(SimpleHTTPRequestHandler):
    """Serves a folder without a word."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        pass


@contextmanager
def _served(site: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
