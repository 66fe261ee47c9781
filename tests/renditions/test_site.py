"""From pictures in a folder to pictures on a site: frozen or not, built once more or anew, carried away or checked."""

from __future__ import annotations

import hashlib
import re
import zipfile
from pathlib import Path

import pytest
from lxml import html as lxml_html
from PIL import Image

from iecpress.build import build
from iecpress.prepare import Options
from iecpress.verify import verify
from tests.drawn import diagram, photo, saved
from tests.press import LEDGER, Press
from tests.sites import FOLDER, TODAY, Site

NEWS = "docs/en/updates/news.md"
RESOURCE, VERSION = "site/en/r/visit-visa/index.html", "site/en/r/visit-visa/1.0/index.html"
SOURCES = re.compile(r'srcset="([^"]*)"')


@pytest.fixture
def pictured(press: Press) -> Press:
    """A site with a photo and a diagram in a text, and a photo on a page."""
    site = press.site
    site.change("mkdocs.yml", ", picture_kb: 64, picture_pixels: 1000000", "")
    site.write(f"{FOLDER}/contract.jpg", saved(photo(800, 500), "JPEG", quality=92))
    site.write(f"{FOLDER}/steps.png", saved(diagram(), "PNG"))
    site.add("![करार](contract.jpg) ![चरण](steps.png)", "![A contract](contract.jpg)")
    site.write("docs/en/updates/training.JPG", saved(photo(500, 300), "JPEG", quality=92))
    site.write("docs/en/updates/map.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    for lang, title in (("ne", "खबर"), ("en", "News")):
        words = f"---\ntitle: {title}\nsummary: {title}\n---\n{title}\n"
        site.write(f"docs/{lang}/updates/news.md", words)
    site.write(NEWS, f"{site.read(NEWS)}\n![A training](training.JPG)\n\n![A map](map.svg)\n")
    return press


def _tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _offered(page: str) -> list[str]:
    return [
        one.split()[0].rpartition("/")[2] for s in SOURCES.findall(page) for one in s.split(",")
    ]


def _afresh(site: Site, folder: Path) -> dict[str, str]:
    other = Site.copy_of(site.root, folder)
    for kept in (".iecpress", "site"):
        assert (other.root / kept).is_dir()
        (other.root / kept).rename(folder.with_name(f"{folder.name}-{kept.strip('.')}"))
    made = build(other.root, Options(other.root / "site", workers=1, today=TODAY))
    assert made.published
    return _tree(other.root / "site")


def test_a_site_that_was_built_before_is_the_same_as_one_built_anew(
    pictured: Press, tmp_path: Path
) -> None:
    """A picture comes, another changes, a third goes: every file is what a first build makes, and no other stays."""
    pictured.build()
    site = pictured.site
    first = _tree(site.root / "site")
    assert first == _afresh(site, tmp_path / "one")
    site.write(f"{FOLDER}/contract.jpg", saved(photo(760, 500), "JPEG", quality=92))
    site.write("docs/en/updates/team.png", saved(diagram(400, 300), "PNG"))
    site.write(NEWS, site.read(NEWS).replace("(training.JPG)", "(team.png)"))
    (site.root / "docs/en/updates/training.JPG").unlink()
    pictured.build()
    second = _tree(site.root / "site")
    assert second == _afresh(site, tmp_path / "two")
    assert "en/updates/training.JPG" not in second
    assert not (set(_offered(site.read(RESOURCE))) & {Path(name).name for name in first})


def test_a_drawing_that_changes_makes_its_page_anew(pictured: Press) -> None:
    """An SVG is not made anew, but its page says how large it is."""
    pictured.build()
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"/>'
    pictured.site.write("docs/en/updates/map.svg", drawing)
    pictured.build()
    page = pictured.page("/en/updates/news/")
    assert '<img width="30" height="20" loading="lazy" decoding="async" src="../map.svg"' in page


def test_what_is_frozen_stays_as_it_is(pictured: Press) -> None:
    """The frozen picture answers with its own bytes; what is made of it stands in no promise."""
    released, findings = pictured.release()
    assert (len(released), findings) == (1, [])
    pictured.next_version()
    pictured.build()
    site = pictured.site
    frozen = (site.root / FOLDER / "contract.jpg").read_bytes()
    assert (site.root / "site/r/visit-visa/1.0/contract.jpg").read_bytes() == frozen
    assert "/assets/pictures/" not in site.read(LEDGER)
    assert "pictures/" not in site.read("site/SHA256SUMS")
    assert _offered(site.read(VERSION)) == _offered(site.read(RESOURCE)) != []


def test_a_size_that_is_missing_is_found(pictured: Press) -> None:
    """Each of the addresses that a browser may choose from must answer."""
    pictured.build()
    site = pictured.site.root / "site"
    assert verify(site, "https://press.example") == []
    name = _offered(pictured.page("/en/updates/news/"))[0]
    (site / "assets/pictures" / name).unlink()
    (finding,) = verify(site, "https://press.example")
    assert (finding.code, finding.values["missing"]) == ("V101", f"assets/pictures/{name}")


def test_pictures_go_along_to_a_place_without_a_network(pictured: Press, tmp_path: Path) -> None:
    """In the ZIP every picture is there in every size, and pages name them where they lie."""
    pictured.build()
    with zipfile.ZipFile(pictured.site.root / "site/offline/site-en.zip") as archive:
        archive.extractall(tmp_path / "stick")
    top = tmp_path / "stick/site-en"
    seen = 0
    for page in top.rglob("*.html"):
        root = lxml_html.fromstring(page.read_bytes())
        sets = [part for one in root.xpath("//source/@srcset") for part in one.split(",")]
        for link in [*(part.split()[0] for part in sets), *root.xpath("//img/@src")]:
            assert (page.parent / link).resolve().is_file(), (page, link)
            seen += 1
    assert seen > 6


def test_a_picture_that_cannot_be_made_smaller_is_shown_as_it_is(pictured: Press) -> None:
    """The build says so and goes on."""
    site = pictured.site
    site.write("docs/en/updates/training.JPG", saved(Image.new("L", (20, 20_000)), "JPEG"))
    made = pictured.build()
    assert [f.path for f in made.findings if f.code == "G108"] == ["docs/en/updates/training.JPG"]
    assert 'src="../training.JPG"' in pictured.page("/en/updates/news/")


def test_what_shows_a_bad_picture_is_not_published(pictured: Press) -> None:
    """With --keep-going a page with a picture that gives a place away is left out, and so is the picture."""
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (25.0, 17.0, 6.0)})
    bad = saved(photo(500, 300), "JPEG", exif=exif)
    site = pictured.site
    site.write("docs/en/updates/training.JPG", bad)
    site.write("docs/en/updates/other.md", "---\ntitle: Other\nsummary: Other\n---\nOther\n")
    site.write("docs/ne/updates/other.md", "---\ntitle: अर्को\nsummary: अर्को\n---\nअर्को\n")
    made = pictured.build(keep_going=True)
    assert "G105" in {finding.code for finding in made.findings}
    names = set(_tree(site.root / "site"))
    assert "en/updates/other/index.html" in names
    assert "A training" not in site.read("site/en/updates/news/index.html")
    assert not [name for name in names if name.endswith(".JPG")]
