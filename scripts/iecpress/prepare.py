"""A sound library in; its handouts, packs and pages, and then all files that are no page, out."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from iecpress import addresses, fingerprint
from iecpress.archive import checksums, current, frozen_handouts, frozen_pictures, newest, to_render
from iecpress.calendars import today
from iecpress.catalogue import machine_files
from iecpress.check import check
from iecpress.copies import in_a_copy
from iecpress.files import place, write_atomically
from iecpress.findings import Finding, has_errors
from iecpress.fonts import font_files
from iecpress.handouts import Handout, Workers, handouts, jobs, workers_for
from iecpress.handover import FRAME
from iecpress.load import load
from iecpress.memory import Memory
from iecpress.model import Library
from iecpress.notices import tombstones, with_notices
from iecpress.pack.offers import Offer, offers
from iecpress.pages import Page, pages, theme_data
from iecpress.partners import partner_files
from iecpress.progress import Silent, Watcher
from iecpress.promises import SUMS
from iecpress.renditions import Renditions, renditions
from iecpress.search import search_files
from iecpress.settings import WORK
from iecpress.sharing import SharePicture, share_pictures
from iecpress.stage import Staged, stage

STAGE = "stage"


@dataclass(frozen=True, slots=True)
class Options:
    """How to build."""

    site: Path
    keep_going: bool = False
    workers: int = field(default_factory=lambda: os.cpu_count() or 1)
    today: dt.date | None = None
    executor: Workers | None = None
    """Keeps the workers that draw handouts warm from one build to the next."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is ready to be put together: the handouts are rendered, the pages laid out."""

    library: Library
    pages: Sequence[Page]
    handouts: Sequence[Handout]
    """Those of the current texts."""
    frozen: Sequence[Handout]
    """Every released one, of whatever version."""
    packs: Sequence[Offer]
    pictures: Sequence[SharePicture]
    renditions: Renditions
    tombstones: Mapping[str, Path]
    """What answers where a file of a resource used to be that is gone."""
    frame: str
    """What the theme shows around every page, as JSON."""

    @property
    def stage(self) -> Path:
        """The folder of what MkDocs makes pages of."""
        return self.library.root / WORK / STAGE

    @property
    def apart(self) -> frozenset[str]:
        """Where in the site the files of those pages lie that MkDocs does not make."""
        return frozenset(page.built for page in self.pages if page.apart)


@contextmanager
def executor_for(library: Library, options: Options) -> Iterator[Workers]:
    """Give the workers that were handed over, or some of our own for this build."""
    if options.executor is not None:
        yield options.executor
        return
    own = workers_for(library, options.workers)
    try:
        yield own
    finally:
        own.shutdown(cancel_futures=True)


def kept_findings(root: Path) -> Memory:
    """Say where the check keeps what it found, which `iecpress check` by itself does not ask."""
    return Memory(root / WORK / "checked.sqlite", fingerprint.of_toolkit())


def prepare(
    library: Library, day: dt.date, options: Options, watcher: Watcher
) -> tuple[Prepared, list[Finding]]:
    """Render the handouts, put the packs together and lay out the pages that show them."""
    watcher.stage("Rendering the handouts")
    wanted = to_render(jobs(library))
    frozen = frozen_handouts(library)
    watcher.steps(len(wanted))
    work = library.root / WORK
    with executor_for(library, options) as executor:
        rendered, findings = handouts(
            library,
            wanted,
            work / "cache",
            workers=options.workers,
            progress=lambda _: watcher.step(),
            executor=executor,
        )
        frozen, warned = with_notices(library, frozen, work / "cache", executor)
        made = current(library, [*frozen, *rendered])
        stones, missing = tombstones(library, work / "cache", executor)
        findings = [*findings, *warned, *missing]
        watcher.stage("Putting the packs together")
        stopped = has_errors(findings) and not options.keep_going  # nothing will be published
        packs, found = ([], []) if stopped else offers(library, made, work / "cache", executor)
        pictures = share_pictures(library, work / "cache", executor)
        offered, unmade = renditions(library, work / "cache", executor, watcher)
    prepared = Prepared(
        library=library,
        pages=pages(library, made, packs, today=day, frozen=frozen, renditions=offered),
        handouts=made,
        frozen=frozen,
        packs=packs,
        pictures=pictures,
        renditions=offered,
        tombstones=stones,
        frame=json.dumps(theme_data(library), ensure_ascii=False),
    )
    return prepared, [*findings, *found, *unmade]


def put_on_stage(prepared: Prepared) -> Staged:
    """Write what MkDocs makes pages of, and what the theme shows around them."""
    write_atomically(prepared.stage.with_name(FRAME), prepared.frame.encode())
    staged = [page for page in prepared.pages if not page.apart]
    return stage(prepared.library, staged, prepared.stage)


class Unsound(Exception):
    """The content has errors; `findings` says which."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(f"{len(findings)} findings")
        self.findings = findings


def prepare_alone(root: Path) -> Prepared:
    """Load, check, render and put on stage, for MkDocs run by itself. Raises Unsound."""
    reading = load(root)
    findings = check(reading, today(), kept_findings(root))
    if reading.library is None or has_errors(findings):
        raise Unsound(findings)
    prepared, findings = prepare(reading.library, today(), Options(root), Silent())
    if has_errors(findings):
        raise Unsound(findings)
    put_on_stage(prepared)
    return prepared


def add_files(prepared: Prepared, folder: Path) -> None:
    """Add to a folder of built pages what no page is: PDFs, the latest of each, pictures, files for machines."""
    every = list({h.address: h for h in (*prepared.handouts, *prepared.frozen)}.values())
    files = {handout.address: handout.path for handout in every}
    files |= {address: handout.path for address, handout in newest(every).items()}
    files |= {**dict(frozen_pictures(prepared.library)), **prepared.tombstones}
    for address, path in files.items():
        place(path, folder / address.removeprefix("/"))
    sums = checksums(prepared.library, prepared.frozen)
    (folder / SUMS.removeprefix("/")).write_bytes(sums)
    for pack in prepared.packs:
        place(pack.path, folder / pack.address.removeprefix("/"))
    for font in font_files() if prepared.library.settings.web_font else ():
        place(font.for_pages, folder / addresses.web_font(font.for_pages.name).removeprefix("/"))
    for picture in prepared.pictures:
        place(picture.path, folder / picture.address.removeprefix("/"))
    for rendition in prepared.renditions.values():
        for form in rendition.forms:
            place(form.path, folder / form.address.removeprefix("/"))
    # Each makes much of little, and needs nothing of what the others made.
    for make in (_for_machines, _for_partners, _for_the_search):
        in_a_copy(partial(_write, make, prepared, folder), len(prepared.library.resources))


def _for_machines(prepared: Prepared) -> Mapping[str, bytes]:
    return machine_files(
        prepared.library, prepared.handouts, prepared.packs, prepared.pages, prepared.frozen
    )


def _for_partners(prepared: Prepared) -> Mapping[str, bytes]:
    return partner_files(prepared.library, prepared.pages)


def _for_the_search(prepared: Prepared) -> Mapping[str, bytes]:
    return search_files(prepared.library)


def _write(
    make: Callable[[Prepared], Mapping[str, bytes]], prepared: Prepared, folder: Path
) -> None:
    """Make files and write them where they answer."""
    for address, content in make(prepared).items():
        path = folder / address.removeprefix("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
