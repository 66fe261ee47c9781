"""The whole set of pages of a small library."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
import yaml

from iecpress import addresses
from iecpress.model import Library
from iecpress.pages import theme_data
from iecpress.version import Version
from tests.pages.small import SETTINGS, Leaf, Made, Make, contact, resource, site_page


class Links(HTMLParser):
    """Collects where a page leads, its ids, and tags left open."""

    VOID = frozenset({"br", "hr", "img", "input", "path", "circle", "rect", "meta", "link"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.hrefs: list[str] = []
        self.ids: list[str] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.hrefs += [found["href"]] if tag == "a" and found.get("href") else []
        self.ids += [found["id"]] if found.get("id") else []
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element that closes itself opens nothing."""

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag


@pytest.fixture
def all_made(library: Library, made: Make) -> Made:
    leaves = [
        Leaf(r.id, r.version, lang, grey=grey)
        for r in library.resources
        for lang in r.texts
        for grey in (False, True)
    ]
    return made(library, *leaves)


def test_every_page_has_its_address_in_every_language(all_made: Made) -> None:
    """Whatever answers in one language answers in the other, if only to say that the text is missing."""
    nepali = {address for address in all_made if not address.startswith("/en/")}
    english = {address.removeprefix("/en") for address in all_made if address.startswith("/en/")}
    assert nepali == english
    expected = {"/", "/get-help/", "/about/", "/updates/", "/resources/", "/resources/topics/visa/"}
    expected |= {
        "/resources/kinds/leaflet/",
        "/resources/countries/qa/",
        "/resources/stages/at-work/",
    }
    expected |= {"/r/both/", "/r/both/1.0/", "/r/only-nepali/", "/handbook/a/", "/updates/new/"}
    assert expected <= nepali


def test_unused_terms_have_no_page(all_made: Made) -> None:
    """A term under which nothing stands makes no empty page."""
    assert "/resources/topics/wages/" not in all_made


def test_every_link_between_pages_leads_to_a_page_or_a_handout(
    library: Library, all_made: Made
) -> None:
    """No page links to an address that nothing answers, nor to an id that its target lacks."""
    files = {
        Leaf(r.id, r.version, lang, grey=grey).address
        for r in library.resources
        for lang in r.texts
        for grey in (False, True)
    }
    files |= {addresses.offline(lang) for lang in library.settings.languages}
    files |= {
        addresses.share_picture(r.id, lang, addresses.FOR_STATUS)
        for r in library.resources
        for lang in r.texts
    }
    ids = {address: Links(page.html).ids for address, page in all_made.items()}
    for address, page in all_made.items():
        for href in Links(page.html).hrefs:
            if urlsplit(href).scheme:
                continue
            assert not href.startswith("/"), f"{address}: {href} is not relative"
            target = urlsplit(urljoin(f"https://x{address}", href))
            assert target.path in all_made or target.path in files, f"{address}: {href}"
            if target.fragment:
                assert target.fragment in ids[target.path], f"{address}: {href}"


def test_ids_are_unique_and_tags_are_closed(all_made: Made) -> None:
    """Each page's HTML is one well-formed div in which no id stands twice."""
    for address, page in all_made.items():
        parsed = Links(page.html)
        assert not parsed.open, address
        assert page.html.startswith("<div>") or page.html.startswith("<div "), address
        assert len(parsed.ids) == len(set(parsed.ids)), address
        assert "\n" not in page.html


def test_heading_levels_start_at_one_and_skip_none(all_made: Made) -> None:
    """A page has one h1, first, and no level is left out below it."""
    for address, page in all_made.items():
        levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", page.html)]
        assert levels[0] == 1, address
        assert levels.count(1) == 1, address
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), (
            address,
            levels,
        )


def test_alternates_name_only_languages_that_have_the_text(all_made: Made) -> None:
    """A text that is not there is no alternate, from either page; the language switch leads there all the same."""
    missing, present = all_made["/en/r/only-nepali/"], all_made["/r/only-nepali/"]
    assert present.alternates == missing.alternates == {"ne": "/r/only-nepali/"}
    assert present.switch == {"ne": "/r/only-nepali/", "en": "/en/r/only-nepali/"}
    assert all_made["/r/both/"].alternates == {"ne": "/r/both/", "en": "/en/r/both/"}
    assert all_made["/en/updates/new/"].alternates == {"ne": "/updates/new/"}


def test_a_missing_translation_says_so_in_both_languages_and_is_not_indexed(all_made: Made) -> None:
    """The page speaks its own language and, marked as such, the language that the text has, and links to it."""
    for address in ("/en/r/only-nepali/", "/en/r/only-nepali/1.0/", "/en/handbook/a/"):
        page = all_made[address]
        assert not page.indexed
        assert "There is no English text here yet" in page.html
        nepali = page.html[page.html.index(' lang="ne"') :]
        assert "यो सामग्री नेपालीमा मात्र छ" in nepali
        assert page.switch["ne"] in {
            urlsplit(urljoin(f"https://x{address}", h)).path for h in Links(page.html).hrefs
        }
    assert [a for a, page in all_made.items() if not page.indexed and a.startswith("/r/")] == []


def test_the_version_page_says_that_it_is_current_and_points_to_the_latest(all_made: Made) -> None:
    """Both addresses show the same words under the same banner, and both name the latest as canonical."""
    latest, version = all_made["/en/r/both/"], all_made["/en/r/both/1.0/"]
    assert version.canonical == latest.canonical == "/en/r/both/"
    assert all("Draft, not released" in page.html for page in (latest, version))
    assert "This is the current version." not in latest.html
    assert 'href="../../only-nepali/' not in latest.html
    assert 'href="../../../r/only-nepali/#why"' in latest.html
    assert 'href="../../../../r/only-nepali/#why"' in version.html


def test_an_overdue_review_is_said_only_after_its_day(library: Library, made: Make) -> None:
    """The banner comes the day after `review_by`, not on it."""
    due = made(library, today=dt.date(2027, 5, 20))["/en/r/both/"]
    overdue = made(library, today=dt.date(2027, 5, 21))["/en/r/both/"]
    assert "due for review" not in due.html
    assert "due for review on 20 May 2027" in overdue.html


def test_what_authors_write_is_escaped_everywhere(library: Library, made: Make) -> None:
    """A title, a summary and a source that look like markup come out as words on every page that shows them."""
    trap = '<script>alert("x")</script>&'
    evil = resource("evil", "ne", "en", title=trap)
    found = made(replace(library, resources=(evil,), pages=(site_page("ne", "about", body=trap),)))
    for page in found.values():
        assert "<script" not in page.html
    assert "&lt;script&gt;alert(" in found["/r/evil/"].html
    assert found["/r/evil/"].title == trap


def test_the_page_says_what_the_handout_is(all_made: Made) -> None:
    """The download button gives pages and size in the page's own digits and leads to the version's file."""
    assert "२ पृष्ठ, ८४ केबी" in all_made["/r/both/"].html
    assert "2 pages, 84 kB" in all_made["/en/r/both/"].html
    assert 'href="1.0/both-1.0-ne.pdf"' in all_made["/r/both/"].html


def test_sharing_needs_no_script(all_made: Made) -> None:
    """The share links are plain addresses with the latest page's full address in them."""
    html = all_made["/en/r/both/1.0/"].html
    address = "https%3A//press.example/en/r/both/"
    assert f"https://wa.me/?text=both%20in%20en%20{address}" in html
    assert f"viber://forward?text=both%20in%20en%20{address}" in html
    assert f"sharer.php?u={address}" in html


def test_contacts_are_those_of_the_resources_countries(all_made: Made) -> None:
    """A guide for Qatar shows the urgent contacts and the embassy there, nobody for another country."""
    html = all_made["/en/r/both/"].html
    assert "centre en" in html
    assert "embassy en" in html
    assert "elsewhere en" not in html


def test_get_help_groups_contacts_by_where_one_is(all_made: Made) -> None:
    """Places come in the order of the contacts file; one without a name is shown by its code."""
    html = all_made["/en/get-help/"].html
    places = re.findall(r'<h2 id="in-([a-z]+)">([^<]+)</h2>', html)
    assert places == [("np", "In Nepal"), ("qa", "In Qatar"), ("my", "In MY")]
    assert 'href="tel:16600150005"' in html
    assert "Checked by calling on 21 November 2026" in html


def test_chapters_follow_the_order_of_the_links_in_their_index(all_made: Made) -> None:
    """The handbook's chapters stand as its first page links to them."""
    html = all_made["/handbook/a/"].html
    names = re.findall(r"handbook/([a-z]+) title", html.partition("</nav>")[0])
    assert names[-3:] == ["index", "b", "a"]


def test_updates_come_newest_first_and_only_in_their_language(all_made: Made) -> None:
    """The list of updates is by date; a language that has none says so."""
    html = all_made["/updates/"].html
    assert html.index("updates/new title") < html.index("updates/old title")
    assert "No updates yet." in all_made["/en/updates/"].html


def test_home_and_help_exist_even_when_nobody_wrote_them(library: Library, made: Make) -> None:
    """A site without pages of its own still has a home page named after the organisation, and its contacts."""
    bare = made(replace(library, pages=()))
    assert "<h1>An organisation</h1>" in bare["/en/"].html
    assert "<h1>Get help</h1>" in bare["/en/get-help/"].html
    empty = made(replace(library, pages=(), contacts=(), resources=()))
    own = {"/", "/resources/", "/packs/", "/saved/"}
    assert set(empty) == own | {f"/en{address}" for address in own}


def test_the_default_language_may_be_another(library: Library, made: Make) -> None:
    """Addresses and staged files follow the settings, not a language's name."""
    settings = SETTINGS.model_copy(update={"default_language": "en"})
    found = made(replace(library, settings=settings))
    assert found["/r/both/"].lang == "en"
    assert found["/ne/r/both/"].file == "ne/r/both/index.md"
    assert found["/r/both/1.0/"].file == "en/r/both/1.0/index.md"


def test_front_matter_is_plain_data(all_made: Made) -> None:
    """What the theme needs survives YAML and JSON unchanged."""
    for page in all_made.values():
        matter = page.front_matter()
        assert yaml.safe_load(yaml.safe_dump(matter, allow_unicode=True)) == matter
        assert json.loads(json.dumps(matter)) == matter


def test_theme_data_is_plain_and_says_the_same_in_every_language(library: Library) -> None:
    """The frame around the pages is data that YAML can hold, with the same keys and sections per language."""
    data = theme_data(library)
    assert yaml.safe_load(yaml.safe_dump(data, allow_unicode=True)) == data
    nepali, english = data["languages"].values()
    assert nepali.keys() == english.keys()
    assert nepali["words"].keys() == english["words"].keys()
    sections = [item["section"] for item in english["navigation"]]
    assert sections == ["home", "help", "resources", "updates", "about", "handbook"]
    assert english["urgent"][0]["dial"] == "16600150005"


def test_a_list_of_findings_explains_every_code(library: Library, made: Make) -> None:
    """The page with the layout `findings` has an entry for each code, with a wrong and a right example."""
    from iecpress.findings import codes

    page = site_page("en", "handbook/findings", layout="findings")
    html = made(replace(library, pages=(page,)))["/en/handbook/findings/"].html
    assert html.count('<section class="finding"') == len(codes()) > 0


def test_a_later_version_says_what_changed(library: Library, made: Make) -> None:
    """The change note of a text is shown; a translation without one shows that of the source text, marked."""
    old = resource("both", "ne", "en")
    texts = {**old.texts, "ne": replace(old.texts["ne"], changes="रकम थपियो।")}
    new = replace(old, version=Version(1, 1), texts=texts)
    found = made(replace(library, resources=(new,)))
    assert "रकम थपियो।" in found["/r/both/1.1/"].html
    assert '<span lang="ne" dir="ltr" data-script="Deva">रकम थपियो।' in found["/en/r/both/"].html


def test_a_reader_without_urgent_contacts_still_finds_somebody(
    library: Library, made: Make
) -> None:
    """When no contact is urgent, those that serve everybody are shown."""
    found = made(replace(library, contacts=(contact("friend", "NP"),)))
    assert "friend en" in found["/en/r/both/"].html
