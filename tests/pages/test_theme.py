"""The theme, built for real by MkDocs with the i18n plugin from a staged tree."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

import iecpress
from iecpress.model import Library
from iecpress.pages import pages, theme_data
from tests.pages.small import SETTINGS, TODAY

THEME = Path(iecpress.__file__).parent / "theme"
ROOT = THEME.parents[2]

HOOK = """
import json
from mkdocs.utils import get_theme_dir

def on_config(config):
    config.extra["iecpress"] = json.load(open("frame.json", encoding="utf-8"))
    config.theme.static_templates.add("assets/iecpress.css")

def on_files(files, config):
    theirs = get_theme_dir("material")
    for file in list(files):
        if (file.abs_src_path or "").startswith(theirs):
            files.remove(file)
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, small_library: Library) -> Path:
    """Stage the small library and build it; a warning of MkDocs fails the build."""
    folder = tmp_path_factory.mktemp("theme")
    for page in pages(small_library, [], today=TODAY):
        file = folder / "stage" / page.file
        file.parent.mkdir(parents=True, exist_ok=True)
        matter = yaml.safe_dump(page.front_matter(), allow_unicode=True)
        file.write_text(f"---\n{matter}---\n{page.html}\n", "utf-8")
    (folder / "hook.py").write_text(HOOK, "utf-8")
    (folder / "frame.json").write_text(json.dumps(theme_data(small_library)), "utf-8")
    languages = [
        {"locale": code, "name": code, "default": code == SETTINGS.default_language}
        for code in SETTINGS.languages
    ]
    i18n = {"docs_structure": "folder", "fallback_to_default": False, "languages": languages}
    config = {
        "site_name": "small",
        "site_url": str(SETTINGS.site_url),
        "docs_dir": "stage",
        "theme": {"name": "material", "language": "ne", "font": False, "custom_dir": str(THEME)},
        "hooks": ["hook.py"],
        "nav": ["index.md"],
        "not_in_nav": "*",
        "plugins": [{"i18n": i18n}],
    }
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(config, allow_unicode=True), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", "site"],
        cwd=folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder / "site"


def read(built: Path, address: str) -> str:
    return (built / address.lstrip("/") / "index.html").read_text("utf-8")


def test_mkdocs_hands_every_page_on_unchanged(built: Path, small_library: Library) -> None:
    """What a page says arrives byte for byte at its own address."""
    for page in pages(small_library, [], today=TODAY):
        assert page.html in read(built, page.address), page.address


def test_the_head_says_language_address_and_alternates(built: Path) -> None:
    """Canonical and alternates are full addresses of real texts; a missing translation asks not to be indexed."""
    head = read(built, "/en/r/both/")
    assert '<html lang="en" dir="ltr" data-script="Latn">' in head
    assert '<link rel="canonical" href="https://press.example/en/r/both/">' in head
    pairs = re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', head)
    nepali, english = "https://press.example/r/both/", "https://press.example/en/r/both/"
    assert pairs == [("ne", nepali), ("en", english), ("x-default", nepali)]
    assert "noindex" not in head
    missing = read(built, "/en/r/only-nepali/")
    assert '<meta name="robots" content="noindex">' in missing
    assert '<link rel="alternate"' not in missing
    version = read(built, "/en/r/both/1.0/")
    assert '<link rel="canonical" href="https://press.example/en/r/both/">' in version
    assert '<link rel="alternate"' not in version


def test_the_language_switch_leads_to_the_same_resource(built: Path) -> None:
    """From either address of a resource to the same one in the other language, there or not."""
    assert 'rel="alternate" href="../../en/r/only-nepali/"' in read(built, "/r/only-nepali/")
    assert 'rel="alternate" href="../../../../r/both/1.0/"' in read(built, "/en/r/both/1.0/")


def test_nothing_is_loaded_but_our_own_few_files(built: Path) -> None:
    """No font, no other host, nothing of Material's; the theme's files lie once, at the root."""
    assets = sorted(path.name for path in (built / "assets").iterdir())
    own = "compare.js copy-link.js file-links.js icon.svg iecpress.css leave-page.js save.js search-box.js"
    assert assets == own.split()
    assert not (built / "en" / "assets").exists()
    for path in built.rglob("*.html"):
        html = path.read_text("utf-8")
        assert not re.search(r'<(?:script|img|iframe)[^>]+src="https?:', html), path
        assert not re.search(
            r'<link rel="(?:stylesheet|preload|preconnect)" href="https?:', html
        ), path
        assert not re.search(r"\sstyle=|<style", html), path
    css = (built / "assets" / "iecpress.css").read_text("utf-8")
    assert "url(" not in css
    assert "--brand: #0B5563;" in css


def test_not_found_speaks_every_language(built: Path) -> None:
    """The one 404 page has a part in each language, marked as such, and links that work from any depth."""
    html = (built / "404.html").read_text("utf-8")
    parts = re.findall(r'<section lang="([a-z]+)"', html)
    assert parts == ["ne", "en"]
    assert html.count("<h1>") == 1
    assert set(re.findall(r'href="(?!tel:)([^"]{1})', html)) == {"/"}


def test_the_first_view_is_light(built: Path) -> None:
    """Stylesheet under 8 kB, a resource page with everything it loads under 30 kB, compressed."""

    def packed(path: Path) -> int:
        return len(gzip.compress(path.read_bytes(), 9))

    assets = {path.name: packed(path) for path in (built / "assets").iterdir()}
    assert assets["iecpress.css"] < 8_000
    assert packed(built / "r" / "both" / "index.html") + sum(assets.values()) < 30_000


def test_this_sites_own_look_fits_the_theme() -> None:
    """What overrides/ brings stands in for a file of the theme of the same name."""
    own = [
        path.relative_to(ROOT / "overrides")
        for path in (ROOT / "overrides").rglob("*")
        if path.is_file()
    ]
    theirs = [path for path in own if path.parts[0] in {"partials", "assets"}]
    assert theirs
    assert [path for path in theirs if not (THEME / path).is_file()] == []
