"""The same texts as a site of ours and as one of stock Material in; the bytes of a first view of each out.

Stock means as it comes: with its search, its scripts and its fonts. What comes from other hosts is counted as
requests only: those bytes are not ours to weigh.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from iecpress import addresses
from iecpress.load import load
from iecpress.model import Library
from tests.benchmarks.comparison import write_site
from tests.benchmarks.figures import BrokenPromise, Figure, ratios
from tests.benchmarks.plan import Plan
from tests.benchmarks.processes import run
from tests.benchmarks.weight import View, fetch_view

SHOWN = 3
"""So many resource pages of each language are opened."""
BUDGET = 30


def views(plan: Plan) -> Iterator[Figure]:
    """Build both sites and open one page of every kind, in each language, as a first visitor."""
    folder = plan.fresh(plan.resources)
    plan.build(folder)
    library = load(folder).library
    if library is None:
        raise BrokenPromise("the generated library is not sound")
    other = _material(folder, plan.work / "material")
    for lang in library.settings.languages:
        yield from _compared(library, folder / "site", other, lang)
        for kind, where in _others(library, lang).items():
            yield _figure(f"{kind}, {lang}", [fetch_view(folder / "site", where)], BUDGET)
    plan.done_with(folder)
    plan.done_with(other.parent)


def _compared(library: Library, ours: Path, theirs: Path, lang: str) -> Iterator[Figure]:
    shown = [one for one in library.resources if lang in one.texts][:SHOWN]
    home = addresses.home(library.settings, lang)
    pairs = {
        "home": [(home, home)],
        "resource": [
            (addresses.resource(library.settings, lang, one.id), f"{home}{one.id}/")
            for one in shown
        ],
    }
    for kind, both in pairs.items():
        own = [fetch_view(ours, where) for where, _ in both]
        stock = [fetch_view(theirs, where) for _, where in both]
        yield _figure(f"{kind}, {lang}", own, BUDGET)
        yield _figure(f"— the same text in stock Material, {lang}", stock)
        weights = ratios([v.kilobytes for v in own], [v.kilobytes for v in stock])
        yield Figure("— ours as a part of it", weights, "")


def _others(library: Library, lang: str) -> Mapping[str, str]:
    settings, first = library.settings, library.resources[0]
    return {
        "list of resources": addresses.index(settings, lang),
        "one kind": addresses.index(settings, lang, "kinds", first.kind.id),
        "one topic": addresses.index(settings, lang, "topics", first.topics[0]),
        "version": addresses.resource(settings, lang, first.id, first.version),
        "packs": addresses.packs(settings, lang),
    }


def _figure(what: str, seen: list[View], most: float | None = None) -> Figure:
    requests = max(len(view.sizes) for view in seen)
    elsewhere = {url for view in seen for url in view.elsewhere}
    note = f"{requests} requests" + (f", and {len(elsewhere)} to other hosts" if elsewhere else "")
    return Figure(
        what if what[0] == "—" else f"first view: {what}",
        [view.kilobytes for view in seen],
        "kB",
        most,
        note,
    )


def _material(source: Path, folder: Path) -> Path:
    """Build the same texts with Material as it comes, and return the folder of the built site."""
    write_site(source, folder)
    config = folder / "mkdocs.yml"
    settings = yaml.safe_load(config.read_text("utf-8"))
    settings["theme"] = {"name": "material"}
    settings["plugins"] = ["search", *(p for p in settings["plugins"] if "i18n" in p)]
    config.write_text(yaml.safe_dump(settings, sort_keys=False), "utf-8")
    run([sys.executable, "-m", "mkdocs", "build", "--quiet"], folder)
    return folder / "site"
