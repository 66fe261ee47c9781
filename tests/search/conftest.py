"""The search over the sample library, in a browser, on pages with nothing but the box."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page

from iecpress.load import load
from iecpress.search import search_files

ROOT = Path(__file__).parents[2]
ASSETS = ROOT / "scripts" / "iecpress" / "theme" / "assets"
POLICY = "default-src 'none'; script-src 'self'; form-action 'self'"
PAGE = """<!doctype html><html lang="{lang}"><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}"><title>t</title>
<script src="{root}search-box.js" defer></script>
<form role="search" action="{root}{prefix}resources/" data-search="{root}search/" data-lang="{lang}" data-results="R"
 data-failed="It failed." data-list="The list"><label for="search">S</label><input id="search" type="search" name="q">
<button>Go</button></form><main id="content" tabindex="-1"><p>The page</p></main></html>"""


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder without a word."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        pass


def write_pages(folder: Path) -> None:
    """Write a home page and a page of the index in both languages around the search."""
    for lang, prefix in (("ne", ""), ("en", "en/")):
        for name, root in (
            ("", "../" * (lang == "en")),
            ("resources/", "../" * (1 + (lang == "en"))),
        ):
            home = folder / prefix / name
            home.mkdir(parents=True, exist_ok=True)
            page = PAGE.format(lang=lang, root=root or "./", prefix=prefix, policy=POLICY)
            (home / "index.html").write_text(page, "utf-8")
    shutil.copyfile(ASSETS / "search-box.js", folder / "search-box.js")


def write_site(folder: Path, root: Path) -> None:
    """Write the pages and the search of the site in `root`."""
    library = load(root).library
    assert library is not None
    for address, content in search_files(library).items():
        path = folder / address.removeprefix("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    write_pages(folder)


@pytest.fixture(scope="session")
def found_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with pages and the search over the sample library."""
    folder = tmp_path_factory.mktemp("search")
    write_site(folder, ROOT)
    return folder


@pytest.fixture(scope="session")
def base(found_site: Path) -> Iterator[str]:
    """Serve it; return where it answers."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(found_site))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open a tab of a first visitor; an error in a script is the test's."""
    context = browser.new_context(viewport={"width": 360, "height": 780})
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    context.close()
    assert errors == []
