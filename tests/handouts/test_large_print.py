"""Large print: nothing small, nothing pale, room between the lines, in colour and in grey."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from iecpress.handouts import Handout, Job, handouts
from tests.handouts.conftest import Site
from tests.handouts.paper import codes, colourful, contrasts, placed, size, sizes, words

BODY = """Read every page before you sign, and ask when something is not clear to you. Ask again.

Call **1141** or read [the law](https://law.example/).

## What to do {#what-to-do}

1. Get labour approval.
   - A passport
2. Read the contract.

| Country | Wage | Paid by | Remarks on it |
|---|---|---|---|
| Qatar | QAR 1,000 | the employer | also for domestic workers |

!!! warning
    Do not pay.

!!! remember
    Keep the receipt.

!!! fact "NPR 10,000"
    At most.

### By whom {#by-whom}

!!! call
    In Nepal call **1141**.
"""


def large(site: Site, lang: str = "en", *, grey: bool = False) -> Handout:
    resource = site.library.resources[0]
    job = Job(resource, resource.texts[lang], "large-print", grey)
    made, findings = handouts(
        site.library, [job], site.root / "cache", workers=1, executor=site.executor
    )
    assert findings == []
    return made[0]


@pytest.fixture
def full(site: Site) -> Site:
    """A site whose English text has something of everything."""
    site.bodies["en"] = BODY
    return site


def test_nothing_is_smaller_than_sixteen_points(full: Site) -> None:
    """The text is set in 18, and all that is around it, the page numbers and the sources too, in 16 or more."""
    for lang in ("ne", "en"):
        handout = large(full, lang)
        assert size(handout) == (210, 297)
        assert min(sizes(handout)) == 16
        assert 18 in sizes(handout)


@pytest.mark.parametrize("grey", [False, True])
def test_every_word_stands_out_from_its_ground(full: Site, tmp_path: Path, grey: bool) -> None:
    """Measured on the rendered page, the contrast is seven to one or more."""
    measured = list(contrasts(large(full, grey=grey), tmp_path))
    assert len(measured) > 100
    assert min(measured, key=lambda pair: pair[0])[0] >= 7


def test_a_pale_brand_does_not_make_pale_words(full: Site, tmp_path: Path) -> None:
    """The site's colours are for rules, not for words."""
    full.settings["identity"] = {
        **full.settings["identity"],
        "colours": {"brand": "#7fd0e0", "accent": "#ffe08a"},
    }
    assert min(contrasts(large(full), tmp_path), key=lambda pair: pair[0])[0] >= 7


def test_lines_and_paragraphs_have_room(full: Site) -> None:
    """A line is 1.6 times as high as its type is large, and a blank line is between paragraphs."""
    line = {place.word: place.top for place in reversed(list(placed(large(full))))}
    step = 18 * 25.4 / 72 * 1.6
    assert line["clear"] - line["Read"] == pytest.approx(step, abs=0.1)
    assert line["Call"] - line["again."] == pytest.approx(2 * step, abs=0.2)


def test_everything_begins_at_the_left(full: Site) -> None:
    """One column: head, text, contacts and sources have the same left edge."""
    lefts = {place.word: place.left for place in reversed(list(placed(large(full))))}
    for first in ("Read", "Do", "1660-01-50005", "Embassy", "Sources"):
        assert lefts[first] == pytest.approx(20, abs=1)


def test_only_two_upright_weights_are_used(full: Site) -> None:
    """No italics and nothing light."""
    with pikepdf.open(large(full).path) as pdf:
        fonts = {
            str(font["/BaseFont"]).partition("+")[2]
            for page in pdf.pages
            for font in page.resources["/Font"].values()
        }
    assert fonts == {"Noto-Sans-Devanagari", "Noto-Sans-Devanagari-Bold"}


def test_sources_are_named_and_their_addresses_are_said_to_be_on_the_web(full: Site) -> None:
    """An address of a hundred letters in large print helps nobody; the page that has them all is named."""
    said = " ".join(words(large(full)).split())
    assert "A law." in said
    assert "law.example/?a=1" not in said
    assert "listed at: press.example/en/r/visit-visa/1.0" in said


def test_the_code_on_every_page_is_read(full: Site, tmp_path: Path) -> None:
    """It leads to the version, from a grey copy at 150 dots an inch."""
    handout = large(full, grey=True)
    expected = ["https://press.example/en/r/visit-visa/1.0/"]
    assert codes(handout, tmp_path) == [expected] * handout.pages
    assert colourful(handout, tmp_path) == 0


def test_a_long_text_begins_with_its_contents(full: Site) -> None:
    """From six pages on; a text of three has none."""
    assert "Contents" not in words(large(full))
    full.bodies["en"] = "".join(f"## Part{n} {{#p{n}}}\n\n{'Ask again. ' * 99}\n" for n in range(9))
    first = words(large(full), "-l", "2")
    assert "Contents" in first
    assert all(f"Part{n}" in first for n in range(9))


@pytest.mark.parametrize("parts", [8, 9, 10, 11, 12, 14, 16])
def test_contents_begin_on_the_first_page(full: Site, parts: int) -> None:
    """However long they are, the title does not stand over half a page of nothing, nor a line or two on the next."""
    full.bodies["en"] = "".join(
        f"## Part{n} {{#p{n}}}\n\n{'Ask again. ' * 70}\n" for n in range(parts)
    )
    handout = large(full)
    on_first = words(handout, "-l", "1")
    assert "Contents" in on_first
    entries = [*(f"Part{n}" for n in range(parts)), "Who", "Sources"]
    rest = [name for name in entries if name not in on_first]
    assert len(rest) != 1
    assert len(rest) != 2
