"""Which handouts a pack holds, and in which order."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from iecpress.model import Library
from iecpress.pack.contents import title
from iecpress.pack.selection import CONDITIONS, Wanted, known, select, what_there_is
from tests.pack.conftest import changed


def ids(library: Library, lang: str = "ne", **conditions: Any) -> list[str]:
    return [job.resource.id for job in select(library, Wanted(lang, **conditions)).jobs]


def test_the_order_is_stage_kind_title(library: Library) -> None:
    """Situations come in the vocabulary's order, kinds in that of the settings, titles in the alphabet's."""
    assert ids(library) == ["contract", "visa", "qatar", "malaysia", "policy"]


def test_the_order_does_not_depend_on_the_order_in_the_library(library: Library) -> None:
    """Whichever way the resources were read, the pack is the same."""
    turned = replace(library, resources=library.resources[::-1])
    assert ids(turned) == ids(library)


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({"countries": ("QA",)}, ["contract", "visa", "qatar", "policy"]),
        ({"countries": ("MY",)}, ["contract", "visa", "malaysia", "policy"]),
        ({"countries": ("MY", "QA")}, ["contract", "visa", "qatar", "malaysia", "policy"]),
        ({"stages": ("at-work",)}, ["malaysia", "qatar"]),
        ({"countries": ("QA",), "stages": ("at-work",)}, ["qatar"]),
        ({"topics": ("visa",)}, ["visa"]),
        ({"kinds": ("leaflet",)}, ["contract", "visa"]),
        ({"ids": ("qatar", "visa")}, ["visa", "qatar"]),
        ({"stages": ("return",)}, []),
    ],
)
def test_what_fits_all_conditions_is_chosen(
    library: Library, conditions: dict[str, tuple[str, ...]], expected: list[str]
) -> None:
    """Each condition must be met, by any of its values; what names no country serves every country."""
    assert ids(library, **conditions) == expected


def test_the_stage_that_was_asked_for_decides_the_order(library: Library) -> None:
    """A guide for two situations stands in a pack for the second where that situation's texts stand."""
    both = ids(library, stages=("before", "at-work"))
    assert both == ["contract", "visa", "qatar", "malaysia"]
    assert ids(library, stages=("at-work",)) == ["malaysia", "qatar"]


def test_what_is_about_no_situation_can_be_left_out(library: Library) -> None:
    """A policy paper for no stage is in a pack of everything, and in none for people who leave or return."""
    assert ids(library, countries=("QA",), staged=True) == ["contract", "visa", "qatar"]


def test_a_resource_without_the_text_is_told(library: Library) -> None:
    """What has no text in the language is not packed and not forgotten."""
    selection = select(library, Wanted("en", countries=("MY",)))
    assert [r.id for r in selection.without_text] == ["malaysia"]
    assert "malaysia" not in [job.resource.id for job in selection.jobs]


def test_a_layout_must_be_declared_or_the_resource_named(library: Library) -> None:
    """A leaflet that is only folded is in no A4 pack, unless somebody asks for it by its id."""
    selection = select(library, Wanted("ne", kinds=("leaflet",)))
    assert [r.id for r in selection.without_layout] == ["folded"]
    assert ids(library, ids=("folded",)) == ["folded"]
    grey = changed(library, "folded", handouts=("a4-grey",))
    assert "folded" in ids(grey, kinds=("leaflet",))


def test_the_title_names_the_conditions(library: Library) -> None:
    """Their values are named in the pack's language."""
    assert title(library, Wanted("en", countries=("QA",), staged=True)) == "Qatar"
    assert title(library, Wanted("ne", countries=("QA",), stages=("before",))) == "कतार · जानुअघि"
    assert title(library, Wanted("en", kinds=("guide",))) == "Guides"
    assert title(library, Wanted("en")) == "All handouts"
    assert title(library, Wanted("ne", ids=("visa",))) == "छानिएका सामग्री"


def test_what_there_is_is_counted_by_itself(library: Library) -> None:
    """When nothing fits, each condition says what it could have been."""
    wanted = Wanted("ne", countries=("KR",), stages=("return",))
    assert dict(what_there_is(library, wanted)) == {
        "countries": {"QA": 1, "MY": 1, "": 3},
        "stages": {"before": 3, "at-work": 2},
    }


def test_every_condition_is_a_facet_of_the_catalogue(tmp_path: Path, library: Library) -> None:
    """Each can be asked for, and its values are known."""
    assert all(known(library, condition) for condition in CONDITIONS)
