"""Key points in, one page for a wall out: large enough for two metres, or a finding."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from iecpress.findings import Finding, as_text
from iecpress.handouts import Handout, Job, handouts
from iecpress.handouts.sheet import Desk
from iecpress.model import Contact, PhoneNumber
from iecpress.version import Version
from tests.handouts.conftest import CONTACTS, FOLDER, Site
from tests.handouts.paper import POINT, codes, colourful, contrasts, placed, size, words

POINTS = {
    "ne": ("भिजिट भिसा घुम्न मात्र हो।", "Shrama स्वीकृति लिनुहोस्।", "1141 मा सोध्नुहोस्।"),
    "en": ("A visit visa is only for visiting.", "Get labour approval.", "Ask 1141 first."),
}
LONGEST = ("Longest words that still may stand here, " * 3)[:89] + "."
"""A key point of ninety letters."""


def job(site: Site, lang: str = "en", points: Sequence[str] | None = None, **change: Any) -> Job:
    resource = site.library.resources[0]
    given = POINTS[lang] if points is None else tuple(points)
    text = replace(resource.texts[lang], points=given, **change)
    return Job(replace(resource, texts={**resource.texts, lang: text}), text, "poster")


def make(site: Site, wanted: Job) -> tuple[list[Handout], list[Finding]]:
    return handouts(site.library, [wanted], site.root / "cache", workers=1, executor=site.executor)


def poster(site: Site, wanted: Job) -> Handout:
    made, findings = make(site, wanted)
    assert findings == []
    return made[0]


def heights(handout: Handout) -> dict[str, float]:
    """Return the largest size of each word in points: its box is 1.304 times as high, as the font wants it."""
    sizes: dict[str, float] = {}
    for each in placed(handout):
        height = (each.bottom - each.top) / POINT / 1.304
        sizes[each.word] = max(height, sizes.get(each.word, 0))
    return sizes


@pytest.mark.parametrize("lang", ["ne", "en"])
def test_a_poster_is_one_page_of_a3_with_its_points(site: Site, lang: str) -> None:
    """Title, every key point, the urgent numbers and where to read more are on it, in this order."""
    handout = poster(site, job(site, lang))
    assert (handout.pages, size(handout)) == (1, (297, 420))
    said = words(handout)
    order = (
        ["1141", "1660-01-50005"]
        if lang == "ne"
        else ["Do not work", *POINTS["en"], "Call now", "1660"]
    )
    assert [said.index(part) for part in order] == sorted(said.index(part) for part in order)
    assert "visit-visa/1.0" in said
    assert "Embassy" not in said  # it has no number to call


def test_it_is_read_from_two_metres(site: Site) -> None:
    """The points are of 30 pt at least, the numbers are larger, and the title is the largest."""
    title = "Visa words of a title that is as long as a title may be, and no longer"
    fullest = job(site, points=(LONGEST,) * 5, title=title)
    for sizes, point in (
        (heights(poster(site, fullest)), "Longest"),
        (heights(poster(site, job(site))), "approval."),
    ):
        assert 29.9 < sizes[point] < sizes["1660-01-50005"] < max(sizes.values())
        assert max(sizes, key=lambda word: sizes[word]) in f"{title} Do not work on a visit visa"


def test_a_short_poster_is_set_larger(site: Site) -> None:
    """The size is the largest with which everything fits."""
    short = heights(poster(site, job(site)))["approval."]
    long = heights(poster(site, job(site, points=(LONGEST,) * 5)))["Longest"]
    assert short > long * 1.3


def test_an_amount_is_not_parted_from_its_currency(site: Site) -> None:
    """What belongs together stays on one line, and a short last word is not left to itself."""
    wanted = job(
        site, points=("Pay at most NPR 10,000 by 20 November 2026.", "Two or so.", "Three.")
    )
    sheet = Desk(site.library).sheet(wanted).html
    assert "at most NPR\u00a010,000 by 20\u00a0November\u00a02026." in sheet
    assert "Two or\u00a0so." in sheet


def test_forty_urgent_contacts_leave_room_for_the_points(site: Site) -> None:
    """No number is cut off: there are as many as a poster can show."""
    urgent = [
        replace(CONTACTS[0], id=f"c{n}", numbers=tuple(PhoneNumber(f"16{n}{m}") for m in range(5)))
        for n in range(10, 50)
    ]
    site.contacts = tuple(urgent)
    said = words(poster(site, job(site)))
    shown = set(re.findall(r"\b16[0-9]{3}\b", said))
    assert shown == {"16100", "16101", "16110", "16111", "16120", "16121"}


def test_without_numbers_there_is_no_call(site: Site) -> None:
    """An empty box helps nobody."""
    site.contacts = CONTACTS[1:]
    assert "Call now" not in words(poster(site, job(site)))


def test_a_text_without_key_points_has_no_poster(site: Site) -> None:
    """The finding names the text that lacks them, in each language."""
    site.change = {"handouts": ("poster",)}
    made, findings = site.make("en")
    assert made == []
    path = (FOLDER / "index.en.md").as_posix()
    (found,) = findings
    head, what, _ = as_text(found, "en").splitlines()
    assert head == f"{path}:2  error H118  the text lacks what this layout shows"
    assert what == (
        "    Layout poster: there are no key points; write three to five short sentences under points,"
        " below the summary."
    )
    assert as_text(found, "ne").splitlines()[:2] == [
        f"{path}:2  गल्ती H118  लेआउटमा देखाउनुपर्ने कुरा पाठमा छैन",
        "    लेआउट poster: मुख्य बुँदा छैनन्; summary मुनि points लेखेर तीनदेखि पाँच छोटा वाक्य राख्नुहोस्।",
    ]


def test_what_does_not_fit_is_refused(site: Site) -> None:
    """A title as long as a paragraph is a finding, never a second page or a cut-off line."""
    made, findings = make(site, job(site, title="A title without an end. " * 30))
    assert made == []
    (found,) = findings
    assert as_text(found, "en").splitlines()[:2] == [
        f"{(FOLDER / 'index.en.md').as_posix()}:2  error H119  what the layout must show does not fit on it",
        "    Layout poster is full, even set as small as it may be and without what is less urgent.",
    ]
    assert as_text(found, "ne").splitlines()[1] == (
        "    सकेसम्म सानो बनाउँदा र कम जरुरी कुरा छोड्दा पनि लेआउट poster मा अटेन।"
    )


def test_a_word_of_ninety_letters_is_broken(site: Site) -> None:
    """Nothing runs over the edge of the paper."""
    handout = poster(site, job(site, points=("x" * 90, "Two.", "Three.")))
    assert all(0 < each.left < each.right < 297 for each in placed(handout))


def test_an_old_translation_says_so(site: Site) -> None:
    """A poster on a wall outlives its text."""
    site.change = {"version": Version(1, 1)}
    handout = poster(site, job(site, translates=Version(1, 0)))
    assert "follows version 1.0; the Nepali text is at version 1.1" in " ".join(
        words(handout).split()
    )


def test_the_code_leads_to_the_version(site: Site, tmp_path: Path) -> None:
    """A grey copy at 150 dots an inch is read by a decoder."""
    assert codes(poster(site, job(site)), tmp_path) == [
        ["https://press.example/en/r/visit-visa/1.0/"]
    ]


def test_a_grey_one_has_no_colour(site: Site, tmp_path: Path) -> None:
    """What is made for the photocopier is black, white and grey."""
    assert colourful(poster(site, replace(job(site), grey=True)), tmp_path) < 12


@pytest.mark.parametrize("grey", [False, True])
def test_every_word_stands_out_from_its_ground(site: Site, tmp_path: Path, grey: bool) -> None:
    """Measured on the rendered page, in colour and for the photocopier."""
    handout = poster(site, replace(job(site), grey=grey))
    assert [word for ratio, word in contrasts(handout, tmp_path) if ratio < 4.5] == []


def test_two_renderings_are_the_same_bytes(site: Site) -> None:
    """Drawn again, it is the same file."""
    first = poster(site, job(site))
    made, _ = handouts(
        site.library, [job(site)], site.root / "other", workers=1, executor=site.executor
    )
    assert made[0].rendered
    assert made[0].sha256 == first.sha256


def test_contacts_that_are_not_urgent_stand_in_where_none_is(site: Site) -> None:
    """A site that calls nobody urgent has numbers all the same."""
    calm: tuple[Contact, ...] = (replace(CONTACTS[0], urgent=False),)
    site.contacts = calm
    assert "1660-01-50005" in words(poster(site, job(site)))
