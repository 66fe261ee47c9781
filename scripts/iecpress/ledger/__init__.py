"""The append-only record of every address ever published: lines in, proved events and how each resource stands out."""

from iecpress.ledger.chain import Broken, Ledger, appended, parted, read
from iecpress.ledger.events import FORMAT, Event, Tombstone, What
from iecpress.ledger.manifest import FrozenFile, FrozenSource, FrozenText, Manifest, sha256
from iecpress.ledger.merging import Merged, Refused, merged
from iecpress.ledger.states import Standing, State, broken_rule, follows, impossible, standings

__all__ = [
    "FORMAT",
    "Broken",
    "Event",
    "FrozenFile",
    "FrozenSource",
    "FrozenText",
    "Ledger",
    "Manifest",
    "Merged",
    "Refused",
    "Standing",
    "State",
    "Tombstone",
    "What",
    "appended",
    "broken_rule",
    "follows",
    "impossible",
    "merged",
    "parted",
    "read",
    "sha256",
    "standings",
]
