"""A resource's releases in; its versions in one language in their order, and where each two are compared, out."""

from __future__ import annotations

from dataclasses import dataclass

from iecpress import addresses
from iecpress.model import Release
from iecpress.pages.desk import Desk
from iecpress.version import Version


@dataclass(frozen=True)
class Lineage:
    """The released versions of a resource in one language, oldest first."""

    desk: Desk
    resource_id: str
    lang: str
    releases: tuple[Release, ...]

    def compared(self, old: int, new: int) -> str:
        """Return the address of the page that shows what changed between two of them."""
        since = None if old == new - 1 else self.releases[old].version
        version = self.releases[new].version
        return addresses.changes(self.desk.settings, self.lang, self.resource_id, version, since)

    def before(self, version: Version) -> str:
        """Return where it is shown what a version changed; empty for the first, and for one not in this language."""
        place = self._place(version)
        return self.compared(place - 1, place) if place else ""

    def since(self, version: Version) -> str:
        """Return where all that changed since a version is shown; empty for the latest."""
        place, last = self._place(version), len(self.releases) - 1
        return self.compared(place, last) if place is not None and place < last else ""

    def _place(self, version: Version) -> int | None:
        versions = [release.version for release in self.releases]
        return versions.index(version) if version in versions else None


def lineage(desk: Desk, resource_id: str, lang: str) -> Lineage:
    """Return the versions of a resource that have a text in a language."""
    releases = desk.library.archive.get(resource_id, ())
    have = tuple(release for release in releases if lang in release.texts)
    return Lineage(desk, resource_id, lang, have)
