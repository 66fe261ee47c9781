"""Generated libraries in; what a search loads, how soon it answers, and how long its index takes, out."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, ViewportSize

from iecpress.load import load
from iecpress.search import search_files
from tests.benchmarks.figures import BrokenPromise, Figure
from tests.benchmarks.plan import SCALES, Plan
from tests.benchmarks.processes import run
from tests.benchmarks.search.browsing import browsing
from tests.benchmarks.search.engines import write_files
from tests.benchmarks.search.serving import Served, serving
from tests.search.conftest import write_pages

SIZES = (100, 1_000)
BUDGETS = {100: 40, 1_000: 80}
SECOND = 40
SLOWED = 6
PHONE: ViewportSize = {"width": 360, "height": 780}
ANSWERED_MS = 100
LATENCY_MS, DOWN_BITS = 150, 1_600_000
"""What Lighthouse takes for a phone's network (its constant `mobileSlow4G`)."""
INDEXED_S = 5
BOX = "form[role=search] input[type=search]"
QUERIES = (
    "kampani le passport dina mandaina",
    "rahdani",
    "राहदानीको",
    "तलब नदिए",
    "1141",
    "qatar ma tlb",
    "श्रम स्वीकृति कसरी लिने",
    "salary not paid",
    "भिजिट भिसामा काम गर्न जान मिल्छ",
    "ujuri kaha dine",
)
WATCH = """(query) => {
  window.answered = new Promise((answered) => {
    new MutationObserver(() => {
      if (!document.querySelector(`[role=status][data-asked="${query}"]`)) return;
      answered(performance.now());
    }).observe(document.querySelector("main"), { subtree: true, attributes: true, attributeFilter: ["data-asked"] });
  });
}"""
ANSWERED = "window.answered"
"""Waited for within the page: to look for it from outside, frame by frame, takes a slow processor's time."""
LAST_BYTE = "Math.max(0, ...performance.getEntriesByType('resource').map((one) => one.responseEnd))"


def searching(plan: Plan) -> Iterator[Figure]:
    """Measure the search over generated libraries, without the pages around it."""
    for resources in (*SIZES, *((SCALES[-1],) if plan.scale else ())):
        folder = plan.library(resources, handouts=False)
        took, size = _indexed(plan, folder)
        name = f"{resources:,} resources × {plan.languages}"
        budget = INDEXED_S if resources == 1_000 else None
        yield Figure(
            f"search: index of {name}", [took], most=budget, note=f"{size / 1e6:.1f} MB in all"
        )
        if resources in SIZES:
            site = folder.with_name(f"{folder.name}-search")
            yield from _loaded(site, folder, resources, plan.rounds)


def _indexed(plan: Plan, folder: Path) -> tuple[float, int]:
    done = run([sys.executable, "-m", "tests.benchmarks.search.weighing", folder], plan.root)
    told = json.loads(done.output)
    return told["seconds"], told["bytes"]


def _loaded(site: Path, source: Path, resources: int, rounds: int) -> Iterator[Figure]:
    write_site(site, source)
    with serving(site) as served, browsing() as browser:
        asked = [[measured(browser, served, query) for _ in range(rounds)] for query in QUERIES]
        away = [[_late_away(browser, served, query) for _ in range(rounds)] for query in QUERIES]
    first = [rows[0][0] / 1000 for rows in asked]
    second = [rows[0][1] / 1000 for rows in asked]
    late = [median(row[2] for row in rows) for rows in asked]
    heaviest = QUERIES[first.index(max(first))]
    name = f"{resources:,} resources"
    yield Figure(
        f"first search, {name}: the heaviest, gzip -9",
        [max(first)],
        "kB",
        BUDGETS[resources],
        f"median {median(first):.1f} kB; “{heaviest}”",
    )
    yield Figure(
        f"second search, {name}: the heaviest, gzip -9",
        [max(second)],
        "kB",
        SECOND,
        f"median {median(second):.1f} kB",
    )
    yield Figure(
        f"answer after the last byte, {name}, processor slowed {SLOWED} ×",
        late,
        "ms",
        ANSWERED_MS,
    )
    yield _slowest(f"the slowest of these answers, {name}", late)
    over = [median(rows) for rows in away]
    network = f"over a phone's network ({LATENCY_MS} ms, {DOWN_BITS / 1e6} Mbit/s)"
    yield Figure(f"the same, {name}, {network}", over, "ms", ANSWERED_MS)
    yield _slowest(f"the slowest of these, {name}", over)


def _slowest(name: str, late: Sequence[float]) -> Figure:
    return Figure(name, [max(late)], "ms", ANSWERED_MS, f"“{QUERIES[late.index(max(late))]}”")


def write_site(site: Path, source: Path) -> None:
    """Write the search of a library and pages with nothing but the box."""
    library = load(source).library
    if library is None:
        raise BrokenPromise(f"the settings in {source} are not sound")
    write_files(search_files(library), site)
    write_pages(site)


def measured(browser: Browser, served: Served, query: str) -> tuple[int, int, float]:
    """Ask as a first visitor, then something else; return both weights and how late the first answer was."""
    page = _phone(browser, served)
    before = len(served.asked)
    late = _ask(page, query)
    between = len(served.asked)
    first = served.weight(before)
    _ask(page, "उजुरी दिने ठाउँ" if "ujuri" not in query else "तलब")
    second = served.weight(between)
    page.context.close()
    return first, second, late


def _late_away(browser: Browser, served: Served, query: str) -> float:
    """Ask as a first visitor whose network is slow as well: meanwhile what needs no further file is done."""
    page = _phone(browser, served)
    network = {
        "offline": False,
        "latency": LATENCY_MS,
        "downloadThroughput": DOWN_BITS / 8,
        "uploadThroughput": DOWN_BITS / 8,
    }
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", network)
    late = _ask(page, query)
    page.context.close()
    return late


def _phone(browser: Browser, served: Served) -> Page:
    page = browser.new_context(viewport=PHONE).new_page()
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    page.goto(f"{served.base}/", wait_until="networkidle")
    return page


def _ask(page: Page, query: str) -> float:
    page.evaluate(WATCH, query)
    page.fill(BOX, query)
    answered: float = page.evaluate(ANSWERED)
    return answered - float(page.evaluate(LAST_BYTE))


def main(folder: Path) -> None:
    """Index the library in `folder`, and print how long it took and how large it is."""
    library = load(folder).library
    if library is None:
        raise BrokenPromise(f"the settings in {folder} are not sound")
    started = time.process_time()  # other programs on the machine are not the index's fault
    files = search_files(library)
    seconds = time.process_time() - started
    sys.stdout.write(json.dumps({"seconds": seconds, "bytes": sum(map(len, files.values()))}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
