"""Lines in, events out, each proved by the hash of the line before it; and one line more at the end."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import ValidationError

from iecpress.ledger.events import FORMAT, NOTHING_BEFORE, Event

Fault = Literal["conflict", "json", "newer", "event", "changed", "forked", "order", "end"]

CONFLICT = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
"""What git writes where two branches changed the same place (git-merge(1), *How conflicts are presented*)."""


@dataclass(frozen=True, slots=True)
class Broken:
    """The first place where a ledger cannot be trusted. `line` is 1-based.

    `changed`: the line does not follow on `other`, which was changed, or what stood between them is missing.
    `forked`: it follows on `other`, as the line after that does already: two branches wrote on.
    `order`: it follows on `other`, which stands below it.
    """

    fault: Fault
    line: int
    other: int = 0
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything that ever happened, as far as it can be trusted."""

    events: tuple[Event, ...] = ()
    lines: tuple[str, ...] = ()
    broken: Broken | None = None

    @property
    def head(self) -> str:
        """The hash that the next line gives."""
        return _hash(self.lines[-1]) if self.lines else NOTHING_BEFORE


def read(content: str) -> Ledger:
    """Read a ledger. What comes after the first fault is not believed."""
    lines = content.split("\n")
    if lines.pop() != "":
        return Ledger(broken=Broken("end", len(lines) + 1))
    events: list[Event] = []
    for number, line in enumerate(lines, 1):
        event = _event(line, number)
        if isinstance(event, Event) and event.before != _before(lines, number):
            event = _unchained(lines, number, event.before)
        if isinstance(event, Broken):
            return Ledger(tuple(events), tuple(lines[: number - 1]), event)
        events.append(event)
    return Ledger(tuple(events), tuple(lines))


def appended(ledger: Ledger, events: Sequence[Event]) -> str:
    """Return the content of the ledger with more events at its end, chained to what is there."""
    lines, before = list(ledger.lines), ledger.head
    for event in events:
        lines.append(event.model_copy(update={"before": before}).line())
        before = _hash(lines[-1])
    return "".join(f"{line}\n" for line in lines)


def parted(ledger: Ledger, elder: Ledger) -> int | None:
    """Return the first line (1-based) in which a ledger differs from an elder copy; None when that is its beginning."""
    for number, line in enumerate(elder.lines, 1):
        if number > len(ledger.lines) or ledger.lines[number - 1] != line:
            return number
    return None


def _event(line: str, number: int) -> Event | Broken:
    if line.startswith(CONFLICT):
        return Broken("conflict", number)
    try:
        said = json.loads(line)
        version = said["format"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return Broken("json", number)
    if isinstance(version, int) and version > FORMAT:
        return Broken("newer", number, detail=str(version))
    try:
        event = Event.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        return Broken("event", number, detail=f"{'.'.join(map(str, first['loc']))}: {first['msg']}")
    return event if event.line() == line else Broken("event", number, detail=event.line()[:80])


def _unchained(lines: Sequence[str], number: int, before: str) -> Broken:
    """Tell what is wrong with a line that does not follow on the one above it."""
    places = {_hash(line): place for place, line in enumerate(lines, 1)}
    known = 0 if before == NOTHING_BEFORE else places.get(before)
    if known is None:
        return Broken("changed", number, number - 1)
    return Broken("order" if known > number else "forked", number, known)


def _before(lines: Sequence[str], number: int) -> str:
    return _hash(lines[number - 2]) if number > 1 else NOTHING_BEFORE


def _hash(line: str) -> str:
    return hashlib.sha256(line.encode()).hexdigest()
