"""What a text states, read from Nepali and English alike."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iecpress.calendars import format_ad, format_bs, to_bs
from iecpress.languages import available, language
from iecpress.text.facts import Fact, facts_in, facts_of
from iecpress.text.markdown import Run, parse

SETTLED = st.dates(dt.date(1944, 1, 1), dt.date(2027, 4, 13))
"""Days on which every published table of Bikram Sambat agrees."""


def facts(lang: str, text: str) -> list[Fact]:
    return facts_in(Run("", 1, text), language(lang))


def kinds(lang: str, text: str) -> list[str]:
    return [fact.kind for fact in facts(lang, text)]


SAME = [
    ("रु. १०,००,०००", "NPR 1,000,000"),
    ("१० लाख रुपैयाँ", "1 million rupees"),
    ("१.५ लाख रुपैयाँ", "Rs. 150,000"),
    ("१,००० कतारी रियाल", "QAR 1,000"),
    ("१,७०० मलेसियन रिङ्गेट", "RM 1,700"),
    ("१,५०० देखि २,५०० रुपैयाँ", "NPR 1,500–2,500"),
    ("रु. ३,००,००० देखि ५,००,०००", "NPR 300,000 to 500,000"),
    ("५० प्रतिशत", "50 percent"),
    ("२१.३३ प्रतिशत", "21.33 %"),
    ("1141 मा फोन गर्नुहोस्", "call 1141"),
    ("११४१ मा फोन गर्नुहोस्", "call 1141"),
    ("1660-01-50005", "1660 01 50005"),
    ("१०० मा फोन गर्नुहोस्", "dial 100"),
    ("२०८१ असोज १८", "4 October 2024"),
    ("२०८१ असोज १८ गते", "October 4, 2024"),
    ("२०६४ साल भदौ १९", "5 September 2007"),
    ("१८ डिसेम्बर २०२६", "18 December 2026"),
    ("२०२६ नोभेम्बरमा", "in November 2026"),
    ("२०८१ असोजमा", "in October 2024"),
    ("२ अप्रिल", "2 April"),
    ("ऐन, २०६४", "Act, 2064 (2007)"),
    ("सन् २०१५ मा", "in 2015"),
    ("सन् २०१६–२०१८", "2016-2018"),
    ("help@cmir.example मा", "write to HELP@cmir.example"),
    ("cmir.org.np मा", "at https://www.cmir.org.np/"),
]

DIFFERENT = [
    ("1141 मा फोन गर्नुहोस्", "call 1114"),
    ("रु. १,५००", "NPR 2,500"),
    ("१,००० कतारी रियाल", "RM 1,000"),
    ("१० लाख रुपैयाँ", "NPR 100,000"),
    ("५० प्रतिशत", "15 percent"),
    ("२०८१ असोज १८", "5 October 2024"),
    ("२०८१ असोज १८", "18 October 2024"),
    ("सन् २०१५ मा", "in 2016"),
    ("२ अप्रिल", "2 August"),
    ("cmir.org.np मा", "at cmir.org"),
]


def agree(ours: list[Fact], theirs: list[Fact]) -> bool:
    return all(any(a.agrees(b) for b in theirs) for a in ours) and all(
        any(b.agrees(a) for a in ours) for b in theirs
    )


@pytest.mark.parametrize(("nepali", "english"), SAME)
def test_the_same_fact_is_recognised_in_both_languages(nepali: str, english: str) -> None:
    """A fact agrees with itself whatever the digits, grouping, calendar or name of the currency."""
    ours, theirs = facts("ne", nepali), facts("en", english)
    assert ours, nepali
    assert theirs, english
    assert agree(ours, theirs), (ours, theirs)


@pytest.mark.parametrize(("nepali", "english"), DIFFERENT)
def test_different_facts_differ(nepali: str, english: str) -> None:
    """Two numbers, sums, shares or days that are not the same do not agree."""
    assert not agree(facts("ne", nepali), facts("en", english))


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "You may go in three steps, 12 people, 24 hours, 180 days, section 43, step 1."),
        ("ne", "बाटोमा ३ जना, १२ महिना, १८० दिन, दफा ४३; पुस महिना, काम गर्ने मार्ग।"),
        ("en", "192 million was specifically given in the 1790s; a pandemic of 1890."),
        ("en", "They March on. May I? Version 1.2 of 3."),
    ],
)
def test_plain_counts_are_no_facts(lang: str, text: str) -> None:
    """Small counts, sections of laws and words that look like months are left alone."""
    assert kinds(lang, text) == []


def test_a_grouped_number_is_no_telephone_number() -> None:
    """1,141 people is a count; 1141 is a number to call."""
    assert kinds("en", "1,141 people; 7,41,297 approvals; 741,297 approvals") == []
    assert kinds("en", "1141") == ["phone"]


def test_the_line_is_that_of_the_fact_within_its_paragraph() -> None:
    """A fact on the third line of a paragraph is reported on the third line."""
    document = parse("## A {#a}\n\nfirst\nsecond\ncall 1141\n", first_line=10)
    assert [(f.line, f.heading) for f in facts_of(document, language("en"))] == [(14, "a")]


def test_link_targets_are_facts() -> None:
    """A tel: or mailto: target or a web address counts, though its words say something else."""
    document = parse("[call us](tel:+9771), [write](mailto:a@b.np), [see](https://www.b.np/)")
    found = [(f.kind, f.value) for f in facts_of(document, language("en"))]
    assert found == [("phone", "+9771"), ("email", "a@b.np"), ("web", "b.np")]


@given(SETTLED)
def test_a_date_written_by_us_is_read_back_in_both_calendars(day: dt.date) -> None:
    """Each language reads the day it writes, in the common calendar and in Bikram Sambat."""
    for code in available():
        for written in (format_ad(day, language(code)), format_bs(day, language(code))):
            (fact,) = facts(code, f"({written})")
            assert fact.kind == "date"
            assert fact.value.spans[0].first == fact.value.spans[-1].last == day, written


@given(st.integers(0, 10**12))
def test_money_written_by_us_is_read_back(amount: int) -> None:
    """Each language reads the sum it groups and writes with its own digits."""
    for code in available():
        currency = language(code).currencies["NPR"].before[0]
        (fact,) = facts(code, f"{currency} {language(code).number(amount)}")
        assert fact.value == ("NPR", Decimal(amount))


@given(st.text(max_size=200))
def test_no_text_makes_the_finder_fail(text: str) -> None:
    """Whatever is written, facts are found or not, and each is shown as it stands in the text."""
    for code in available():
        for fact in facts(code, text):
            assert fact.shown in text


def test_a_sum_is_shown_with_its_currency() -> None:
    """Sums that differ in the currency alone do not look the same in a finding."""
    assert [f.shown for f in facts("en", "QAR 1,000, then 2 million rupees")] == [
        "QAR 1,000",
        "2 million rupees",
    ]


@pytest.mark.parametrize(
    ("bs", "ad"),
    [
        ("2064-05-19", "2007-09-05"),
        ("2065-09-16", "2008-12-31"),
        ("2077-09-22", "2021-01-06"),
        ("2076-02-31", "2019-06-14"),
        ("2081-06-18", "2024-10-04"),
        ("2082-11-17", "2026-03-01"),
        ("2083-08-05", "2026-11-21"),
    ],
)
def test_known_pairs_of_the_two_calendars(bs: str, ad: str) -> None:
    """Pairs that were seen in public sources, month of 31 days included."""
    found = to_bs(dt.date.fromisoformat(ad))
    assert found is not None
    assert f"{found.year}-{found.month:02}-{found.day:02}" == bs
