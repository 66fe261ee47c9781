"""A library and jobs in; PDF handouts, drawn by warm workers or found in the cache, and findings out."""

from __future__ import annotations

import pickle
import signal
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import contextmanager, suppress
from pathlib import Path

from jinja2 import TemplateError

from iecpress import addresses, fingerprint
from iecpress.findings import Finding, in_order
from iecpress.handouts import engine, trouble
from iecpress.handouts.cache import Cache, Kept, key
from iecpress.handouts.draw import draw
from iecpress.handouts.engine import versions as engine_versions
from iecpress.handouts.layout import LayoutError, UnknownLayout
from iecpress.handouts.records import Handout, Job, Printed, Problem, Sheet
from iecpress.handouts.sheet import CannotSet, Desk
from iecpress.handouts.workers import Workers, WorkerStopped
from iecpress.model import GREY, Library

__all__ = [
    "Handout",
    "Job",
    "Workers",
    "engine_versions",
    "handouts",
    "jobs",
    "layout_names",
    "layouts",
    "layouts_for_press",
    "outcome",
    "workers_for",
    "workers_wanted",
]

Progress = Callable[[Handout | Job], None]

AHEAD = 3
"""Sheets set in advance for each worker: enough that none waits, few enough that memory stays flat."""


def jobs(library: Library) -> list[Job]:
    """Return every handout that the library declares and that is not frozen: each text in each layout.

    A layout that is made of another one brings that one with it.
    """
    desk = Desk(library)
    return [
        Job(resource, text, name, grey)
        for resource, text in library.texts()
        if resource.release_of(text) is None
        for name, grey in dict.fromkeys(
            (name, asked.endswith(GREY))
            for asked in resource.handouts
            for name in desk.with_twin(asked.removesuffix(GREY))
        )
    ]


def layouts(library: Library) -> tuple[str, ...]:
    """Return the names of all layouts that there are, the site's own included."""
    return Desk(library).names


def layouts_for_press(library: Library) -> tuple[str, ...]:
    """Return the names of the layouts that can have bleed and crop marks."""
    return Desk(library).for_press


def layout_names(library: Library, wanted: Iterable[str]) -> Mapping[str, Mapping[str, str]]:
    """Return what layouts are called, per language; one that is not there any more by its own name."""
    desk, found = Desk(library), {}
    for name in wanted:
        found[name] = dict.fromkeys(library.settings.languages, name)
        with suppress(LayoutError):
            found[name] = dict(desk.layout(name).settings.names)
    return found


def workers_for(library: Library, count: int) -> Workers:
    """Return an executor within the library's limits. Whoever keeps it keeps the processes warm."""
    limits = library.settings.limits
    return Workers(count, seconds=limits.handout_seconds, megabytes=limits.handout_mb)


def workers_wanted(library: Library, wanted: Sequence[Job], cache: Path) -> int:
    """Return how many workers there will be use for: none when all lies in the cache.

    A text that changed makes those of the other languages look changed too, and they seldom are.
    """
    kept, background = Cache(cache), _background(library)
    unknown = sum(not kept.recall(_made_from(library, background, job)) for job in wanted)
    return -(-unknown // len(library.settings.languages))


def _background(library: Library) -> str:
    return fingerprint.of_words(fingerprint.of_background(library), *engine.versions().items())


def _made_from(library: Library, background: str, job: Job) -> str:
    """Name all that a job's handout is made from."""
    resource = fingerprint.of_resource(library, job.resource)
    return fingerprint.of_words(
        background, resource, job.text.lang, job.layout, job.grey, job.press
    )


def handouts(
    library: Library,
    wanted: Sequence[Job],
    cache: Path,
    *,
    workers: int,
    progress: Progress | None = None,
    executor: Executor | None = None,
) -> tuple[list[Handout], list[Finding]]:
    """Make the wanted handouts, in the order given; what cannot be made is a finding.

    `progress` hears of each job once: the Handout, or the Job itself when it failed. An `executor` that
    is given is used and left running; otherwise processes are started when the first is needed.
    """
    desk = Desk(library)
    if missing := trouble.missing_fonts(desk.fonts_wanted):
        return [], missing
    with _executor(library, workers, executor) as pool:
        kept = Cache(cache)
        batch = _Batch(library, desk, kept, pool, progress or (lambda _: None))
        for job in sorted(wanted, key=lambda job: -len(job.text.body)):
            batch.add(job)
            batch.settle(AHEAD * workers)
        batch.settle(0)
        kept.remember(batch.names)
    made = [batch.made[job_id] for job_id in map(id, wanted) if job_id in batch.made]
    return made, in_order(batch.findings)


@contextmanager
def _executor(library: Library, workers: int, given: Executor | None) -> Iterator[Executor]:
    if given is not None:
        yield given
        return
    own = workers_for(library, workers)
    done = False
    try:
        yield own
        done = True
    finally:
        own.shutdown(cancel_futures=not done)


class _Batch:
    """The jobs of one call on their way through."""

    def __init__(
        self, library: Library, desk: Desk, cache: Cache, pool: Executor, progress: Progress
    ) -> None:
        self._library = library
        self._desk = desk
        self._cache = cache
        self._pool = pool
        self._progress = progress
        self._waiting: dict[Future[Printed], tuple[Job, str, str]] = {}
        self._background = _background(library)
        self.names: dict[str, str] = {}
        """Under what name the cache keeps a job's handout, by what the job was made from."""
        self.made: dict[int, Handout] = {}
        self.findings: list[Finding] = []

    def add(self, job: Job) -> None:
        """Take the job's handout from the cache, or have it drawn.

        Setting a sheet takes a hundred times as long as naming what it is made from; a job that is made
        from the same things as last time needs no sheet.
        """
        made_from = _made_from(self._library, self._background, job)
        name = self._cache.recall(made_from)
        kept = self._cache.get(name) if name else None
        if name and kept:
            self._finish(job, kept, made_from, rendered=False)
            return
        sheet = self._sheet(job)
        if sheet is None:
            self._progress(job)
            return
        name = key(sheet, engine.versions())
        kept = self._cache.get(name)
        if kept is not None:
            self._finish(job, kept, made_from, rendered=False)
        else:
            self._waiting[self._pool.submit(draw, sheet)] = (job, name, made_from)

    def settle(self, most: int) -> None:
        """Wait until no more than `most` sheets are being drawn."""
        while len(self._waiting) > most:
            done, _ = wait(self._waiting, return_when=FIRST_COMPLETED)
            for future in done:
                self._receive(future, *self._waiting.pop(future))

    def _sheet(self, job: Job) -> Sheet | None:
        try:
            sheet = self._desk.sheet(job)
        except UnknownLayout as error:
            self.findings.append(trouble.layout_finding(job, trouble.NO_LAYOUT, str(error)))
        except (LayoutError, TemplateError) as error:
            self.findings.append(trouble.layout_finding(job, trouble.WRONG_LAYOUT, str(error)))
        except CannotSet as error:
            self._report(job, error.problem)
        except Exception as error:  # noqa: BLE001 - one bad text must not cost the others
            self._report(job, Problem("crash", _told(error)))
        else:
            for problem in sheet.problems:
                self._report(job, problem)
            return None if sheet.problems else sheet
        return None

    def _receive(self, future: Future[Printed], job: Job, name: str, made_from: str) -> None:
        printed, problems = outcome(future)
        for problem in problems:
            self._report(job, problem)
        if printed is None or problems:
            self._progress(job)
            return
        try:
            kept = self._cache.put(name, printed)
        except OSError as error:
            self.findings.append(trouble.cache_finding(job, error))
            self._progress(job)
        else:
            self._finish(job, kept, made_from, rendered=True)

    def _report(self, job: Job, problem: Problem) -> None:
        library = self._library
        self.findings.append(trouble.finding(job, problem, library.settings.limits, library.root))

    def _finish(self, job: Job, kept: Kept, made_from: str, *, rendered: bool) -> None:
        self.names[made_from] = kept.path.stem
        version = job.text.translates or job.resource.version
        handout = Handout(
            resource_id=job.resource.id,
            version=version,
            lang=job.text.lang,
            layout=job.layout,
            grey=job.grey,
            names=self._desk.layout(job.layout).settings.names,
            address=addresses.handout(
                job.resource.id, version, job.text.lang, job.layout, grey=job.grey
            ),
            path=kept.path,
            size=kept.size,
            sha256=kept.sha256,
            pages=kept.pages,
            rendered=rendered,
        )
        self.made[id(job)] = handout
        self._progress(handout)


def outcome(future: Future[Printed]) -> tuple[Printed | None, tuple[Problem, ...]]:
    """Return what came of a sheet, every failure as a problem of its own kind."""
    try:
        printed = future.result()
    except WorkerStopped as stopped:
        return None, (Problem("time" if stopped.status == -signal.SIGALRM else "died"),)
    except MemoryError:
        return None, (Problem("died"),)
    except (ImportError, OSError, pickle.PickleError) as error:
        return None, (Problem("libraries", _told(error)),)
    except Exception as error:  # noqa: BLE001 - one bad text must not cost the others
        return None, (Problem("crash", _told(error)),)
    return printed, printed.problems


def _told(error: Exception) -> str:
    """Return an exception as one short line."""
    return f"{type(error).__name__}: {error}".splitlines()[0][:200]
