"""The site to carry away: everything in it opens from a disk, and what is not in it is looked for on the web."""

from __future__ import annotations

import zipfile
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from libzim.reader import Archive
from libzim.search import Query, Searcher
from lxml import html as lxml_html
from playwright.sync_api import Page

from iecpress import offline
from iecpress.cli import cli
from iecpress.load import load
from iecpress.offline import of_language
from iecpress.offline.carrying import resolved
from iecpress.pages import pages
from iecpress.zipped import write_zip
from tests.sites import TODAY

WEB = "https://press.example"


def _unpacked(site: Path, lang: str, folder: Path) -> Path:
    with zipfile.ZipFile(site / f"offline/site-{lang}.zip") as archive:
        assert archive.testzip() is None
        archive.extractall(folder)
    return folder / f"site-{lang}"


@pytest.mark.parametrize("lang", ["ne", "en"])
def test_every_link_leads_to_a_file_or_to_the_web(whole: Path, lang: str, tmp_path: Path) -> None:
    """A page on a disk links to files that are there by their full names; all else is an address on the web."""
    top = _unpacked(whole, lang, tmp_path)
    pages = sorted(top.rglob("*.html"))
    assert (top / "index.html") in pages
    carried = on_the_web = 0
    for page in pages:
        root = lxml_html.fromstring(page.read_bytes())
        for link in map(str, root.xpath("//*/@href | //*/@src | //form/@action")):
            if urlsplit(link).scheme:
                on_the_web += link.startswith(WEB)
                continue
            path = unquote(urlsplit(urljoin(page.as_uri(), link)).path)
            assert Path(path).is_file(), f"{page.relative_to(top)}: {link}"
            carried += 1
    assert carried > len(pages)
    assert on_the_web


@pytest.mark.parametrize("lang", ["ne", "en"])
def test_a_discreet_handout_has_a_neutral_name(whole: Path, lang: str, tmp_path: Path) -> None:
    """A file that another program opens, and keeps in its list, does not say what it is about; its page finds it."""
    top = _unpacked(whole, lang, tmp_path)
    names = {path.name for path in top.rglob("*.pdf")}
    assert f"info-1.0-{lang}.pdf" in names
    assert not [name for name in names if "violence" in name]
    page = (top / ("en" if lang == "en" else "") / "r/violence/index.html").read_text("utf-8")
    assert f'1.0/info-1.0-{lang}.pdf" download=' in page
    listed = (top / ("en" if lang == "en" else "") / "resources/index.html").read_text("utf-8")
    assert f"r/violence/1.0/info-1.0-{lang}.pdf" in listed


@pytest.mark.parametrize(("lang", "other"), [("ne", "en"), ("en", "ne")])
def test_one_language_with_its_handouts(whole: Path, lang: str, other: str, tmp_path: Path) -> None:
    """It holds the pages and handouts of one language; the pages of versions, and packs, stay on the web."""
    top = _unpacked(whole, lang, tmp_path)
    names = {path.relative_to(top).as_posix() for path in top.rglob("*") if path.is_file()}
    prefix = "en/" if lang == "en" else ""
    assert f"{prefix}r/visit-visa/index.html" in names
    assert f"r/visit-visa/1.0/visit-visa-1.0-{lang}.pdf" in names
    assert not [
        name for name in names if name.endswith(f"visa-1.0-{other}.pdf") or "1.0/index.html" in name
    ]
    assert not [name for name in names if name.startswith(("packs/pack", "offline/"))]
    page = (top / f"{prefix}r/visit-visa/index.html").read_text("utf-8")
    assert f"{WEB}/{prefix}r/visit-visa/1.0/" in page


def test_the_same_site_gives_the_same_file(whole: Path, tmp_path: Path) -> None:
    """Made once more from the same site, it is the same bytes."""
    reading = load(whole.parent)
    assert reading.library
    made = pages(reading.library, [], today=TODAY)
    site = of_language(reading.library, made, whole, "ne")
    for name in ("one", "two"):
        with (tmp_path / name).open("wb") as file:
            write_zip(
                file, [(name, site.read(name)) for name in site.sizes], TODAY, packed=(".html",)
            )
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_handouts_that_make_it_too_large_stay_on_the_web(
    whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over the limit there are no handouts in it, and its pages lead to those on the web."""
    library = load(whole.parent).library
    assert library
    made = pages(library, [], today=TODAY)
    assert any(name.endswith(".pdf") for name in of_language(library, made, whole, "ne").sizes)
    monkeypatch.setattr(offline, "MEGABYTE", 1)
    small = of_language(library, made, whole, "ne")
    assert small.sizes
    assert not any(name.endswith(".pdf") for name in small.sizes)
    page = small.read("r/visit-visa/index.html").decode()
    assert f'href="{WEB}/r/visit-visa/1.0/visit-visa-1.0-ne.pdf"' in page


def test_a_page_from_a_disk_looks_as_on_the_web(whole: Path, page: Page, tmp_path: Path) -> None:
    """Style and scripts are loaded from the folder, nothing is refused, and a link to another page opens it."""
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto((_unpacked(whole, "en", tmp_path) / "index.html").as_uri())
    page.wait_for_url("**/en/index.html")
    page.get_by_role("navigation").get_by_role("link", name="Resources").first.click()
    page.wait_for_url("**/en/resources/index.html")
    ground = page.locator(".band").evaluate("e => getComputedStyle(e).backgroundColor")
    assert ground not in {"rgba(0, 0, 0, 0)", "rgb(255, 255, 255)"}
    page.get_by_role("searchbox").fill("visa")
    page.locator("[data-search-result]").first.click()
    page.wait_for_url("**/en/r/visit-visa/index.html**")
    assert refused == []


def test_the_command_writes_a_zip_and_a_file_for_kiwix(whole: Path, tmp_path: Path) -> None:
    """Both hold the home page and its neighbours, and a ZIM says in which language it is."""
    command = ["-C", str(whole.parent), "offline", "--lang", "en", "-o"]
    runner = CliRunner()
    for name in ("site.zip", "site.zim"):
        done = runner.invoke(cli, [*command, str(tmp_path / name)])
        assert done.exit_code == 0, done.output
        assert name in done.output
    with zipfile.ZipFile(tmp_path / "site.zip") as archive:
        assert "site/en/r/visit-visa/index.html" in archive.namelist()
    kiwix = Archive(tmp_path / "site.zim")
    assert kiwix.check()
    assert kiwix.get_metadata("Language") == b"eng"
    assert kiwix.main_entry.get_item().path == "en/index.html"
    assert kiwix.has_entry_by_path("r/violence/1.0/info-1.0-en.pdf")
    assert not kiwix.has_entry_by_path("r/violence/1.0/violence-1.0-en.pdf")
    text = kiwix.get_entry_by_path("en/r/visit-visa/index.html").get_item()
    assert b"<h1" in bytes(text.content)
    assert Searcher(kiwix).search(Query().set_query("visa")).getEstimatedMatches() > 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site.zim", "site.zip"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-o", "site.txt"], "must end in .zip or .zim"),
        (["--lang", "xx", "-o", "site.zip"], "There are: ne, en"),
        (["--site-dir", "nowhere", "-o", "site.zip"], "Run: iecpress build"),
        (["-o", "nowhere/site.zip"], "There is no folder"),
    ],
)
def test_a_wish_that_cannot_be_met(whole: Path, arguments: list[str], said: str) -> None:
    """What is wrong with a wish is said in a sentence, and the exit status is 2."""
    done = CliRunner().invoke(cli, ["-C", str(whole.parent), "offline", *arguments])
    assert (done.exit_code, said in " ".join(done.output.split())) == (2, True), done.output


@given(
    st.text(max_size=40), st.sampled_from(["index.html", "r/x/index.html", "en/r/x/1.0/index.html"])
)
def test_no_link_leads_out_of_the_folder(link: str, name: str) -> None:
    """Whatever a link says, the file that it names lies within the site."""
    target = resolved(name, link) if "[" not in link and "]" not in link else None
    if target:
        assert not target[0].startswith(("/", ".."))
        assert ".." not in target[0].split("/")
