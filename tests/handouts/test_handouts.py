"""Library in, PDFs out: what is on them, how often they are drawn, and what a failure costs."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
import zxingcpp
from PIL import Image

from iecpress.fonts import FAMILY
from iecpress.handouts import Handout, Job, Workers, handouts, jobs
from iecpress.version import Version
from tests.handouts.conftest import Site

PACKAGE_PARENT = Path(__file__).parents[2] / "scripts"
LONG = "\n\n".join(["Read every page before you sign. Ask when something is not clear."] * 70)


def words(handout: Handout, *options: str) -> str:
    shown = ["pdftotext", *options, handout.path, "-"]
    return subprocess.run(shown, check=True, capture_output=True, text=True).stdout


def pages(handout: Handout) -> list[str]:
    return words(handout, "-layout").split("\f")[: handout.pages]


def picture(handout: Handout, target: Path, *options: str) -> list[Path]:
    subprocess.run(["pdftoppm", "-png", *options, handout.path, target / "page"], check=True)
    return sorted(target.glob("page*.png"))


def png(path: Path, size: tuple[int, int] = (40, 30)) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, "#0B5563").save(path)


# --- What is on the paper ------------------------------------------------------------------------------


def test_every_text_gets_each_handout_that_its_resource_declares(site: Site) -> None:
    """Two languages and one layout are two jobs, at the addresses that the site shows."""
    assert [(job.text.lang, job.layout) for job in jobs(site.library)] == [
        ("ne", "a4"),
        ("en", "a4"),
    ]
    made, findings = site.make()
    assert findings == []
    assert [handout.address for handout in made] == [
        "/r/visit-visa/1.0/visit-visa-1.0-ne.pdf",
        "/r/visit-visa/1.0/visit-visa-1.0-en.pdf",
    ]


def test_a_handout_says_all_that_a_reader_must_know(site: Site) -> None:
    """Title, contacts, sources, dates in both calendars and the line on legal advice are on the paper."""
    said = words(site.one("en"))
    for part in (
        "Do not work on a visit visa",
        "1660-01-50005",
        "Embassy",
        "law.example/?a=1&b=2",
        "20 November 2026 (4 Mangsir 2083 BS)",
        "Check again after",
        "not legal advice",
    ):
        assert part in said


def test_every_page_carries_its_version_address_and_number(site: Site) -> None:
    """A page that was torn off still says what it belongs to."""
    site.bodies = {"en": LONG}
    handout = site.one()
    assert handout.pages > 2
    for number, page in enumerate(pages(handout), 1):
        assert "press.example/en/r/visit-visa/1.0" in page
        assert "Version 1.0" in page
        assert f"Page {number} of {handout.pages}" in page


def test_page_numbers_are_in_the_digits_of_the_language(site: Site) -> None:
    """A Nepali page counts in Devanagari digits."""
    site.bodies = {"ne": LONG}
    handout = site.one("ne")
    assert re.search("[१-९] / ३", pages(handout)[0])
    assert handout.pages == 3


def test_numbers_to_call_stand_in_both_digits_where_they_differ(site: Site) -> None:
    """A Nepali reader sees the number as it is dialled and as it is read; an English one sees it once."""
    assert "१६६०-०१-५०००५" in words(site.one("ne"))
    assert words(site.one("en")).count("1660-01-50005") == 1


@pytest.mark.parametrize("lang", ["ne", "en"])
def test_the_code_on_every_page_leads_to_the_version(site: Site, lang: str, tmp_path: Path) -> None:
    """A grey copy at 150 dots an inch is read by a decoder, on each page."""
    site.bodies = {lang: LONG}
    handout = site.one(lang)
    prefix = "" if lang == "ne" else "en/"
    for page in picture(handout, tmp_path, "-r", "150", "-gray"):
        codes = zxingcpp.read_barcodes(Image.open(page))
        assert [code.text for code in codes] == [f"https://press.example/{prefix}r/visit-visa/1.0/"]


def test_an_old_translation_says_so(site: Site) -> None:
    """A translation of version 1.0 stays the paper of 1.0 and says that the source text is at 1.1."""
    site.change = {"version": Version(1, 1)}
    library = site.library
    resource = library.resources[0]
    text = replace(resource.texts["en"], translates=Version(1, 0))
    made, findings = handouts(
        library, [Job(resource, text, "a4")], site.root / "cache", workers=1, executor=site.executor
    )
    assert findings == []
    assert made[0].address == "/r/visit-visa/1.0/visit-visa-1.0-en.pdf"
    assert "follows version 1.0; the Nepali text is at version 1.1" in " ".join(
        words(made[0]).split()
    )


def test_the_document_describes_itself(site: Site) -> None:
    """Title, author, language, dates and bookmarks are in the file."""
    with pikepdf.open(site.one("ne").path) as pdf:
        assert pdf.docinfo["/Title"] == "भिजिट भिसामा काम नगर्नुहोस्"
        assert pdf.docinfo["/Author"] == "ORG"
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20261120")
        assert pdf.Root["/Lang"] == "ne"
        assert pdf.Root["/MarkInfo"]["/Marked"]
        with pdf.open_outline() as outline:
            assert outline.root[0].title == "भिजिट भिसामा काम नगर्नुहोस्"
            assert "के गर्ने?" in [item.title for item in outline.root[0].children]


def test_only_the_fonts_of_the_package_are_embedded(site: Site) -> None:
    """Whatever the machine has installed, a handout is set in ours."""
    for lang in ("ne", "en"):
        with pikepdf.open(site.one(lang).path) as pdf:
            fonts = {
                str(font["/BaseFont"]).partition("+")[2]
                for page in pdf.pages
                for font in page.resources["/Font"].values()
            }
        wanted = FAMILY.replace(" ", "-")
        assert fonts == {wanted, f"{wanted}-Bold"}


def test_a_grey_handout_has_no_colour(site: Site, tmp_path: Path) -> None:
    """What is made for the photocopier is black, white and grey."""
    library = site.library
    resource = library.resources[0]
    job = Job(resource, resource.texts["en"], "a4", grey=True)
    made, findings = handouts(
        library, [job], site.root / "cache", workers=1, executor=site.executor
    )
    assert findings == []
    assert made[0].address.endswith("-grey.pdf")
    for page in picture(made[0], tmp_path, "-r", "50"):
        shown = Image.open(page).convert("RGB")
        colours = shown.getcolors(shown.width * shown.height)
        assert max(max(pixel) - min(pixel) for _, pixel in colours) < 12  # --ink is nearly black


def test_a_text_only_handout_is_small(site: Site) -> None:
    """Two pages of words stay under 150 kB."""
    assert max(handout.size for handout in site.make()[0]) < 150_000


# --- Drawn once -----------------------------------------------------------------------------------------


def test_two_renderings_are_the_same_bytes(site: Site) -> None:
    """Another process, another folder, another cache: the same file."""
    first = {handout.lang: handout.sha256 for handout in site.make()[0]}
    moved = site.root.with_name("elsewhere")
    shutil.copytree(site.root, moved, ignore=shutil.ignore_patterns("cache"))
    with Workers(1, seconds=60, megabytes=1024) as fresh:
        again = Site(moved, fresh).make()[0]
    assert {handout.lang: handout.sha256 for handout in again} == first
    assert all(handout.rendered for handout in again)


def test_the_second_time_nothing_is_drawn(site: Site) -> None:
    """What lies in the cache is taken from it; no worker is started and WeasyPrint is not loaded."""
    first, _ = site.make()
    with Workers(2, seconds=60, megabytes=1024) as idle:
        again, findings = site.make(executor=idle)
        assert idle.pids == ()
    assert findings == []
    assert [handout.rendered for handout in first + again] == [True, True, False, False]
    assert [handout.sha256 for handout in again] == [handout.sha256 for handout in first]
    assert hashlib.sha256(again[0].path.read_bytes()).hexdigest() == again[0].sha256


def test_one_missing_handout_starts_one_worker(site: Site) -> None:
    """An edit of one text does not wake the whole shop."""
    with Workers(2, seconds=60, megabytes=1024) as workers:
        site.make("en", executor=workers)
        assert len(workers.pids) == 1


def test_the_program_itself_never_loads_weasyprint(site: Site) -> None:
    """Setting, keying and caching are done without the half second that its import takes."""
    program = (
        "import sys, iecpress.handouts as h; from iecpress.handouts.sheet import Desk;"
        "from iecpress.handouts import engine; engine.versions();"
        "print([n for n in ('weasyprint', 'fontTools', 'PIL') if n in sys.modules])"
    )
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE_PARENT)}
    ran = subprocess.run(
        [sys.executable, "-c", program], env=environment, check=True, capture_output=True, text=True
    )
    assert ran.stdout == "[]\n"


def _edit_text(site: Site) -> None:
    site.bodies["en"] += "\nOne sentence more.\n"


def _edit_contact(site: Site) -> None:
    site.contacts = (replace(site.contacts[0], helps={"en": "Everybody"}), *site.contacts[1:])


def _edit_colour(site: Site) -> None:
    site.settings["identity"] = {**site.settings["identity"], "colours": {"brand": "#551111"}}


def _own_style(site: Site) -> None:
    style = site.root / "overrides/handouts/layouts/a4/style.css"
    style.parent.mkdir(parents=True)
    style.write_text("html { color: #333333 }", "utf-8")


def _own_part(site: Site) -> None:
    part = site.root / "overrides/handouts/parts/colophon.html"
    part.parent.mkdir(parents=True)
    part.write_text("<p>Printed in Kathmandu.</p>", "utf-8")


def _own_settings(site: Site) -> None:
    settings = site.root / "overrides/handouts/layouts/a4/layout.yml"
    settings.parent.mkdir(parents=True)
    own = (PACKAGE_PARENT / "iecpress/handouts/layouts/a4/layout.yml").read_text(
        "utf-8"
    ) + "dpi: 100\n"
    settings.write_text(own, "utf-8")


def _edit_picture(site: Site) -> None:
    png(site.folder / "passport.png", (50, 30))


@pytest.mark.parametrize(
    "change",
    [_edit_text, _edit_contact, _edit_colour, _own_style, _own_part, _own_settings, _edit_picture],
)
def test_whatever_changes_the_paper_has_it_drawn_again(
    site: Site, change: Callable[[Site], None]
) -> None:
    """Text, contact, colour, style, template, layout settings and picture are all in the key."""
    png(site.folder / "passport.png")
    site.bodies["en"] += "\n![A passport](passport.png)\n"
    before = site.one()
    change(site)
    after = site.one()
    assert after.rendered
    assert after.path != before.path


def test_a_change_of_one_text_leaves_the_other_alone(site: Site) -> None:
    """After an edit in English the Nepali handout comes from the cache."""
    site.make()
    _edit_text(site)
    assert {handout.lang: handout.rendered for handout in site.make()[0]} == {
        "ne": False,
        "en": True,
    }


def test_another_engine_draws_again(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new version of anything that draws makes every key new."""
    before = site.one()
    monkeypatch.setattr("iecpress.handouts.engine.versions", lambda: {"weasyprint": "0"})
    assert site.one().path != before.path


@pytest.mark.parametrize("harm", ["truncated", "changed", "no record", "bad record"])
def test_a_damaged_file_in_the_cache_is_made_again(site: Site, harm: str) -> None:
    """A cache that lies costs a rendering, never a wrong handout."""
    kept = site.one()
    record = kept.path.with_suffix(".json")
    whole = kept.path.read_bytes()
    for path in (kept.path, record):
        path.chmod(0o644)
    if harm == "truncated":
        kept.path.write_bytes(whole[:1000])
    elif harm == "changed":
        kept.path.write_bytes(whole[:-1] + b"?")
    elif harm == "no record":
        record.unlink()
    else:
        record.write_text(json.dumps({"size": "x"}), "utf-8")
    again = site.one()
    assert again.rendered
    assert again.path.read_bytes() == whole


def test_what_is_kept_is_read_only(site: Site) -> None:
    """Nobody edits a finished handout by accident, and no half-written file stays behind."""
    kept = site.one()
    assert kept.path.stat().st_mode & 0o222 == 0
    assert {path.suffix for path in kept.path.parent.iterdir()} == {".pdf", ".json"}


def test_each_job_is_heard_of_once(site: Site) -> None:
    """Progress names each finished handout, and each job that failed."""
    heard: list[Handout | Job] = []
    site.bodies["ne"] += "\n![चित्र](nowhere.png)\n"
    site.make(progress=heard.append)
    assert sorted(type(item).__name__ for item in heard) == ["Handout", "Job"]


def test_handouts_come_in_the_order_of_the_jobs(site: Site) -> None:
    """The longest is drawn first, but the result keeps the order asked for."""
    site.bodies["en"] = LONG
    assert [handout.lang for handout in site.make()[0]] == ["ne", "en"]


# --- Set with care ----------------------------------------------------------------------------------------


def test_no_heading_is_parted_from_its_text(site: Site) -> None:
    """Over many pages each heading stands once, on the page on which its text begins."""
    settings = site.root / "overrides/handouts/layouts/a4/layout.yml"
    settings.parent.mkdir(parents=True)
    settings.write_text(
        "names: {en: A4}\n", "utf-8"
    )  # no list of contents, which names them as well
    names = [f"{chr(65 + n // 26)}{chr(65 + n % 26)}" for n in range(70)]
    rest = " of several words to hang beside its text"
    site.bodies = {
        "en": "\n".join(
            f"## Heading{name}{rest * (n % 2)} {{#h{n}}}\n\n"
            f"Begins{name}. " + "And goes on for a while. " * (n % 13 + 5) + "\n"
            for n, name in enumerate(names)
        )
    }
    handout = site.one()
    shown = [
        words(handout, "-f", str(page), "-l", str(page)).split()
        for page in range(1, handout.pages + 1)
    ]
    assert len(shown) > 4
    for name in names:
        assert sum(page.count(f"Heading{name}") for page in shown) == 1
        on = [f"Heading{name}" in page for page in shown]
        assert on == [f"Begins{name}." in page for page in shown]


def test_a_short_section_keeps_room_for_its_heading(site: Site) -> None:
    """A heading of four lines over one line of text does not run into the next heading."""
    site.bodies = {
        "en": "## A heading that needs three or even four lines {#one}\n\nShort.\n\n## Next heading {#two}\n\nWords.\n"
    }
    boxes = words(site.one(), "-bbox-layout")
    tops = {
        word: float(top)
        for top, word in re.findall(r'<word [^>]*yMin="([\d.]+)"[^>]*>(lines|Next)</word>', boxes)
    }
    bottom = max(float(low) for low in re.findall(r'yMax="([\d.]+)">(?:lines|four)<', boxes))
    assert tops["Next"] >= bottom - 1


def test_a_last_page_with_little_on_it_is_saved(site: Site) -> None:
    """A text that runs over by a few lines is set tighter; one that runs over by more stays as it is."""
    plain = Site(site.root.with_name("plain"), site.executor, contacts=())
    settings = plain.root / "overrides/handouts/layouts/a4/layout.yml"
    settings.parent.mkdir(parents=True)
    settings.write_text("names: {en: A4}\n", "utf-8")
    site.contacts = ()

    def count(which: Site, lines: int) -> int:
        which.bodies = {"en": "A line of the same length each time.\n\n" * lines}
        return which.one().pages

    over = next(lines for lines in range(16, 40) if count(plain, lines) == 2)
    assert count(site, over) == 1
    assert count(site, over + 12) == 2
