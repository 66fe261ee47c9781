"""A site's folder in; each program's search over the same texts, to be asked in a browser, out."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

import yaml
from playwright.sync_api import Page

from iecpress.model import Library
from iecpress.search import search_files
from iecpress.search.works import Work, works
from tests.benchmarks.figures import BrokenPromise
from tests.benchmarks.processes import run
from tests.search.conftest import write_pages

PAGEFIND = {"Pagefind 1.5": "1.5.2", "Pagefind 1.4": "1.4.0"}
MOST = 10
BOX = "form[role=search] input[type=search]"
PATIENCE = 20_000


class Engine(Protocol):
    """A search that can be asked in a browser."""

    name: str
    folder: Path

    def open(self, page: Page, base: str, lang: str) -> None:
        """Go to where a reader of the language searches."""

    def ask(self, page: Page, query: str) -> list[str]:
        """Return the first sections found, best first, as `<id>#<anchor>`."""


def section_of(address: str) -> str:
    """Name the section that an address within the site leads to."""
    url = urlsplit(address)
    path = unquote(url.path).removesuffix("index.html").strip("/")
    for prefix in ("en/", "r/"):
        path = path.removeprefix(prefix)
    return f"{path.replace('/', '-')}#{unquote(url.fragment)}"


@dataclass
class Ours:
    """Our search beside plain pages of the same texts, its box filled in and its results read."""

    folder: Path
    name: str = "iecpress"

    @classmethod
    def over(cls, library: Library, work: Path) -> Ours:
        """Write the search and the pages."""
        folder = work / "plain"
        write_html(library, folder)
        write_files(search_files(library), folder)
        write_pages(folder)
        return cls(folder)

    def open(self, page: Page, base: str, lang: str) -> None:
        """Go to the index of resources."""
        page.goto(f"{base}/{'en/' if lang == 'en' else ''}resources/")

    def ask(self, page: Page, query: str) -> list[str]:
        """Fill in the box and read the links."""
        page.fill(BOX, "")
        page.fill(BOX, query)
        told = f"#search-results [role=status][data-asked={_quoted(query.strip())}]"
        page.wait_for_selector(told, timeout=PATIENCE, state="attached")
        if (
            page.locator("[data-search-result]").count() < MOST
            and page.locator("[data-key=more]").count()
        ):
            shown = page.locator("[data-search-result]").count()
            page.click("[data-key=more]")
            page.wait_for_selector(f"[data-search-result='{shown + 1}']")
        links = page.evaluate(
            "[...document.querySelectorAll('[data-search-result]')].map((link) => link.href)"
        )
        return [section_of(link) for link in links][:MOST]


def _quoted(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


@dataclass
class Pagefind:
    """Pagefind over the latest pages of the very same site, asked through its JavaScript interface."""

    folder: Path
    name: str
    output: str

    @classmethod
    def over(cls, site: Path, name: str, work: Path) -> Pagefind:
        """Index the plain pages in `site`, in which nothing but `main` counts."""
        folder = work / name.replace(" ", "-")
        shutil.copytree(site, folder)
        program = _pagefind(PAGEFIND[name], work)
        glob = "{r/*/,en/r/*/,about/,en/about/,get-help/,en/get-help/,updates/*/,en/updates/*/}index.html"
        run(
            [
                program,
                "--site",
                folder,
                "--output-subdir",
                "found",
                "--root-selector",
                "main",
                "--glob",
                glob,
            ],
            folder,
        )
        return cls(folder, name, "found")

    def open(self, page: Page, base: str, lang: str) -> None:
        """Load the interface on a page of the language, without our policy in the way."""
        page.goto(f"{base}/{'en/' if lang == 'en' else ''}resources/")
        page.evaluate(
            f"""async () => {{
            window.pagefind = await import('/{self.output}/pagefind.js');
            await window.pagefind.init();
            }}"""
        )

    def ask(self, page: Page, query: str) -> list[str]:
        """Return each page's sections in the order in which its own interface lists them."""
        links = page.evaluate(
            """async ([query, most]) => {
            const found = await window.pagefind.search(query);
            const pages = await Promise.all(found.results.slice(0, most).map((one) => one.data()));
            return pages.flatMap((page) =>
              page.sub_results.length ? page.sub_results.map((part) => part.url) : [page.url]);
            }""",
            [query, MOST],
        )
        return [section_of(link) for link in links][:MOST]


def _pagefind(version: str, work: Path) -> Path:
    """Install one version of Pagefind beside the other, and return its program."""
    folder = work.parent / f"pagefind-{version}"
    if not folder.is_dir():
        command = [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--target",
            folder,
            f"pagefind[bin]=={version}",
        ]
        subprocess.run(command, check=True, capture_output=True)
    found = next(
        (
            path
            for path in (folder / "pagefind_bin").rglob("pagefind*")
            if path.is_file() and path.suffix == ""
        ),
        None,
    )
    if found is None:
        raise BrokenPromise(f"Pagefind {version} has no program in {folder}")
    return found


@dataclass
class Material:
    """Material's own search over the same texts as a plain MkDocs site, in its stock settings."""

    folder: Path
    name: str = "Material"

    @classmethod
    def over(cls, library: Library, work: Path) -> Material:
        """Write the texts as pages of a MkDocs site and build it."""
        folder = work / "material"
        for work_found in works(library):
            for lang in work_found.titles:
                path = folder / "docs" / lang / f"{work_found.id}.md"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(_as_page(work_found, lang), "utf-8")
        for lang in library.settings.languages:
            (folder / "docs" / lang / "index.md").write_text("# Home\n", "utf-8")
        (folder / "mkdocs.yml").write_text(yaml.safe_dump(_SETTINGS))
        environment = {"PYTHONWARNINGS": "ignore", "PYTHONPATH": ""}
        run([sys.executable, "-m", "mkdocs", "build", "--quiet"], folder, environment)
        return cls(folder / "site")

    def open(self, page: Page, base: str, lang: str) -> None:
        """Go to the home page of the language; one index holds both."""
        page.goto(f"{base}/{'en/' if lang == 'en' else ''}")

    def ask(self, page: Page, query: str) -> list[str]:
        """Fill in the box and read the links, those folded away included."""
        box = page.locator("input.md-search__input")
        box.focus()
        box.fill("")
        page.wait_for_timeout(50)
        box.fill(query)
        meta = page.locator(".md-search-result__meta")
        page.wait_for_function(
            "() => !/initial|start/i.test(document.querySelector('.md-search-result__meta').textContent)"
        )
        before = ""
        while (
            now := meta.inner_text() + str(page.locator(".md-search-result__link").count())
        ) != before:
            before = now
            page.wait_for_timeout(120)
        links = page.evaluate(
            "[...document.querySelectorAll('.md-search-result__link')].map((link) => link.href)"
        )
        return [section_of(link) for link in links][:MOST]


def _as_page(work: Work, lang: str) -> str:
    parts = [f"# {work.titles[lang]}"]
    for section in work.sections:
        if lang in section.texts:
            if section.anchor:
                parts.append(f"## {section.headings[lang]} {{#{section.anchor}}}")
            parts += [line.replace("<", "&lt;") for line in section.texts[lang].split("\n")]
    return "\n\n".join(parts) + "\n"


_SETTINGS: dict[str, object] = {
    "site_name": "Comparison",
    "site_url": "https://comparison.example/",
    "theme": {"name": "material", "language": "en", "font": False},
    "nav": ["index.md"],
    "validation": {"nav": {"omitted_files": "ignore"}},
    "markdown_extensions": ["attr_list"],
    "plugins": [
        "search",
        {
            "i18n": {
                "docs_structure": "folder",
                "fallback_to_default": False,
                "reconfigure_material": False,
                "reconfigure_search": False,
                "languages": [
                    {"locale": lang, "name": lang, "build": True, "default": lang == "ne"}
                    for lang in ("ne", "en")
                ],
            }
        },
    ],
}


def engines(library: Library, work: Path) -> Sequence[Engine]:
    """Make the search of every program over the texts of a library."""
    ours = Ours.over(library, work)
    return [
        ours,
        Material.over(library, work),
        *(Pagefind.over(ours.folder, name, work) for name in PAGEFIND),
    ]


def write_html(library: Library, folder: Path) -> None:
    """Write each text as a page of its own: its title, its headings with their ids, its words."""
    for work in works(library):
        for lang in work.titles:
            path = folder / work.addresses[lang].removeprefix("/") / "index.html"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(_as_html(work, lang), "utf-8")


def write_files(files: Mapping[str, bytes], folder: Path) -> None:
    """Write files by their addresses."""
    for address, content in files.items():
        path = folder / address.removeprefix("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _as_html(work: Work, lang: str) -> str:
    parts = [f"<h1>{escape(work.titles[lang])}</h1>"]
    for section in work.sections:
        if lang in section.texts:
            if section.anchor:
                parts.append(f'<h2 id="{section.anchor}">{escape(section.headings[lang])}</h2>')
            parts += [f"<p>{escape(line)}</p>" for line in section.texts[lang].split("\n")]
    head = f'<!doctype html><html lang="{lang}"><meta charset="utf-8"><title>{escape(work.titles[lang])}</title>'
    return f"{head}<main>{''.join(parts)}</main></html>"
