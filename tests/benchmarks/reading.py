"""A folder in; the seconds that loading it and checking it took, each alone, out as JSON."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.figures import BrokenPromise, Figure
from tests.benchmarks.plan import RESOURCES_READ, Plan
from tests.benchmarks.processes import run


def reading(plan: Plan) -> Iterator[Figure]:
    """Measure loading and checking, in a fresh process each round and without starting Python."""
    folder = plan.library(RESOURCES_READ)
    rounds = []
    for _ in range(plan.rounds):
        done = run([sys.executable, "-m", "tests.benchmarks.reading", folder], plan.root)
        rounds.append((json.loads(done.output), done.peak / 1e6))
    name = f"{RESOURCES_READ:,} resources × {plan.languages}"
    yield Figure(f"load {name}", [took["load"] for took, _ in rounds], most=2)
    yield Figure(f"check {name}", [took["check"] for took, _ in rounds])
    yield Figure(f"load and check {name}: peak memory", [peak for _, peak in rounds], "MB")


def main(folder: Path) -> None:
    """Load and check the site in `folder`, and print how long each took."""
    from iecpress.calendars import today
    from iecpress.check import check
    from iecpress.load import load

    started = time.perf_counter()
    read = load(folder)
    loaded = time.perf_counter()
    findings = check(read, today())
    checked = time.perf_counter()
    if wrong := [finding for finding in findings if finding.severity == "error"]:
        raise BrokenPromise(f"the generated library has errors, the first: {wrong[0]}")
    sys.stdout.write(json.dumps({"load": loaded - started, "check": checked - loaded}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
