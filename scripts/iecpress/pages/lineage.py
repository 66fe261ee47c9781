"""A resource's releases in; its versions in one language in their order, and where each two are compared, out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from iecpress import addresses
from iecpress.model import Release
from iecpress.pages.desk import Desk
from iecpress.version import Version

Pair = tuple[int, int]
"""Two versions, the older one first, as places in their lineage."""


@dataclass(frozen=True, eq=False)
class Lineage:
    """The released versions of a resource in one language, oldest first."""

    desk: Desk
    resource_id: str
    lang: str
    releases: tuple[Release, ...]

    @cached_property
    def pages(self) -> dict[Pair, str]:
        """The address of each page about two versions: a version and the one before it, any older one and the latest.

        Pages for each two would be far more than texts: what else can be asked for stands on one page for all.
        """
        settings, lang, name = self.desk.settings, self.lang, self.resource_id
        versions = [release.version for release in self.releases]
        last = len(versions) - 1
        return {
            **{
                (old, last): addresses.changes_since(settings, lang, name, versions[old])
                for old in range(last - 1)
            },
            **{
                (new - 1, new): addresses.changes(settings, lang, name, versions[new])
                for new in range(1, len(versions))
            },
        }

    @cached_property
    def others(self) -> list[Pair]:
        """Each two versions that have no page about them alone."""
        count = len(self.releases)
        every = ((old, new) for new in range(count) for old in range(new))
        return [pair for pair in every if pair not in self.pages]

    def compared(self, pair: Pair) -> str:
        """Return the address that shows what changed between two versions."""
        old, new = (self.releases[place].version for place in pair)
        there = addresses.between(self.desk.settings, self.lang, self.resource_id, old, new)
        return self.pages.get(pair, there)

    def before(self, version: Version) -> str:
        """Return where it is shown what a version changed; empty for the first, and for one not in this language."""
        place = self._place(version)
        return self.pages[place - 1, place] if place else ""

    def since(self, version: Version) -> str:
        """Return where all that changed since a version is shown; empty for the latest."""
        place = self._place(version)
        return "" if place is None else self.pages.get((place, len(self.releases) - 1), "")

    def _place(self, version: Version) -> int | None:
        versions = [release.version for release in self.releases]
        return versions.index(version) if version in versions else None


def lineage(desk: Desk, resource_id: str, lang: str) -> Lineage:
    """Return the versions of a resource that have a text in a language."""
    releases = desk.library.archive.get(resource_id, ())
    have = tuple(release for release in releases if lang in release.texts)
    return Lineage(desk, resource_id, lang, have)
