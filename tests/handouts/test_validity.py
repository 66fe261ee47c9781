"""Texts and templates in: a file that can be read aloud and kept, or a finding that names the rule it breaks."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import page as checker
import pikepdf
import pydyf
import pytest
from lxml import etree
from PIL import Image

from iecpress.findings import Finding, as_text
from iecpress.handouts import Handout, Job, Workers, handouts, jobs, where
from iecpress.handouts.draw import draw
from iecpress.handouts.finish import end_streams_clearly
from iecpress.handouts.records import Problem
from iecpress.handouts.sheet import Desk
from iecpress.handouts.structure import Unplaced
from iecpress.handouts.tags import Reading
from iecpress.handouts.tongues import TAG, Tongue, name_languages
from iecpress.handouts.trouble import CODES
from iecpress.handouts.where import FAMILIES
from iecpress.languages import available, language
from iecpress.load import load
from tests.handouts.conftest import FOLDER, Site
from tests.handouts.tagged import Element, shown, tree
from tests.sites import unreleased

ROOT = Path(__file__).parents[2]
PROFILES = ("ua1", "3a")

ODD = {
    "en": """See the note[^one] and the other[^two], and in Nepali: वैदेशिक रोजगार विभाग (Department), on example.org.

## Lists {#lists}

- one
    - inner
        1. innermost
- two

    with a paragraph

    > and a quotation

Term
: First
: Second

Other term
: Third

***

## Pictures and tables {#pictures}

![A box](in.png) and ![a grey one](grey.png) and ![a drawing](in.svg)

[![A box that leads away](in.png)](https://away.example/)

### One level down {#down}

| a | b |
|---|:-:|
| 1 |   |
| `code` | [x](https://x.example/) |

!!! warning
    Take care.

!!! remember "Mine & <yours>"
    1. Numbered.

```
a block of code
```

#### Two levels down {#two-down}

[^one]: Note **one**.
[^two]: Note two

    goes on.
""",
    "ne": """यो टिप्पणी[^१] हेर्नुहोस्। अङ्ग्रेजीमा: Foreign Employment Board (FEB) भनिन्छ, example.org मा हेर्नुहोस्।

## सूची {#lists}

1. पहिलो
    - भित्री
2. दोस्रो `code`

शब्द
: अर्थ

## तालिका {#pictures}

| क | ख |
|---|---|
| १ |   |

![एउटा बाकस](in.png)

!!! fact
    कुरा। <b> & "उद्धरण"

[^१]: टिप्पणी।
""",
}


def with_odd_texts(site: Site) -> Site:
    """Give a site texts with everything in them that a text may have."""
    site.bodies = dict(ODD)
    site.folder.mkdir(parents=True)
    for name, mode in (("in.png", "RGBA"), ("grey.png", "L"), ("cmyk.jpg", "CMYK")):
        Image.new(mode, (40, 30), 99).save(site.folder / name)
    (site.folder / "in.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 90"><defs><linearGradient id="g">'
        '<stop offset="0" stop-color="red"/><stop offset="1" stop-color="blue" stop-opacity=".3"/>'
        '</linearGradient></defs><path d="M0 0h90v40z" fill="url(#g)" opacity=".5"/></svg>'
    )
    return site


@pytest.fixture
def odd(site: Site) -> Site:
    """A site with odd texts."""
    return with_odd_texts(site)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory, executor: Workers) -> dict[str, Element]:
    """What a screen reader meets in the odd texts, by language."""
    made, findings = with_odd_texts(Site(tmp_path_factory.mktemp("odd"), executor)).make()
    assert findings == []
    return {handout.lang: tree(handout.path) for handout in made}


def own_layout(site: Site, body: str, style: str = "", head: str = "") -> None:
    """Give the site a layout of its own, and ask for it."""
    folder = site.root / "overrides/handouts/layouts/own"
    folder.mkdir(parents=True)
    (folder / "layout.yml").write_text("names: {en: Own}\n", "utf-8")
    (folder / "style.css").write_text(style, "utf-8")
    (folder / "template.html").write_text(
        f'{{% extends "parts/document.html" %}}{{% block sheet %}}{head}{body}{{% endblock %}}',
        "utf-8",
    )
    site.change = {**site.change, "handouts": ("own",)}


def made_from(site: Site, lang: str, **changes: Any) -> Handout:
    """Make one handout of a text with changed front matter; it must succeed."""
    library = site.library
    resource = library.resources[0]
    job = Job(resource, replace(resource.texts[lang], **changes), resource.handouts[0])
    made, findings = handouts(
        library, [job], site.root / "cache", workers=1, executor=site.executor
    )
    assert findings == []
    return made[0]


def broken(handout: Handout) -> list[str]:
    """Return the rules that a file breaks, of both standards; they were all looked at."""
    reports = [checker.validate_pdf(handout.path, profile=profile) for profile in PROFILES]
    assert [report.rules.total > 100 for report in reports] == [True, True]
    return [failure.rule_id for report in reports for failure in report.failures]


def told(findings: list[Finding], lang: str) -> str:
    return "\n".join(as_text(finding, lang) for finding in findings)


# --- Every handout passes --------------------------------------------------------------------------------


def test_every_text_of_the_library_passes(tmp_path: Path, executor: Workers) -> None:
    """Each text of this site, in each language and layout, keeps every rule of both standards in one file.

    The imposed booklets are for a printing machine; their plain twins are among those that pass.
    """
    whole = load(ROOT).library
    assert whole is not None
    library = unreleased(whole)
    wanted = jobs(library)
    made, findings = handouts(library, wanted, tmp_path, workers=2, executor=executor)
    assert findings == []
    assert len(made) == len(wanted) > 30
    desk = Desk(library)
    read = [handout for handout in made if not desk.layout(handout.layout).settings.impose]
    assert {handout.path.name: found for handout in read if (found := broken(handout))} == {}


@pytest.mark.parametrize("lang", ["ne", "en"])
@pytest.mark.parametrize("grey", [False, True])
def test_odd_texts_pass(odd: Site, lang: str, grey: bool) -> None:
    """Nested lists, definitions, tables with empty cells, notes, pictures, boxes and code pass, grey ones too."""
    library = odd.library
    job = Job(library.resources[0], library.resources[0].texts[lang], "a4", grey=grey)
    made, findings = handouts(library, [job], odd.root / "cache", workers=1, executor=odd.executor)
    assert findings == []
    assert broken(made[0]) == []


@pytest.mark.parametrize(
    "title",
    ["x" * 200, "के " * 65 + "के", "\"Quotes\" & 'more' <b> ]]> &amp; \\(", "(", "…", "1"],
    ids=["long", "long-ne", "marks", "bracket", "dots", "digit"],
)
def test_odd_titles_pass(site: Site, title: str) -> None:
    """Whatever stands in a title comes through to the file's description and its first heading."""
    handout = made_from(site, "en", title=title, summary="")
    assert broken(handout) == []
    with pikepdf.open(handout.path) as pdf, pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == title
        assert pdf.docinfo["/Title"] == title


def test_a_text_without_words_passes(site: Site) -> None:
    """An empty text, an empty heading and an empty box give a file that passes all the same."""
    site.bodies = {"en": "## {#empty}\n\n!!! warning\n\n## A {#a}\n\n|  |\n|--|\n|  |\n\n- \n"}
    site.contacts, site.change = (
        (),
        {"sources": (), "authors": (), "audiences": (), "countries": ()},
    )
    assert broken(site.one()) == []


# --- What does not pass is refused ------------------------------------------------------------------------

TITLE = "<h1>{{ text.title }}</h1>"


@pytest.mark.parametrize(
    ("body", "rule", "en", "ne"),
    [
        ("<h2>A</h2>", "PDFUA1-HEADING-NESTING-001", "the title comes first", "मुख्य शीर्षक"),
        (f"{TITLE}<h3>A</h3>", "PDFUA1-HEADING-NESTING-001", "no level may be left out", "तह"),
        (
            f"{TITLE}<svg viewBox='0 0 9 9'><path d='M0 0h9v9z'/></svg>",
            "PDFUA1-FIGURE-ALTERNATIVE-TEXT-001",
            "a picture has no words",
            "चित्रमा देख्न नसक्नेका लागि वर्णन छैन",
        ),
        (f"{TITLE}<ul><li>A</li></ul><li>B</li>", "PDFUA1-LI-PARENT-001", "an item outside", "बुँदा"),
        (
            f"{TITLE}<table><tr><th>A<th>B<tr><td>C</table>",
            "PDFUA1-TABLE-ROW-COLUMNSPAN-001",
            "rows of different lengths",
            "पङ्क्तिहरूको लम्बाइ",
        ),
        ("<p>A</p>", "HANDOUT-HEADING-TITLE", "the title comes first", "मुख्य शीर्षक"),
        (
            f"{TITLE}<table><tr><th>A<tr><td>B</table><table><tr><td>A</table>",
            "HANDOUT-TABLE-HEADERS",
            "a cell without a heading",
            "कोठाको शीर्षक छैन",
        ),
    ],
    ids=["no-h1", "level", "picture", "item", "rows", "no-heading", "no-header"],
)
def test_a_template_that_breaks_a_rule_is_refused(
    site: Site, body: str, rule: str, en: str, ne: str
) -> None:
    """No file comes out; the finding names the rule and says in both languages what it is about."""
    own_layout(site, body)
    made, findings = site.make("en")
    assert made == []
    assert {(finding.code, finding.path) for finding in findings} == {
        (CODES["accessible"], (FOLDER / "index.en.md").as_posix())
    }
    assert rule in told(findings, "en")
    assert rule in told(findings, "ne")
    assert en in told(findings, "en")
    assert ne in told(findings, "ne")


def test_a_picture_without_words_is_refused(odd: Site) -> None:
    """An empty alternative text is not taken for decoration: that must be said."""
    odd.bodies = {"en": "![](in.png)\n"}
    assert "a picture has no words for those who cannot see it" in told(odd.make("en")[1], "en")
    own_layout(odd, f'{TITLE}<svg viewBox="0 0 9 9" aria-hidden="true"><path d="M0 0h9v9z"/></svg>')
    assert tree(odd.one().path).all("Figure") == []


def test_a_file_that_would_not_last_is_refused(odd: Site) -> None:
    """A picture in a printing machine's colours is refused with the rule of PDF/A, in plain words."""
    odd.bodies = {"en": "![A box](cmyk.jpg)\n"}
    made, findings = odd.make("en")
    assert made == []
    assert {finding.code for finding in findings} == {CODES["lasting"]}
    assert "PDFA3A-DEVICE-CMYK-001" in told(findings, "en")
    assert "save that picture as PNG" in told(findings, "en")
    assert "RGB रङको JPEG" in told(findings, "ne")


def test_a_file_for_the_printer_is_not_checked(site: Site) -> None:
    """What only a printing machine reads needs no structure."""
    own_layout(site, "<h2>A</h2>")
    library = site.library
    sheet = Desk(library).sheet(jobs(library)[0])
    assert site.executor.submit(draw, sheet).result().problems
    assert site.executor.submit(draw, replace(sheet, impose="saddle")).result().problems == ()


@pytest.mark.parametrize(
    ("rule", "family"),
    [
        ("PDFUA1-HEADING-NESTING-001", "headings"),
        ("PDFUA1-L-KIDS-001", "lists"),
        ("PDFUA1-TABLE-HEADERS-SCOPE-001", "tables"),
        ("PDFUA1-ALT-TEXT-LANGUAGE-001", "language"),
        ("PDFA3A-UNICODE-MAPPING-001", "letters"),
        ("PDFA3A-TRAILER-ID-001", "file"),
        ("PDFUA1-ID-PART-001", "description"),
        ("PDFUA1-CONTENT-TAGGING-001", "parts"),
        ("PDFA3A-NAME-LENGTH-001", "file"),
        ("ParseError: no trailer", "file"),
    ],
)
def test_each_rule_has_a_sentence(rule: str, family: str) -> None:
    """A rule is told by the sentence of its family in every language, one that nobody foresaw too."""
    assert where.family(rule) == family
    for lang in available():
        assert {f"problem-pdf-{name}" for name in FAMILIES} <= set(language(lang).strings)


# --- What a file says about itself ------------------------------------------------------------------------


SAID = (
    "dc:identifier", "dc:title", "dc:language", "dc:creator", "dc:contributor", "dc:publisher", "dc:subject",
    "dc:date", "dc:rights", "xmp:CreateDate", "xmp:ModifyDate", "xmpMM:DocumentID", "xmpMM:VersionID",
    "xmpRights:UsageTerms", "pdfaid:part", "pdfaid:conformance", "{http://www.aiim.org/pdfua/ns/id/}part",
)  # fmt: skip


@pytest.mark.parametrize("lang", ["ne", "en"])
def test_the_file_says_what_it_is(site: Site, lang: str) -> None:
    """Id, version, language, licence, rights and dates are in the XMP, and the title is shown."""
    site.change = {"keywords": ("kararnama", "bhisa")}
    prefix = "https://press.example/" if lang == "ne" else "https://press.example/en/"
    handout = made_from(site, lang, translators=("A & B",))
    with pikepdf.open(handout.path) as pdf:
        assert pdf.Root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert pdf.Root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
        with pdf.open_metadata() as metadata:
            said = {name: metadata.get(name) for name in SAID}
    assert said["dc:identifier"] == f"{prefix}r/visit-visa/1.0/"
    assert said["xmpMM:DocumentID"] == f"{prefix}r/visit-visa/"
    assert said["xmpMM:VersionID"] == "1.0"
    assert said["dc:language"] == {lang}
    assert said["dc:creator"] == ["ORG"]
    assert said["dc:contributor"] == {"A & B"}
    assert said["dc:publisher"] == {{"ne": "एउटा संस्था", "en": "An organisation"}[lang]}
    assert said["dc:subject"] == {"kararnama", "bhisa"}
    assert said["dc:date"] == ["2026-11-20"]
    assert said["xmp:CreateDate"] == said["xmp:ModifyDate"] == "2026-11-20"
    assert {"ne": "© २०२६ ORG।", "en": "© 2026 ORG."}[lang] in said["dc:rights"]
    assert said["xmpRights:UsageTerms"] == {"ne": "श्रमिक", "en": "Workers"}[lang]
    assert [said[name] for name in SAID[-3:]] == ["3", "A", "1"]


def test_any_program_finds_the_description(site: Site) -> None:
    """The XMP packet lies open in the file and is sound XML; nothing on the page claims what it says."""
    content = site.one("ne").path.read_bytes()
    packet = content[content.index(b"<x:xmpmeta") : content.index(b"<?xpacket end")]
    assert etree.fromstring(packet).tag == "{adobe:ns:meta/}xmpmeta"
    assert not [piece.text for piece in shown(site.one("ne").path) if "PDF/" in piece.text]


def test_the_licence_has_its_address(site: Site, tmp_path: Path) -> None:
    """Where the vocabulary knows a licence's address, the file says it."""
    found = load(ROOT).library
    assert found is not None
    library = unreleased(found)
    made, _ = handouts(library, jobs(library)[:1], tmp_path, workers=1, executor=site.executor)
    with pikepdf.open(made[0].path) as pdf, pdf.open_metadata() as metadata:
        known = library.vocabulary.licences[library.resources[0].licence]
        assert metadata["xmpRights:WebStatement"] == known.url


def test_headings_are_bookmarks(odd: Site) -> None:
    """The title and the headings below it are there to jump to, one within the other."""
    with pikepdf.open(odd.one("en").path) as pdf, pdf.open_outline() as outline:
        [title] = outline.root
        names = {item.title: [inner.title for inner in item.children] for item in title.children}
    assert title.title == "Do not work on a visit visa"
    assert names["Lists"] == []
    assert names["Pictures and tables"] == ["One level down"]


# --- What a screen reader meets ---------------------------------------------------------------------------


def test_words_in_another_language_say_so(read: dict[str, Element]) -> None:
    """What is written in the script of another language says which, in the text and around it."""
    spans = {lang: [(e.lang, e.words) for e in found.all("Span")] for lang, found in read.items()}
    assert spans["en"] == [("ne", "वैदेशिक रोजगार विभाग")]
    assert ("en", "Foreign Employment Board (FEB") in spans["ne"]
    assert ("en", "A law") in spans["ne"]


def test_no_word_is_in_the_wrong_language(read: dict[str, Element]) -> None:
    """Every letter in the tree stands in its script's language; only addresses are in none."""
    for lang, found in read.items():
        for own, text in found.by_language(lang):
            words = [word for word in text.split() if "." not in word and "/" not in word]
            assert {script(letter) for word in words for letter in word} <= {own, ""}, text


def script(character: str) -> str:
    """Return the language by whose script a letter is told; empty for all that is no letter."""
    if unicodedata.category(character)[0] not in "LM":
        return ""
    return "ne" if "\u0900" <= character <= "\u097f" else "en"


def test_addresses_are_in_no_language() -> None:
    """Letters within an address are left alone, and so is what must not be translated."""
    html = etree.fromstring(
        '<p lang="ne">हेर्नुहोस् example.org वा Book Two, <b translate="no">Three</b> र <i lang="en">Four</i> Five मा</p>'
    )
    name_languages(html, (Tongue("ne", ("ऀ", "ॿ")), Tongue("en", ("A", "z"))))
    assert [found.text for found in html.iter(TAG)] == ["Book Two", "Five"]
    assert "".join(html.itertext()) == "हेर्नुहोस् example.org वा Book Two, Three र Four Five मा"


def test_a_script_that_languages_share_says_nothing() -> None:
    """Where two languages of the site have one script, letters of it do not tell which is meant."""
    html = etree.fromstring('<p lang="ne">नेपाली र English</p>')
    shared = ("ऀ", "ॿ")
    name_languages(html, (Tongue("mai", shared), Tongue("ne", shared), Tongue("en", ("A", "z"))))
    assert [(found.get("lang"), found.text) for found in html.iter(TAG)] == [("en", "English")]


def test_lists_are_lists(read: dict[str, Element]) -> None:
    """A list holds items, an item its number and what it says; a list within it stands in what it says."""
    found = read["ne"].one("Sect", "सूची")
    numbered, terms = (kid for kid in found.kids if isinstance(kid, Element) and kid.role == "L")
    assert numbered.attributes == {"/ListNumbering": "/Decimal"}
    assert [item.shape for item in numbered.kids if isinstance(item, Element)] == [
        ["Lbl", "LBody"]
    ] * 2
    assert [label.words for label in numbered.all("Lbl")] == ["१", "२"]
    assert numbered.one("LBody", "पहिलो").one("L").words == "भित्री"
    assert terms.shape == ["LI"]
    assert [kid.words for kid in terms.all("Lbl", "LBody")] == ["शब्द", "अर्थ"]
    english = read["en"].one("Sect", "innermost").kids[-1]
    assert isinstance(english, Element)
    assert [item.words for item in english.all("LI")] == ["Term First Second", "Other term Third"]


def test_tables_are_tables(read: dict[str, Element]) -> None:
    """A heading says that it heads its column; an empty cell keeps its place."""
    table = read["en"].one("Table")
    assert table.shape == ["THead", "TBody"]
    assert [(cell.words, cell.attributes["/Scope"]) for cell in table.all("TH")] == [
        ("a", "/Column"),
        ("b", "/Column"),
    ]
    assert [row.shape for row in table.all("TR")] == [["TH", "TH"], ["TD", "TD"], ["TD", "TD"]]
    assert [cell.words for cell in table.all("TD")] == ["1", "", "code", "x"]


def test_pictures_have_their_words(read: dict[str, Element]) -> None:
    """Each picture says what it shows, and where on its page it is."""
    pictures = read["en"].all("Figure")
    assert [picture.alt for picture in pictures] == [
        "A box",
        "a grey one",
        "a drawing",
        "A box that leads away",
    ]
    for picture in pictures:
        left, bottom, right, top = map(float, picture.attributes["/BBox"])
        assert 0 < left < right < 596
        assert 0 < bottom < top < 842


def test_notes_and_boxes_are_named(read: dict[str, Element]) -> None:
    """A box and a footnote are notes with a name of their own; the number in the text refers."""
    found = read["en"]
    boxes, notes = found.all("Aside"), found.all("Note")
    assert [box.words for box in boxes] == ["Careful Take care.", "Mine & <yours> 1 Numbered."]
    assert [note.words for note in notes] == ["Note one.", "Note two goes on."]
    names = [element.name for element in boxes + notes]
    assert all(names)
    assert len(set(names)) == 4
    assert [reference.words for reference in found.all("Reference")] == ["[1]", "[2]"]


def test_a_link_says_where_it_leads(read: dict[str, Element]) -> None:
    """Each place to tap has its link's words, stands in that link, and there is one for each line."""
    links = read["en"].all("Link")
    assert all(tap.says for link in links for tap in link.taps)
    by_words = {link.taps[0].says: link.taps[0].leads_to for link in links}
    assert by_words["x"] == "https://x.example/"
    assert by_words["A box that leads away"] == "https://away.example/"
    assert by_words["law.example/?a=1&b=2"] == "https://law.example/?a=1&b=2"


def test_a_link_over_two_lines_is_one_link(site: Site) -> None:
    """It can be tapped on both lines, once on each, whatever stands in it."""
    words = (
        "a link **with many words** of which नेपाली is one and which goes over the end of its line"
    )
    site.bodies = {
        "en": f"See the page that has the address of [{words}](https://long.example/).\n"
    }
    link = tree(site.one().path).one("Link", "many words")
    assert [tap.leads_to for tap in link.taps] == ["https://long.example/"] * 2
    assert link.words == words.replace("**", "")


# --- What goes over pages, and what is not read -----------------------------------------------------------

LONG = " ".join(f"word{n}" for n in range(1500))


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory, executor: Workers) -> Handout:
    """A handout in which a paragraph, a list and a table go over the end of a page."""
    site = Site(tmp_path_factory.mktemp("long"), executor)
    rows = "".join(f"| row{n} | {n} |\n" for n in range(60))
    items = "".join(f"- item{n}\n" for n in range(60))
    site.bodies = {"en": f"{LONG}\n\n{items}\n| Name | Value |\n|---|---|\n{rows}"}
    return site.one()


def test_what_goes_over_a_page_stays_whole(long: Handout) -> None:
    """A paragraph, a list and a table on two pages are one paragraph, one list, one table."""
    found = tree(long.path)
    assert found.one("P", "word0 ").words == LONG
    assert found.one("L", "item0").shape == ["LI"] * 60
    table = found.one("Table")
    assert table.shape == ["THead", "TBody"]
    assert len(table.all("TR")) == 61
    assert broken(long) == []


def test_the_head_of_a_table_is_read_once(long: Handout) -> None:
    """On every page after its first the repeated head is marked as no part of the text."""
    heads = [piece for piece in shown(long.path) if piece.text.strip() == "Value"]
    assert len(heads) > 1
    assert [("Artifact" in piece.marks) for piece in heads] == [False] + [True] * (len(heads) - 1)
    assert [cell.words for cell in tree(long.path).all("TH")] == ["Name", "Value"]


def test_the_strip_is_no_part_of_the_text(long: Handout) -> None:
    """What stands in the margin of every page is marked so; its link comes once, and can be tapped on each page."""
    strips = [piece for piece in shown(long.path) if "Is this paper still current" in piece.text]
    assert len(strips) == long.pages
    assert all("Artifact" in piece.marks and piece.number < 0 for piece in strips)
    found = tree(long.path)
    assert "Is this paper still current" not in found.words
    [strip] = [link for link in found.all("Link") if len(link.taps) == long.pages]
    assert {tap.page for tap in strip.taps} == set(range(long.pages))
    assert strip.taps[0].says == "Is this paper still current? press.example/en/r/visit-visa/1.0"
    assert found.all()[-1] is strip


def test_all_that_is_drawn_is_text_or_not(long: Handout, odd: Site) -> None:
    """Every piece of text on a page stands in the tree, or is marked as no part of it; none is both or neither."""
    for path in (long.path, odd.one("ne").path):
        kinds = {(piece.number >= 0, "Artifact" in piece.marks) for piece in shown(path)}
        assert kinds == {(True, False), (False, True)}


def test_what_is_hidden_from_readers_is_not_read(site: Site) -> None:
    """What a template hides, and a picture that a style sheet puts in, are decoration."""
    drawing = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><path d='M0 0h9v9z'/></svg>"
    own_layout(
        site,
        '<p id="a">Read.</p><p aria-hidden="true">Hidden <a href="https://hidden.example/">link</a></p>',
        style=f'#a::before {{ content: url("{drawing}") }}',
        head=TITLE,
    )
    handout = site.one()
    found = tree(handout.path)
    assert found.words == "Do not work on a visit visa Read."
    assert found.all("Figure") == []
    assert broken(handout) == []


def test_what_stands_on_every_page_is_read_once(site: Site) -> None:
    """A box that is fixed on each page belongs to the text on the first."""
    own_layout(
        site,
        '<p class="fixed">Fixed.</p><p style="break-after: page">One.</p><p>Two.</p>',
        style=".fixed { position: fixed; bottom: 0 }",
        head=TITLE,
    )
    handout = site.one()
    assert [piece.text.strip() for piece in shown(handout.path)].count("Fixed.") == 2
    assert tree(handout.path).words.count("Fixed.") == 1
    assert broken(handout) == []


def test_words_that_shine_through_are_read(site: Site) -> None:
    """Text that is drawn in a group of its own, as see-through text is, has its place in the tree."""
    own_layout(site, '<p style="opacity: .5">Pale <b>words</b>.</p><p>Black.</p>', head=TITLE)
    handout = site.one()
    with pikepdf.open(handout.path) as pdf:
        kids = [
            kid
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary)
            for kid in kids_of(item)
        ]
        groups = [kid["/Stm"] for kid in kids if "/Stm" in kid]
        assert groups
        assert all("/StructParents" in group for group in groups)
    assert broken(handout) == []


def kids_of(item: Any) -> Iterator[Any]:
    if item.get("/Type") == "/StructElem":
        yield from (kid for kid in item["/K"] if isinstance(kid, pikepdf.Dictionary))


def test_words_stand_in_paragraphs(site: Site) -> None:
    """Words that no element of HTML makes a paragraph are one, block by block; lines of dots are not read."""
    own_layout(
        site,
        "<section>One <b>two</b><div>Three</div><ol><li>Four</ol>five</section>",
        style="div::after { content: leader('.') ' 9' }",
        head=TITLE,
    )
    handout = site.one()
    section = tree(handout.path).one("Sect")
    assert section.shape == ["P", "P", "L", "P"]
    assert [part.words for part in section.all("P")] == ["One two", "Three 9", "five"]
    assert [part.words for part in section.one("L").all("Lbl", "LBody")] == ["1.", "Four"]
    assert broken(handout) == []


def test_a_cell_says_what_it_heads(site: Site) -> None:
    """The first row heads the columns and the first cell a later row, unless a cell says otherwise."""
    own_layout(
        site,
        "<table><tr><th>A<th>B<tr><th>C<td>D<tr><th scope=col>E<td>F</table>",
        head=TITLE,
    )
    handout = site.one()
    scopes = {cell.words: cell.attributes["/Scope"] for cell in tree(handout.path).all("TH")}
    assert scopes == {"A": "/Column", "B": "/Column", "C": "/Row", "E": "/Column"}
    assert broken(handout) == []


def test_a_layout_read_from_right_to_left_says_so(site: Site) -> None:
    """A program shows the pages of such a text in their order."""
    own_layout(site, TITLE)
    template = site.root / "overrides/handouts/layouts/own/template.html"
    template.write_text(
        f'<html lang="en" dir="rtl"><title>{{{{ text.title }}}}</title>{TITLE}', "utf-8"
    )
    with pikepdf.open(site.one().path) as pdf:
        assert pdf.Root["/ViewerPreferences"]["/Direction"] == "/R2L"


@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_nothing_is_lost_in_silence(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Something that is drawn and has no place in the text stops the handout."""
    monkeypatch.setattr(Reading, "read", lambda *_: None)
    sheet = Desk(site.library).sheet(jobs(site.library)[0])
    with pytest.raises(Unplaced, match="page 1: "):
        draw(sheet)


# --- The file ---------------------------------------------------------------------------------------------


def test_every_stream_ends_clearly() -> None:
    """A stream that happens to end in a carriage return is written so that its length is beyond doubt."""
    for clearly in (False, True):
        pdf = pydyf.PDF()
        stream = pydyf.Stream([b"% odd\r"])
        pdf.add_object(stream)
        pdf.add_page(
            pydyf.Dictionary(
                {"Type": "/Page", "Parent": pdf.pages.reference, "Contents": stream.reference}
            )
        )
        if clearly:
            end_streams_clearly(pdf)
        output = io.BytesIO()
        pdf.write(output, compress=True)
        report = checker.validate_pdf_bytes(output.getvalue(), profile="3a")
        rules = {failure.rule_id for failure in report.failures}
        assert ("PDFA3A-STREAM-LENGTH-001" in rules) is not clearly
        with pikepdf.open(io.BytesIO(output.getvalue())) as read:
            assert read.pages[0]["/Contents"].read_bytes().rstrip() == b"% odd"


# --- Where it stands ------------------------------------------------------------------------------------

PARTS = """One. [A law](https://law.example/).

## A heading {#a}

- An item

| a | b |
|---|---|
| c | d |

| a | b |
|---|---|

![A picture](screen.png)

![A picture](press.jpg)
"""
FIRST = 4
"""The line on which the text begins."""


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        ("PDFUA1-LINK-ANNOTATION-001", FIRST),
        ("PDFUA1-HEADING-NESTING-001", FIRST + 2),
        ("PDFUA1-L-KIDS-001", FIRST + 4),
        ("PDFUA1-TABLE-THEAD-TBODY-001", FIRST + 10),
        ("PDFA3A-DEVICE-CMYK-001", FIRST + 15),
        ("PDFA3A-TRAILER-ID-001", 2),
    ],
)
def test_a_broken_rule_has_a_line(site: Site, rule: str, line: int) -> None:
    """That of the first part of the text that the rule may be about, or else the one that asks for the layout."""
    site.folder.mkdir(parents=True)
    Image.new("RGB", (9, 9)).save(site.folder / "screen.png")
    Image.new("CMYK", (9, 9)).save(site.folder / "press.jpg")
    site.bodies = {"en": PARTS}
    job = jobs(site.library)[0]
    assert where.line(job, Problem("accessible", rule), site.root) == line


def test_a_table_without_rows_is_told_at_its_line(site: Site) -> None:
    """Nobody has to look for it."""
    site.bodies = {"en": "One.\n\n| a | b |\n|---|---|\n"}
    made, findings = site.make()
    assert made == []
    assert as_text(findings[0], "en").splitlines()[:2] == [
        (
            "materials/leaflets/visit-visa/index.en.md:6  error H112"
            "  the handout could not be read aloud rightly"
        ),
        (
            "    Layout a4: a table has a cell without a heading, rows of different lengths, or no rows"
            " (rule PDFUA1-TABLE-THEAD-TBODY-001)"
        ),
    ]
