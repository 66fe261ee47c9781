"""A library and its handouts in, the packs that the site offers out: one for each country and each stage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from iecpress import addresses, fingerprint
from iecpress.findings import Finding
from iecpress.handouts import Handout
from iecpress.handouts.binding import bind, covers
from iecpress.handouts.cache import Cache, Kept
from iecpress.handouts.records import Problem
from iecpress.model import Library
from iecpress.pack import book
from iecpress.pack.contents import Contents, contents
from iecpress.pack.cover import cover
from iecpress.pack.selection import Wanted, known, select
from iecpress.pack.trouble import not_made, too_large

FACETS = ("countries", "stages")
LEAST = 2
"""A pack of fewer handouts would only be the handout again."""
SHELF = "packs"
MEGABYTE = 1_000_000
FORMAT = 1
"""Raised when the way of binding changes in a way that no file or setting shows."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One pack, lying in the cache. `ids` are the resources in it, in order."""

    facet: str
    term: str
    lang: str
    layout: str
    address: str
    path: Path
    size: int
    sha256: str
    pages: int
    ids: tuple[str, ...]
    bound: bool
    """Whether it was put together just now."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """A pack that is to be offered."""

    facet: str
    term: str
    contents: Contents
    made: Sequence[Handout]
    name: str


def offers(
    library: Library, made: Sequence[Handout], cache: Path, executor: Executor
) -> tuple[list[Offer], list[Finding]]:
    """Return every pack with two handouts or more. Only those in which something changed are put together.

    For a country that is all that serves it in any situation; a resource about no situation is for nobody who
    leaves or returns. Raises OSError when a pack cannot be kept.
    """
    plans, findings = _plans(library, made)
    kept = Cache(cache, SHELF)
    found = {plan.name: kept.get(plan.name) for plan in plans}
    missing = [plan for plan in plans if found[plan.name] is None]
    bound = {plan.name for plan in missing}
    for plan, result in _bound(library, missing, kept, cache, executor):
        if isinstance(result, Kept):
            found[plan.name] = result
        else:
            findings.append(not_made(library, plan.contents, result))
    kept.forget_others(found)
    return [
        _offer(plan, there, bound=plan.name in bound)
        for plan in plans
        if (there := found[plan.name]) is not None
    ], findings


def _plans(library: Library, made: Sequence[Handout]) -> tuple[list[_Plan], list[Finding]]:
    """Decide what is offered, without making anything."""
    look = fingerprint.of_words(FORMAT, fingerprint.of_look(library))
    limit = library.settings.limits.pack_mb
    plans, findings = [], []
    for facet, term, wanted in _wanted(library):
        by_id = {h.resource_id: h for h in made if _is(h, wanted)}
        selection = select(library, wanted)
        inside = [by_id[j.resource.id] for j in selection.jobs if j.resource.id in by_id]
        if len(inside) < LEAST:
            continue
        described = contents(library, selection, by_id, fronts=True)
        size = sum(handout.size for handout in inside) // MEGABYTE
        if size >= limit:
            findings.append(too_large(library, described, size, limit))
            continue
        name = fingerprint.of_words(look, wanted, described)
        plans.append(_Plan(facet, term, described, inside, name))
    return plans, findings


def _wanted(library: Library) -> Iterator[tuple[str, str, Wanted]]:
    """Yield what the packs of each language are to hold: those for terms that some resource names."""
    staged = bool(known(library, "stages"))
    for lang in library.settings.languages:
        for facet in FACETS:
            used = {name for r in library.offered for name in getattr(r, facet)}
            for term in (name for name in known(library, facet) if name in used):
                own: dict[str, Any] = {facet: (term,)}
                yield facet, term, replace(Wanted(lang, staged=staged), **own)


def _is(handout: Handout, wanted: Wanted) -> bool:
    return (handout.lang, handout.layout, handout.grey) == (
        wanted.lang,
        wanted.layout,
        wanted.grey,
    )


def _bound(
    library: Library, plans: Sequence[_Plan], kept: Cache, cache: Path, executor: Executor
) -> Iterator[tuple[_Plan, Kept | Problem]]:
    """Put packs together: first all covers, then one pack after the other."""
    asked = [cover(library, plan.contents, bound=True) for plan in plans]
    drawn = list(zip(plans, covers(library, asked, cache, executor), strict=True))
    yield from ((plan, page) for plan, page in drawn if isinstance(page, Problem))
    ready = [(plan, page) for plan, page in drawn if isinstance(page, Kept)]
    books = (book(plan.contents, page.path, plan.made) for plan, page in ready)
    for (plan, _), printed in zip(ready, bind(books, executor), strict=True):
        problem = next(iter(printed.problems), None)
        yield plan, problem or kept.put(plan.name, printed)


def _offer(plan: _Plan, there: Kept, *, bound: bool) -> Offer:
    lang = plan.contents.lang
    return Offer(
        facet=plan.facet,
        term=plan.term,
        lang=lang,
        layout=plan.made[0].layout,
        address=addresses.pack(plan.facet, plan.term, lang),
        path=there.path,
        size=there.size,
        sha256=there.sha256,
        pages=there.pages,
        ids=tuple(entry.id for entry in plan.contents.entries),
        bound=bound,
    )
