"""Covers and handouts in; drawn covers, and PDFs of a cover with its handouts, out of the workers."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path

from jinja2 import TemplateError

from iecpress.handouts import engine, outcome
from iecpress.handouts.cache import Cache, Kept, key
from iecpress.handouts.draw import draw, put_together
from iecpress.handouts.layout import LayoutError
from iecpress.handouts.records import Job, Leaf, Printed, Problem
from iecpress.handouts.sheet import CannotSet, Desk
from iecpress.model import Library

AHEAD = 2
"""Books bound in advance: a finished one is held in memory until it is taken."""


@dataclass(frozen=True, slots=True)
class Cover:
    """A sheet to stand before handouts: what it is of, as a job whose layout is one of the covers, and more values."""

    job: Job
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Book:
    """A drawn cover and the handouts to be bound behind it."""

    cover: Path
    leaves: Sequence[Leaf]
    fronts: bool


def covers(
    library: Library, wanted: Iterable[Cover], cache: Path, executor: Executor
) -> list[Kept | Problem]:
    """Draw the covers that the cache does not have. One that cannot be drawn is its first problem.

    Raises OSError when a cover cannot be kept.
    """
    desk, kept = Desk(library), Cache(cache)
    drawn = [_begun(desk, kept, cover, executor) for cover in wanted]
    return [_ended(kept, *one) if isinstance(one, tuple) else one for one in drawn]


def bind(books: Iterable[Book], executor: Executor) -> Iterator[Printed]:
    """Bind one book after the other, in the order given. One that cannot be bound has a problem."""
    waiting: deque[Future[Printed]] = deque()
    for book in books:
        waiting.append(
            executor.submit(put_together, str(book.cover), book.leaves, fronts=book.fronts)
        )
        if len(waiting) > AHEAD:
            yield _bound(waiting.popleft())
    while waiting:
        yield _bound(waiting.popleft())


def _begun(
    desk: Desk, kept: Cache, cover: Cover, executor: Executor
) -> Kept | Problem | tuple[str, Future[Printed]]:
    """Find a cover in the cache or have it drawn."""
    try:
        sheet = desk.cover(cover.job, cover.values)
    except CannotSet as error:
        return error.problem
    except (LayoutError, TemplateError) as error:
        return Problem("crash", " ".join(f"{type(error).__name__}: {error}".split()))
    name = key(sheet, engine.versions())
    return kept.get(name) or (name, executor.submit(draw, sheet))


def _ended(kept: Cache, name: str, future: Future[Printed]) -> Kept | Problem:
    printed, problems = outcome(future)
    if printed is None or problems:
        return problems[0]
    return kept.put(name, printed)


def _bound(future: Future[Printed]) -> Printed:
    printed, problems = outcome(future)
    return printed or Printed(b"", 0, problems)
