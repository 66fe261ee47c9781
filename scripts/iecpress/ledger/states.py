"""Events in; how each resource stands, and the first event that could not have happened, out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from iecpress.ledger.events import Event, Tombstone, What
from iecpress.version import Version

State = Literal["live", "withdrawn", "moved", "gone"]

ALLOWED: Mapping[State | None, tuple[What, ...]] = {
    None: ("published",),
    "live": ("published", "translated", "moved", "withdrawn", "gone"),
    "withdrawn": ("restored", "gone"),
    "moved": ("gone",),
    "gone": (),
}
"""What may happen to a resource in each state; None is one that was never published."""

BECOMES: Mapping[What, State] = {
    "published": "live",
    "translated": "live",
    "restored": "live",
    "moved": "moved",
    "withdrawn": "withdrawn",
    "gone": "gone",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How a resource stands after everything that happened to it."""

    id: str
    state: State
    since: dt.date
    versions: Mapping[Version, tuple[str, ...]] = field(default_factory=dict)
    """The languages of each released version, oldest version first."""
    manifests: Mapping[Version, tuple[str, ...]] = field(default_factory=dict)
    """SHA-256 of each version's manifests, in the order of their events."""
    addresses: tuple[str, ...] = ()
    """Every address that was ever promised."""
    reason: Mapping[str, str] = field(default_factory=dict)
    to: str | None = None
    tombstone: Tombstone | None = None

    @property
    def latest(self) -> Version:
        """The newest released version."""
        return max(self.versions)


def standings(events: Iterable[Event]) -> dict[str, Standing]:
    """Return how every resource stands, by id. The events must be possible ones (see `impossible`)."""
    found: dict[str, Standing] = {}
    for event in events:
        found[event.id] = _after(found.get(event.id), event)
    return found


def impossible(events: Iterable[Event]) -> tuple[int, str] | None:
    """Return the first event that could not have happened (counted from 0) and the rule it breaks."""
    found: dict[str, Standing] = {}
    owners: dict[str, str] = {}
    for number, event in enumerate(events):
        standing = found.get(event.id)
        rule = broken_rule(standing, event) or _taken(owners, event)
        if rule:
            return number, rule
        owners |= dict.fromkeys(event.addresses, event.id)
        found[event.id] = _after(standing, event)
    return None


def broken_rule(standing: Standing | None, event: Event) -> str | None:
    """Name the rule that an event would break, as `problem-<name>` in the languages' tables; None for none."""
    if event.what not in ALLOWED[standing.state if standing else None]:
        return "ledger-state"
    if event.what == "published":
        newest = standing.latest if standing else None
        return None if follows(newest, event.number) else "ledger-version"
    if event.what == "translated" and standing:
        known = standing.versions.get(event.number)
        return "ledger-translation" if known is None or set(known) & set(event.langs) else None
    return None


def follows(newest: Version | None, version: Version) -> bool:
    """Whether a version may come next: the minor number goes up by one, or the major one with minor 0 after it.

    The first may be any: a text may have had versions before it came here.
    """
    return newest is None or version in (
        Version(newest.major, newest.minor + 1),
        Version(newest.major + 1, 0),
    )


def _taken(owners: Mapping[str, str], event: Event) -> str | None:
    """A path once used is never given to anything else, not even after its resource is gone."""
    taken = any(owners.get(address, event.id) != event.id for address in event.addresses)
    return "ledger-taken" if taken else None


def _after(standing: Standing | None, event: Event) -> Standing:
    before = standing or Standing(event.id, "live", event.on)
    after = replace(
        before, state=BECOMES[event.what], since=event.on, reason=event.reason, to=event.to
    )
    if event.tombstone:
        after = replace(after, tombstone=event.tombstone)
    if not event.version:
        return after
    number, manifest = event.number, event.manifest or ""
    return replace(
        after,
        since=before.since if event.what == "translated" else event.on,
        versions={**before.versions, number: (*before.versions.get(number, ()), *event.langs)},
        manifests={**before.manifests, number: (*before.manifests.get(number, ()), manifest)},
        addresses=tuple(dict.fromkeys((*before.addresses, *event.addresses))),
    )
