"""What a pack is: a cover that tells the truth, and behind it every handout, as one PDF or as a ZIP."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
import subprocess
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pikepdf
import pypdfium2
import pytest
import zxingcpp

from iecpress.handouts.cache import Cache
from iecpress.handouts.records import Printed
from iecpress.handouts.validity import broken_rules
from iecpress.pack import Form, Pack
from iecpress.version import Version
from tests.pack.conftest import DAY, Desk, changed

PRINTED = Form(bound=True, fronts=True, day=DAY)
PLAIN = Form(bound=True, day=DAY)
ZIPPED = Form(bound=False, day=DAY)


def words(pdf: bytes, page: int = 0) -> str:
    """The words of a page, or of all."""
    which = ["-f", str(page), "-l", str(page)] if page else []
    command = ["pdftotext", "-q", "-layout", *which, "-", "-"]
    said = subprocess.run(command, input=pdf, check=True, capture_output=True).stdout
    return " ".join(said.decode().split())


def files(pack: Pack) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(pack.file)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


class Links(HTMLParser):
    """Every address that a page leads to, and every word in it by language."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.tags: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.targets += [value or "" for name, value in attrs if name in ("href", "src")]


def test_the_cover_says_what_is_in_it(desk: Desk) -> None:
    """Organisation, what it is for, day of making in both calendars, and a row for each handout."""
    made = desk.pack(PRINTED, "en", countries=("QA",))
    cover = words(made.file, 1)
    for said in (
        "An organisation",
        "Qatar",
        "4 handouts in English",
        "22 November 2026",
        "6 Mangsir 2083",
        "4 sheets of paper",
        "press.example/en/packs",
    ):
        assert said in cover, said
    dates = r"\d+ November 2026 \(\d Mangsir 2083 BS\)"
    rows = re.findall(rf"(\d) (\w[\w ]+?) (Leaflet|Guide) 1\.0 {dates} (\d)", cover)
    assert rows == [
        ("1", "A contract", "Leaflet", "1"),
        ("2", "Visit visa", "Leaflet", "1"),
        ("3", "In Qatar", "Guide", "1"),
        ("4", "Policy", "Guide", "1"),
    ]
    assert cover.index("Before you go") < cover.index("A contract")
    assert cover.index("In Qatar") < cover.index("At any time") < cover.index("Policy")


def test_the_cover_speaks_the_packs_language(desk: Desk) -> None:
    """A Nepali pack has a Nepali cover, with its digits and its calendar first."""
    cover = words(desk.pack(PRINTED, stages=("before",)).file, 1)
    assert "२०८३ मङ्सिर ६ (२०२६ नोभेम्बर २२)" in cover
    assert "छापेर बाँड्न मिल्ने ३ सामग्री, नेपालीमा।" in cover
    assert not re.search(r"\b[0-9]\b", cover)


def test_the_titles_on_the_cover_lead_to_the_handouts(desk: Desk) -> None:
    """Each is a link to the first page of its handout, and each handout has a bookmark with its headings."""
    made = desk.pack(PRINTED, "en", countries=("QA",))
    with pikepdf.open(io.BytesIO(made.file)) as pdf:
        numbers = {page.obj.objgen: n for n, page in enumerate(pdf.pages)}
        links = [link for link in pdf.pages[0].Annots if "/D" in link.A]
        assert [numbers[link.A.D[0].objgen] for link in links] == [2, 4, 6, 8]
        assert str(links[0].Contents) == "A contract"
        with pdf.open_outline() as outline:
            titles = {item.title: [c.title for c in item.children] for item in outline.root[1:]}
    assert titles == dict.fromkeys(
        ("A contract", "Visit visa", "In Qatar", "Policy"), titles["A contract"]
    )
    assert titles["A contract"][:2] == ["What?", "Help"]


@pytest.mark.parametrize(("turned", "said"), [("long", "long edge"), ("short", "short edge")])
def test_the_cover_says_at_which_edge_the_sheets_are_turned(
    desk: Desk, turned: str, said: str
) -> None:
    """The layout knows it: what is folded across is turned at the short one."""
    own = desk.library.root / "overrides/handouts/layouts/own"
    own.mkdir(parents=True)
    names = f"names: {{ne: आफ्नै, en: Own}}\nmade_of: a4\nturned_at: {turned}\n"
    (own / "layout.yml").write_text(names, "utf-8")
    made = desk.pack(PRINTED, "en", ids=("visa",), layout="own")
    cover = words(made.file, 1)
    assert f"“flip on {said}”" in cover
    assert "Pack · Own" in cover


def test_every_page_of_every_handout_is_in_it(desk: Desk) -> None:
    """The handouts lie in the file as they are by themselves, in the order of the list."""
    made = desk.pack(PLAIN, countries=("QA",))
    alone = {handout.resource_id: handout.path for handout in desk.made if handout.lang == "ne"}
    assert made.contents is not None
    parts = [words(alone[entry.id].read_bytes()) for entry in made.contents.entries]
    assert words(made.file).endswith(" ".join(parts))


def test_the_code_on_the_cover_leads_to_the_packs(desk: Desk) -> None:
    """A telephone reads it from a grey picture of 150 dots an inch."""
    made = desk.pack(PRINTED, stages=("before",), grey=False)
    page = pypdfium2.PdfDocument(made.file)[0].render(scale=150 / 72, grayscale=True).to_pil()
    assert [found.text for found in zxingcpp.read_barcodes(page)] == [
        "https://press.example/packs/"
    ]


@pytest.mark.parametrize("lang", ["ne", "en"])
def test_a_pack_passes_the_checks_that_its_handouts_pass(desk: Desk, lang: str) -> None:
    """Cover, blank pages and handouts together: no rule of PDF/UA-1 and PDF/A-3a is broken."""
    made = desk.pack(PRINTED, lang, countries=("QA",))
    assert made.file
    assert broken_rules(made.file, []) == ()


def test_the_file_says_what_it_is(desk: Desk) -> None:
    """Title, language and day are the pack's, and its identifier is an address that answers."""
    made = desk.pack(PRINTED, "en", countries=("QA",), stages=("before",))
    with pikepdf.open(io.BytesIO(made.file)) as pdf:
        assert str(pdf.docinfo.Title) == "Pack: Qatar · Before you go"
        assert str(pdf.Root.Lang) == "en"
        with pdf.open_metadata() as said:
            assert said["dc:identifier"] == "https://press.example/en/packs/"
            assert said["xmpMM:DocumentID"].endswith("/en/packs/#pack-qa-before-a4-en")
            assert said["dc:date"] == ["2026-11-20"]


def test_a_grey_pack_has_a_grey_cover(desk: Desk) -> None:
    """Nothing in it is coloured, and what is printed is the grey handout."""
    made = desk.pack(PLAIN, ids=("visa", "qatar"), grey=True)
    for page in pypdfium2.PdfDocument(made.file):
        pixels = page.render(scale=0.7).to_pil().convert("RGB")
        assert all(max(p) - min(p) < 8 for _, p in pixels.getcolors(1_000_000))


@pytest.mark.parametrize("form", [PRINTED, ZIPPED], ids=["pdf", "zip"])
def test_the_same_pack_has_the_same_bytes(desk: Desk, form: Form, tmp_path: Path) -> None:
    """Made from nothing in another folder, it is byte for byte the same."""
    one = desk.pack(form, "en", ids=("visa", "contract"))
    other = Desk(desk.library, desk.executor, tmp_path / "other").pack(
        form, "en", ids=("contract", "visa")
    )
    assert one.file
    assert one.file == other.file


def test_a_zip_holds_what_its_list_says(desk: Desk) -> None:
    """Each file is linked from index.html, each link leads to a file or the web, and there is no script."""
    held = files(desk.pack(ZIPPED, "en", countries=("QA",)))
    page = Links(held["index.html"].decode())
    own = {unquote(target) for target in page.targets if not target.startswith("https://")}
    assert own == set(held) - {"index.html", "SHA256SUMS"}
    assert "https://press.example/en/r/visa/1.0/" in page.targets
    assert "https://press.example/en/packs/" in page.targets
    assert not {"script", "img", "link", "iframe"} & set(page.tags)
    assert list(held)[:3] == ["00-cover.pdf", "01-contract-1.0-en.pdf", "02-visa-1.0-en.pdf"]


def test_the_list_speaks_both_languages(desk: Desk) -> None:
    """Labels and titles stand in the pack's language, and marked as such in the other one."""
    html = files(desk.pack(ZIPPED, countries=("QA",)))["index.html"].decode()
    assert '<html lang="ne"' in html
    assert "भिजिट भिसा" in html
    assert '<small lang="en">Visit visa</small>' in html
    assert '<small lang="en">Newest text</small>' in html
    assert "२०८३ मङ्सिर ५" in html


def test_the_list_tells_version_date_pages_and_size(desk: Desk) -> None:
    """Everything that the cover says of a handout, and how large its file is."""
    html = files(desk.pack(ZIPPED, "en", ids=("policy",)))["index.html"].decode()
    assert "Guide · Version 1.0 · 21 November 2026 (5 Mangsir 2083 BS) · 1 page · " in html


def test_the_sums_are_those_of_the_files(desk: Desk) -> None:
    """SHA256SUMS names every other file, in the form that sha256sum reads."""
    held = files(desk.pack(ZIPPED, ids=("visa", "qatar")))
    lines = dict(line.split("  ")[::-1] for line in held.pop("SHA256SUMS").decode().splitlines())
    assert lines == {name: hashlib.sha256(data).hexdigest() for name, data in held.items()}


def test_a_zip_is_plain(desk: Desk) -> None:
    """Sorted names, the newest text's day, readable files, nothing compressed."""
    made = desk.pack(ZIPPED, ids=("visa", "policy"))
    with zipfile.ZipFile(io.BytesIO(made.file)) as archive:
        entries = archive.infolist()
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    assert {entry.date_time for entry in entries} == {(2026, 11, 21, 0, 0, 0)}
    assert {entry.external_attr >> 16 for entry in entries} == {0o100644}
    assert {entry.compress_type for entry in entries} == {zipfile.ZIP_STORED}


def test_a_text_older_than_zip_can_be_packed(desk: Desk) -> None:
    """A ZIP knows no day before 1980; the list does."""
    desk.library = changed(desk.library, "visa", date=dt.date(1974, 5, 1))
    made = desk.pack(ZIPPED, "en", ids=("visa",))
    with zipfile.ZipFile(io.BytesIO(made.file)) as archive:
        assert archive.infolist()[0].date_time[:3] == (1980, 1, 1)
    assert "1 May 1974" in files(made)["index.html"].decode()


@pytest.mark.parametrize("form", [PRINTED, ZIPPED], ids=["pdf", "zip"])
def test_what_is_not_in_it_is_told(desk: Desk, form: Form) -> None:
    """A text that is missing in the language, and one that is not made in this layout, stand on the cover."""
    made = desk.pack(form, "en", stages=("before", "at-work"))
    cover = words(made.file if form.bound else files(made)["00-cover.pdf"], 1)
    assert "Not in this pack" in cover
    assert ": no English text yet" in cover
    assert "Folded: not made in this layout" in cover
    if not form.bound:
        html = files(made)["index.html"].decode()
        assert '<span lang="ne">अब मलेसियामा</span>: no English text yet' in html
        assert "Folded</span>: not made in this layout" in html


def test_a_handout_that_fails_costs_the_pack(desk: Desk) -> None:
    """Unless somebody says to keep going, nothing is made; the finding names the text."""
    broken = desk.library.by_id["visa"].texts["en"]
    desk.library = changed(
        desk.library, "visa", texts={"en": replace(broken, title="V", body="😀")}
    )
    made = desk.pack(PRINTED, "en", kinds=("leaflet",))
    assert made.file == b""
    assert [(f.code, f.path) for f in made.findings] == [("H106", broken.path.as_posix())]
    going = Form(bound=True, fronts=True, day=DAY, keep_going=True)
    rest = desk.pack(going, "en", kinds=("leaflet",))
    assert [f.code for f in rest.findings] == ["H106"]
    assert "V: could not be made this time" in words(rest.file, 1)
    assert "A contract" in words(rest.file, 1)


def test_nothing_is_packed_when_nothing_could_be_made(desk: Desk) -> None:
    """Even when told to keep going there is no pack of nothing."""
    desk.library = changed(desk.library, "visa", handouts=("none",))
    made = desk.pack(Form(bound=True, keep_going=True), "en", ids=("visa",), layout="none")
    assert (made.file, [f.code for f in made.findings]) == (b"", ["H109"])


@pytest.mark.parametrize(
    ("form", "template"),
    [(PLAIN, "template.html"), (ZIPPED, "template.html"), (ZIPPED, "index.html")],
)
def test_a_cover_that_fails_is_a_finding(desk: Desk, form: Form, template: str) -> None:
    """A site's own cover that asks for what there is not costs the pack, in a sentence."""
    own = desk.library.root / "overrides/handouts/covers/pack" / template
    own.parent.mkdir(parents=True)
    own.write_text("{{ nobody }}", "utf-8")
    made = desk.pack(form, "en", ids=("visa",))
    [found] = made.findings
    assert (made.file, found.code) == (b"", "B106")
    assert "nobody" in found.wording("en").what
    assert "अङ्ग्रेजीमा" in found.wording("ne").what


def test_a_damaged_cover_is_drawn_again(desk: Desk, tmp_path: Path) -> None:
    """What lies damaged in the cache is as if it were not there."""
    desk.cache = tmp_path / "own"
    whole = desk.pack(PLAIN, "en", ids=("visa",)).file
    for path in (desk.cache / "handouts").glob("*/*.pdf"):
        path.chmod(0o644)
        path.write_bytes(b"%PDF-")
    assert desk.pack(PLAIN, "en", ids=("visa",)).file == whole


def test_a_translation_that_is_behind_has_its_own_version(desk: Desk) -> None:
    """The list says which version the handout prints, not which there is."""
    texts = dict(desk.library.by_id["visa"].texts)
    old = texts["en"]
    texts["en"] = replace(old, translates=Version(1, 0))
    desk.library = changed(desk.library, "visa", version=Version(1, 2), texts=texts)
    made = desk.pack(ZIPPED, "en", ids=("visa",))
    assert "01-visa-1.0-en.pdf" in files(made)
    assert "Version 1.0" in files(made)["index.html"].decode()


def test_forgetting_leaves_what_is_named(tmp_path: Path) -> None:
    """The shelf of packs keeps those of this build and no others."""
    cache = Cache(tmp_path, "packs")
    kept = {name: cache.put(name, Printed(name.encode(), 1)) for name in ("aa1", "bb2")}
    cache.forget_others({"aa1"})
    assert cache.get("aa1") == kept["aa1"]
    assert cache.get("bb2") is None
    assert not kept["bb2"].path.exists()
