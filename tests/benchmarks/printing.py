"""A library in; how fast its handouts are drawn by one and by two workers, and the memory of each, out."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory
from typing import Any

import psutil

from tests.benchmarks.comparison import EXPORTER, I18N, PAGE_PDF, build_with
from tests.benchmarks.figures import BrokenPromise, Figure, ratios
from tests.benchmarks.plan import Plan
from tests.benchmarks.processes import run

MANY = 1_000
"""Handouts that the memory of the workers is watched over."""
LOOK_EVERY = 20
MOST_MEMORY = 200
GROWTH = 1.05
"""How much more a worker may hold in the last quarter than in the second: what two quarters differ by anyway."""
OTHERS = {"mkdocs-page-pdf": (I18N, PAGE_PDF), "mkdocs-exporter": ({}, EXPORTER)}
"""Each plugin with what it needs, and what it needs alone."""


def printing(plan: Plan) -> Iterator[Figure]:
    """Draw the same handouts with one worker and with two, in turn; then many; then have others print the texts."""
    few = min(plan.handouts or MANY, 100)
    one, two = [], []
    for _ in range(plan.rounds):
        one.append(few / _drawn(plan, few, 1)["seconds"])
        two.append(few / _drawn(plan, few, 2)["seconds"])
    yield Figure(f"{few} handouts, one warm worker: handouts a second", one, "/s")
    yield Figure("— two warm workers", two, "/s")
    yield Figure("— two workers × as fast as one", ratios(two, one), "", least=1.8)
    yield from _memory(plan)
    yield from _others(plan, two)


def _memory(plan: Plan) -> Iterator[Figure]:
    many = plan.handouts or MANY
    held = _drawn(plan, many, 2)["held"]
    quarter = len(held) // 4 or 1
    peaks = [max(megabytes) for megabytes in zip(*held, strict=True)]
    second, last = (
        mean(map(mean, held[part])) for part in (slice(quarter, 2 * quarter), slice(-quarter, None))
    )
    yield Figure(
        f"{many:,} handouts, two workers: peak memory of a worker", [max(peaks)], "MB", MOST_MEMORY
    )
    note = f"{second:.0f} MB, then {last:.0f} MB"
    yield Figure("— the last quarter × the second", [last / second], "", GROWTH, note)


def _others(plan: Plan, ours: Sequence[float]) -> Iterator[Figure]:
    """Measure what each plugin adds to a build that makes no PDFs."""
    texts = plan.compared or min(plan.resources, 20)
    build_with(PAGE_PDF, plan, 1)
    for name, (without_it, with_it) in OTHERS.items():
        rates = []
        for _ in range(plan.rounds):
            without, _ = build_with(without_it, plan, texts)
            done, pdfs = build_with(with_it, plan, texts)
            rates.append(pdfs / (done.seconds - without.seconds))
        yield Figure(
            f"{name} (Chromium), {texts} resources: PDFs a second that it adds", rates, "/s"
        )
        yield Figure("— two of our workers × as fast", ratios(ours, rates), "")


def _drawn(plan: Plan, handouts: int, workers: int) -> dict[str, Any]:
    library = plan.library(max(1, -(-handouts // plan.languages)))
    order = [
        sys.executable,
        "-m",
        "tests.benchmarks.printing",
        library,
        str(handouts),
        str(workers),
    ]
    told: dict[str, Any] = json.loads(run(order, plan.root).output)
    return told


def main(folder: Path, many: int, count: int) -> None:
    """Draw so many handouts of the site in `folder` with warm workers; print the seconds and the memory."""
    from iecpress.handouts import handouts, jobs, workers_for
    from iecpress.load import load

    library = load(folder).library
    wanted = jobs(library)[:many]
    held: list[list[float]] = []
    done = 0

    def look(_: object) -> None:
        nonlocal done
        done += 1
        if done % LOOK_EVERY == 0:
            held.append([psutil.Process(pid).memory_full_info().pss / 1e6 for pid in pool.pids])

    with workers_for(library, count) as pool, TemporaryDirectory() as cache:
        draw = partial(handouts, library, workers=count, executor=pool)
        draw(wanted[: 2 * count], Path(cache, "warm"))
        pids, started = pool.pids, time.perf_counter()
        made, findings = draw(wanted, Path(cache, "cold"), progress=look)
        seconds = time.perf_counter() - started
        same = pids == pool.pids
    if findings or not same or sum(handout.rendered for handout in made) != many:
        raise BrokenPromise(
            f"{len(made)} of {many} handouts were drawn, by the same workers: {same}; {findings[:1]}"
        )
    sys.stdout.write(json.dumps({"seconds": seconds, "held": held}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
