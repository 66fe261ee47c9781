"""Pictures on a page, in a browser: the right size and format for the screen, no more bytes, and words without them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from click.testing import CliRunner
from libzim.reader import Archive
from lxml import html as lxml_html
from PIL import Image
from playwright.sync_api import Browser, Page, Response, expect

from iecpress.build import build
from iecpress.cli import cli
from iecpress.findings import as_text
from iecpress.prepare import Options
from tests.drawn import diagram, photo, saved
from tests.sites import FOLDER, TODAY, Site
from tests.theme.test_html import complaints, words
from tests.theme.test_weight import FIRST_VIEW
from tests.theme.whole_site import complete, served, until

pytestmark = pytest.mark.browser

TEXT, NEWS = "/en/r/visit-visa/", "/en/updates/news/"
LOADED = (
    "[...document.querySelectorAll('main img')].every((one) => one.complete && one.naturalWidth)"
)
CHOSEN = "[...document.querySelectorAll('main img')].map((one) => one.currentSrc.split('/').pop())"
SHOWN = "[...document.querySelectorAll('main img')].map((one) => one.getBoundingClientRect().width)"
ROOM = "[...document.querySelectorAll('main img')].map((one) => one.getBoundingClientRect().height)"
TO_THE_END = "window.scrollTo(0, document.body.scrollHeight)"
FAR = {"ne": "यसअघि धेरै शब्द छन्।\n\n" * 150, "en": "There are many words before it.\n\n" * 150}


@pytest.fixture(scope="module")
def pictured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a site with a photo and a diagram in a text, and a photo below many words on a page of news."""
    site = complete(Site.copy(tmp_path_factory.mktemp("pictures") / "press"))
    site.change("mkdocs.yml", ", picture_kb: 64, picture_pixels: 1000000", "")
    site.write(f"{FOLDER}/contract.jpg", saved(photo(), "JPEG", quality=92))
    site.write(f"{FOLDER}/steps.png", saved(diagram(), "PNG"))
    site.add(
        "![मेचमा राखिएको करार](contract.jpg)\n\n![चार चरण](steps.png)",
        "![A contract on a table](contract.jpg)\n\n![The four steps](steps.png)",
    )
    for lang, alt in (("ne", "तालिममा बसेका साथीहरू"), ("en", "Friends at a training")):
        site.write(f"docs/{lang}/updates/training.jpg", saved(photo(900, 600), "JPEG", quality=92))
        news = f"docs/{lang}/updates/news.md"
        shown = f"\n![{alt}](training.jpg)\n\n"
        site.write(news, f"{site.read(news)}{shown}{FAR[lang]}{shown}")
    made = build(site.root, Options(site.root / "site", workers=2, today=TODAY))
    assert made.published, [as_text(finding, "en") for finding in made.findings]
    return site.root / "site"


@pytest.fixture
def shown(pictured: Path) -> Iterator[str]:
    with served(pictured) as url:
        yield url


def _seen(page: Page, where: str) -> tuple[list[str], dict[str, int]]:
    """Open a page and go to its end; which files its pictures are, and what each of them weighs."""
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - it marks what it is given
    page.goto(where)
    page.evaluate(TO_THE_END)
    assert until(page, LOADED)
    chosen: list[str] = page.evaluate(CHOSEN)
    loaded = [answer for answer in answers if answer.url.rpartition("/")[2] in chosen]
    return chosen, {answer.url.rpartition("/")[2]: len(answer.body()) for answer in loaded}


@pytest.mark.parametrize(
    ("screen", "density", "widths"),
    [((360, 640), 1, (360, 360)), ((360, 640), 2, (720, 720)), ((1280, 800), 1, (720, 720))],
)
def test_the_screen_gets_what_it_can_show(
    browser: Browser, shown: str, screen: tuple[int, int], density: int, widths: tuple[int, int]
) -> None:
    """The photo comes as AVIF, the diagram as WebP, in the smallest size that fills its room; no other is loaded."""
    size = {"width": screen[0], "height": screen[1]}
    with browser.new_context(viewport=size, device_scale_factor=density) as context:  # type: ignore[arg-type]
        page = context.new_page()
        chosen, sizes = _seen(page, shown + TEXT)
        photo_name, diagram_name = chosen
        assert photo_name.endswith(f"-{widths[0]}.avif")
        assert diagram_name.endswith(f"-{widths[1]}.webp")
        assert sizes[photo_name] < 25_000 if widths[0] == 360 else sizes[photo_name] < 75_000
        assert sizes[diagram_name] < 2_000
        assert (
            page.evaluate(
                "performance.getEntriesByType('resource').filter((one) => one.initiatorType === 'img').length"
            )
            == 2
        )
        assert max(page.evaluate(SHOWN)) <= min(620, screen[0])


def test_nothing_jumps_when_a_picture_comes(browser: Browser, shown: str) -> None:
    """Its room is kept while it is on its way."""
    rooms = []
    for coming in (False, True):
        with browser.new_context(viewport={"width": 360, "height": 640}) as context:
            page = context.new_page()
            if not coming:
                page.route("**/assets/pictures/*", lambda _: None)
            page.goto(shown + TEXT, wait_until="domcontentloaded")
            page.evaluate(TO_THE_END)
            assert until(page, LOADED) if coming else not page.evaluate(LOADED)
            rooms.append(page.evaluate(ROOM))
    assert rooms[0] == pytest.approx(rooms[1], abs=1)
    assert min(rooms[0]) > 100


def test_a_picture_far_below_is_not_loaded_before_it_is_near(browser: Browser, shown: str) -> None:
    """Of the same photo above and below many words only the upper one is asked for; the lower one on the way to it."""
    with browser.new_context(viewport={"width": 360, "height": 640}) as context:
        page = context.new_page()
        page.goto(shown + NEWS)
        page.wait_for_timeout(300)
        loaded = "[...document.querySelectorAll('main img')].map((one) => one.complete)"
        assert page.evaluate(loaded) == [True, False]
        page.evaluate(TO_THE_END)
        assert until(page, LOADED)


def test_a_browser_that_knows_no_new_format_gets_the_old_one(pictured: Path) -> None:
    """What such a browser, a search engine or a reader of feeds finds in `src` is a JPEG of the column's width."""
    from lxml import html as lxml_html
    from PIL import Image

    page = pictured / TEXT.strip("/") / "index.html"
    first, second = lxml_html.fromstring(page.read_bytes()).xpath("//main//img/@src")
    with Image.open(page.parent / first) as image:
        assert (image.format, image.size) == ("JPEG", (720, 480))
    with Image.open(page.parent / second) as image:
        assert (image.format, image.mode) == ("PNG", "RGBA")


def test_what_is_saved_shows_its_pictures_without_a_connection(
    browser: Browser, shown: str
) -> None:
    """One size of each is saved; it serves whichever the screen would have chosen, a telephone on its side too."""
    with browser.new_context(viewport={"width": 360, "height": 640}) as context:
        page = context.new_page()
        page.goto(shown + TEXT)
        page.get_by_role("button", name="Save to read offline").click()
        expect(page.get_by_role("button", name="Remove from this phone")).to_be_visible()
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        kept = page.evaluate(
            "caches.open('saved').then(one => one.keys()).then(keys => keys.map(key => key.url))"
        )
        assert sum("/assets/pictures/" in url for url in kept) == 2
        context.set_offline(True)
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 640})
            page.goto(shown + TEXT)
            page.evaluate(TO_THE_END)
            assert until(page, LOADED)


def test_from_a_disk_the_pictures_are_there(page: Page, pictured: Path, tmp_path: Path) -> None:
    """The folder of the ZIP has them, in the size that the screen asks for."""
    import zipfile

    with zipfile.ZipFile(pictured / "offline/site-en.zip") as archive:
        archive.extractall(tmp_path)
    page.goto((tmp_path / "site-en/en/r/visit-visa/index.html").as_uri())
    page.evaluate(TO_THE_END)
    assert until(page, LOADED)


def test_kiwix_has_the_pictures_and_knows_what_they_are(pictured: Path, tmp_path: Path) -> None:
    """Every picture that a page may choose is in the ZIM, whole, and named as what it is."""
    command = ["-C", str(pictured.parent), "offline", "--lang", "en", "-o"]
    done = CliRunner().invoke(cli, [*command, str(tmp_path / "site.zim")])
    assert done.exit_code == 0, done.output
    kiwix = Archive(tmp_path / "site.zim")
    assert kiwix.check()
    home = TEXT.strip("/") + "/index.html"
    page = lxml_html.fromstring(bytes(kiwix.get_entry_by_path(home).get_item().content))
    wanted = {*page.xpath("//main//img/@src")}
    for choices in page.xpath("//main//source/@srcset"):
        wanted |= {choice.split()[0] for choice in choices.split(",")}
    found = set()
    for address in wanted:
        item = kiwix.get_entry_by_path(urljoin(home, address)).get_item()
        with Image.open(io.BytesIO(bytes(item.content))) as picture:
            picture.load()
            assert item.mimetype == Image.MIME[str(picture.format)], address
            found.add(item.mimetype)
    assert found >= {"image/webp", "image/jpeg", "image/png"}


@pytest.mark.parametrize(
    ("lang", "alt"), [("ne", "मेचमा राखिएको करार"), ("en", "A contract on a table")]
)
def test_without_pictures_there_are_words(pictured: Path, lang: str, alt: str) -> None:
    """A text browser says what is to be seen, once."""
    where = TEXT.strip("/") if lang == "en" else "r/visit-visa"
    assert sum(alt in line for line in words(pictured / where / "index.html")) == 1


def test_a_page_with_pictures_is_valid(pictured: Path) -> None:
    """The W3C's checker has nothing to say of it."""
    pages = [pictured / where.strip("/") / "index.html" for where in (TEXT, NEWS)]
    assert complaints(*pages) == []


def test_a_page_without_pictures_is_as_light_as_ever(pictured: Path) -> None:
    """What is made for pictures is on no other page."""
    page = (pictured / "en/about/index.html").read_text("utf-8")
    assert "<picture" not in page
    assert len(page.encode()) < FIRST_VIEW
