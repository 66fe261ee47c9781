"""What the check keeps from one time to the next: it saves time and never changes a finding."""

from __future__ import annotations

import datetime as dt
import io
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from iecpress.check import outlines, pictures
from iecpress.check.images import NotAPicture
from iecpress.findings import Finding
from iecpress.load import TextFile
from iecpress.memory import Known, Memory
from tests.check.pieces import MARKDOWN
from tests.check.test_broken import BROKEN, FAULTS, MADE
from tests.sites import ENGLISH, FOLDER, NEPALI, TODAY, Site

OTHER = "materials/leaflets/labour-approval"
OTHER_NEPALI, OTHER_ENGLISH = f"{OTHER}/index.ne.md", f"{OTHER}/index.en.md"
CONTACTS, VOCABULARY, SETTINGS = (
    "materials/contacts.yml",
    "materials/vocabulary.yml",
    "mkdocs.yml",
)


def _picture(**options: object) -> bytes:
    buffer = io.BytesIO()
    Image.new("L", (64, 48)).save(buffer, "JPEG", **options)
    return buffer.getvalue()


def _gps() -> Image.Exif:
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (25.0, 17.0, 6.0), 3: "E", 4: (51.0, 31.0, 50.0)})
    return exif


@pytest.fixture
def two(site: Site) -> Site:
    """A sound site of two leaflets, one of which leads to the other, with a picture and a page."""
    return _two(site)


def _two(site: Site) -> Site:
    for lang, word in (("ne", "फाराम"), ("en", "Form")):
        text = site.read(f"{FOLDER}/index.{lang}.md")
        site.write(f"{OTHER}/index.{lang}.md", text)
        link = f"[{word}](../labour-approval/index.{lang}.md#get-help)"
        site.write(f"{FOLDER}/index.{lang}.md", f"{text}\n{link}\n")
    site.change(NEPALI, "topics:", "review_by: 2027-01-01\nhandouts: [a4]\ntopics:")
    site.write(CONTACTS, site.read(CONTACTS) + ANOTHER_CONTACT)
    site.add(nepali="नम्बर १०० छ, 222 पनि।\n\n![चिन्ह](sign.jpg)", english="![A sign](sign.jpg)")
    site.write(f"{FOLDER}/sign.jpg", _picture())
    page = "---\ntitle: {}\nsummary: {}\n---\n## {} {{#us}}\n\n{}\n"
    site.write("docs/ne/about.md", page.format(*["हाम्रो संस्था"] * 4))
    site.write("docs/en/about.md", page.format(*["Our society"] * 4))
    return site


ANOTHER_CONTACT = """
- id: another
  names: {ne: अर्को, en: Another}
  helps: {ne: श्रमिकलाई, en: For workers}
  where: [NP]
  numbers: [{number: "222"}]
  verified_on: 2026-11-01
  verified_by: source
  source: {title: Another}
"""


@dataclass(frozen=True)
class Edit:
    """Something that somebody may do to a site, and the code that only then is found."""

    code: str
    do: Callable[[Site], object]
    today: dt.date = TODAY


def _changed(path: str, old: str, new: str) -> Callable[[Site], object]:
    return lambda site: site.change(path, old, new)


def _removed(*paths: str) -> Callable[[Site], object]:
    return lambda site: [(site.root / path).unlink() for path in paths]


def _exchanged(one: str, other: str) -> Callable[[Site], None]:
    def do(site: Site) -> None:
        first, second = site.read(one), site.read(other)
        site.write(one, second)
        site.write(other, first)

    return do


EDITS = {
    "a word in the body": Edit("N106", lambda site: site.add(nepali="अर्को वाक्य ।")),
    "a heading in the body": Edit("T101", lambda site: site.add(english="## More\n\nMore.")),
    "a heading in one language": Edit(
        "T102", lambda site: site.add(english="## More {#more}\n\nMore.")
    ),
    "the title": Edit("N102", _changed(NEPALI, "भिजिट भिसा", "Visit visas to other countries")),
    "a number in the title": Edit("P210", _changed(ENGLISH, "Visit visas", "Call 1114 for visas")),
    "a misspelt key": Edit("M104", _changed(ENGLISH, "title:", "titel:")),
    "the languages of two texts": Edit("M112", _exchanged(NEPALI, OTHER_ENGLISH)),
    "the number in the other language": Edit("P210", _changed(ENGLISH, "1141", "1114")),
    "the number in both languages": Edit(
        "C101", lambda site: [site.change(path, "1141", "1114") for path in (NEPALI, ENGLISH)]
    ),
    "the year in the other language": Edit("P214", lambda site: site.add("सन् 2020", "in 2021")),
    "the id that a link names": Edit(
        "T109",
        lambda site: [
            site.change(path, "#get-help", "#help") for path in (OTHER_NEPALI, OTHER_ENGLISH)
        ],
    ),
    "the resource that a link names": Edit("T108", _removed(OTHER_NEPALI, OTHER_ENGLISH)),
    "the translation that a link names": Edit("T108", _removed(OTHER_ENGLISH)),
    "a translation": Edit("M119", _removed(OTHER_ENGLISH)),
    "a page in one language": Edit("M119", _removed("docs/en/about.md")),
    "the version of the source text": Edit("M118", _changed(NEPALI, '"1.0"', '"1.1"')),
    "a contact's number": Edit("C101", _changed(CONTACTS, '"1141"', '"1142"')),
    "a contact's short number": Edit("N105", _changed(CONTACTS, '"222"', '"223"')),
    "the day a contact was verified": Edit("C102", _changed(CONTACTS, "2026-11", "2025-11")),
    "the contacts": Edit("D101", _removed(CONTACTS)),
    "a topic of the vocabulary": Edit("M108", _changed(VOCABULARY, "visa:", "visas:")),
    "a licence of the vocabulary": Edit("M109", _changed(VOCABULARY, "CC-BY-4.0:", "CC0-1.0:")),
    "what a kind needs": Edit(
        "M115", _changed(SETTINGS, "plural: {ne: पर्चाहरू", "needs_sources: true\n          plural: {ne: पर्चाहरू")
    ),
    "the layouts of a kind": Edit(
        "M113", _changed(SETTINGS, "names: {ne: पर्चा,", "layouts: [trifold]\n          names: {ne: पर्चा,")
    ),
    "the languages of the site": Edit("F107", _changed(SETTINGS, "[ne, en]", "[ne]")),
    "the largest text": Edit("F104", lambda site: (
        site.change(SETTINGS, "text_kb: 16", "text_kb: 1"), site.add(english="More.\n" * 200)
    )),
    "the largest file of a picture": Edit("G103", lambda site: (
        site.change(SETTINGS, "picture_kb: 64", "picture_kb: 1"),
        site.write(f"{FOLDER}/sign.jpg", _picture(comment=b"x" * 2000)),
    )),
    "the most pixels of a picture": Edit(
        "G104", _changed(SETTINGS, "picture_pixels: 1000000", "picture_pixels: 1000")
    ),
    "how long a contact is current": Edit(
        "C102", _changed(SETTINGS, "limits: {", "limits: {contact_days: 5, ")
    ),
    "a picture that tells a place": Edit(
        "G105", lambda site: site.write(f"{FOLDER}/sign.jpg", _picture(exif=_gps()))
    ),
    "half a picture": Edit(
        "G106", lambda site: site.write(f"{FOLDER}/sign.jpg", _picture()[:-300])
    ),
    "a picture under another suffix": Edit("G106", lambda site: (
        (site.root / FOLDER / "sign.jpg").rename(site.root / FOLDER / "sign.png"),
        site.change(NEPALI, "sign.jpg", "sign.png"),
        site.change(ENGLISH, "sign.jpg", "sign.png"),
    )),
    "a picture that is gone": Edit("G101", _removed(f"{FOLDER}/sign.jpg")),
    "a review that is due": Edit("M114", lambda site: None, dt.date(2027, 1, 2)),
    "a contact that is old": Edit("C102", lambda site: None, TODAY + dt.timedelta(days=365)),
}  # fmt: skip


def same(site: Site, memory: Memory, today: dt.date = TODAY) -> list[Finding]:
    """Check with and without the memory; there is no difference."""
    found = site.findings(today, memory)
    assert found == site.findings(today)
    assert found == site.findings(today, memory)
    return found


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return Memory(tmp_path / "memory", "one")


class Parsed(list[str]):
    """The names of the texts that were parsed."""


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Parsed]:
    names = Parsed()
    made = outlines._made

    def noted(text: outlines.ParsedText) -> outlines.Outline:
        names.append(text.file.name)
        return made(text)

    monkeypatch.setattr(outlines, "_made", noted)
    return names


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_found(two: Site, memory: Memory, tmp_path: Path, name: str) -> None:
    """After each kind of edit, and after it is taken back, the findings are those of a check without memory."""
    edit = EDITS[name]
    before = Site.copy(tmp_path / "before")
    _two(before)
    assert same(two, memory) == []
    edit.do(two)
    assert edit.code in {finding.code for finding in same(two, memory, edit.today)}
    assert same(before, memory) == []


@pytest.mark.parametrize("fault", ["", "word: word: word\n"], ids=["sound", "unreadable"])
def test_a_fault_moves_with_its_line(two: Site, memory: Memory, fault: str) -> None:
    """A line put in above, even in front matter that cannot be read, moves what is found below it."""
    two.add(nepali="अर्को वाक्य ।")
    two.change(NEPALI, "topics:", f"{fault}topics:")
    before = same(two, memory)
    two.change(NEPALI, "topics:", "keywords: [visa]\ntopics:")
    after = same(two, memory)
    assert [f.line for f in after if f.code == "N106"] == [
        f.line + 1 for f in before if f.code == "N106"
    ]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda path: path.name)
def test_every_fault_is_found(site: Site, memory: Memory, fault: Path) -> None:
    """Each broken site shows the same faults to a check that knows the sound one."""
    assert same(site, memory) == []
    site.overlay(fault)
    MADE.get(fault.name.partition("-")[0], lambda _: None)(site)
    assert fault.name.partition("-")[0] in {finding.code for finding in same(site, memory)}


EDITED = st.sampled_from([NEPALI, ENGLISH, OTHER_NEPALI, OTHER_ENGLISH])
WRITTEN = st.tuples(EDITED, MARKDOWN)
DONE = st.sampled_from([edit.do for edit in EDITS.values()])


@given(steps=st.lists(WRITTEN | DONE, min_size=2, max_size=6), day=st.integers(0, 500))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
def test_any_edits_are_found(
    steps: list[tuple[str, str] | Callable[[Site], object]], day: int
) -> None:
    """Whatever is done one after the other, a memory that forgets nothing changes no finding."""
    today = TODAY + dt.timedelta(days=day)
    with (
        tempfile.TemporaryDirectory() as folder,
        mock.patch.object(
            Known, "forget_the_rest", lambda known: known._file and known._file.commit()
        ),
    ):
        memory = Memory(Path(folder) / "memory", "one")
        site = _two(Site.copy(Path(folder) / "site"))
        same(site, memory, today)
        for step in steps:
            _take(step, site)
            same(site, memory, today)


def _take(step: tuple[str, str] | Callable[[Site], object], site: Site) -> None:
    try:
        if isinstance(step, tuple):
            path, body = step
            site.write(path, (site.read(path) + body).encode("utf-8", "ignore"))
        else:
            step(site)
    except (AssertionError, FileNotFoundError):
        return  # another step took away what this one would have changed


@given(body=MARKDOWN, title=MARKDOWN)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=150)
def test_an_outline_comes_back_as_it_was(body: str, title: str) -> None:
    """Headings, links, facts and faults are the same after they were kept."""
    with tempfile.TemporaryDirectory() as folder:
        site = Site.copy(Path(folder))
        site.write(NEPALI, (site.read(NEPALI) + body).encode("utf-8", "ignore"))
        front = site.read(NEPALI).replace("भिजिट भिसा", title.replace("\n", " "))
        site.write(ENGLISH, front.encode("utf-8", "ignore"))
        for file in site.load().files:
            made = outlines._made(_parsed(file))
            form = outlines._form()
            assert form.validate_json(form.dump_json(made)) == made


def _parsed(file: TextFile) -> outlines.ParsedText:
    return outlines.ParsedText(file, ("1141",), outlines.parse(file.body, file.body_line))


def test_every_kind_of_fact_comes_back_as_it_was() -> None:
    """A sum is still a sum, and a date is still a date."""
    stated = "Call 1141 or +977 1-4444444, pay NPR 1,00,000 or 5 %, on 2026-11-21, in May 2024, in 2020: a@b.np, https://b.np/x"
    file = TextFile(Site(BROKEN / "base").load().files[0].place, None, stated, 1)
    made = outlines._made(_parsed(file))
    assert {fact.kind for fact in made.facts} == {
        "phone", "money", "percent", "date", "year", "email", "web",
    }  # fmt: skip
    kept = outlines._form().validate_json(outlines._form().dump_json(made))
    assert [(type(fact.value), fact) for fact in kept.facts] == [
        (type(fact.value), fact) for fact in made.facts
    ]


def test_only_what_changed_is_parsed(two: Site, memory: Memory, parsed: Parsed) -> None:
    """The second check parses nothing, and the one after an edit parses one text."""
    two.findings(memory=memory)
    assert len(parsed) == 6
    parsed.clear()
    two.findings(TODAY + dt.timedelta(days=1), memory)
    assert parsed == []
    two.change(ENGLISH, "call", "please call")
    two.findings(memory=memory)
    assert parsed == [ENGLISH]


def test_another_toolkit_parses_everything(two: Site, memory: Memory, parsed: Parsed) -> None:
    """What one toolkit found is nothing to another."""
    two.findings(memory=memory)
    parsed.clear()
    two.findings(memory=Memory(memory.path, "two"))
    assert len(parsed) == 6


def test_a_damaged_memory_is_no_memory(two: Site, memory: Memory, parsed: Parsed) -> None:
    """Half a file costs time and nothing else."""
    two.add(nepali="अर्को वाक्य ।")
    found = two.findings(memory=memory)
    memory.path.write_bytes(memory.path.read_bytes()[:5000])
    parsed.clear()
    assert two.findings(memory=memory) == found
    assert len(parsed) == 6


def test_a_name_that_is_no_text_is_no_trouble(site: Site, memory: Memory) -> None:
    """A page whose file name is not UTF-8 is checked and kept like any other."""
    name = b"docs/en/caf\xe9.md".decode("utf-8", "surrogateescape")
    site.write(name, "---\ntitle: A\nsummary: A\n---\nWords {#a .\n")
    site.write(name.replace("/en/", "/ne/"), "---\ntitle: क\nsummary: क\n---\nशब्द ।\n")
    assert [finding.code for finding in same(site, memory)] == ["N106"]


def test_only_sound_pictures_are_kept(
    two: Site, memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A picture that this machine could not read today is tried again tomorrow."""

    def too_large_today(*_: object) -> None:
        raise NotAPicture

    read = pictures.read_picture
    monkeypatch.setattr(pictures, "read_picture", too_large_today)
    assert [finding.code for finding in two.findings(memory=memory)] == ["G106"]
    monkeypatch.setattr(pictures, "read_picture", read)
    assert two.findings(memory=memory) == []
    monkeypatch.setattr(pictures, "read_picture", too_large_today)
    assert two.findings(memory=memory) == []
