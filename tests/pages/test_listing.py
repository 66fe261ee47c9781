"""The resource index at any size."""

from __future__ import annotations

import pytest

from iecpress.model import Library
from iecpress.pages.listing import PER_PAGE
from tests.pages.small import Make, Many


@pytest.mark.parametrize("count", [0, 1, 100, 101, 250])
def test_the_index_shows_every_resource_once_over_its_pages(
    made: Make, many: Many, count: int
) -> None:
    """A hundred to a page, none lost and none twice; an empty library has one page that says so."""
    found = made(many(count))
    sheets = [address for address in found if address.startswith("/en/resources/page/")]
    assert len(sheets) == max(0, -(-count // PER_PAGE) - 1)
    html = "".join(found[address].html for address in ["/en/resources/", *sheets])
    assert sum(f">r{n} in en</a>" in html for n in range(count)) == count
    assert html.count('<li class="card">') == count
    assert ("no resources yet" in html) == (count == 0)


def test_a_term_with_many_resources_takes_several_pages(made: Make, many: Many) -> None:
    """Long lists of a term are cut too, and their pages lead to one another in both languages."""
    found = made(many(250))
    middle = found["/resources/topics/visa/page/2/"]
    assert 'rel="prev" href="../../"' in middle.html
    assert 'rel="next" href="../3/"' in middle.html
    assert middle.switch["en"] == "/en/resources/topics/visa/page/2/"
    assert "३ मध्ये पृष्ठ २" in middle.html


def test_each_term_says_how_many_stand_under_it(made: Make, library: Library) -> None:
    """The counts in the index are those of the lists behind them."""
    found = made(library)
    index = found["/en/resources/"].html
    assert 'href="kinds/leaflet/">Leaflets <span class="count">2</span>' in index
    assert found["/en/resources/kinds/leaflet/"].html.count('<li class="card">') == 2


def test_a_resource_without_a_text_in_this_language_is_listed_and_says_so(
    made: Make, library: Library
) -> None:
    """It stands under its own title, marked with its language, and leads straight to the text."""
    index = made(library)["/en/resources/"].html
    entry = index[index.index("only-nepali in ne") - 200 : index.index("only-nepali in ne") + 400]
    assert (
        '<h3 lang="ne" dir="ltr" data-script="Deva"><a href="../../r/only-nepali/" hreflang="ne">'
        in entry
    )
    assert "Only in Nepali" in entry


def test_the_newest_stand_first_within_their_kind(made: Make, many: Many) -> None:
    """Kinds come in the order of the settings."""
    html = made(many(1))["/resources/"].html
    assert html.index("kind-leaflet") > 0
