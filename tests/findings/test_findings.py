"""Findings as values, and the sentences in which they are told."""

from __future__ import annotations

import json
import re
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iecpress.check.devanagari import typing_faults
from iecpress.findings import CODES, Finding, as_github, as_json, as_text, codes, in_order
from iecpress.languages import available, language

NAMES = [(code, lang) for code in codes() for lang in available()]


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("code", codes())
def test_both_languages_show_the_same_things(code: str) -> None:
    """What is shown in one language is shown in the other, in title, sentence or hint."""
    wording = codes()[code].wording
    assert set(wording) == set(available())
    shown = {
        lang: set().union(*(_placeholders(part) for part in (w.title, w.what, w.hint)))
        for lang, w in wording.items()
    }
    assert len({frozenset(names) for names in shown.values()}) == 1
    assert all(names <= {name for name in names if name.isidentifier()} for names in shown.values())


@pytest.mark.parametrize("code", codes())
def test_every_code_is_complete(code: str) -> None:
    """A code has a letter and three digits, a severity, a title without a full stop, a hint, and two examples."""
    entry = codes()[code]
    assert re.fullmatch(r"[A-Z][0-9]{3}", code)
    assert entry.wrong.strip()
    assert entry.right.strip()
    assert entry.wrong != entry.right
    for words in entry.wording.values():
        assert words.title == words.title.strip().rstrip(".।")
        assert words.hint
        assert "\n" not in words.title


def test_a_code_stands_in_one_file_only() -> None:
    """No area can take another's code unnoticed."""
    found = [
        line
        for path in CODES.glob("*.yml")
        for line in re.findall(r"^([A-Z][0-9]+):", path.read_text("utf-8"), re.MULTILINE)
    ]
    assert sorted(found) == sorted(set(found))


def test_nepali_sentences_are_well_typed() -> None:
    """The sentences keep the rules that they tell authors to keep."""
    ne = language("ne")
    for code, entry in codes().items():
        words = entry.wording["ne"]
        for part in (words.title, words.what, words.hint):
            if code != "N103":
                assert list(typing_faults(part)) == [], code
            assert f" {ne.full_stop}" not in part, code


def test_a_value_is_shown_in_the_language_of_the_reader() -> None:
    """A language has its name, a count its digits, a problem its sentence, and nothing is called nothing."""
    finding = Finding(
        "P210",
        "a",
        1,
        {
            "this_lang": "ne",
            "this": "",
            "other_lang": "en",
            "other": "1141",
            "heading": "h",
            "anchor": "x",
            "contacts": "c",
        },
    )
    assert finding.wording("en").what.startswith("Nepali says nothing, English says 1141")
    assert "नेपाली पाठमा: केही छैन" in finding.wording("ne").what
    size = Finding("F104", "a", 0, {"size": "2048", "limit": "512"})
    assert "२,०४८" in size.wording("ne").what
    problem = Finding("F112", "a", 0, {"problem": "something nobody foresaw"})
    assert "something nobody foresaw" in problem.wording("ne").what


def test_a_text_cannot_command_the_terminal() -> None:
    """Control characters in what an author wrote are not passed on."""
    shown = as_text(Finding("T106", "a.md", 3, {"html": "<b\x1b[2J\r\nx>"}), "en")
    assert "\x1b" not in shown
    assert len(shown.split("\n")) == 3


def test_the_example_of_the_design() -> None:
    """The sentence that the design shows is the one that is told."""
    values = {
        "this_lang": "ne",
        "this": "1141",
        "other_lang": "en",
        "other": "1114",
        "heading": "Get help",
        "anchor": "get-help",
        "contacts": "materials/contacts.yml",
    }
    finding = Finding("P210", "materials/leaflets/contract/index.en.md", 31, values)
    assert as_text(finding, "en") == (
        "materials/leaflets/contract/index.en.md:31  error P210  telephone numbers differ between the languages\n"
        '    Nepali says 1141, English says 1114, under "Get help" (#get-help).\n'
        "    Check which is right in materials/contacts.yml and correct the other text."
    )


def test_an_annotation_is_one_line() -> None:
    """What GitHub reads as a command ends at the line's end, and a path cannot add to it."""
    shown = as_github(Finding("F108", "a,b:c\n.txt", 0, {"name": "100%\nx"}), "en")
    assert "\n" not in shown
    assert shown.startswith("::warning file=a%2Cb%3Ac%0A.txt,line=1,title=F108::")
    assert "100%25" in shown


FINDINGS = st.builds(
    Finding,
    code=st.sampled_from(["F103", "F105", "D101"]),
    path=st.sampled_from(["a", "b/c", "b"]),
    line=st.integers(0, 3),
    values=st.just({}),
)


@given(st.lists(FINDINGS))
def test_order(findings: list[Finding]) -> None:
    """Findings come by file, line and code, each once, whatever the order in which they were made."""
    ordered = in_order(findings)
    keys = [(finding.path, finding.line, finding.code) for finding in ordered]
    assert keys == sorted(set(keys))
    assert in_order(reversed(findings)) == ordered
    assert in_order(ordered) == ordered


def test_json_holds_everything() -> None:
    """A program gets code, place, values and the sentences of every language."""
    (record,) = json.loads(as_json([Finding("F103", "a.md")]))
    assert set(record) == {"code", "severity", "path", "line", "values", "wording"}
    assert set(record["wording"]) == set(available())


def test_every_problem_has_its_sentence_in_every_language() -> None:
    """The tables name the same problems, and no sentence ends in a full stop: it is put into another one."""
    for lang in available():
        problems = {
            key: words
            for key, words in language(lang).strings.items()
            if key.startswith("problem-")
        }
        assert problems
        assert not [key for key, words in problems.items() if words.endswith((".", "।"))]


def test_the_codes_are_written_where_they_are_documented() -> None:
    """Each file of sentences says in its first line which letter it is for."""
    for path in Path(CODES).glob("*.yml"):
        letters = {
            line[0]
            for line in path.read_text("utf-8").split("\n")
            if re.match(r"[A-Z][0-9]{3}:", line)
        }
        assert len(letters) == 1, path.name
