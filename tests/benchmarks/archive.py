"""A library in; how long it takes to build when each resource has one released version, three and ten, out.

The site is built from nothing each time. What is released is rendered no more, so this is what an archive costs.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.building import summary
from tests.benchmarks.figures import BrokenPromise, Figure, ratios
from tests.benchmarks.library import raise_versions
from tests.benchmarks.plan import Plan
from tests.benchmarks.processes import Run, run

VERSIONS = (1, 3, 10)
MOST = 1.5
"""How much longer a site with ten versions of everything may take than one with a single version."""


def archive(plan: Plan) -> Iterator[Figure]:
    """Release version after version of a whole library, and build what there is then."""
    folder = plan.fresh(plan.resources)
    builds: dict[int, list[Run]] = {}
    for number in range(1, max(VERSIONS) + 1):
        if number > 1:
            raise_versions(folder, number - 1)
        run([Path(sys.executable).with_name("iecpress"), "release", "--all"], folder)
        if number in VERSIONS:
            builds[number] = [_cold(plan, folder) for _ in range(plan.rounds)]
    first = [each.seconds for each in builds[VERSIONS[0]]]
    for number, runs in builds.items():
        seconds = [each.seconds for each in runs]
        name = f"{plan.resources} resources × {plan.languages}, {number} released of each"
        yield Figure(f"{name}: cold build", seconds, note=f"{summary(runs[0]).pages} pages")
        yield Figure("— peak memory, all processes", [each.peak / 1e6 for each in runs], "MB")
        if number > VERSIONS[0]:
            most = MOST if number == max(VERSIONS) else None
            yield Figure("— × as long as with one of each", ratios(seconds, first), "", most)


def _cold(plan: Plan, folder: Path) -> Run:
    copy = folder.with_name(f"{folder.name}-built")
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(".iecpress", "site"))
    done = plan.build(copy)
    if summary(done).handouts_made:
        raise BrokenPromise(f"a released handout was rendered again: {summary(done)}")
    plan.done_with(copy)
    return done
