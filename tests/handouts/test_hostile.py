"""Bad input in: one finding with its file, and never a look at anything outside the text's own folder."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from PIL import Image

import iecpress.handouts
from iecpress.findings import Finding, as_text
from iecpress.fonts import font_files
from iecpress.handouts import Job, Workers, handouts
from iecpress.model import Contact
from tests.handouts import faults
from tests.handouts.conftest import CONTACTS, FOLDER, Site

TEXT = (FOLDER / "index.en.md").as_posix()

URLS = (
    "file:///etc/passwd",
    "/etc/passwd",
    "../../../../../../etc/passwd",
    "http://127.0.0.1:9/picture.png",
    "https://press.example/picture.png",
    "//press.example/picture.png",
    "gopher://press.example/",
    "resource/../../secret.png",
    "fonts/../../../../secret.png",
)

DOORS = (
    '<img src="{}" alt="x">',
    '<link rel="stylesheet" href="{}">',
    '<link rel="attachment" href="{}">',
    "<style>@import url('{}');</style>",
    "<style>p {{ background-image: url('{}') }}</style>",
    "<style>@font-face {{ font-family: X; src: url('{}') }} p {{ font-family: X }}</style>",
    '<object data="{}"></object>',
    '<embed src="{}">',
    '<a rel="attachment" href="{}">x</a>',
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><image href="{}" width="9" height="9"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><use href="{}#x"/></svg>',
)


def codes(findings: list[Finding]) -> list[str]:
    return [finding.code for finding in findings]


@pytest.mark.parametrize("door", DOORS)
def test_the_engine_opens_nothing_that_the_sheet_does_not_name(
    door: str, executor: Workers
) -> None:
    """Every way to name a file or a host, through every element that WeasyPrint reads from."""
    future = executor.submit(faults.opened_by, "".join(door.format(url) for url in URLS))
    opened, asked = future.result()
    assert asked == set()
    assert {
        path for path in opened if "passwd" in path or "secret" in path or "picture" in path
    } == set()


@pytest.mark.parametrize("url", URLS)
def test_an_author_cannot_name_a_file_outside_the_folder(site: Site, url: str) -> None:
    """A picture from anywhere but the text's own folder is a finding on its line."""
    (site.root / "secret.png").parent.mkdir(parents=True)
    Image.new("RGB", (9, 9)).save(site.root / "secret.png")
    site.bodies["en"] = f"One.\n\n![x]({url})\n"
    made, findings = site.make("en")
    assert made == []
    assert [(finding.code, finding.path, finding.line) for finding in findings] == [
        ("H105", TEXT, 6)
    ]


def test_a_picture_that_is_a_link_to_elsewhere_is_refused(site: Site) -> None:
    """A symbolic link does not lead out of the folder."""
    Image.new("RGB", (9, 9)).save(site.root.parent / "outside.png")
    site.folder.mkdir(parents=True)
    (site.folder / "in.png").symlink_to(site.root.parent / "outside.png")
    site.bodies["en"] = "![x](in.png)\n"
    assert codes(site.make("en")[1]) == ["H105"]


@pytest.mark.parametrize(
    "content", [b"not a picture", b"\x89PNG\r\n\x1a\n", b""], ids=["words", "head", "empty"]
)
def test_a_broken_picture_costs_its_own_handout(site: Site, content: bytes) -> None:
    """The other language, which does not show the picture, is made all the same."""
    site.folder.mkdir(parents=True)
    (site.folder / "in.png").write_bytes(content)
    site.bodies["en"] = "One.\n\nTwo.\n\n![x](in.png)\n"
    made, findings = site.make()
    assert [handout.lang for handout in made] == ["ne"]
    assert [(finding.code, finding.path, finding.line) for finding in findings] == [
        ("H105", TEXT, 8)
    ]
    assert "in.png" in as_text(findings[0], "en")


def test_half_a_picture_is_a_broken_picture(site: Site) -> None:
    """A download that stopped in the middle is noticed, not printed."""
    site.folder.mkdir(parents=True)
    path = site.folder / "in.jpg"
    Image.effect_noise((300, 300), 80).save(path)
    path.write_bytes(path.read_bytes()[:9000])
    site.bodies["en"] = "![x](in.jpg)\n"
    assert codes(site.make("en")[1]) == ["H105"]


def test_a_picture_that_unpacks_to_too_much_is_refused(site: Site) -> None:
    """A few kilobytes that become a million pixels and some do not fill the memory."""
    site.settings["limits"] = {"picture_pixels": 1_000_000}
    site.folder.mkdir(parents=True)
    Image.new("1", (1_000, 1_001)).save(site.folder / "in.png")
    site.bodies["en"] = "![x](in.png)\n"
    assert codes(site.make("en")[1]) == ["H105"]


@pytest.mark.parametrize(
    "reference",
    ["file:///etc/passwd", "http://127.0.0.1:9/x.png", "other.png", "#gone"],
)
def test_a_drawing_cannot_fetch(site: Site, reference: str) -> None:
    """An SVG picture is on its own: what it refers to outside itself is not read."""
    site.folder.mkdir(parents=True)
    Image.new("RGB", (9, 9)).save(site.folder / "other.png")
    (site.folder / "in.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script>1</script>'
        f'<image href="{reference}" width="9" height="9"/><path d="M0 0h9v9z"/></svg>'
    )
    site.bodies["en"] = "![x](in.svg)\n"
    made, findings = site.make("en")
    assert made or set(codes(findings)) <= {"H104", "H105"}


def test_a_drawing_that_repeats_itself_without_end_is_stopped(tmp_path: Path) -> None:
    """An SVG bomb costs its handout, within the limits, and the next job gets a fresh worker."""
    levels = "".join(
        f'<g id="a{n}">' + f'<use href="#a{n - 1}"/>' * 12 + "</g>" for n in range(1, 12)
    )
    bomb = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><g id="a0"><path d="M0 0h9"/></g>{levels}</svg>'
    with Workers(1, seconds=3, megabytes=1024) as workers:
        site = Site(tmp_path, workers)
        site.settings["limits"] = {"handout_seconds": 3}
        site.folder.mkdir(parents=True)
        (site.folder / "in.svg").write_text(bomb)
        site.bodies["en"] = "Words. " * 200 + "\n\n![x](in.svg)\n"
        made, findings = site.make()
    assert [handout.lang for handout in made] == ["ne"]
    assert set(codes(findings)) <= {"H102", "H103"}
    assert findings[0].path == TEXT


def test_an_unknown_character_is_named(site: Site) -> None:
    """What the font cannot draw is a finding with the character, its name and its line."""
    site.bodies["en"] = "One.\n\nCall \N{TELEPHONE RECEIVER} now, \N{CJK UNIFIED IDEOGRAPH-4EBA}.\n"
    made, findings = site.make()
    assert [handout.lang for handout in made] == ["ne"]
    assert [(finding.code, finding.path, finding.line) for finding in findings] == [
        ("H106", TEXT, 6)
    ]
    said = as_text(findings[0], "en")
    assert "U+1F4DE TELEPHONE RECEIVER" in said
    assert "U+4EBA" in said


def test_joiners_need_no_glyph(site: Site) -> None:
    """Characters that nobody sees are not missing from the font."""
    site.bodies["ne"] = "गर\N{ZERO WIDTH JOINER}्\N{ZERO WIDTH NON-JOINER}यो ने\N{WORD JOINER}पाल\n"
    assert site.make("ne")[1] == []


def test_a_link_to_a_missing_heading_is_a_finding(site: Site) -> None:
    """A warning of the engine is not swallowed."""
    site.bodies["en"] = "See [below](#nowhere).\n"
    _, findings = site.make("en")
    assert codes(findings) == ["H104"]
    assert "nowhere" in as_text(findings[0], "ne")


@pytest.mark.parametrize(
    ("body", "least"),
    [
        ("x" * 300 + "\n", 1),
        ("ने" * 300 + "\n", 1),
        ("## Empty {#empty}\n\n## Next {#next}\n\nWords.\n", 1),
        ("- " * 15 + "deep\n", 1),
        ("\n".join(f"{'  ' * n}- item {n}" for n in range(60)) + "\n", 1),
        (
            "| "
            + " | ".join(f"column {n}" for n in range(30))
            + " |\n"
            + "|---" * 30
            + "|\n"
            + "| word " * 30
            + "|\n",
            1,
        ),
        ("| a |\n|---|\n" + "| row |\n" * 400, 5),
        ("> " * 15 + "quoted\n", 1),
        ("!!! warning\n    " + "Long. " * 3000 + "\n", 3),
        (
            "## "
            + "A very long heading that goes on " * 8
            + "{#long}\n\nShort.\n\n## Next {#next}\n\nShort.\n",
            1,
        ),
        ("Two  \nlines\n\n***\n\n`code` and ~~gone~~\n", 1),
    ],
)
def test_odd_texts_are_set_all_the_same(site: Site, body: str, least: int) -> None:
    """Long words, empty sections, deep lists, wide and long tables render, within the page."""
    site.bodies["en"] = body
    assert site.one("en").pages >= least


def test_forty_contacts_fit_on_paper(site: Site) -> None:
    """A long list of contacts runs over as many pages as it needs."""
    contacts: tuple[Contact, ...] = tuple(
        replace(CONTACTS[0], id=f"c{n}", names={"en": f"Contact {n}", "ne": f"सम्पर्क {n}"})
        for n in range(40)
    )
    site.contacts = contacts
    assert site.one("en").pages > 1


def test_a_text_of_three_megabytes_ends_within_the_limits(tmp_path: Path) -> None:
    """A text nobody meant to print costs its handout and little time."""
    with Workers(1, seconds=8, megabytes=1024) as workers:
        site = Site(tmp_path, workers)
        site.settings["limits"] = {"handout_seconds": 2}
        site.bodies = {"en": "Words and more words.\n\n" * 140_000}
        started = time.monotonic()
        made, findings = site.make()
    assert made == []
    assert codes(findings) in (["H102"], ["H103"])
    assert time.monotonic() - started < 30


@pytest.mark.parametrize(
    ("fault", "code"),
    [(faults.sleep, "H102"), (faults.eat, "H103"), (faults.die, "H103"), (faults.fail, "H101")],
)
def test_a_worker_that_fails_costs_one_handout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: object, code: str
) -> None:
    """A hang, a hunger, a death, an exception: one finding each, and the worker after it works."""
    with Workers(1, seconds=8, megabytes=1024) as workers:
        site = Site(tmp_path, workers)
        with monkeypatch.context() as patch:
            patch.setattr(iecpress.handouts, "draw", fault)
            made, findings = site.make("en")
            assert made == []
            assert [(finding.code, finding.path) for finding in findings] == [(code, TEXT)]
        made, findings = site.make("en")
    assert len(made) == 1
    assert findings == []


def test_no_process_outlives_the_workers(tmp_path: Path) -> None:
    """After a build, and after one that was broken off, nothing runs on."""
    workers = Workers(2, seconds=60, megabytes=1024)
    future = workers.submit(faults.sleep, None)
    while not workers.pids:
        time.sleep(0.01)
    pids = workers.pids
    started = time.monotonic()
    workers.shutdown(cancel_futures=True)
    assert time.monotonic() - started < 10
    assert future.exception() is not None
    assert not any(psutil.pid_exists(pid) for pid in pids)


def test_a_missing_font_stops_all_handouts_with_one_finding(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is set in whatever the machine has instead."""
    gone = tuple(replace(font, path=Path("/nowhere") / font.path.name) for font in font_files())
    monkeypatch.setattr("iecpress.handouts.sheet.font_files", lambda: gone[:1])
    made, findings = site.make()
    assert made == []
    assert codes(findings) == ["H107"]
    assert "NotoSansDevanagari-Regular.ttf" in as_text(findings[0], "en")


def test_a_font_that_is_no_font_is_a_finding(
    site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A damaged font file is named."""
    bad = tmp_path / "NotoSansDevanagari-Regular.ttf"
    bad.write_bytes(b"no font")
    monkeypatch.setattr(
        "iecpress.handouts.sheet.font_files", lambda: (replace(font_files()[0], path=bad),)
    )
    made, findings = site.make("en")
    assert made == []
    assert codes(findings) == ["H107"]


def test_the_fonts_of_the_machine_are_out_of_sight(executor: Workers) -> None:
    """A worker's Fontconfig knows no font but those that a sheet brings."""
    assert executor.submit(faults.fonts_in_sight).result() == 0


def test_a_layout_that_does_not_exist_is_a_finding(site: Site) -> None:
    """At the line that asks for it, whatever the name looks like."""
    for name in ("a6", "../../../etc"):
        site.change = {"handouts": (name,)}
        made, findings = site.make("en")
        assert made == []
        assert [(finding.code, finding.line) for finding in findings] == [("H109", 2)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("layouts/a4/layout.yml", "dpi: many\n"),
        ("layouts/a4/layout.yml", "a: [\n"),
        ("layouts/a4/template.html", "{% if %}"),
        ("layouts/a4/template.html", "{{ nothing.here }}"),
        ("layouts/a4/template.html", '{% include "parts/gone.html" %}'),
    ],
)
def test_a_wrong_layout_is_told_in_words(site: Site, name: str, content: str) -> None:
    """A site's own template with a mistake in it is a finding, not a traceback."""
    path = site.root / "overrides/handouts" / name
    path.parent.mkdir(parents=True)
    path.write_text(content, "utf-8")
    made, findings = site.make("en")
    assert made == []
    assert codes(findings) == ["H110"]
    assert "\n" not in findings[0].values["detail"]


def test_a_full_disk_is_told_in_words(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A handout that cannot be kept is a finding, and nothing half-written stays."""

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("iecpress.files.os.fsync", full)
    made, findings = site.make("en")
    assert made == []
    assert codes(findings) == ["H111"]
    assert "No space left" in as_text(findings[0], "en")
    assert [path for path in (site.root / "cache").rglob("*") if path.is_file()] == []


def test_a_layout_of_the_sites_own_needs_no_code(site: Site) -> None:
    """One folder with a template, a style and its settings is a layout, made of the same parts."""
    folder = site.root / "overrides/handouts/layouts/note"
    folder.mkdir(parents=True)
    (folder / "layout.yml").write_text("names: {ne: चिट, en: Note}\n", "utf-8")
    (folder / "style.css").write_text("@page { size: 100mm 70mm; margin: 5mm }", "utf-8")
    (folder / "template.html").write_text(
        '{% extends "parts/document.html" %}{% block sheet %}{% include "parts/head.html" %}{% endblock %}',
        "utf-8",
    )
    library = site.library
    job = Job(library.resources[0], library.resources[0].texts["en"], "note")
    made, findings = handouts(
        library, [job], site.root / "cache", workers=1, executor=site.executor
    )
    assert findings == []
    assert made[0].address.endswith("visit-visa-1.0-en-note.pdf")
