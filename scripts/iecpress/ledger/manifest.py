"""What lies in one version's folder, as a frozen value: each file with its hash, each text with its title."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from iecpress.ledger.events import FORMAT, Sha256
from iecpress.settings import Identifier
from iecpress.version import Version

FileName = Annotated[str, StringConstraints(pattern=r"^[^/\\\x00.][^/\\\x00]*$")]
"""A file of the folder itself: a manifest can name no other."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FrozenFile(_Frozen):
    """One file. The fields below `bytes` are those of a handout."""

    sha256: Sha256
    bytes: int
    lang: str | None = None
    layout: str | None = None
    grey: bool = False
    pages: int | None = None


class FrozenSource(_Frozen):
    """Where a claim was seen."""

    title: str
    url: str | None = None
    publisher: str | None = None
    seen: dt.date | None = None


class FrozenText(_Frozen):
    """What is said of a text where its body is not shown."""

    title: str
    summary: str
    changes: str | None = None
    translates: str | None = None
    translators: tuple[str, ...] = ()
    words: Sha256
    """Names everything that is published of the text: with other words it is another version."""


class Manifest(_Frozen):
    """One release: the source text and the translations there were, or the translations that were added later."""

    format: int = FORMAT
    id: Identifier
    kind: Identifier
    version: str
    date: dt.date
    authors: tuple[str, ...]
    licence: str
    source_lang: str
    sources: tuple[FrozenSource, ...] = ()
    texts: dict[str, FrozenText]
    files: dict[FileName, FrozenFile]
    made_with: dict[str, str] = Field(default_factory=dict)
    """The versions of everything that drew the handouts: who has them can draw the same bytes again."""

    @property
    def number(self) -> Version:
        """The version as a value that can be compared."""
        return Version.parse(self.version)

    def written(self) -> bytes:
        """Return the file's content."""
        said = self.model_dump(mode="json", exclude_defaults=True) | {"format": self.format}
        return (json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def sha256(content: bytes) -> str:
    """Return the hash by which the ledger and the manifests name a file."""
    return hashlib.sha256(content).hexdigest()
