"""Fitting, on documents that are nothing but a number of pages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

import pytest

from iecpress.handouts.fitting import fitted
from iecpress.handouts.records import Place, Plan, Side

STEPS = (("fit-1", 0.05), ("fit-2", 0.1), ("fit-3", 0.3))


@dataclass
class Text:
    """A text that takes so many pages with each setting, and remembers what was tried."""

    takes: Mapping[str, int]
    fills: float = 0.1
    tried: list[str] = field(default_factory=list)

    def lay_out(self, classes: str) -> "Text":
        self.tried.append(classes)
        return Text(self.takes, self.fills, [classes])

    @property
    def pages(self) -> list[None]:
        last = self.tried[-1]
        return [None] * self.takes[last if last in self.takes else last.split()[0]]


def test_a_last_page_with_little_on_it_is_saved_by_the_loosest_step_that_does() -> None:
    """Steps that cannot save enough are not tried, and none after the first that does."""
    text = Text({"fit-0": 2, "fit-1": 2, "fit-2": 1, "fit-3": 1})
    assert fitted(Plan(STEPS), text.lay_out, lambda _: 0.08).tried == ["fit-2"]
    assert text.tried == ["fit-0", "fit-2"]


def test_a_last_page_that_holds_much_is_left() -> None:
    """Nothing is set tighter in vain."""
    text = Text({"fit-0": 2, "fit-1": 2, "fit-2": 2, "fit-3": 2})
    assert fitted(Plan(STEPS), text.lay_out, lambda _: 0.9).tried == ["fit-0"]
    assert text.tried == ["fit-0"]


@pytest.mark.parametrize(
    ("takes", "fills", "best", "tried"),
    [
        ((8, 8, 7, 7), 0.05, 0, 1),  # two full sheets: nothing to save
        ((9, 9, 8, 8), 0.05, 2, 3),  # one page over: worth it
        ((9, 9, 9, 9), 0.95, 0, 2),  # more over than all but the last step can save
        ((10, 9, 8, 8), 0.9, 3, 2),  # two pages over: the last step saves them
        ((49, 48, 48, 48), 0.01, 0, 1),  # too long to try
    ],
)
def test_where_pages_come_in_fours_only_a_sheet_is_worth_a_try(
    takes: tuple[int, ...], fills: float, best: int, tried: int
) -> None:
    """A page saved within a sheet leaves a blank one."""
    text = Text({f"fit-{step}": pages for step, pages in enumerate(takes)}, fills)
    fitted_text = fitted(Plan(STEPS, multiple=4), text.lay_out, lambda laid: laid.fills)
    assert fitted_text.tried == [f"fit-{best}"]
    assert len(text.tried) == tried


def test_contents_that_begin_a_page_are_made_room_for() -> None:
    """The list itself may run a few lines over: then the step after the one chosen is tried with it."""
    text = Text({"fit-0": 4, "fit-0 with-contents": 5, "fit-1 with-contents": 4})
    plan = Plan(STEPS[:2], contents_from=4)
    made = fitted(plan, text.lay_out, lambda laid: 0.15 if "with" in laid.tried[-1] else 0.9)
    assert made.tried == ["fit-1 with-contents"]
    assert text.tried == ["fit-0", "fit-0 with-contents", "fit-1 with-contents"]


def test_nobody_misses_a_page_of_a_long_text() -> None:
    """From thirteen pages on nothing is tried: each try costs as much as the text is long."""
    text = Text({"fit-0": 13, "fit-1": 12})
    assert fitted(Plan(STEPS), text.lay_out, lambda _: 0.01).tried == ["fit-0"]
    assert text.tried == ["fit-0"]


@pytest.mark.parametrize(
    ("takes", "best"),
    [((2, 2, 2, 2), 0), ((3, 2, 2, 2), 1), ((4, 3, 2, 2), 2), ((4, 3, 3, 2), 3), ((4, 4, 4, 3), 3)],
)
def test_with_room_for_so_many_pages_the_loosest_step_that_keeps_to_them_is_found(
    takes: tuple[int, ...], best: int
) -> None:
    """Where not even the tightest does, the tightest is what comes out."""
    text = Text({f"fit-{step}": pages for step, pages in enumerate(takes)})
    assert fitted(Plan(STEPS, pages=2), text.lay_out, lambda _: 0).tried == [f"fit-{best}"]
    assert len(text.tried) == len(set(text.tried)) <= 3


def test_a_long_text_gets_its_contents() -> None:
    """From so many pages on it is laid out once more, with the list of contents, at the step that was chosen."""
    plan = Plan(STEPS, contents_from=3)
    short, long = Text({"fit-0": 2}), Text({"fit-0": 3})
    assert fitted(plan, short.lay_out, lambda _: 0.9).tried == ["fit-0"]
    assert fitted(plan, long.lay_out, lambda _: 0.9).tried == ["fit-0 with-contents"]


def test_with_places_for_its_pages_the_loosest_step_with_which_all_have_one_is_found() -> None:
    """Their number alone does not decide; where no step fits, the tightest is what comes out."""
    side = Side("ground", (Place("text", 1, 0, 0),))
    text = Text({f"fit-{step}": 9 for step in range(4)})
    for loosest in range(4):
        fits = partial(_from_step_on, loosest)
        plan = Plan(STEPS, sides=(side,))
        assert fitted(plan, text.lay_out, lambda _: 0, fits).tried == [f"fit-{loosest}"]
    assert fitted(plan, text.lay_out, lambda _: 0, lambda _: False).tried == ["fit-3"]


def _from_step_on(step: int, text: Text) -> bool:
    return int(text.tried[-1].removeprefix("fit-")) >= step
