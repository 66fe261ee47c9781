"""A folder in, a site out: the whole way through, one named stage after the other."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from iecpress import fingerprint
from iecpress.archive import to_render
from iecpress.calendars import today
from iecpress.check import check
from iecpress.copies import in_a_copy
from iecpress.findings import Finding, has_errors, in_order
from iecpress.handouts import jobs, workers_wanted
from iecpress.handouts.cache import Cache
from iecpress.last_build import LOCK, Making, forget_gone, making, note_gone
from iecpress.load import load
from iecpress.memory import Memory
from iecpress.model import Library, SitePage
from iecpress.offline import write_offline
from iecpress.pages import Apart, writing_apart
from iecpress.prepare import (
    STAGE,
    Options,
    Prepared,
    add_files,
    executor_for,
    kept_findings,
    prepare,
    put_on_stage,
)
from iecpress.progress import Silent, Watcher
from iecpress.promises import unanswered
from iecpress.published import pictures_of
from iecpress.settings import WORK
from iecpress.site import UNFINISHED, MkDocs, build_html, starting
from iecpress.swap import mirror, new_site

APART = "apart.json"
"""Notes what the pages were made from that MkDocs does not make, so that an unchanged one is left as it is."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did. `published` says whether the site is now what was built."""

    findings: tuple[Finding, ...]
    published: bool
    unchanged: bool = False
    resources: int = 0
    pages_made: int = 0
    pages: int = 0
    handouts_made: int = 0
    handouts: int = 0
    seconds: float = 0.0


def build(root: Path, options: Options, watcher: Watcher | None = None) -> Built:
    """Build the site in `root`. Errors in the content stop it before anything is made, unless told to keep going.

    The site is changed only at the very end and at once: whatever fails before leaves it as it was.
    """
    started = time.monotonic()
    try:
        with _alone(root / WORK):
            built = _build(root.resolve(), options, watcher or Silent())
    except BlockingIOError:
        built = Built((Finding("B104", WORK),), published=False)
    except OSError as error:
        built = Built((_cannot_write(root, error),), published=False)
    return replace(built, seconds=time.monotonic() - started)


def _build(root: Path, options: Options, watcher: Watcher) -> Built:
    day = options.today or today()
    watcher.stage("Reading and checking the texts")
    reading = load(root)
    if reading.library is None:
        return Built(tuple(check(reading, day)), published=False)
    library = reading.library
    forgotten = forget_gone(library)
    under_way = making(library, options.site, day, keep_going=options.keep_going)
    known = under_way.found_before()
    if known is not None:
        resources = len(library.resources)
        return Built(known, published=True, unchanged=True, resources=resources)
    wanted = workers_wanted(library, to_render(jobs(library)), root / WORK / "cache")
    with executor_for(library, options) as executor:
        at_hand = replace(options, executor=executor, today=day)
        # More than there is work for would all load at once, and take the time of those that draw.
        executor.prepare(min(wanted, options.workers))
        checking = partial(check, reading, day, kept_findings(root))
        findings = in_a_copy(checking, len(library.resources))
        # The files as they were read take as much memory as the library that was made of them.
        del checking, reading
        if has_errors(findings) and not options.keep_going:
            return Built(tuple(findings), published=False)
        built = _make(_sound(library, findings), at_hand, under_way, watcher, keep=not forgotten)
    findings = in_order([*findings, *built.findings])
    if built.published:
        note_gone(library)
        under_way.keep(findings)
    return replace(built, findings=tuple(findings))


def _make(
    library: Library, options: Options, under_way: Making, watcher: Watcher, *, keep: bool = True
) -> Built:
    """Make everything of a sound library and publish it; with `keep`, the site before stays at hand."""
    work = library.root / WORK
    with starting(library.root, work / STAGE, work / "html") as mkdocs:
        prepared, findings = prepare(library, options.today or today(), options, watcher)
        if has_errors(findings) and not options.keep_going:
            return Built(tuple(findings), published=False)
        watcher.stage("Making the pages")
        made = _published(prepared, mkdocs, options, under_way, watcher, keep=keep)
    if made.published:
        used = {handout.path.stem for handout in prepared.handouts}
        with suppress(OSError):  # the site is there, and the next build tidies up as well
            Cache(work / "cache").tidy(used, time.time())
    return replace(
        made,
        findings=(*findings, *made.findings),
        resources=len(library.resources),
        pages=len(prepared.pages),
        handouts_made=sum(handout.rendered for handout in prepared.handouts),
        handouts=len(prepared.handouts),
    )


class _Broken(Exception):
    """MkDocs could not make its pages, or what was built does not keep its promises; `findings` say more."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(f"{len(findings)} findings")
        self.findings = tuple(findings)


def _published(
    prepared: Prepared,
    mkdocs: MkDocs,
    options: Options,
    under_way: Making,
    watcher: Watcher,
    *,
    keep: bool,
) -> Built:
    """Make the pages, put the site together and let it take the place of the one before.

    Pages that MkDocs does not make are made while it does, and while everything else is put in its place.
    """
    library, work = prepared.library, prepared.library.root / WORK
    look = fingerprint.of_words(fingerprint.of_look(library), prepared.frame)
    before = Apart.noted(work / APART, look, options.site)
    frame, workers = json.loads(prepared.frame), options.workers
    try:
        with new_site(options.site, work / "before" if keep else None) as folder:
            with writing_apart(
                library, prepared.pages, frame, folder, before, workers=workers
            ) as written:
                made = _made_by_mkdocs(prepared, mkdocs, look)
                mirror(mkdocs.html, folder, without=UNFINISHED, beside=prepared.apart)
                watcher.stage("Putting the site together and verifying it")
                add_files(prepared, folder)
                apart = written()
            write_offline(library, prepared.pages, folder)
            findings = _verified(library, folder, options)
            under_way.mark(folder, library)
    except _Broken as broken:
        return Built(broken.findings, published=False)
    apart.note(work / APART)
    return Built(tuple(findings), published=True, pages_made=made + apart.made)


def _made_by_mkdocs(prepared: Prepared, mkdocs: MkDocs, look: str) -> int:
    """Have MkDocs make the pages that changed; return how many. Raises _Broken."""
    known = prepared.library.root / WORK / "look"
    staged = put_on_stage(prepared)
    html = build_html(mkdocs, anew=not _same(known, look), removed=staged.removed)
    if html.findings:
        raise _Broken(html.findings)
    known.write_text(look)
    return len(prepared.pages) - len(prepared.apart) if html.complete else staged.written


def _verified(library: Library, folder: Path, options: Options) -> list[Finding]:
    """Verify what was built; return what stops nobody. Raises _Broken."""
    # It brings lxml, which a build that changes nothing can do without.
    from iecpress.verify import verify

    memory = Memory(library.root / WORK / "verified.sqlite", fingerprint.of_toolkit())
    findings = verify(folder, library.settings.base_url, memory, workers=options.workers)
    findings += unanswered(library, folder)
    if has_errors(findings) and not options.keep_going:
        raise _Broken(findings)
    return findings


def _sound(library: Library, findings: Sequence[Finding]) -> Library:
    """Leave out every resource, page and picture that has an error, and what shows such a picture."""
    wrong = {Path(finding.path) for finding in findings if finding.severity == "error"}
    folders = {folder for path in wrong for folder in (path, *path.parents)}

    def is_sound(page: SitePage) -> bool:
        shown = {page.path.parent / name for name in pictures_of(page)}
        return wrong.isdisjoint({page.path, *shown})

    return replace(
        library,
        resources=tuple(r for r in library.resources if r.folder not in folders),
        pages=tuple(page for page in library.pages if is_sound(page)),
        pictures=tuple(path for path in library.pictures if path not in wrong),
    )


def _same(path: Path, words: str) -> bool:
    return path.is_file() and path.read_text() == words


@contextmanager
def _alone(work: Path) -> Iterator[None]:
    """Keep a second build of the same site out; the system lets go of the lock when a build dies."""
    work.mkdir(parents=True, exist_ok=True)
    with (work / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


def _cannot_write(root: Path, error: OSError) -> Finding:
    path = str(error.filename or root)
    shown = os.path.relpath(path, root) if path.startswith(str(root)) else path
    code = "B103" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "B105"
    return Finding(code, shown, 0, {"problem": error.strerror or str(error)})
