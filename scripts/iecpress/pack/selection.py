"""A library and what is wanted of it in, the handouts of a pack in their order out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from iecpress.handouts import Job
from iecpress.languages import language
from iecpress.model import GREY, Library, Resource
from iecpress.text.order import order_key

CONDITIONS = ("countries", "stages", "topics", "audiences", "kinds")
"""What a pack can be chosen by, in the order in which its title names them."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a pack is to hold. An empty condition is none; of several values one must fit."""

    lang: str
    layout: str = "a4"
    grey: bool = False
    ids: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    staged: bool = False
    """Whether only what is about some stage is wanted, whichever it is."""

    def of(self, condition: str) -> tuple[str, ...]:
        """Return the values of one condition."""
        values: tuple[str, ...] = getattr(self, condition)
        return values


@dataclass(frozen=True, slots=True)
class Selection:
    """What fits: the handouts, and the resources of which there is none in this language or layout."""

    wanted: Wanted
    jobs: tuple[Job, ...]
    without_text: tuple[Resource, ...]
    without_layout: tuple[Resource, ...]


def known(library: Library, condition: str) -> tuple[str, ...]:
    """Return the values that a condition can have, in their own order."""
    if condition == "kinds":
        return tuple(kind.id for kind in library.settings.kinds)
    return tuple(library.vocabulary.facet(condition))


def select(library: Library, wanted: Wanted) -> Selection:
    """Choose what fits, ordered by stage, then kind, then title.

    A resource without countries serves every country. Only layouts that a resource asks for are taken, unless
    the resource itself is asked for by its id.
    """
    fitting = [r for r in library.offered if _fits(r, wanted)]
    with_text = [r for r in fitting if wanted.lang in r.texts]
    declared = [r for r in with_text if r.id in wanted.ids or wanted.layout in _layouts(r)]
    ordered = sorted(declared, key=lambda resource: _place(library, wanted, resource))
    return Selection(
        wanted,
        tuple(Job(r, r.texts[wanted.lang], wanted.layout, wanted.grey) for r in ordered),
        without_text=tuple(r for r in fitting if wanted.lang not in r.texts),
        without_layout=tuple(r for r in with_text if r not in declared),
    )


def stage_of(library: Library, wanted: Wanted, resource: Resource) -> str:
    """Return the first stage under which a resource stands in a pack; empty for none."""
    asked = wanted.stages or known(library, "stages")
    return next(
        (
            stage
            for stage in known(library, "stages")
            if stage in asked and stage in resource.stages
        ),
        "",
    )


def what_there_is(library: Library, wanted: Wanted) -> Iterator[tuple[str, Mapping[str, int]]]:
    """Yield for each condition that was asked for its values, with how many handouts each has by itself.

    Those that serve every country are counted under no name.
    """
    alone = Wanted(wanted.lang, wanted.layout, wanted.grey)
    resources = [job.resource for job in select(library, alone).jobs]
    for condition in CONDITIONS:
        if wanted.of(condition):
            everywhere = ("",) if condition == "countries" else ()
            counts = Counter(v for r in resources for v in _values(r, condition) or everywhere)
            names = (*known(library, condition), *everywhere)
            yield condition, {name: counts[name] for name in names if counts[name]}


def _fits(resource: Resource, wanted: Wanted) -> bool:
    if wanted.ids and resource.id not in wanted.ids:
        return False
    if wanted.staged and not resource.stages:
        return False
    return all(
        not wanted.of(condition)
        or (condition == "countries" and not resource.countries)
        or set(wanted.of(condition)) & set(_values(resource, condition))
        for condition in CONDITIONS
    )


def _values(resource: Resource, condition: str) -> tuple[str, ...]:
    if condition == "kinds":
        return (resource.kind.id,)
    values: tuple[str, ...] = getattr(resource, condition)
    return values


def _layouts(resource: Resource) -> set[str]:
    return {name.removesuffix(GREY) for name in resource.handouts}


def _place(library: Library, wanted: Wanted, resource: Resource) -> tuple[object, ...]:
    stages, kinds = known(library, "stages"), known(library, "kinds")
    stage = stage_of(library, wanted, resource)
    return (
        stages.index(stage) if stage else len(stages),
        kinds.index(resource.kind.id),
        order_key(resource.texts[wanted.lang].title, language(wanted.lang)),
        resource.id,
    )
