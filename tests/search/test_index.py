from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iecpress.languages import available, language
from iecpress.load import load
from iecpress.model import Library
from iecpress.search import search_files
from iecpress.search.encoding import LETTERS, MORE, rising
from iecpress.search.folding import folding
from iecpress.search.index import BROWSER, WORDS
from iecpress.search.postings import Field, Phrases, postings
from iecpress.search.works import works
from iecpress.text.markdown import PLACEHOLDER, parse
from iecpress.text.plain import passages
from iecpress.text.words import words
from tests.sites import NEPALI, Site

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "tests" / "benchmarks" / "search" / "tico-19"
UNWRITTEN = {"Call", "Warning", "Remember", "Fact"}
"""What the parser calls a callout without a title, whatever the language."""


def library_of(site: Site) -> Library:
    found = site.load().library
    assert found is not None
    return found


def value(content: bytes) -> object:
    found = re.fullmatch(r'iecpressSearch\("[^"]+",(.*)\);\n', content.decode(), re.DOTALL)
    assert found
    return json.loads(found[1])


def shards(files: Mapping[str, bytes], sort: str) -> list[str]:
    return [
        str(value(content)) for name, content in files.items() if re.search(rf"-{sort}\d", name)
    ]


def numbers(written: str) -> list[int]:
    found, number, scale = [], 0, 1
    for letter in written:
        digit = LETTERS.index(letter)
        number += digit % MORE * scale
        scale *= MORE
        if digit < MORE:
            found.append(number)
            number, scale = 0, 1
    return found


@given(st.lists(st.integers(0, 100_000), unique=True))
def test_numbers_can_be_read_back(given_numbers: list[int]) -> None:
    """What is written as differences in base 64 gives the same numbers."""
    expected = sorted(given_numbers)
    steps = numbers(rising(expected))
    assert [sum(steps[: i + 1]) for i in range(len(steps))] == expected


def test_every_section_can_be_found(site: Site) -> None:
    """A word of each section of each language is in the index, and its text with its anchor in a file of texts."""
    library = library_of(site)
    files = search_files(library)
    indexed = {line.split("\t")[0] for text in shards(files, "w") for line in text.split("\n")}
    shown = "\n".join(shards(files, "t"))
    for work in works(library):
        for section in work.sections:
            for lang, text in section.texts.items():
                assert text in shown
                assert f"{section.anchor}\t{section.headings[lang]}" in shown
                assert set(folding(lang).says(text)) <= indexed


def test_only_what_changed_is_loaded_anew(site: Site) -> None:
    """A change in one text gives the shards other names, and the same content the same names."""
    before = search_files(library_of(site))
    assert search_files(library_of(site)) == before
    site.change(NEPALI, "भिसा", "इकामा")
    after = search_files(library_of(site))
    kept = {name for name in before if name.count("/") > 2} & set(after)
    assert not kept
    assert {"/search/search.js", "/search/ne.js", "/search/en.js"} <= set(after)


def test_an_empty_library_has_an_index(site: Site) -> None:
    """Without any resource there is an index all the same, of the site's own texts."""
    library = library_of(site)
    object.__setattr__(library, "resources", ())
    assert "/search/ne.js" in search_files(library)


def test_the_staff_handbook_is_not_in_it() -> None:
    """Readers who look for help do not find the chapters for those who make the site."""
    library = load(ROOT).library
    assert library is not None
    assert not [work.id for work in works(library) if work.id.startswith("handbook")]


def test_a_word_in_a_title_says_more_than_one_in_a_long_text() -> None:
    """Title, heading, a short text and a long one are four levels."""
    found = [
        Field(0, ["a"], 0),
        Field(1, ["a"], 1),
        Field(2, ["a", "a", "b"], None),
        Field(3, ["a", *"b" * 90], None),
    ]
    assert postings(found, Phrases([]))[0]["a"] == [[0], [1], [2], [3]]


def test_a_phrase_of_the_glossary_is_its_words_in_order() -> None:
    """A group is named by its whole phrase, not by one of its words."""
    phrases = Phrases([(7, ["labour", "approval"])])
    assert list(phrases.named_in(["labour", "approval"])) == [7]
    assert list(phrases.named_in(["approval", "labour"])) == []


def test_a_keyword_in_latin_letters_names_the_group_it_sounds_like() -> None:
    """A text kept under `laash` is found by whoever asks for what लास means; in English a word is what is written."""
    phrases = Phrases([(7, ["लास"]), (8, ["श्रम", "अनुमति"])], folding("ne").sound)
    assert list(phrases.named_in(["laash", "shram", "anumati"])) == [7, 8]
    assert list(Phrases([(7, ["fee"])]).named_in(["fi"])) == []


@pytest.mark.parametrize("where", [ROOT, CORPUS], ids=["library", "corpus"])
def test_the_words_of_a_text_are_those_that_the_parser_finds(where: Path) -> None:
    """Taking the words out of Markdown without parsing it gives the same words under the same headings."""
    if where is CORPUS:
        bodies = [path.read_text("utf-8") for path in where.glob("*/*.md")]
    else:
        library = load(where).library
        assert library is not None
        bodies = [text.body for _, text in library.texts()] + [page.body for page in library.pages]
    for body in bodies:
        assert quick(body) == thorough(body)


def quick(body: str) -> dict[str, list[str]]:
    return {part.id: plain_words(" ".join(part.lines)) for part in passages(body)}


def thorough(body: str) -> dict[str, list[str]]:
    document = parse(body)
    ids = {heading.id for heading in document.headings if heading.id}
    found: dict[str, list[str]] = {"": []}
    here = ""
    for run in document.runs:
        if run.heading in ids and run.heading != here:
            here = run.heading
            found[here] = []
            continue
        found[here] += plain_words(run.text.replace(PLACEHOLDER, " "))
    return found


def plain_words(text: str) -> list[str]:
    return [word for word in words(text) if word not in UNWRITTEN]


def test_every_word_of_the_results_is_said() -> None:
    """The tables hold no word that the browser never shows, and every one that it asks for, in each language."""
    said = set(re.findall(r'words\("([a-z-]+)"', (BROWSER / "page.js").read_text("utf-8")))
    said |= {"found-one", "found-other", "year"}
    for lang in available():
        known = {key.removeprefix(WORDS) for key in language(lang).strings if key.startswith(WORDS)}
        assert known == said - {"loading"}


def test_what_is_withdrawn_is_not_in_it(site: Site) -> None:
    """Only what the lists may show can be found."""
    library = library_of(site)
    assert "visit-visa" in [work.id for work in works(library)]
    vars(library)["offered"] = ()
    assert "visit-visa" not in [work.id for work in works(library)]
