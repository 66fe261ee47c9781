"""Tables and the room there is for them in, tables that fit out."""

from __future__ import annotations

import pytest

from iecpress.text.html import to_html
from iecpress.text.markdown import parse
from iecpress.text.tables import Room, fit_tables
from iecpress.text.words import width

TWO = "| Route | For whom |\n|---|---|\n| Individual | People who found the job themselves |\n"
FIVE = "| A | B | C | D | E |\n|---|---|---|---|---|\n" + "| of several words " * 5 + "|\n"
LONG = "| Site | Use |\n|---|---|\n| " + "x" * 60 + " | to ask |\n"
HEADS_ONLY = "|" + " heading |" * 30 + "\n" + "|---" * 30 + "|\n"
ROOM = Room(52, 85)


def html(body: str, room: Room = ROOM) -> str:
    return to_html(fit_tables(parse(body), room), "en", str)


def ways(body: str, room: Room = ROOM) -> list[str]:
    return [
        str(token.meta["way"])
        for token in fit_tables(parse(body), room).tokens
        if token.type == "table_open"
    ]


@pytest.mark.parametrize(
    ("words", "measured"), [("passport", 8), ("राहदानी", 6), ("गर्\u200dयो", 4), ("१२३", 3), ("", 0)]
)
def test_letters_are_measured_as_they_stand_side_by_side(words: str, measured: int) -> None:
    """A vowel sign beside its letter takes half of a letter's room, one above or below it none."""
    assert width(words) == measured


@pytest.mark.parametrize(("body", "way"), [(TWO, ""), (FIVE, "small"), (LONG, "small")])
def test_a_table_is_made_small_where_it_has_no_room_as_it_is(body: str, way: str) -> None:
    """Many columns want room, and so does one long word."""
    assert ways(body) == [way]


def test_a_table_for_which_small_is_too_large_is_turned() -> None:
    """What stood beside one another stands below, each cell after its column's heading; nothing gets lost."""
    wide = "| Country | " + " | ".join(["Remark"] * 7) + " |\n" + "|---" * 8 + "|\n"
    wide += "| Qatar |" + " of several words |" * 7 + "\n| Oman | short |\n"
    said = html(wide)
    assert ways(wide) == ["turned"]
    assert '<th scope="row">Country</th><td>Qatar</td>' in said.replace("\n", "")
    assert '<th scope="row">Country</th><td>Oman</td>' in said.replace("\n", "")
    assert said.count("<td>of several words</td>") == 7
    assert said.count("<tbody>") == 2
    assert 'scope="col"' not in said


def test_an_empty_cell_of_a_turned_table_is_left_out() -> None:
    """A heading with nothing after it says nothing."""
    body = "| A | B |\n|---|---|\n| " + "x" * 100 + " | |\n"
    assert "B" not in html(body)


def test_a_table_in_a_list_is_not_set_across_the_page() -> None:
    """It is in somebody's way there; the list takes room as well."""
    inner = "".join(f"  {line}\n" for line in FIVE.splitlines())
    assert ways(f"- item\n\n{inner}") == ["turned"]


def test_a_table_of_nothing_but_headings_stays() -> None:
    """There are no rows to turn."""
    assert ways(HEADS_ONLY, Room(52)) == [""]


def test_without_a_limit_every_table_stays() -> None:
    """A layout that says nothing gets its tables as they are, numbered all the same."""
    body = FIVE + "\n" + LONG
    said = html(body, Room())
    assert ways(body, Room()) == ["", ""]
    assert [f'data-table="{n}"' in said for n in (1, 2, 3)] == [True, True, False]


def test_the_text_around_tables_is_untouched() -> None:
    """Before, between and after."""
    body = f"One.\n\n{TWO}\nTwo.\n\n{LONG}\nThree.\n"
    said = html(body)
    assert [said.count(f"<p>{word}.</p>") for word in ("One", "Two", "Three")] == [1, 1, 1]
    assert said.index("One") < said.index("Route") < said.index("Two") < said.index("Three")


def test_the_page_of_the_site_gets_its_tables_as_written() -> None:
    """A table scrolls there; it has neither number nor way."""
    assert to_html(parse(FIVE), "en", str).startswith('<div class="table" tabindex="0"><table>')
