"""Settings in; every text file of the site's folders, with its place in them, out. What lies wrong is a finding."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from iecpress.findings import Finding
from iecpress.links import PICTURE_SUFFIXES
from iecpress.load.files import Entry, entries, links_above
from iecpress.settings import IDENTIFIER, Kind, Settings

TEXT_NAME = re.compile(r"index\.([A-Za-z-]+)\.md")
VERSIONS = "versions"


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
        for link in links_above(root, folder):
            findings.append(Finding("F105", link.as_posix()))
            break
        else:
            for item in _resources(root, settings, kind, folder):
                _sort(item, found, findings)
    for lang in settings.languages:
        for item in _pages(root, Path(settings.pages) / lang, lang):
            _sort(item, found, findings)
    return found, findings + _taken_twice(found)


def _sort(item: TextPlace | Finding, found: list[TextPlace], findings: list[Finding]) -> None:
    if isinstance(item, Finding):
        findings.append(item)
    else:
        found.append(item)


def _resources(root: Path, settings: Settings, kind: Kind, folder: Path) -> Iterator[TextPlace | Finding]:
    for entry in entries(root, folder):
        name = entry.path.as_posix()
        if entry.what == "folder":
            if not re.fullmatch(IDENTIFIER, entry.path.name) or len(entry.path.name) > 64:
                yield Finding("F110", name, 0, {"id": entry.path.name})
            else:
                yield from _bundle(root, settings, kind, entry.path)
        elif entry.what == "link":
            yield Finding("F105", name)
        elif entry.path.suffix == ".md":
            yield Finding("F106", name, 0, {"folder": kind.folder})


def _bundle(root: Path, settings: Settings, kind: Kind, folder: Path) -> Iterator[TextPlace | Finding]:
    texts = 0
    for entry in entries(root, folder):
        if entry.what == "folder" and entry.path.name == VERSIONS:
            continue
        matched = TEXT_NAME.fullmatch(entry.path.name) if entry.what == "file" else None
        if matched is None:
            yield from _not_a_text(entry)
        elif matched[1] not in settings.languages:
            values = {"given": matched[1], "languages": ", ".join(settings.languages)}
            yield Finding("F107", entry.path.as_posix(), 0, values)
        else:
            texts += 1
            yield TextPlace(entry.path, matched[1], folder.name, kind)
    if not texts:
        yield Finding("F109", folder.as_posix(), 0, {"name": f"index.{settings.default_language}.md"})


def _not_a_text(entry: Entry) -> Iterator[Finding]:
    name = entry.path.as_posix()
    if entry.what == "link":
        yield Finding("F105", name)
    elif entry.what != "file" or entry.path.suffix.lower() not in PICTURE_SUFFIXES:
        yield Finding("F108", name, 0, {"name": entry.path.name})


def _pages(root: Path, folder: Path, lang: str, base: Path | None = None) -> Iterator[TextPlace | Finding]:
    base = base or folder
    for entry in entries(root, folder):
        if entry.what == "link":
            yield Finding("F105", entry.path.as_posix())
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


