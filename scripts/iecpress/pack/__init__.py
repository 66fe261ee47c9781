"""A library and what is wanted of it in; one file with the handouts that fit, behind a cover, out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from jinja2 import TemplateError

from iecpress.findings import Finding
from iecpress.handouts import Handout, handouts
from iecpress.handouts.binding import Book, bind, covers
from iecpress.handouts.cache import Kept
from iecpress.handouts.records import Leaf, Problem
from iecpress.model import Library
from iecpress.pack.archive import archive
from iecpress.pack.contents import Contents, contents
from iecpress.pack.cover import cover
from iecpress.pack.selection import Selection
from iecpress.pack.trouble import not_made


@dataclass(frozen=True, slots=True)
class Form:
    """What file a pack becomes: one PDF or a ZIP, and on which day."""

    bound: bool
    fronts: bool = False
    """Whether in the PDF each handout begins on a front."""
    day: dt.date | None = None
    keep_going: bool = False
    """Whether to do without handouts that cannot be made."""


@dataclass(frozen=True, slots=True)
class Pack:
    """What came of it. Without a file the findings say why."""

    findings: tuple[Finding, ...]
    contents: Contents | None = None
    file: bytes = b""


def pack(
    library: Library,
    selection: Selection,
    form: Form,
    cache: Path,
    *,
    executor: Executor,
    workers: int,
) -> Pack:
    """Make the handouts of a selection, which holds at least one, and put them into one file."""
    made, findings = handouts(library, selection.jobs, cache, workers=workers, executor=executor)
    if not made or (len(made) < len(selection.jobs) and not form.keep_going):
        return Pack(tuple(findings))
    by_id = {handout.resource_id: handout for handout in made}
    described = contents(library, selection, by_id, fronts=form.fronts, day=form.day)
    [drawn] = covers(library, [cover(library, described, bound=form.bound)], cache, executor)
    if not isinstance(drawn, Kept):
        return Pack((*findings, not_made(library, described, drawn)))
    file = (
        _bound(described, drawn.path, made, executor)
        if form.bound
        else _zipped(library, described, drawn.path, made)
    )
    if isinstance(file, Problem):
        return Pack((*findings, not_made(library, described, file)))
    return Pack(tuple(findings), described, file)


def _bound(
    described: Contents, drawn: Path, made: Sequence[Handout], executor: Executor
) -> bytes | Problem:
    [printed] = bind([book(described, drawn, made)], executor)
    return printed.problems[0] if printed.problems else printed.pdf


def _zipped(
    library: Library, described: Contents, drawn: Path, made: Sequence[Handout]
) -> bytes | Problem:
    try:
        return archive(library, described, drawn, {h.resource_id: h.path for h in made})
    except TemplateError as error:
        return Problem("crash", " ".join(f"{type(error).__name__}: {error}".split()))


def book(described: Contents, drawn: Path, made: Sequence[Handout]) -> Book:
    """Return the cover and the handouts of a pack as they are to be bound."""
    paths = {handout.resource_id: handout.path for handout in made}
    leaves = tuple(Leaf(str(paths[entry.id]), entry.title) for entry in described.entries)
    return Book(drawn, leaves, described.fronts)
