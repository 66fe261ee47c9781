"""The ledger and what lies frozen in; what was altered, lost, or changed without a new version, out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from iecpress import history
from iecpress.check.rules import ReadingRule
from iecpress.findings import Finding
from iecpress.ledger import Ledger, follows, parted, sha256
from iecpress.load import Reading
from iecpress.load.released import VERSIONS
from iecpress.model import GREY, Library, Release, Resource, Text
from iecpress.published import words_of

LEFT_BY = {"gone": ((), "retract"), "moved": ((VERSIONS,), "move")}
"""What each decision leaves in the folder, and the command that takes it."""


def frozen_files(reading: Reading, library: Library, today: dt.date) -> Iterator[Finding]:
    """Every frozen file has the bytes with which it was released (L112)."""
    del reading, today
    for name, releases in library.archive.items():
        for release in releases:
            yield from _altered(library, name, release)


def _altered(library: Library, resource_id: str, release: Release) -> Iterator[Finding]:
    for name, frozen in release.files.items():
        path = release.folder / name
        try:
            content = (library.root / path).read_bytes()
        except OSError:
            content = b""
        if len(content) != frozen.bytes or sha256(content) != frozen.sha256:
            values = {"id": resource_id, "version": str(release.version)}
            yield Finding("L112", path.as_posix(), 0, values)


def all_there(reading: Reading, library: Library, today: dt.date) -> Iterator[Finding]:
    """Every resource that was ever released is still there, unless the ledger says that it is gone (L113)."""
    del today
    folders = {file.place.group for file in reading.files if file.place.kind}
    for standing in library.standings.values():
        if standing.state in ("live", "withdrawn") and standing.id not in folders:
            yield Finding("L113", library.settings.ledger, 0, {"id": standing.id})


def carried_out(reading: Reading, library: Library, today: dt.date) -> Iterator[Finding]:
    """Of what is gone nothing is left, and of what moved only what was released (L121)."""
    del reading, today
    for standing in library.standings.values():
        if standing.state in LEFT_BY:
            kept, command = LEFT_BY[standing.state]
            for kind in library.settings.kinds:
                folder = library.root / kind.folder / standing.id
                for path in folder.iterdir() if folder.is_dir() else ():
                    if path.name not in kept:
                        where = path.relative_to(library.root).as_posix()
                        yield Finding("L121", where, 0, {"id": standing.id, "command": command})


def unchanged(reading: Reading, library: Library, today: dt.date) -> Iterator[Finding]:
    """What is released is not changed without a new version, whose number follows (M124, M125, M126, M128)."""
    del reading, today
    for resource in library.resources:
        for text in resource.texts.values():
            yield from _changed(library, resource, text)
        if resource.releases:
            yield from _numbered(resource)
            yield from _not_made(resource)


def _changed(library: Library, resource: Resource, text: Text) -> Iterator[Finding]:
    release = resource.release_of(text)
    if release and release.texts[text.lang].words != words_of(library, resource, text):
        key = "version" if text is resource.source_text else "translates"
        values = {
            "version": str(release.version),
            "right": f"{release.version.major}.{release.version.minor + 1}",
        }
        yield Finding("M124", text.path.as_posix(), text.lines.get(key, 1), values)


def _numbered(resource: Resource) -> Iterator[Finding]:
    newest, text = resource.releases[-1].version, resource.source_text
    if resource.version != newest and not follows(newest, resource.version):
        values = {
            "given": str(resource.version),
            "newest": str(newest),
            "right": f"{newest.major}.{newest.minor + 1}",
        }
        yield Finding("M125", text.path.as_posix(), text.lines.get("version", 1), values)
    elif resource.version != newest and not text.changes and not resource.minor:
        yield Finding(
            "M126",
            text.path.as_posix(),
            text.lines.get("version", 1),
            {"version": str(resource.version)},
        )


def _not_made(resource: Resource) -> Iterator[Finding]:
    """Name the layouts that are asked for and that the released version lacks: they come with the next one."""
    text = resource.source_text
    release = resource.release_of(text)
    if release is None:
        return
    made = {
        f"{file.layout}{GREY if file.grey else ''}"
        for file in release.handouts.values()
        if file.lang == text.lang
    }
    if missing := [name for name in resource.handouts if name not in made]:
        values = {"version": str(release.version), "layouts": ", ".join(missing)}
        right = f"{release.version.major}.{release.version.minor + 1}"
        line = text.lines.get("handouts", 1)
        yield Finding("M128", text.path.as_posix(), line, {**values, "right": right})


def states(reading: Reading, library: Library, today: dt.date) -> Iterator[Finding]:
    """What a text says of its state is what the ledger says (M127)."""
    del today
    for file in reading.files:
        if file.place.kind is None or "translates" in file.written:
            continue
        withdrawn = library.is_withdrawn(file.place.group)
        if withdrawn != (file.written.get("state") == "withdrawn"):
            values = {
                "id": file.place.group,
                "problem": f"state-{'' if withdrawn else 'not-'}withdrawn",
            }
            yield Finding("M127", file.name, file.line("state"), values)


def only_grows(reading: Reading, library: Library, today: dt.date) -> Iterator[Finding]:
    """The ledger begins with that of the main branch (L115); on both sides it only grew on one (L117)."""
    del reading, today
    if not library.ledger.lines or not history.is_kept(library.root):
        return
    root, path = library.root, library.settings.ledger
    try:
        tip = history.main_branch(root, library.settings.main_branch)
    except history.NoHistory as error:
        yield Finding(
            "L116", path, 0, {"branch": library.settings.main_branch, "detail": error.detail}
        )
        return
    base = history.forked_from(root, tip)
    if base is None:
        yield Finding(
            "L116", path, 0, {"branch": library.settings.main_branch, "detail": "shallow"}
        )
    elder = _lines(history.content_at(root, base, path)) if base else ()
    place = parted(library.ledger, Ledger(lines=elder))
    if place is not None:
        yield Finding("L115", path, place, {"branch": library.settings.main_branch})
        return
    newest, own = _lines(history.content_at(root, tip, path)), library.ledger.lines
    shared = min(len(newest), len(own))
    if newest[:shared] != own[:shared]:
        yield Finding("L117", path, len(elder) + 1, {"branch": library.settings.main_branch})


def _lines(content: str) -> tuple[str, ...]:
    return tuple(content.split("\n")[:-1])


def names_apart(reading: Reading, library: Library, today: dt.date) -> Iterator[Finding]:
    """Names that some disks or readers take for the same: pictures (L119) and ids (L120)."""
    del reading, today
    taken: dict[str, str] = {
        name.replace("-", ""): name for name in sorted(library.standings, reverse=True)
    }
    for resource in library.resources:
        seen: dict[str, str] = {}
        for picture in resource.pictures:
            other = seen.setdefault(picture.name.casefold(), picture.name)
            if other != picture.name:
                values = {"name": picture.name, "other": other}
                yield Finding("L119", picture.as_posix(), 0, values)
        other = taken.setdefault(resource.id.replace("-", ""), resource.id)
        if other != resource.id and resource.id not in library.standings:
            path = resource.source_text.path.as_posix()
            yield Finding("L120", path, 0, {"id": resource.id, "other": other})


READING_RULES: tuple[ReadingRule, ...] = (
    frozen_files,
    all_there,
    carried_out,
    unchanged,
    states,
    only_grows,
    names_apart,
)
