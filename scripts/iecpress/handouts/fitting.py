"""A plan and a way to lay a text out in; the document that keeps to the plan, or comes nearest to it, out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from iecpress.handouts.records import Plan

LOOSEST = "fit-0"
"""The class of a text's loosest setting; it stands in every sheet, in the place of the others."""
CONTENTS = "with-contents"
WORTH_SAVING = 12
"""Of a text with more pages nobody misses one, and each try costs as much as the text is long."""


class LaidOut(Protocol):
    """What a plan goes by."""

    @property
    def pages(self) -> Sequence[object]:
        """The pages, of whatever sort."""


Document = TypeVar("Document", bound=LaidOut)
LayOut = Callable[[str], Document]
"""Lays the text out with the classes named, separated by spaces."""


def fitted(
    plan: Plan,
    lay_out: LayOut[Document],
    filled: Callable[[Document], float],
    fits: Callable[[Document], bool] = lambda _: True,
) -> Document:
    """Lay a text out by its plan; with more pages than the plan has room for when nothing helps.

    `filled` says how much of a document's last page the text takes, from 0 to 1; `fits` whether all of it
    has its place on the sides that the plan may have.
    """
    if plan.pages is not None or plan.sides:
        most = plan.pages or float("inf")
        return _loosest(plan, lay_out, lambda tried: len(tried.pages) <= most and fits(tried))
    step, document = _saved(plan, LOOSEST, lay_out, filled)
    if plan.contents_from is None or len(document.pages) < plan.contents_from:
        return document
    return _saved(plan, step, lambda step: lay_out(f"{step} {CONTENTS}"), filled)[1]


def _loosest(plan: Plan, lay_out: LayOut[Document], fits: Callable[[Document], bool]) -> Document:
    """Find the loosest step that fits, by halves: each step is tighter than the one before."""
    steps = [LOOSEST, *(name for name, _ in plan.steps)]
    best, low, high = None, 0, len(steps) - 1
    while low < high:
        middle = (low + high) // 2
        tried = lay_out(steps[middle])
        if fits(tried):
            best, high = tried, middle
        else:
            low = middle + 1
    return lay_out(steps[high]) if best is None else best


def _saved(
    plan: Plan, start: str, lay_out: LayOut[Document], filled: Callable[[Document], float]
) -> tuple[str, Document]:
    """Lay the text out with the step `start`; tighter where that can save a last page that holds little.

    Where pages come in fours, it is the pages over the last four that are to be saved.
    """
    document = lay_out(start)
    pages = len(document.pages)
    if pages == 1 or pages > WORTH_SAVING * plan.multiple:
        return start, document
    share = filled(document)
    over = (pages - 1) % plan.multiple
    needed = (over + share) / (pages - 1 + share)
    saved = dict(plan.steps).get(start, 0.0)
    tried = ((name, lay_out(name)) for name, saves in plan.steps if saves - saved >= needed)
    return next(
        ((name, tighter) for name, tighter in tried if len(tighter.pages) < pages - over),
        (start, document),
    )
