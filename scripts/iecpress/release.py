"""A sound library in; what is new in it frozen beside its texts, and the ledger one line longer for each, out."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from iecpress import __version__, addresses, history
from iecpress.files import write_atomically
from iecpress.findings import Finding
from iecpress.handouts import Handout, Job, engine_versions, handouts, jobs
from iecpress.ledger import (
    Event,
    FrozenFile,
    FrozenSource,
    FrozenText,
    Manifest,
    appended,
    impossible,
    sha256,
)
from iecpress.links import BrokenLink, destination
from iecpress.load.released import VERSIONS
from iecpress.model import Library, Release, Resource, Source, Text
from iecpress.published import body_name, pictures_of, words_of
from iecpress.text.html import Resolver, to_html
from iecpress.text.markdown import parse
from iecpress.version import Version

UNFINISHED = ".releasing-"
"""How the folder of a version begins while it is filled: what is called so was never released."""


FEW = 5
"""So many files are named in one finding."""


@dataclass(frozen=True, slots=True)
class Part:
    """What is new of one version: all of it, or the translations that were added to it."""

    resource: Resource
    version: Version
    texts: tuple[Text, ...]
    release: Release | None = None
    """What the translations are added to."""

    @property
    def added(self) -> bool:
        """Whether it is added to what was released before."""
        return self.release is not None

    @property
    def date(self) -> dt.date:
        """The day of the version."""
        return self.release.date if self.release else self.resource.date


@dataclass(frozen=True, slots=True)
class Released:
    """What was frozen of one version."""

    event: Event
    folder: Path
    """Relative to the site root."""
    files: int

    def shown(self) -> Mapping[str, str]:
        """Return what a person is told of it."""
        event = self.event
        return {
            "id": event.id,
            "version": event.version or "",
            "langs": ", ".join(event.langs),
            "files": str(self.files),
            "folder": self.folder.as_posix(),
        }


def unreleased(library: Library, ids: Sequence[str] | None = None) -> list[Part]:
    """Return what is not frozen yet, of the resources named or of all."""
    wanted = [r for r in library.resources if ids is None or r.id in ids]
    return [part for resource in wanted for part in _parts(resource)]


def release(
    library: Library,
    parts: Sequence[Part],
    cache: Path,
    *,
    workers: int,
    executor: Executor | None = None,
    progress: Callable[[Handout | Job], None] | None = None,
) -> tuple[list[Released], list[Finding]]:
    """Freeze the parts: all of them or, when a handout cannot be made or anything else fails, none.

    The ledger is written last and at once; until then nothing that was written counts, and the next
    release removes it.
    """
    new = {(part.resource.id, text.lang) for part in parts for text in part.texts}
    wanted = [job for job in jobs(library) if (job.resource.id, job.text.lang) in new]
    made, findings = handouts(
        library, wanted, cache, workers=workers, executor=executor, progress=progress
    )
    if findings:
        return [], findings
    released = [_frozen(library, part, made) for part in parts]
    if wrong := impossible((*library.ledger.events, *(one.event for one in released))):
        # The check has missed something: better no release than a ledger that is broken for ever.
        number, rule = wrong
        event = released[number - len(library.ledger.events)].event
        values = {"id": event.id, "problem": rule, "what": event.what}
        return [], [Finding("L109", library.settings.ledger, number + 1, values)]
    if released:
        ledger = library.root / library.settings.ledger
        ledger.parent.mkdir(parents=True, exist_ok=True)
        lines = appended(library.ledger, [one.event for one in released])
        write_atomically(ledger, lines.encode(), durable=True)
    return released, []


def not_committed(library: Library, parts: Sequence[Part]) -> list[Finding]:
    """Say what of the parts is not as it was committed; where there is no git, nothing can be said."""
    if not history.is_kept(library.root):
        return []
    folders = sorted({part.resource.folder for part in parts})
    changed = history.uncommitted(library.root, folders, VERSIONS)
    files = ", ".join(changed[:FEW]) + (" …" if len(changed) > FEW else "")
    return [Finding("L118", library.settings.ledger, 0, {"files": files})] if changed else []


def _parts(resource: Resource) -> Iterator[Part]:
    released = {release.version: release for release in resource.releases}
    texts: dict[Version, list[Text]] = {}
    for text in resource.texts.values():
        if resource.release_of(text) is None:
            texts.setdefault(resource.version_of(text), []).append(text)
    for version, new in sorted(texts.items()):
        if version in released or resource.source_text in new:
            yield Part(resource, version, tuple(new), released.get(version))


def _frozen(library: Library, part: Part, made: Sequence[Handout]) -> Released:
    """Write one part beside its texts; the ledger is still to be told."""
    files = dict(_files(library, part, made))
    manifest = _manifest(library, part, files, made)
    place = library.root / part.resource.folder / VERSIONS
    place.mkdir(exist_ok=True)
    content = {**files, _manifest_name(part): manifest.written()}
    if part.added:
        for name, data in content.items():
            write_atomically(place / str(part.version) / name, data, durable=True)
    else:
        _write_folder(place, str(part.version), content)
    event = Event(
        what="translated" if part.added else "published",
        id=part.resource.id,
        on=part.date,
        version=str(part.version),
        langs=tuple(text.lang for text in part.texts),
        manifest=sha256(manifest.written()),
        addresses=tuple(_addresses(library, part, manifest)),
    )
    return Released(event, part.resource.folder / VERSIONS / str(part.version), len(content))


def _write_folder(place: Path, name: str, content: Mapping[str, bytes]) -> None:
    """Fill a folder under another name, then give it its own."""
    for left in [*place.glob(f"{UNFINISHED}*"), place / name]:
        shutil.rmtree(left, ignore_errors=True)  # never released, or the ledger would know it
    filling = place / f"{UNFINISHED}{name}"
    filling.mkdir()
    for file, data in content.items():
        write_atomically(filling / file, data, durable=True)
    filling.rename(place / name)


def _files(library: Library, part: Part, made: Sequence[Handout]) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of everything that is frozen: texts, pictures, body HTML, handouts."""
    root, folder = library.root, part.resource.folder
    for text in part.texts:
        document = parse(text.body, text.body_line)
        yield text.path.name, (root / text.path).read_bytes()
        html = to_html(document, text.lang, _resolver(library, part, text))
        yield body_name(text.lang), html.encode()
        for name in pictures_of(text):
            yield name, (root / folder / name).read_bytes()
    for handout in _own(part, made):
        yield Path(handout.address).name, handout.path.read_bytes()


def _own(part: Part, made: Sequence[Handout]) -> list[Handout]:
    langs = {text.lang for text in part.texts}
    return [h for h in made if h.resource_id == part.resource.id and h.lang in langs]


def _resolver(library: Library, part: Part, text: Text) -> Resolver:
    """Return what a frozen body makes of a target: an address within the site, whatever page it will stand on."""

    def resolve(target: str) -> str:
        try:
            found = destination(library, text.path, target)
        except BrokenLink:  # `check` has reported it
            return "#"
        is_picture = (
            found.path is not None
            and found.path.parent == text.path.parent
            and found.path not in library.by_path
        )
        if is_picture and found.path is not None:
            return addresses.picture(part.resource.id, part.version, found.path.name)
        return found.address

    return resolve


def _manifest(
    library: Library, part: Part, files: Mapping[str, bytes], made: Sequence[Handout]
) -> Manifest:
    resource, whole = part.resource, part.release
    printed = {Path(handout.address).name: handout for handout in _own(part, made)}
    return Manifest(
        id=resource.id,
        kind=resource.kind.id,
        version=str(part.version),
        date=part.date,
        authors=whole.authors if whole else resource.authors,
        licence=whole.licence if whole else resource.licence,
        source_lang=resource.source_lang,
        sources=whole.sources if whole else tuple(map(_source, resource.sources)),
        texts={text.lang: _text(library, resource, text) for text in part.texts},
        files={name: _file(data, printed.get(name)) for name, data in files.items()},
        made_with={"iecpress": __version__, **engine_versions()},
    )


def _manifest_name(part: Part) -> str:
    langs = "-".join(sorted(text.lang for text in part.texts))
    return f"manifest.{langs}.json" if part.added else "manifest.json"


def _source(source: Source) -> FrozenSource:
    return FrozenSource(
        title=source.title, url=source.url, publisher=source.publisher, seen=source.seen
    )


def _text(library: Library, resource: Resource, text: Text) -> FrozenText:
    return FrozenText(
        title=text.title,
        summary=text.summary,
        changes=text.changes,
        translates=str(text.translates) if text.translates else None,
        translators=text.translators,
        words=words_of(library, resource, text),
    )


def _file(content: bytes, handout: Handout | None) -> FrozenFile:
    if handout is None:
        return FrozenFile(sha256=sha256(content), bytes=len(content))
    return FrozenFile(
        sha256=sha256(content),
        bytes=len(content),
        lang=handout.lang,
        layout=handout.layout,
        grey=handout.grey,
        pages=handout.pages,
    )


def _addresses(library: Library, part: Part, manifest: Manifest) -> Iterator[str]:
    """Yield every address that answers from now on: pages in every language, handouts, pictures."""
    settings, resource = library.settings, part.resource
    for lang in settings.languages if not part.added else [text.lang for text in part.texts]:
        yield addresses.resource(settings, lang, resource.id)
        yield addresses.resource(settings, lang, resource.id, part.version)
    for name, file in sorted(manifest.files.items()):
        if file.layout and file.lang:
            for version in (None, part.version):
                yield addresses.handout(
                    resource.id, version, file.lang, file.layout, grey=file.grey
                )
        elif not name.endswith((".md", ".html")):
            yield addresses.picture(resource.id, part.version, name)
