"""A folder in, a site out: the whole way through, one named stage after the other."""

from __future__ import annotations

import datetime as dt
import errno
import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from iecpress import __version__, addresses, fingerprint
from iecpress.archive import checksums, current, frozen_handouts, frozen_pictures, newest, to_render
from iecpress.catalogue import machine_files
from iecpress.check import check
from iecpress.files import write_atomically
from iecpress.findings import Finding, has_errors, in_order
from iecpress.fonts import font_files
from iecpress.handouts import Handout, Workers, handouts, jobs, workers_for, workers_wanted
from iecpress.handouts.cache import Cache
from iecpress.handover import FRAME
from iecpress.load import load
from iecpress.memory import Memory
from iecpress.model import Library, SitePage
from iecpress.notices import gone_ids, tombstones, with_notices
from iecpress.offline import write_offline
from iecpress.pack.offers import Offer, offers
from iecpress.pages import Page, pages, theme_data, write_apart
from iecpress.partners import partner_files
from iecpress.progress import Silent, Watcher
from iecpress.promises import SUMS, unanswered
from iecpress.publish import mirror, new_site, place
from iecpress.published import pictures_of
from iecpress.renditions import Renditions, renditions
from iecpress.search import search_files
from iecpress.settings import WORK
from iecpress.sharing import SharePicture, share_pictures
from iecpress.site import UNFINISHED, build_html, starting
from iecpress.stage import stage

MARK = "build.json"
LOCK = "lock"
GONE = "gone.json"
"""The resources whose words are in nothing that is kept."""
APART = "apart.json"
"""What the pages were made from that MkDocs does not make, so that an unchanged one is left as it is."""
LAST = "last.json"
"""What the last published build was made from and had found."""


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


def today() -> dt.date:
    """Return the day of the build: SOURCE_DATE_EPOCH's where it is set (reproducible-builds.org), else this one."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    moment = dt.datetime.fromtimestamp(int(epoch), dt.UTC) if epoch else dt.datetime.now(dt.UTC)
    return moment.date()


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


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is ready for MkDocs: the pages are staged, the handouts rendered."""

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
    stage: Path
    frame: str
    """What the theme shows around every page, as JSON."""
    removed: tuple[Path, ...]
    written: int


def _build(root: Path, options: Options, watcher: Watcher) -> Built:
    day = options.today or today()
    watcher.stage("Reading and checking the texts")
    reading = load(root)
    if reading.library is None:
        return Built(tuple(check(reading, day)), published=False)
    library = reading.library
    forgotten = _forget_gone(library)
    key = fingerprint.of_words(
        fingerprint.of_site(library), fingerprint.of_toolkit(), day, options.keep_going
    )
    touched = fingerprint.of_frozen(library)
    last = _last(root / WORK / LAST)
    if last and last[0] == _state(options.site, key, touched) and _is_current(options.site, key):
        resources = len(library.resources)
        return Built(last[1], published=True, unchanged=True, resources=resources)
    wanted = workers_wanted(library, to_render(jobs(library)), root / WORK / "cache")
    with _executor(library, options) as executor:
        at_hand = replace(options, executor=executor, today=day)
        # More than there is work for would all load at once, and take the time of those that draw.
        executor.prepare(min(wanted, options.workers))
        findings = check(reading, day, _checked(root))
        if has_errors(findings) and not options.keep_going:
            return Built(tuple(findings), published=False)
        built = _make(_sound(library, findings), at_hand, key, watcher, keep=not forgotten)
    findings = in_order([*findings, *built.findings])
    if built.published:
        _note_gone(library)
        _keep_last(root / WORK / LAST, _state(options.site, key, touched), findings)
    return replace(built, findings=tuple(findings))


@contextmanager
def _executor(library: Library, options: Options) -> Iterator[Workers]:
    """Give the workers that were handed over, or some of our own for this build."""
    if options.executor is not None:
        yield options.executor
        return
    own = workers_for(library, options.workers)
    try:
        yield own
    finally:
        own.shutdown(cancel_futures=True)


def _checked(root: Path) -> Memory:
    """Say where the check keeps what it found, which `iecpress check` by itself does not ask."""
    return Memory(root / WORK / "checked.sqlite", fingerprint.of_toolkit())


def _forget_gone(library: Library) -> bool:
    """Remove all that builds have kept, when words have been removed since the last one; say whether they were."""
    work, gone = library.root / WORK, sorted(gone_ids(library))
    try:
        noted = json.loads((work / GONE).read_bytes())
    except (OSError, ValueError):
        noted = []
    if noted == gone:
        return False
    for path in work.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != LOCK:
            path.unlink()
    return True


def _note_gone(library: Library) -> None:
    if gone := sorted(gone_ids(library)):
        write_atomically(library.root / WORK / GONE, json.dumps(gone).encode())


def _make(
    library: Library, options: Options, key: str, watcher: Watcher, *, keep: bool = True
) -> Built:
    """Make everything of a sound library and publish it; with `keep`, the site before stays at hand."""
    work = library.root / WORK
    with starting(library.root, work / "stage", work / "html") as mkdocs:
        prepared, findings = prepare(library, options.today or today(), options, watcher)
        if has_errors(findings) and not options.keep_going:
            return Built(tuple(findings), published=False)
        watcher.stage("Making the pages")
        look = fingerprint.of_words(fingerprint.of_look(library), prepared.frame)
        anew = not _same(work / "look", look)
        html = build_html(mkdocs, anew=anew, removed=prepared.removed)
    if html.findings:
        return Built((*findings, *html.findings), published=False)
    apart = _write_apart(prepared, work / "html", anew=html.complete)
    (work / "look").write_text(look)
    watcher.stage("Putting the site together and verifying it")
    found = _publish(prepared, work / "html", options, key, keep=keep)
    published = not has_errors(found) or options.keep_going
    if published:
        used = {handout.path.stem for handout in prepared.handouts}
        with suppress(OSError):  # the site is there, and the next build tidies up as well
            Cache(work / "cache").tidy(used, time.time())
    return Built(
        findings=(*findings, *found),
        published=published,
        resources=len(library.resources),
        pages_made=len(prepared.pages) if html.complete else prepared.written + apart,
        pages=len(prepared.pages),
        handouts_made=sum(handout.rendered for handout in prepared.handouts),
        handouts=len(prepared.handouts),
    )


def _write_apart(prepared: Prepared, html: Path, *, anew: bool) -> int:
    """Write the pages that MkDocs need not make."""
    keys = html.with_name(APART)
    if anew:
        keys.unlink(missing_ok=True)
    frame = json.loads(prepared.frame)
    return write_apart(prepared.library, prepared.pages, frame, html, keys)


def _state(site: Path, key: str, touched: str) -> str:
    """Name what a site was made from and what lies in it, so that a file lost from it is noticed."""
    files = sorted(
        (os.path.relpath(at, site), name, Path(at, name).lstat().st_size)
        for at, _, names in os.walk(site)
        for name in names
    )
    return fingerprint.of_words(key, touched, *files)


def _last(path: Path) -> tuple[str, tuple[Finding, ...]] | None:
    """Return the state of the last build that was published, and what it had found."""
    try:
        kept = json.loads(path.read_text("utf-8"))
        return str(kept["state"]), tuple(Finding(**finding) for finding in kept["findings"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _keep_last(path: Path, state: str, findings: Sequence[Finding]) -> None:
    kept = {"state": state, "findings": [asdict(finding) for finding in findings]}
    write_atomically(path, json.dumps(kept, ensure_ascii=False).encode())


def prepare(
    library: Library, day: dt.date, options: Options, watcher: Watcher
) -> tuple[Prepared, list[Finding]]:
    """Render the handouts, put the packs together and stage the pages that show them."""
    watcher.stage("Rendering the handouts")
    wanted = to_render(jobs(library))
    frozen = frozen_handouts(library)
    watcher.steps(len(wanted))
    work = library.root / WORK
    with _executor(library, options) as executor:
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
    made_pages = pages(library, made, packs, today=day, frozen=frozen, renditions=offered)
    folder = work / "stage"
    staged = stage(library, [page for page in made_pages if not page.apart], folder)
    frame = json.dumps(theme_data(library), ensure_ascii=False)
    write_atomically(folder.with_name(FRAME), frame.encode())
    prepared = Prepared(
        library=library,
        pages=made_pages,
        handouts=made,
        frozen=frozen,
        packs=packs,
        pictures=pictures,
        renditions=offered,
        tombstones=stones,
        stage=folder,
        frame=frame,
        removed=staged.removed,
        written=staged.written,
    )
    return prepared, [*findings, *found, *unmade]


class Unsound(Exception):
    """The content has errors; `findings` says which."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(f"{len(findings)} findings")
        self.findings = findings


def prepare_alone(root: Path) -> Prepared:
    """Load, check, render and stage, for MkDocs run by itself. Raises Unsound."""
    reading = load(root)
    findings = check(reading, today(), _checked(root))
    if reading.library is None or has_errors(findings):
        raise Unsound(findings)
    prepared, findings = prepare(reading.library, today(), Options(root), Silent())
    if has_errors(findings):
        raise Unsound(findings)
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
    written = {
        **machine_files(
            prepared.library, prepared.handouts, prepared.packs, prepared.pages, prepared.frozen
        ),
        **partner_files(prepared.library, prepared.pages),
        **search_files(prepared.library),
    }
    for address, content in written.items():
        path = folder / address.removeprefix("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


class _NotVerified(Exception):
    """What was built does not keep its promises."""


def _publish(
    prepared: Prepared, html: Path, options: Options, key: str, *, keep: bool
) -> list[Finding]:
    # It brings lxml, which a build that changes nothing can do without.
    from iecpress.verify import verify

    findings: list[Finding] = []
    try:
        with new_site(options.site, html.with_name("before") if keep else None) as folder:
            mirror(html, folder, without=UNFINISHED)
            add_files(prepared, folder)
            write_offline(prepared.library, prepared.pages, folder)
            memory = Memory(html.with_name("verified.sqlite"), fingerprint.of_toolkit())
            findings = verify(folder, prepared.library.settings.base_url, memory)
            findings += unanswered(prepared.library, folder)
            _stop_if(has_errors(findings) and not options.keep_going)
            drafts = list(prepared.library.drafts)
            gone = sorted(gone_ids(prepared.library))
            mark = {
                "made_by": f"iecpress {__version__}",
                "key": key,
                "drafts": drafts,
                "gone": gone,
            }
            (folder / MARK).write_text(json.dumps(mark) + "\n")
    except _NotVerified:
        pass
    return findings


def _stop_if(broken: bool) -> None:  # noqa: FBT001 - reads as a sentence where it is called
    if broken:
        raise _NotVerified


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


def _is_current(site: Path, key: str) -> bool:
    try:
        mark: Mapping[str, object] = json.loads((site / MARK).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return mark.get("key") == key


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
