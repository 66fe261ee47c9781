"""YAML with line numbers, and without its traps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iecpress.load.yaml_lines import MAX_DEPTH, UnreadableYaml, parse


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("version: 1.10", "1.10"),
        ("version: 1", "1"),
        ("countries: [NO]", ["NO"]),
        ("countries: [no, on, y, off]", ["no", "on", "y", "off"]),
        ("date: 2026-11-21", "2026-11-21"),
        ("time: 12:30:00", "12:30:00"),
        ("code: 0123", "0123"),
        ("number: 0x1F", "0x1F"),
        ("big: 1_000", "1_000"),
        ("minor: true", True),
        ("minor: false", False),
        ("nothing: null", None),
        ("nothing: ~", None),
        ("nothing:", None),
        ("title: नेपाल", "नेपाल"),
    ],
)
def test_what_an_author_typed_stays_what_it_is(text: str, value: object) -> None:
    """Norway is no negation, 1.10 is not 1.1 and a date stays as typed; only true, false and null are taken."""
    ((_, found),) = parse(text).value.items()
    assert found == value
    assert type(found) is type(value)


def test_every_value_has_its_line() -> None:
    """Keys, items of lists and what is inside them are found again, counted from the line where the text starts."""
    lined = parse(
        "title: a\ntopics:\n  - b\n  - c\nsources:\n  - {title: d, url: e}\n", first_line=2
    )
    assert [lined.line(path) for path in [("title",), ("topics", 1), ("sources", 0, "url")]] == [
        2,
        5,
        7,
    ]


def test_an_unknown_place_has_the_line_of_what_is_around_it() -> None:
    """A key that is missing is reported where it should stand."""
    lined = parse("a:\n  b:\n    c: d\n")
    assert lined.line(("a", "b", "x")) == 2


def test_keys_given_twice_are_all_reported() -> None:
    """YAML would keep the last one without a word."""
    lined = parse("a: 1\nb: {c: 1, c: 2}\na: 3\n")
    assert lined.duplicates == ((("b", "c"), 2), (("a",), 3))


@pytest.mark.parametrize(
    ("text", "problem", "line"),
    [
        ("title: Visa: no", "yaml-colon", 1),
        ('title: "Visa', "yaml-open-quote", 1),
        ("a: [b", "yaml-open-list", 1),
        ("a: {b", "yaml-open-braces", 1),
        ('a: "b" c', "yaml-quotes", 1),
        ("a: @b", "yaml-character", 1),
        ("a:\n\t- b", "yaml-character", 2),
        ("- a\nb: c", "yaml-list-and-keys", 2),
        ("a: &x b\nc: *x", "yaml-alias", 2),
        ("a: *x", "yaml-alias", 1),
        ("a: b\n---\nc: d", "yaml-two-documents", 2),
        ("a: \x07", "yaml-control", 1),
        ("[a]: b", "yaml-key", 1),
        ("a: !b c", "yaml-tag", 1),
        ('a: "\\q"', "yaml-backslash", 1),
    ],
)
def test_what_is_wrong_has_a_name_and_a_line(text: str, problem: str, line: int) -> None:
    """The parser's words are for programmers; each usual mistake has a sentence of its own."""
    with pytest.raises(UnreadableYaml) as raised:
        parse(text)
    assert raised.value.problem == problem
    assert raised.value.line <= line + 1


def test_an_alias_that_would_fill_the_memory() -> None:
    """Nine lists of nine aliases each are refused before anything is made of them."""
    levels = ["a0: &a0 [x]"] + [
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)
    ]
    with pytest.raises(UnreadableYaml, match="yaml-alias"):
        parse("\n".join(levels))


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "{a: " * 100_000, "- " * 100_000 + "x", "? " * 100_000 + "x"]
)
def test_nesting_that_would_end_the_process(text: str) -> None:
    """A hundred thousand brackets are a finding; composing them would overrun the stack."""
    with pytest.raises(UnreadableYaml, match="yaml-"):
        parse(text)


def test_nesting_by_indentation() -> None:
    """Depth is measured whatever makes it."""
    deep = "\n".join(" " * depth + "a:" for depth in range(MAX_DEPTH + 2))
    with pytest.raises(UnreadableYaml, match="yaml-depth"):
        parse(deep)
    assert parse("\n".join(" " * depth + "a:" for depth in range(MAX_DEPTH - 2))).value


def test_tags_of_other_plugins_are_nothing() -> None:
    """mkdocs.yml may hold what only MkDocs understands."""
    lined = parse("a: !ENV [X, y]\nb: !!python/name:material.x\nc: d", foreign_tags=True)
    assert lined.value == {"a": None, "b": None, "c": "d"}


@given(
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60)
    | st.text("ab:-[]{}&*!|>'\"#%@`,? \n\t\\", max_size=40)
)
def test_anything_is_read_or_refused(text: str) -> None:
    """Whatever is in a file, reading gives values or one sentence with a line in the file."""
    refused: UnreadableYaml | None = None
    try:
        parse(text)
    except UnreadableYaml as error:
        refused = error
    if refused is not None:
        assert refused.problem
        assert 1 <= refused.line <= text.count("\n") + 2
