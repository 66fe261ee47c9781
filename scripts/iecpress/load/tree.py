"""Settings in; every text file of the site's folders, with its place in them, out. What lies wrong is a finding."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from iecpress.findings import Finding
from iecpress.links import PICTURE_SUFFIXES
from iecpress.load.files import Entry, entries, links_above
from iecpress.load.released import VERSIONS
from iecpress.settings import IDENTIFIER, Kind, Settings

TEXT_NAME = re.compile(r"index\.([A-Za-z-]+)\.md")
LANGUAGE_FOLDER = re.compile(r"[a-z]{2,3}(-[A-Za-z]+)?")


@dataclass(frozen=True, slots=True)
class TextPlace:
    """A text file that lies where a text belongs. `kind` is None for a page of the site's own.

    `group` names what its translations share: a resource's id, or a page's name.
    """

    path: Path
    lang: str
    group: str
    kind: Kind | None


def places(root: Path, settings: Settings) -> tuple[list[TextPlace], list[Finding]]:
    """Find every text of every kind and every page, in order of path."""
    found: list[TextPlace] = []
    findings: list[Finding] = []
    for kind in settings.kinds:
        folder = Path(kind.folder)
        for item in _resources(root, settings, kind, folder):
            _sort(item, found, findings)
    for item in _all_pages(root, settings):
        _sort(item, found, findings)
    return found, findings + _taken_twice(found)


def _sort(item: TextPlace | Finding, found: list[TextPlace], findings: list[Finding]) -> None:
    if isinstance(item, Finding):
        findings.append(item)
    else:
        found.append(item)


def _resources(
    root: Path, settings: Settings, kind: Kind, folder: Path
) -> Iterator[TextPlace | Finding]:
    for link in links_above(root, folder):
        yield Finding("F105", link.as_posix())
        return
    for entry in entries(root, folder):
        name = entry.name
        if entry.what == "folder":
            if not re.fullmatch(IDENTIFIER, entry.path.name) or len(entry.path.name) > 64:
                yield Finding("F110", name, 0, {"id": name.rpartition("/")[2]})
            else:
                yield from _bundle(root, settings, kind, entry.path)
        elif entry.what in _REFUSED:
            yield _refused(entry)
        elif entry.path.suffix == ".md":
            yield Finding("F106", name, 0, {"folder": kind.folder})


def _bundle(
    root: Path, settings: Settings, kind: Kind, folder: Path
) -> Iterator[TextPlace | Finding]:
    texts = 0
    for entry in entries(root, folder):
        if entry.what == "folder" and entry.path.name == VERSIONS:
            continue
        matched = TEXT_NAME.fullmatch(entry.path.name) if entry.what == "file" else None
        if matched is None:
            yield from _not_a_text(entry)
        elif matched[1] not in settings.languages:
            values = {"given": matched[1], "languages": ", ".join(settings.languages)}
            yield Finding("F107", entry.name, 0, values)
        else:
            texts += 1
            yield TextPlace(entry.path, matched[1], folder.name, kind)
    if not texts and (root / folder).is_dir() and os.access(root / folder, os.R_OK | os.X_OK):
        yield Finding(
            "F109", folder.as_posix(), 0, {"name": f"index.{settings.default_language}.md"}
        )


def _not_a_text(entry: Entry) -> Iterator[Finding]:
    if entry.what in _REFUSED:
        yield _refused(entry)
    elif entry.what != "file" or entry.path.suffix.lower() not in PICTURE_SUFFIXES:
        yield Finding("F108", entry.name, 0, {"name": entry.name.rpartition("/")[2]})


_REFUSED = ("link", "closed")


def _refused(entry: Entry) -> Finding:
    if entry.what == "link":
        return Finding("F105", entry.name)
    return Finding("F112", entry.name, 0, {"problem": "closed-folder"})


def _all_pages(root: Path, settings: Settings) -> Iterator[TextPlace | Finding]:
    top = Path(settings.pages)
    for link in links_above(root, top):
        yield Finding("F105", link.as_posix())
        return
    for entry in entries(root, top):
        if entry.what == "folder" and entry.path.name in settings.languages:
            yield from _pages(root, entry.path, entry.path.name)
        elif entry.what == "folder" and LANGUAGE_FOLDER.fullmatch(entry.path.name):
            values = {"given": entry.path.name, "languages": ", ".join(settings.languages)}
            yield Finding("F107", entry.name, 0, values)
        elif entry.what in _REFUSED:
            yield _refused(entry)
        elif entry.path.suffix == ".md":
            yield Finding("F108", entry.name, 0, {"name": entry.path.name})


def _pages(
    root: Path, folder: Path, lang: str, base: Path | None = None
) -> Iterator[TextPlace | Finding]:
    base = base or folder
    for entry in entries(root, folder):
        if entry.what in _REFUSED:
            yield _refused(entry)
        elif entry.what == "folder":
            yield from _pages(root, entry.path, lang, base)
        elif entry.what == "file" and entry.path.suffix == ".md":
            name = entry.path.relative_to(base).with_suffix("").as_posix()
            yield TextPlace(entry.path, lang, name, None)


def _taken_twice(found: list[TextPlace]) -> list[Finding]:
    """An id belongs to one resource, whatever its kind."""
    first: dict[str, Path] = {}
    findings = []
    for place in found:
        if place.kind is None:
            continue
        folder = place.path.parent
        if first.setdefault(place.group, folder) != folder:
            values = {"id": place.group, "other": first[place.group].as_posix()}
            findings.append(Finding("F111", folder.as_posix(), 0, values))
    return findings


def pictures(root: Path, folder: Path) -> tuple[Path, ...]:
    """List the picture files in the folder of a text."""
    return tuple(
        entry.path
        for entry in entries(root, folder)
        if entry.what == "file" and entry.path.suffix.lower() in PICTURE_SUFFIXES
    )
