"""One line of the ledger as a frozen value: what happened to a resource, when, and which addresses it made."""

from __future__ import annotations

import datetime as dt
import json
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from iecpress.settings import Identifier
from iecpress.version import Version

FORMAT = 1
"""The shape of a line. A program that knows only an older one must not guess."""

What = Literal["published", "translated", "moved", "withdrawn", "restored", "gone"]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
NOTHING_BEFORE = "0" * 64
"""What the first line gives as the hash of the line before it."""


class Tombstone(BaseModel):
    """What stays of a resource that is gone: enough to cite it, and none of its words.

    Source: DataCite, *Best Practices for Tombstone Pages*.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str = ""
    titles: dict[str, str]
    authors: tuple[str, ...]
    dates: dict[str, dt.date]
    """The day of each version."""


class Event(BaseModel):
    """One thing that happened to one resource."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int = FORMAT
    what: What
    id: Identifier
    on: dt.date
    """The day it holds from: of the version itself, or of the decision."""
    version: (
        Annotated[str, StringConstraints(pattern=r"^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)$")] | None
    ) = None
    """`published` and `translated`: which version."""
    langs: tuple[str, ...] = ()
    """The languages that were added with it."""
    manifest: Sha256 | None = None
    """SHA-256 of the manifest that lists the frozen files."""
    addresses: tuple[str, ...] = ()
    """Every address that answers from now on, absolute within the site."""
    reason: dict[str, str] = Field(default_factory=dict)
    """Why, in each language of the site."""
    to: Identifier | None = None
    """The resource to read instead; for `moved`, the one that has its place."""
    tombstone: Tombstone | None = None
    before: Sha256 = NOTHING_BEFORE
    """SHA-256 of the line before, without its line end."""

    @property
    def number(self) -> Version:
        """The version as a value that can be compared."""
        return Version.parse(self.version or "0.0")

    def line(self) -> str:
        """Return the event as its line: JSON with the keys in a fixed order, what is empty left out."""
        said = self.model_dump(mode="json", exclude_defaults=True)
        said |= {"format": self.format, "before": self.before}
        ordered = {key: said[key] for key in type(self).model_fields if key in said}
        return json.dumps(ordered, ensure_ascii=False, separators=(",", ":"))
