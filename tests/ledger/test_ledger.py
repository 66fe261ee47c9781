"""The ledger by itself: whatever is done to one of its lines is noticed and named."""

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iecpress.ledger import Event, Ledger, appended, follows, impossible, parted, read, standings
from iecpress.version import Version

DAY = dt.date(2026, 11, 20)


def published(resource: str = "visit-visa", version: str = "1.0", *langs: str) -> Event:
    return Event(
        what="published",
        id=resource,
        on=DAY,
        version=version,
        langs=langs or ("ne", "en"),
        manifest="a" * 64,
        addresses=(f"/r/{resource}/", f"/r/{resource}/{version}/"),
    )


def decided(what: str, resource: str = "visit-visa", **more: object) -> Event:
    values = {"what": what, "id": resource, "on": DAY, "reason": {"en": "Why", "ne": "किन"}}
    return Event.model_validate(values | more)


HISTORY = (
    published(),
    published("your-passport", "1.0", "ne"),
    Event(
        what="translated",
        id="your-passport",
        on=DAY,
        version="1.0",
        langs=("en",),
        manifest="b" * 64,
        addresses=("/en/r/your-passport/",),
    ),
    published("visit-visa", "1.1"),
    decided("withdrawn", to="your-passport"),
)
CONTENT = appended(Ledger(), HISTORY)


def test_what_was_written_is_read_back() -> None:
    """Reading a ledger gives its events, and writing one more leaves the old lines as they were."""
    ledger = read(CONTENT)
    assert ledger.broken is None
    assert [event.model_copy(update={"before": "0" * 64}) for event in ledger.events] == list(
        HISTORY
    )
    longer = appended(ledger, [decided("restored")])
    assert longer.startswith(CONTENT)
    assert read(longer).broken is None


@given(st.data())
def test_a_changed_byte_is_noticed(data: st.DataObject) -> None:
    """Whatever character is changed in a line that is not the last, the ledger is not believed beyond it."""
    at = data.draw(st.integers(0, CONTENT[:-1].rindex("\n") - 1))
    other = data.draw(st.characters(codec="utf-8").filter(lambda c: c != CONTENT[at]))
    ledger = read(CONTENT[:at] + other + CONTENT[at + 1 :])
    assert ledger.broken is not None
    assert len(ledger.events) <= CONTENT[:at].count("\n") + 1


@pytest.mark.parametrize(
    ("harm", "fault"),
    [
        (lambda lines: [*lines[:1], *lines[2:]], ("changed", 2, 1)),
        (lambda lines: [lines[0], lines[2], lines[1], *lines[3:]], ("order", 2, 3)),
        (lambda lines: [lines[0].replace("visit", "Xisit"), *lines[1:]], ("event", 1, 0)),
        (lambda lines: [lines[0].replace("-20", "-21"), *lines[1:]], ("changed", 2, 1)),
        (lambda lines: [*lines, appended(Ledger(lines=tuple(lines[:3])), [HISTORY[4]]).splitlines()[3]],
         ("forked", 6, 3)),
        (lambda lines: [*lines[:2], "<<<<<<< HEAD", *lines[2:]], ("conflict", 3, 0)),
        (lambda lines: [*lines[:2], "not JSON", *lines[2:]], ("json", 3, 0)),
        (lambda lines: [lines[0].replace('"format":1', '"format":2'), *lines[1:]], ("newer", 1, 0)),
        (lambda lines: [lines[0].replace(":1,", ": 1,"), *lines[1:]], ("event", 1, 0)),
    ],
)  # fmt: skip
def test_each_harm_is_named(harm: object, fault: tuple[str, int, int]) -> None:
    """A line dropped, swapped, changed, conflicting, of a newer program, or not JSON: each is told apart."""
    lines = harm(CONTENT.splitlines())  # type: ignore[operator]
    broken = read("\n".join(lines) + "\n").broken
    assert broken is not None
    assert (broken.fault, broken.line, broken.other) == fault


def test_half_a_last_line_is_named() -> None:
    """A ledger that was cut off in the middle of a line is not taken for a shorter one."""
    broken = read(CONTENT[:-10]).broken
    assert broken is not None
    assert broken.fault == "end"


def test_a_shorter_or_other_ledger_is_not_a_continuation() -> None:
    """Against an elder copy, the first line that differs is named; the copy itself and more lines are in order."""
    elder = read(CONTENT)
    longer = read(appended(elder, [decided("restored")]))
    assert parted(elder, elder) is None
    assert parted(longer, elder) is None
    assert parted(read("".join(CONTENT.splitlines(keepends=True)[:-1])), elder) == 5
    other = read(appended(Ledger(), [*HISTORY[:3], decided("withdrawn")]))
    assert parted(other, elder) == 4


@pytest.mark.parametrize(
    ("more", "rule"),
    [
        ([published("visit-visa", "1.2")], "ledger-state"),
        ([decided("restored"), published("visit-visa", "1.3")], "ledger-version"),
        ([decided("restored"), published("visit-visa", "1.1")], "ledger-version"),
        ([decided("withdrawn", "nobody")], "ledger-state"),
        ([HISTORY[2]], "ledger-translation"),
        ([decided("gone"), decided("restored")], "ledger-state"),
        ([decided("gone"), published("visit-visa", "1.2")], "ledger-state"),
        ([published("other").model_copy(update={"addresses": ("/r/visit-visa/",)})], "ledger-taken"),
    ],
)  # fmt: skip
def test_only_what_may_happen_happens(more: list[Event], rule: str) -> None:
    """Versions go up by one, nothing returns from gone, no address passes to another resource."""
    assert impossible([*HISTORY, *more]) == (len(HISTORY) + len(more) - 1, rule)


def test_how_a_resource_stands() -> None:
    """State, versions with their languages, and every address ever promised."""
    assert impossible(HISTORY) is None
    standing = standings(HISTORY)["visit-visa"]
    assert (standing.state, standing.to) == ("withdrawn", "your-passport")
    assert list(standing.versions) == [Version(1, 0), Version(1, 1)]
    assert standing.addresses == ("/r/visit-visa/", "/r/visit-visa/1.0/", "/r/visit-visa/1.1/")
    assert standings(HISTORY)["your-passport"].versions == {Version(1, 0): ("ne", "en")}


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))
def test_versions_go_up_one_by_one(a: int, b: int, c: int, d: int) -> None:
    """What follows a version is greater, and nothing lies between but versions with another major number."""
    if follows(Version(a, b), Version(c, d)):
        assert (c, d) in ((a, b + 1), (a + 1, 0))
        assert Version(c, d) > Version(a, b)


def test_a_line_says_only_what_it_needs() -> None:
    """Keys come in a fixed order and empty ones are left out: the file is read by people too."""
    assert list(json.loads(CONTENT.splitlines()[0])) == [
        "format", "what", "id", "on", "version", "langs", "manifest", "addresses", "before",
    ]  # fmt: skip
