"""The main branch's ledger and what another branch appended in; one ledger, and what could not be taken over, out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pydantic import ValidationError

from iecpress.ledger.chain import CONFLICT, Ledger, appended, read
from iecpress.ledger.events import NOTHING_BEFORE, Event
from iecpress.ledger.states import impossible


@dataclass(frozen=True, slots=True)
class Refused:
    """An event of the other branch that cannot have happened after those of the main branch."""

    event: Event
    rule: str


@dataclass(frozen=True, slots=True)
class Merged:
    """The main branch's lines as they are, and after them what was new elsewhere."""

    content: str
    added: tuple[Event, ...]
    refused: tuple[Refused, ...]


def merged(main: Ledger, others: Iterable[str]) -> Merged:
    """Put what is in `others` and not in `main` behind it, each event once, in the order in which it stands.

    `others` are contents of a ledger, whole or with the marks of a merge in it. The same release on two
    branches is one release.
    """
    known = {_bare(event) for event in main.events}
    ledger, added, refused = main, list[Event](), list[Refused]()
    for event in (event for content in others for event in _events(content)):
        if _bare(event) in known:
            continue
        known.add(_bare(event))
        wrong = impossible((*ledger.events, event))
        if wrong:
            refused.append(Refused(event, wrong[1]))
            continue
        added.append(event)
        ledger = read(appended(ledger, [event]))
    return Merged(appended(ledger, ()), tuple(added), tuple(refused))


def _events(content: str) -> Iterator[Event]:
    """Yield every line that is an event; where it stood is for the chain to say anew."""
    for line in content.splitlines():
        if not line.startswith(CONFLICT):
            try:
                yield Event.model_validate(json.loads(line))
            except (ValueError, ValidationError):
                continue


def _bare(event: Event) -> str:
    return event.model_copy(update={"before": NOTHING_BEFORE}).line()
