"""What changed between two texts, word by word."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
import uharfbuzz
from hypothesis import given
from hypothesis import strategies as st

from iecpress.fonts import font_files
from iecpress.redline import Op, Redline, compare, parts_of, pieces
from iecpress.text.blocks import Block, blocks, parted
from iecpress.text.markdown import Document, parse
from iecpress.text.words import words

NEPALI = (  # noqa: SIM905 - words are easier to read so
    "करारपत्र बुझेर मात्र सही गर्नुहोस् । गर्‍यो राष्ट्रिय श्रमिकले १,००० रियाल, 1141 मा फोन क़ानून हिँड्ने ज्ञान क्षेत्र"
).split()
ENGLISH = [
    "sign",
    "only",
    "what",
    "you",
    "read,",
    "QAR",
    "1,000",
    "don’t",
    "café",
    "👩🏽‍⚕️",
    "🇳🇵",
    "e\u0301",
]
WORDS = st.lists(st.sampled_from(NEPALI + ENGLISH), min_size=1, max_size=8).map(" ".join)
NAMES = st.sampled_from(["what", "how", "help", "why"])


def redline(old: Document, new: Document, lang: str) -> Redline:
    return compare(parts_of(blocks(old, lang)), parts_of(blocks(new, lang)))


def _lines(prefix: str) -> st.SearchStrategy[str]:
    return st.lists(WORDS, min_size=1, max_size=4).map(
        lambda lines: "\n".join(prefix + one for one in lines)
    )


TABLE = st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=3).map(
    lambda rows: "| a | b |\n|---|---|\n" + "\n".join(f"| {one} | {other} |" for one, other in rows)
)
PIECE = st.one_of(
    WORDS,
    WORDS.map(lambda said: f"**{said}** [{said}](https://law.example/)"),
    _lines("- "),
    _lines("1. "),
    TABLE,
    WORDS.map(lambda said: f'!!! warning "{said}"\n    {said}'),
    WORDS.map(lambda said: f"> {said}"),
    WORDS.map(lambda said: f"```\n{said}\n```"),
    WORDS.map(lambda said: f"{said}\n: {said}"),
)
SECTION = st.tuples(NAMES, WORDS, st.lists(PIECE, max_size=4)).map(
    lambda made: "\n\n".join([f"## {made[1]} {{#{made[0]}}}", *made[2]])
)
TEXT = st.tuples(
    st.lists(PIECE, max_size=2),
    st.lists(SECTION, max_size=4, unique_by=lambda made: made.split("{")[1][:4]),
).map(lambda made: "\n\n".join([*made[0], *made[1]]) + "\n")


def side(found: Redline, without: Op) -> list[tuple[str, str]]:
    """Return the words of one of the two texts as the redline has them, each with its heading."""
    return [
        (part.id, word)
        for part in found.parts
        for row in part.rows
        for cell in row.cells
        for word in words("".join(run.text for run in cell if run.op != without))
    ]


def of(text: str) -> list[tuple[str, str]]:
    """Return the words of a text, each with its heading."""
    heading, found = "", []
    for block in blocks(parse(text), "ne"):
        heading = block.id if block.kind == "heading" else heading
        found += [(heading, word) for word in words(block.words)]
    return found


def by_heading(found: list[tuple[str, str]]) -> dict[str, list[str]]:
    parts: dict[str, list[str]] = {}
    for heading, word in found:
        parts.setdefault(heading, []).append(word)
    return parts


@given(old=TEXT, new=TEXT)
def test_each_side_is_one_of_the_texts(old: str, new: str) -> None:
    """Without what was taken away it is the new text, word for word; without what was added, the old one."""
    found = redline(parse(old), parse(new), "ne")
    assert side(found, "removed") == of(new)
    assert by_heading(side(found, "added")) == by_heading(of(old))


@given(text=TEXT)
def test_a_text_and_itself_differ_in_nothing(text: str) -> None:
    """No row is marked."""
    found = redline(parse(text), parse(text), "ne")
    assert not found.changed
    assert (found.count("added"), found.count("removed")) == (0, 0)


@given(old=TEXT, new=TEXT)
def test_turned_round_it_says_the_opposite(old: str, new: str) -> None:
    """What one way was added is the other way taken away, in number, where no paragraph is told apart otherwise."""
    there, back = (redline(parse(a), parse(b), "ne") for a, b in ((old, new), (new, old)))
    assert there.changed == back.changed
    gained = there.count("added") - there.count("removed")
    assert gained == back.count("removed") - back.count("added")


TRICKY = st.text(
    alphabet=st.one_of(
        st.sampled_from("कखगतदनपबमयरलवसहअइउ्ािीुूृेैोौंँः़०१९।॥ \u200c\u200d.,-(“"),
        st.sampled_from("👩🏽⚕️🇳🇵🇮🇳e\u0301\u0947\r\n"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=30,
)


@given(text=TRICKY)
def test_no_cluster_is_parted(text: str) -> None:
    """No piece begins with what belongs to the sign before it, and together they are the text."""
    pieces = parted(text)
    assert "".join(pieces) == text
    for before, piece in pairwise(pieces):
        assert unicodedata.category(piece[0])[0] != "M"
        assert piece[0] not in "\u200c\u200d"
        assert not before.endswith("\u200d")
        assert before[-1:] + piece[:1] != "\r\n"


@pytest.fixture(scope="module")
def font() -> uharfbuzz.Font:
    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob(font_files()[0].path.read_bytes())))


def clusters(font: uharfbuzz.Font, text: str) -> set[int]:
    """Return where the shaper begins a new cluster: a cut anywhere else tears drawn signs apart."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer)
    return {info.cluster for info in buffer.glyph_infos}


@given(
    said=st.lists(st.sampled_from(NEPALI), min_size=1, max_size=20).map(" ".join),
    seed=st.integers(),
)
def test_the_shaper_agrees(font: uharfbuzz.Font, said: str, seed: int) -> None:
    """HarfBuzz draws no sign across two pieces of a Nepali text."""
    letters = said.split(" ")
    random.Random(seed).shuffle(letters)  # noqa: S311
    text = " ".join(letters)
    starts, at = set(), 0
    for piece in parted(text):
        starts.add(at)
        at += len(piece)
    assert starts <= clusters(font, text)


def shown(old: str, new: str) -> str:
    """Write a redline as wdiff does."""
    signs = {"same": ("", ""), "added": ("{+", "+}"), "removed": ("[-", "-]")}
    lines = []
    for part in redline(parse(old), parse(new), "ne").parts:
        for row in part.rows:
            cells = [
                "".join(signs[run.op][0] + run.text + signs[run.op][1] for run in cell)
                for cell in row.cells
            ]
            lines.append(f"{'~' if part.moved else ''}{row.block.kind}: {' | '.join(cells)}")
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("कतारमा न्यूनतम ज्याला १,००० रियाल छ।", "कतारमा न्यूनतम ज्याला १,२०० रियाल छ।",
         "paragraph: कतारमा न्यूनतम ज्याला [-१,०००-]{+१,२००+} रियाल छ।"),
        ("सही गर्यो", "सही गर्‍यो", "paragraph: सही [-गर्यो-]{+गर्‍यो+}"),
        ("ask the old office now", "ask a new bureau now",
         "paragraph: ask [-the old office-]{+a new bureau+} now"),
        ("- one\n- two\n- three", "- one\n- three",
         "item: one\nitem: [-two-]\nitem: three"),
        ("| a | b |\n|---|---|\n| x | 1 |\n| y | 2 |", "| a | b |\n|---|---|\n| x | 1 |\n| y | 3 |",
         "row: a | b\nrow: x | 1\nrow: y | [-2-]{+3+}"),
        ("[law](https://old.example/)", "[law](https://new.example/)", "paragraph: [-law-]{+law+}"),
        ("pay **nothing**", "pay nothing", "paragraph: pay [-nothing-]{+nothing+}"),
        ("one\ntwo", "one two", "paragraph: one two"),
        ("## A {#a}\nx\n\n## B {#b}\ny\n\n## C {#c}\nz", "## B {#b}\ny\n\n## C {#c}\nz\n\n## A {#a}\nx",
         "heading: B\nparagraph: y\nheading: C\nparagraph: z\n~heading: A\n~paragraph: x"),
        ("## Old name {#a}\nx", "## New name {#a}\nx", "heading: [-Old-]{+New+} name\nparagraph: x"),
        ("## A {#a}\nx\n\n## B {#b}\ny", "## A {#a}\nx",
         "heading: A\nparagraph: x\nheading: [-B-]\nparagraph: [-y-]"),
        ('!!! warning "Careful"\n    Do not pay.', '!!! call "Careful"\n    Do not pay.',
         "title: [-Careful-]\nparagraph: [-Do not pay.-]\ntitle: {+Careful+}\nparagraph: {+Do not pay.+}"),
    ],
)  # fmt: skip
def test_what_is_shown(old: str, new: str, expected: str) -> None:
    """Phrases are marked whole, sections are told by their ids, and a list or table piece by piece."""
    assert shown(old, new) == expected


def test_a_huge_paragraph_takes_no_time() -> None:
    """Beyond a limit it is shown as taken away and written anew."""
    old, new = ("".join(f"{seed}{n % 7} " for n in range(30_000)) for seed in "ab")
    found = redline(parse(old), parse(new), "ne")
    assert (found.count("removed"), found.count("added")) == (30_000, 30_000)


def test_many_paragraphs_are_paired_in_order() -> None:
    """Beyond a limit they are not weighed against each other."""
    old, new = ("\n\n".join(f"{seed} {n}" for n in range(100)) for seed in ("old", "new"))
    found = redline(parse(old), parse(new), "ne")
    assert side(found, "removed") == of(new)
    assert side(found, "added") == of(old)


BODIES = (
    "Before.\n\n## One {#one}\n\nText.\n\n- item\n\n    ## no heading in it\n\n## Two {#two}\n\n1. a\n2. b\n",
    "## One {#one}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n| c |\n|---|\n| 3 |\n\n### In it {#in}\n\n| d |\n|---|\n",
    "## One {#one}\n\nSee [there][t].\n\n## Two {#two}\n\n[t]: https://one.test/\n",
    "## One {#one}\n\nA note.[^n]\n\n## Two {#two}\n\n[^n]: It says more.\n",
    "## One {#one}\n\n```\n## not a heading\n```\n\n## Two {#two}\n\nEnd.\n",
    "## One {#one}\n\n~~~\n## nor this\n~~~\n",
    '!!! call "Call"\n    1141\n\n## One {#one}\n\n!!! warning\n    Careful.\n## Two {#two}\nText right below.\n',
    "> quoted\n## One {#one}\n> quoted\n\nSetext\n---\n\n## Two {#two}\n## Three {#three}\n",
    "Term\n:   what it means\n\n## One {#one}\n\nTerm\n:   more\n\n##Not one\n\n##\n\nText\n",
)


@pytest.mark.parametrize("body", BODIES)
def test_section_by_section_is_as_a_whole(body: str) -> None:
    """A text taken apart at its headings has the same pieces; only tables are counted from there."""

    def uncounted(found: Sequence[Block]) -> list[Block]:
        return [replace(block, table=bool(block.table)) for block in found]

    assert uncounted(pieces(body, "en")) == uncounted(blocks(parse(body), "en"))
