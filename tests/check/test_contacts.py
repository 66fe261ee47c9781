"""Telephone numbers and the contacts they belong to."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.sites import ENGLISH, TODAY, Site

CONTACTS = "materials/contacts.yml"


@pytest.mark.parametrize(
    "written", ["1660-01-50005", "1660 01 50005", "16600150005", "[call](tel:16600150005)"]
)
def test_a_number_may_be_written_in_any_way(site: Site, written: str) -> None:
    """Spaces and hyphens do not make another number."""
    site.change(CONTACTS, '[{number: "1141"}]', '[{number: "1141"}, {number: "1660-01-50005"}]')
    site.add(f"वा {written}।", f"Or {written}.")
    assert site.codes() == []


def test_a_number_in_the_summary_is_found(site: Site) -> None:
    """Title and summary are read by more people than the body."""
    site.change(ENGLISH, "Do not go", "Call 1144 and do not go")
    assert "C101" in site.codes()


def test_unreadable_contacts_are_one_finding(site: Site) -> None:
    """Nobody can know which numbers are in contacts that cannot be read."""
    site.change(CONTACTS, "[NP]", "[NP")
    assert site.codes() == ["D102"]


@pytest.mark.parametrize(("days", "old"), [(180, False), (181, True)])
def test_numbers_are_old_after_the_days_in_the_settings(site: Site, days: int, old: bool) -> None:
    """The limit is a number of days, 180 unless the settings say otherwise."""
    site.change(CONTACTS, "2026-11-01", (TODAY - dt.timedelta(days=days)).isoformat())
    assert (site.codes() == ["C102"]) is old


def test_a_web_address_does_not_grow_old(site: Site) -> None:
    """Only numbers are verified by ringing them."""
    site.change(CONTACTS, '  numbers: [{number: "1141"}]', "  web: https://press.example/")
    site.change(CONTACTS, "2026-11-01", "2020-01-01")
    assert "C102" not in site.codes()
