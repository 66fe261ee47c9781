"""A library in; how long it takes to build when each resource has one released version, three and ten, out.

The site is built from nothing each time, with the handouts and packs that any site has. What is released is rendered
no more, so this is what an archive costs. Releasing all handouts ten times takes a quarter of an hour.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.building import stages, summary
from tests.benchmarks.figures import BrokenPromise, Figure, ratios
from tests.benchmarks.library import raise_versions
from tests.benchmarks.plan import Plan
from tests.benchmarks.processes import Run, run

VERSIONS = (1, 3, 10)
MADE = shutil.ignore_patterns(".iecpress", "site")
MOST = 1.5
"""How much longer a site with ten versions of everything may take than one with a single version."""


def archive(plan: Plan) -> Iterator[Figure]:
    """Release version after version of a whole library; then build, in turn, what there was on the way."""
    folder = plan.fresh(plan.resources, handouts=True)
    kept: dict[int, Path] = {}
    for number in range(1, max(VERSIONS) + 1):
        if number > 1:
            raise_versions(folder, number - 1)
        run([Path(sys.executable).with_name("iecpress"), "release", "--all"], folder)
        if number in VERSIONS:
            kept[number] = folder.with_name(f"{folder.name}-{number}-released")
            shutil.copytree(folder, kept[number], ignore=MADE)
    rounds = [
        {number: _cold(plan, library) for number, library in kept.items()}
        for _ in range(plan.rounds)
    ]
    first = [each[VERSIONS[0]].seconds for each in rounds]
    for number in VERSIONS:
        runs = [each[number] for each in rounds]
        seconds = [each.seconds for each in runs]
        name = f"{plan.resources} resources × {plan.languages}, {number} released of each"
        yield Figure(
            f"{name}: cold build", seconds, note=f"{summary(runs[0]).pages} pages; {stages(runs)}"
        )
        yield Figure("— peak memory, all processes", [each.peak / 1e6 for each in runs], "MB")
        if number > VERSIONS[0]:
            most = MOST if number == max(VERSIONS) else None
            yield Figure("— × as long as with one of each", ratios(seconds, first), "", most)


def _cold(plan: Plan, folder: Path) -> Run:
    copy = folder.with_name(f"{folder.name}-built")
    shutil.copytree(folder, copy)
    done = plan.build(copy)
    if summary(done).handouts_made:
        raise BrokenPromise(f"a released handout was rendered again: {summary(done)}")
    plan.done_with(copy)
    return done
