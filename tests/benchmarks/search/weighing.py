"""Generated libraries in; what a search loads, how soon it answers, and how long its index takes, out."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
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
WATCH = """() => {
  window.told = 0;
  new MutationObserver(() => { window.told = performance.now(); }).observe(document.querySelector("main"),
    { subtree: true, childList: true, attributes: true, attributeFilter: ["data-asked"] });
}"""
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
    slowest = QUERIES[late.index(max(late))]
    yield Figure(
        f"the slowest of these answers, {name}", [max(late)], "ms", ANSWERED_MS, f"“{slowest}”"
    )


def write_site(site: Path, source: Path) -> None:
    """Write the search of a library and pages with nothing but the box."""
    library = load(source).library
    if library is None:
        raise BrokenPromise(f"the settings in {source} are not sound")
    write_files(search_files(library), site)
    write_pages(site)


def measured(browser: Browser, served: Served, query: str) -> tuple[int, int, float]:
    """Ask as a first visitor, then something else; return both weights and how late the first answer was."""
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    page.goto(f"{served.base}/", wait_until="networkidle")
    page.evaluate(WATCH)
    before = len(served.asked)
    _ask(page, query)
    late = page.evaluate(f"window.told - {LAST_BYTE}")
    between = len(served.asked)
    first = served.weight(before)
    _ask(page, "उजुरी दिने ठाउँ" if "ujuri" not in query else "तलब")
    second = served.weight(between)
    context.close()
    return first, second, late


def _ask(page: Page, query: str) -> None:
    page.fill(BOX, query)
    page.wait_for_selector(f'[role=status][data-asked="{query}"]', state="attached", timeout=60_000)


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
