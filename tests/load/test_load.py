"""A whole site, read."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from iecpress.load import load
from iecpress.version import Version
from tests.sites import ENGLISH, FOLDER, NEPALI, Site


def test_a_sound_site_becomes_frozen_records(site: Site) -> None:
    """Resource, texts, contacts and vocabulary are what the files say."""
    library = site.load().library
    assert library is not None
    (resource,) = library.resources
    assert (resource.id, resource.kind.id, resource.source_lang) == ("visit-visa", "leaflet", "ne")
    assert (resource.version, resource.date) == (Version(1, 0), dt.date(2026, 11, 21))
    assert set(resource.texts) == {"ne", "en"}
    assert resource.texts["en"].translates == Version(1, 0)
    assert library.contacts[0].numbers[0].dial == "1141"
    assert library.vocabulary.topics["visa"].name("en") == "Visa"
    assert library.unread == frozenset()


def test_the_lines_of_front_matter_and_body(site: Site) -> None:
    """Lines are those of the file, front matter included, so that an editor jumps to the right one."""
    reading = site.load()
    file = next(file for file in reading.files if file.name == NEPALI)
    lines = site.read(NEPALI).split("\n")
    assert lines[file.line("version") - 1] == 'version: "1.0"'
    assert lines[file.body_line - 1] == file.body.split("\n")[0]


@pytest.mark.parametrize("change", ["\r\n", "\ufeff"])
def test_windows_files_have_the_same_lines(site: Site, change: str) -> None:
    """Line ends of Windows and a byte order mark move nothing."""
    text = site.read(ENGLISH)
    site.write(ENGLISH, text.replace("\n", change) if change == "\r\n" else change + text)
    site.change("materials/contacts.yml", "1141", "1142")
    assert [(f.code, f.line) for f in site.findings() if f.path == ENGLISH] == [("C101", 8)]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ('version: "1.10"', None),
        ("version: 1.10", None),
        ("version: 1", "M106"),
        ('version: "1.0.1"', "M106"),
        ('version: "01.0"', "M106"),
        ("version: [1, 0]", "M106"),
        ("version: v1.0", "M106"),
    ],
)
def test_versions(site: Site, written: str, code: str | None) -> None:
    """Two numbers with a point between, with or without quotation marks; 1.10 is ten, not one."""
    site.change(NEPALI, 'version: "1.0"', written)
    reading = site.load()
    assert [f.code for f in reading.findings] == ([code] if code else [])
    if code is None:
        assert reading.library is not None
        assert reading.library.resources[0].version == Version(1, 10)


def test_norway_is_a_country(site: Site) -> None:
    """`[NO]` is not a list of one refusal."""
    site.change("materials/vocabulary.yml", "  QA:", "  NO: {ne: नर्वे, en: Norway}\n  QA:")
    site.change(NEPALI, "authors:", "countries: [NO]\nauthors:")
    assert site.codes() == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("date: 2026-11-21", "date: 21/11/2026", "M107"),
        ("date: 2026-11-21", "date: २०८३-०८-०५", "M107"),
        ("date: 2026-11-21", "date: 2026-02-30", "M107"),
        ("date: 2026-11-21", "date: [2026]", "M107"),
        ("title: भिजिट भिसा", "title:", "M106"),
        ("title: भिजिट भिसा", "title: [क, ख]", "M106"),
        ("title: भिजिट भिसा", f"title: {'क' * 401}", "M106"),
        ("authors: [RS]", "authors: []", "M106"),
        ("authors: [RS]", "authors: RS", "M106"),
        ("authors: [RS]", "authors: [RS]\nminor: maybe", "M106"),
        ("authors: [RS]", "authors: [RS]\nsources: [{url: example.org}]", "M106"),
        ("authors: [RS]", "authors: [RS]\nsources: [{titel: x}]", "M104"),
        ("authors: [RS]", "authors: [RS]\ncountries: [Qatar]", "M106"),
        ("authors: [RS]", "authors: [RS]\n1: 2", "M104"),
        ("authors: [RS]", "authors: [RS]\nnull: 2", "M104"),
        ("authors: [RS]", "authors: &a [RS]\nkeywords: *a", "M102"),
        ("authors: [RS]", "authors: [RS]\nauthors: [SR]", "M103"),
        ("---\ntitle", "--- \t\ntitle", None),
        ("\n---\n## ", "\n## ", "M101"),
    ],
)
def test_what_front_matter_may_say(site: Site, old: str, new: str, code: str | None) -> None:
    """Each wrong value is one finding, whose sentences can be said in both languages."""
    site.change(NEPALI, old, new)
    found = [finding for finding in site.load().findings if finding.code != "M105"]
    assert {finding.code for finding in found} == ({code} if code else set())
    for finding in found:
        for lang in ("en", "ne"):
            assert "{" not in finding.wording(lang).what


def test_front_matter_that_never_ends(site: Site) -> None:
    """Without the second line of --- the body is not known, and nothing more is said about it."""
    site.write(ENGLISH, "---\ntitle: Visit visas\nsummary: x\n\n## No id\n")
    assert site.codes() == ["M101"]


def test_a_line_of_hyphens_in_the_body_is_a_line(site: Site) -> None:
    """Only the first two lines of --- are those of the front matter."""
    site.add("---\n\nअन्त्य।", "---\n\nThe end.")
    assert site.codes() == []


def test_a_fault_in_one_resource_leaves_the_others(site: Site) -> None:
    """What is sound is in the library, whatever lies beside it."""
    for lang in ("ne", "en"):
        site.write(
            f"materials/leaflets/costs/index.{lang}.md", site.read(f"{FOLDER}/index.{lang}.md")
        )
    site.change(NEPALI, "authors: [RS]\n", "")
    library = site.load().library
    assert library is not None
    assert [resource.id for resource in library.resources] == ["costs"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ["F103"]),
        ("- a\n- b\n", ["S101"]),
        ("plugins: iecpress\n", ["S101"]),
        ("plugins: true\n", ["S101"]),
        ("plugins:\n  - iecpress: yes please\n", ["S103"] + ["S104"] * 4),
        ("plugins:\n  iecpress:\n", ["S103"] + ["S104"] * 4),
        ("site_url: [x\n", ["S101"]),
        ("theme: !ENV [X]\nplugins: []\n", ["S101"]),
    ],
)
def test_settings_that_are_none(site: Site, text: str, codes: list[str]) -> None:
    """Whatever stands in mkdocs.yml, the answer is findings about it."""
    site.write("mkdocs.yml", text)
    assert sorted(site.codes()) == sorted(codes)


def test_no_settings_at_all(tmp_path: Path) -> None:
    """An empty folder is no site, and says so."""
    (finding,) = load(tmp_path).findings
    assert finding.wording("en").what == "There is no mkdocs.yml in this folder."


@pytest.mark.parametrize(
    ("old", "new", "code", "key"),
    [
        ("default_language: ne", "default_language: xx", "S103", "default_language"),
        ("languages: [ne, en]", "languages: [ne, xx]", "S103", "languages.2"),
        (
            "default_language: ne",
            "default_language: ne\n      contacts: ../x.yml",
            "S103",
            "contacts",
        ),
        ("names: {ne: पर्चा, en: Leaflet}", "names: {ne: पर्चा}", "S104", "kinds.1.names.en"),
        (
            "tagline: {ne: सबैका लागि, en: For everyone}",
            "tagline: {en: x}",
            "S104",
            "identity.tagline.ne",
        ),
        ("- id: rights-guide", "- id: leaflet", "S103", "kinds"),
        ("- id: leaflet", "- id: Leaf let", "S103", "kinds.1.id"),
        ("picture_kb: 64", "picture_kb: many", "S103", "limits.picture_kb"),
        ("site_url: https://press.example/", "site_url: press", "S103", "site_url"),
    ],
)
def test_what_settings_may_say(site: Site, old: str, new: str, code: str, key: str) -> None:
    """A wrong setting is named as it stands in the file, with a sentence of ours in each language."""
    site.change("mkdocs.yml", old, new)
    (finding,) = site.findings()
    assert (finding.code, finding.values["key"]) == (code, key)
    assert finding.line
    for lang in ("en", "ne"):
        assert "{" not in finding.wording(lang).what
        assert (
            finding.values.get("problem", "-") not in finding.wording(lang).what or code == "S104"
        )


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('number: "1141"', 'number: "११४१"', "D104"),
        ('number: "1141"', 'number: "call us"', "D104"),
        ("where: [NP]", "where: NP", "D104"),
        ("verified_by: source", "verified_by: guess", "D104"),
        ("verified_by: source", "verified_by: source\n  email: nobody", "D104"),
        ("verified_by: source", "verified_by: source\n  web: www.example.org", "D104"),
        ("verified_on: 2026-11-01", "verified_on: yesterday", "D107"),
        ("- id: call-centre", "- id: Call Centre", "D104"),
        ("- id: call-centre", "id: call-centre", "D104"),
        ("names: {ne: कल सेन्टर, en: Call centre}", "names: {ne: कल सेन्टर}", "D109"),
    ],
)
def test_what_contacts_may_say(site: Site, old: str, new: str, code: str) -> None:
    """A wrong contact is one finding with its line, in words of ours."""
    text = site.read("materials/contacts.yml").replace(old, new)
    site.write("materials/contacts.yml", text if new != "id: call-centre" else "id: call-centre\n")
    (finding,) = site.findings()
    assert finding.code == code
    assert finding.line
    for lang in ("en", "ne"):
        assert "{" not in finding.wording(lang).what


@pytest.mark.parametrize(
    ("new", "code"),
    [
        ("{ne: भिसा, en: Visa, fr: Visa}", "D103"),
        ("{ne: भिसा, en: Visa, icno: x}", "D103"),
        ("{ne: भिसा, en: [Visa]}", "D104"),
        ("{ne: भिसा, en: Visa, hint: x}", "D104"),
        ("Visa", "D104"),
    ],
)
def test_what_the_vocabulary_may_say(site: Site, new: str, code: str) -> None:
    """A term has a name in each language, and three more keys."""
    site.change("materials/vocabulary.yml", "{ne: भिसा, en: Visa}", new)
    assert [finding.code for finding in site.findings()] == [code]


def test_pages_have_languages_too(site: Site) -> None:
    """A folder for a language that is not configured, or a page in none, does not vanish silently."""
    page = "---\ntitle: x\nsummary: x\n---\nx\n"
    site.write("docs/fr/about.md", page)
    site.write("docs/about.md", page)
    assert [(f.code, f.path) for f in site.findings()] == [
        ("F108", "docs/about.md"),
        ("F107", "docs/fr"),
    ]


def test_frozen_versions_are_not_texts(site: Site) -> None:
    """What was released is not read again as if it were being written; a folder nobody released is named."""
    site.write(f"{FOLDER}/versions/1.0/index.ne.md", "released")
    assert site.codes() == ["L111"]
