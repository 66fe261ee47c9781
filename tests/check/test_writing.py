"""Letters, signs, full stops and digits."""

from __future__ import annotations

from pathlib import Path

import pytest

from iecpress.check.devanagari import repaired, typing_faults
from iecpress.check.legacy_fonts import legacy_stretch
from iecpress.languages import language
from iecpress.load import load
from tests.sites import NEPALI, Site

ROOT = Path(__file__).parents[2]
NE = language("ne")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("अाँखा", "आँखा"),
        ("अाेखर", "ओखर"),
        ("अौषधि", "औषधि"),
        ("एेन", "ऐन"),
        ("गरेकाे", "गरेको"),
        ("चाैध", "चौध"),
        ("गर्नेे", "गर्ने"),
        ("गयांे", "गयों"),
        ("बंंद", "बंद"),
        ("गर््ने", "गर्ने"),
        ("गर‍्यो", "गर्‍यो"),
        ("िकताब", "किताब"),
        ("५ौँ", "५औँ"),
        ("थिए्", "थिए"),
    ],
)
def test_typing_faults(typed: str, meant: str) -> None:
    """A sign that cannot stand where it was typed is found, and the word put right."""
    assert [(word, right) for _, word, right in typing_faults(f"यो {typed} हो।")] == [
        (typed, meant)
    ]
    assert list(typing_faults(meant)) == []


@pytest.mark.parametrize(
    "word",
    [
        "राष्ट्रिय",
        "गर्‍यो",
        "सङ्घ",
        "ऋण",
        "दुःख",
        "हुन्‌",
        "अँध्यारो",
        "आऊँ",
        "छैनौँ",
        "क्‍लब",
        "ॐ",
        "डॉक्टर",
        "१३औँ",
        "CMIRको",
        "◌ि",
    ],
)
def test_right_words_are_left_alone(word: str) -> None:
    """Joiners, half letters, nasal vowels and endings on Latin words are as they should be."""
    assert list(typing_faults(word)) == []
    assert repaired(word) == word


def test_the_dictionary_of_a_language_has_no_typing_faults() -> None:
    """None of the words of this repository's own Nepali texts is taken for a fault."""
    for path in sorted((ROOT / "materials").rglob("*.ne.md")):
        assert list(typing_faults(path.read_text("utf-8"))) == [], path


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("g]kfn ;/sf/", "नेपाल सरकार"),
        ("s/f/kq a'em]/ dfq ;xL ug{'xf];\\ .", "करारपत्र बुझेर मात्र सही गर्नुहोस्।"),
        ("- j}b]lzs /f]huf/ lgh ;]jf", "वैदेशिक रोजगार निज सेवा"),
        ("## s] x]g]{< {#what-to-check}", "के हेर्ने?"),
        ("1141 मा सोध्नुहोस्। >d :jLs[lt lng'xf];\\ .", "श्रम स्वीकृति लिनुहोस्।"),
        (">lds tyf kl/jf/sf] nflu", "श्रमिक तथा परिवारको लागि"),
    ],
)
def test_preeti_is_found_and_converted(typed: str, meant: str) -> None:
    """Words typed for Preeti are recognised within a line of Markdown, and said in Unicode."""
    found = legacy_stretch(typed, NE)
    assert found is not None
    assert (found.font, found.converted) == ("Preeti", meant)


@pytest.mark.parametrize(
    "line",
    [
        "The café's “résumé” — naïve, 100 % [sic]; see {note} and/or a|b.",
        "COVID-19 (SARS-CoV-2) का [1] कारण; e.g. https://a.np/x]y[z{q}",
        "`g]kfn ;/sf/` भनेको नेपाल सरकार हो।",
        "Call 1141; ask: [what now](../a/index.en.md#b)?",
        "| a | b |",
        "|---|---|",
        "- [ ] to do",
        "{% include x %}",
        "",
    ],
)
def test_other_writing_is_not_preeti(line: str) -> None:
    """Accents, curly quotes, brackets, code and addresses are no sign of a legacy font."""
    assert legacy_stretch(line, NE) is None


def test_no_text_of_this_repository_is_called_preeti() -> None:
    """Not one line of its English and Nepali texts, handbook included, looks like a legacy font."""
    for file in load(ROOT).files:
        for line in file.body.split("\n"):
            if "wrong:" not in line and "`" not in line and not line.startswith("    "):
                assert legacy_stretch(line, NE) is None, (file.name, line)


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("रसिद लिनुहोस्| हस्ताक्षर गर्नुहोस्|", ["N104", "N104"]),
        ("रसिद लिनुहोस्l", ["N104"]),
        ("“रसिद लिनुहोस्”|", ["N104"]),
        ("रसिद `लिनु`।", []),
        ("रसिद ।", ["N106"]),
        ("रसिद \u00a0।", ["N106"]),
        ("km l भन्ने एकाइ", []),
        ("| क | ख |\n|---|---|\n| ग | घ |", []),
    ],
)
def test_full_stops(site: Site, words: str, codes: list[str]) -> None:
    """A mark in place of the danda, or a space before it, is found; code and tables are not."""
    site.add(words)
    assert site.codes() == codes


@pytest.mark.parametrize(
    ("words", "given"),
    [
        ("३ दिन र 15 कागज।", ["15"]),
        ("३ दिनमा 1,000 रियाल।", ["1,000"]),
        ("३ दिनभित्र 1141 मा।", []),
        ("३ पटक https://a.example/15 मा।", []),
        ("३ पटक COVID-19, ISO 3166 वा A4 मा।", []),
        ("३ पटक `15` लेख्नुहोस्।", []),
        ("यहाँ 15 कागज।", []),
    ],
)
def test_digits(site: Site, words: str, given: list[str]) -> None:
    """Western digits are a fault only beside Devanagari ones, and only where nobody dials or quotes."""
    site.add(words, "")
    assert [f.values["given"] for f in site.findings() if f.code == "N105"] == given


def test_a_title_in_the_wrong_script(site: Site) -> None:
    """A title that was never translated is found on its own line."""
    site.change(NEPALI, "title: भिजिट भिसा", "title: Visit visas are not work visas")
    assert [(f.code, f.line) for f in site.findings()] == [("N102", 2)]


def test_an_abbreviation_may_be_a_title(site: Site) -> None:
    """Four Latin letters are a name, not a language."""
    site.change(NEPALI, "title: भिजिट भिसा", "title: FEIMS")
    assert site.codes() == []


def test_one_untranslated_section(site: Site) -> None:
    """A section left in English is found though the rest is Nepali."""
    english = "Keep a copy of your contract and of your passport at home, and ask before you pay anything."
    nepali = "करारपत्र र राहदानीको प्रतिलिपि घरमा राख्नुहोस्। " * 20
    site.add(
        f"{nepali}\n\n## घरमा {{#home}}\n\n{english}",
        f"Words.\n\n## At home {{#home}}\n\n{english}",
    )
    assert site.codes() == ["N102"]


def test_nepali_in_the_english_text(site: Site) -> None:
    """The rule holds for every language."""
    site.add(english="करारपत्र र राहदानीको प्रतिलिपि घरमा राख्नुहोस्। पैसा तिर्नुअघि सोध्नुहोस्।")
    assert site.codes() == ["N102"]


def test_a_line_in_preeti_is_not_asked_for_more(site: Site) -> None:
    """Gibberish is one fault, not five."""
    site.add("g]kfn ;/sf/ | km]l/ ;f]Wg'xf];\\ . 15 l")
    assert site.codes() == ["N101"]
