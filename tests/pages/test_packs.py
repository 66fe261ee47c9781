"""The page that offers packs, and what other pages say of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from iecpress import addresses
from iecpress.model import Library
from iecpress.pages import Page, pages
from tests.pages.small import SETTINGS, TODAY, resource


@dataclass(frozen=True)
class Bundle:
    """A pack that was never put together."""

    facet: str
    term: str
    lang: str
    ids: tuple[str, ...] = ("both", "only-nepali")
    size: int = 905_000
    pages: int = 45

    @property
    def address(self) -> str:
        return addresses.pack(self.facet, self.term, self.lang)


QATAR = Bundle("countries", "QA", "ne"), Bundle("countries", "QA", "en", ids=("both", "guide"))
AT_WORK = (Bundle("stages", "at-work", "ne"),)


def made(library: Library, *packs: Bundle) -> dict[str, Page]:
    return {page.address: page for page in pages(library, (), packs, today=TODAY)}


def test_every_pack_is_offered_with_size_and_number(library: Library) -> None:
    """By country and situation, in both languages, with handouts, pages, sheets of paper and size."""
    page = made(library, *QATAR, *AT_WORK)["/en/packs/"].html
    assert page.index('id="countries"') < page.index('id="stages"')
    assert "2 handouts, 45 pages on 23 sheets" in page
    assert 'href="../../packs/countries/pack-qa-en.pdf"' in page
    assert 'href="../../packs/countries/pack-qa-ne.pdf"' in page
    assert 'aria-label="English, PDF, 905 kB: pack “Qatar”"' in page
    assert 'href="../resources/countries/qa/"' in page
    assert 'id="countries-qa"' in page


def test_the_pages_own_language_comes_first(library: Library) -> None:
    """Whoever reads Nepali meets the Nepali pack first, and the other is offered beside it."""
    found = made(library, *QATAR)
    for address, first, second in (("/packs/", "ne", "en"), ("/en/packs/", "en", "ne")):
        html = found[address].html
        assert html.index(f"pack-qa-{first}.pdf") < html.index(f"pack-qa-{second}.pdf")


def test_a_pack_in_one_language_is_offered_in_both(library: Library) -> None:
    """The English page offers a Nepali pack too, and says that it is Nepali."""
    html = made(library, *AT_WORK)["/en/packs/"].html
    assert 'aria-label="Nepali, PDF, 905 kB: pack “At work”"' in html


def test_the_page_is_there_when_there_are_no_packs(library: Library) -> None:
    """Its address is on paper: it says that there are none, and nothing leads to it."""
    found = made(library)
    assert "There are no packs yet." in found["/en/packs/"].html
    others = [page.html for address, page in found.items() if not address.endswith("/packs/")]
    assert not [html for html in others if "packs/" in html]


def test_the_list_of_a_country_offers_its_pack(library: Library) -> None:
    """With its size; the list of another term, and its own further pages, have none."""
    found = made(library, *QATAR)
    html = found["/en/resources/countries/qa/"].html
    assert "Pack to print: Qatar" in html
    assert "pack-qa-en.pdf" in html
    assert "PDF, 905 kB" in html
    assert "pack-" not in found["/en/resources/stages/at-work/"].html


def test_a_long_list_offers_the_pack_once(library: Library) -> None:
    """On its first page."""
    many = tuple(resource(f"r{number}", "ne", "en") for number in range(120))
    found = made(replace(library, resources=many), *QATAR)
    assert "pack-qa-en.pdf" in found["/en/resources/countries/qa/"].html
    assert "pack-qa-en.pdf" not in found["/en/resources/countries/qa/page/2/"].html


def test_the_index_leads_to_the_packs(library: Library) -> None:
    """The list of all resources has a link to the page of packs."""
    assert 'href="../packs/"' in made(library, *QATAR)["/en/resources/"].html


def test_a_resource_says_in_which_packs_it_is(library: Library) -> None:
    """By the names of its own countries and stages, in its language, at both its addresses."""
    found = made(library, *QATAR, *AT_WORK)
    for address in ("/r/both/", "/r/both/1.0/"):
        html = found[address].html
        assert "packs/#countries-qa" in html
        assert "packs/#stages-at-work" in html
    english = found["/en/r/both/"].html
    assert "packs/#countries-qa" in english
    assert "packs/#stages-at-work" not in english, "there is no English pack for it"
    assert "packs/#" not in found["/r/guide/"].html


def test_a_resource_for_every_country_says_so(library: Library) -> None:
    """It is in the packs of all countries, and does not list them."""
    general = replace(library.resources[0], countries=())
    found = made(replace(library, resources=(general, *library.resources[1:])), *QATAR)
    html = found["/en/r/both/"].html
    assert 'packs/#countries">Every country</a>' in html
    assert "packs/#countries-qa" not in html


@pytest.mark.parametrize(
    "other",
    [
        {"size": 950_000},
        {"pages": 46},
        {"ids": ("both", "guide", "x")},
    ],
)
def test_the_keys_change_with_what_is_shown(library: Library, other: dict[str, object]) -> None:
    """A new size, number of pages or of handouts makes those pages again that say it, and no text's page."""
    before = made(library, *QATAR)
    after = made(library, QATAR[0], replace(QATAR[1], **other))
    changed = {address for address in before if before[address].key != after[address].key}
    lists = {"/packs/", "/en/packs/", "/resources/countries/qa/", "/en/resources/countries/qa/"}
    assert changed == lists
    assert before["/en/packs/"].html != after["/en/packs/"].html


def test_the_first_pack_changes_the_pages_that_lead_to_it(library: Library) -> None:
    """The list of all, and the texts in it, show a link that was not there."""
    before, after = made(library), made(library, *AT_WORK)
    changed = {address for address in before if before[address].key != after[address].key}
    assert {"/resources/", "/r/both/", "/r/only-nepali/1.0/", "/packs/"} <= changed
    assert "/en/r/both/" not in changed


def test_the_page_is_listed_for_search_engines(library: Library) -> None:
    """In every language, with its other languages."""
    page = made(library, *QATAR)["/packs/"]
    assert page.indexed
    assert page.canonical == "/packs/"
    assert dict(page.alternates) == {"ne": "/packs/", "en": "/en/packs/"}
    assert page.section == "resources"


def test_addresses_of_packs() -> None:
    """They are stable: small letters, facet and term, language."""
    assert addresses.pack("countries", "QA", "ne") == "/packs/countries/pack-qa-ne.pdf"
    assert addresses.packs(SETTINGS, "ne") == "/packs/"
    assert addresses.packs(SETTINGS, "en") == "/en/packs/"
