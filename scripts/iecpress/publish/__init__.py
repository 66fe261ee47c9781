"""A built site in; served from a folder as a static host wants it, the old one whole until the new one is, out."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from iecpress.findings import Finding, has_errors
from iecpress.last_build import MARK
from iecpress.memory import Memory
from iecpress.publish.lock import Held, alone
from iecpress.publish.releases import (
    CURRENT,
    RELEASES,
    Changed,
    Release,
    contents,
    current,
    digest,
    fill,
    forget,
    place,
    releases,
    serve,
    settle,
    tidy,
)

__all__ = ["CURRENT", "KEPT", "Published", "judge_of", "publish", "rollback"]

KEPT = 5
"""How many releases stay, the served one among them."""
START = "index.html"
"""What every site has."""

Judge = Callable[[Path], Sequence[Finding]]
"""Says which promises the site in a folder does not keep."""


@dataclass(frozen=True, slots=True)
class Published:
    """What became of it. `release` is what is served now, if anything was done or found to be right."""

    findings: tuple[Finding, ...] = ()
    release: Release | None = None
    unchanged: bool = False
    files: int = 0


def publish(
    site: Path, folder: Path, judge: Judge, *, keep: int = KEPT, drafts: bool = False
) -> Published:
    """Put the site beside those that were served before, prove the copy, and turn one link to it.

    Whatever fails, what is served is whole: the old site or the new one. Doing it again completes it.
    A site with texts that are not released yet is refused unless `drafts` are wanted. Older sites that
    still have the words of what is gone are not kept.
    """
    if not (site / START).is_file():
        return _not("U102", site)
    if not _can_take(site, folder):
        return _not("U103", folder)
    if not drafts and (found := noted(site, "drafts")):
        return _not("U107", site, ids=", ".join(sorted(found)))
    return _guarded(folder, lambda alive: _publish(site, folder, judge, keep, alive))


def noted(site: Path, key: str) -> frozenset[str]:
    """Return the ids that a site's build noted: of `drafts`, or of what is `gone`."""
    try:
        return frozenset(json.loads((site / MARK).read_text("utf-8"))[key])
    except (OSError, ValueError, KeyError, TypeError):
        return frozenset()


def rollback(folder: Path) -> Published:
    """Serve what was served before. Done again, it goes back one more."""
    if not (folder / RELEASES).is_dir():
        return _not("U105", folder)
    return _guarded(folder, lambda _: _rollback(folder))


def _guarded(folder: Path, act: Callable[[Callable[[], None]], Published]) -> Published:
    """Do something to the folder while nobody else does, and say what went wrong with it."""
    try:
        (folder / RELEASES).mkdir(parents=True, exist_ok=True)
        with alone(folder) as alive:
            try:
                return act(alive)
            except (Changed, OSError):
                with suppress(OSError):
                    tidy(folder)  # a full disk gets its room back
                raise
    except Held as held:
        who = held.holder
        values = {"host": who.host, "pid": str(who.pid)} if who else {"host": "?", "pid": "?"}
        since = who.since.isoformat(timespec="seconds") if who else "?"
        return _not("U101", folder, **values, since=since)
    except Changed as changed:
        return _not("U104", folder, file=changed.path)
    except OSError as error:
        return _not("U106", folder, problem=error.strerror or str(error))


def _publish(
    site: Path, folder: Path, judge: Judge, keep: int, alive: Callable[[], None]
) -> Published:
    tidy(folder)
    wanted = contents(site)
    served = current(folder)
    if served and contents(place(folder, served)) == wanted:
        taken_back = noted(site, "gone")
        forget(folder, lambda kept: not taken_back <= noted(kept, "gone"))
        return Published(release=served, unchanged=True, files=len(wanted))
    made = fill(site, wanted, folder, alive)
    findings = tuple(judge(made))
    if has_errors(findings):
        tidy(folder)
        return Published(findings)
    newest = max((release.number for release in releases(folder)), default=0)
    release = Release(newest + 1, digest(wanted))
    settle(made, folder, release)
    serve(folder, release)
    tidy(folder, keep)
    taken_back = noted(place(folder, release), "gone")
    forget(folder, lambda site: not taken_back <= noted(site, "gone"))
    return Published(findings, release, files=len(wanted))


def _rollback(folder: Path) -> Published:
    served = current(folder)
    for release in reversed(releases(folder)):
        if served is None or release < served:
            found = contents(place(folder, release))
            if digest(found) == release.digest:
                serve(folder, release)
                return Published(release=release, files=len(found))
    return _not("U105", folder)


def _can_take(site: Path, folder: Path) -> bool:
    """Whether neither lies in the other, and `current` is ours to turn."""
    there, here = folder.resolve(), site.resolve()
    link = folder / CURRENT
    apart = not there.is_relative_to(here) and not here.is_relative_to(there)
    return apart and (link.is_symlink() or not link.exists())


def _not(code: str, path: Path, **values: str) -> Published:
    return Published((Finding(code, path.as_posix(), 0, values),))


def judge_of(base_url: str, memory: Memory | None) -> Judge:
    """Return what says of a site whether all its links answer; a page that `memory` knows is not read again."""

    def judge(folder: Path) -> Sequence[Finding]:
        from iecpress.verify import verify  # brings lxml

        return verify(folder, base_url, memory)

    return judge
