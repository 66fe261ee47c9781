"""The ledger and the version folders in; what was released, as far as it can be believed, and findings out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pydantic import ValidationError

from iecpress.findings import Finding
from iecpress.ledger import (
    FORMAT,
    FrozenFile,
    FrozenText,
    Ledger,
    Manifest,
    Standing,
    impossible,
    read,
    sha256,
    standings,
)
from iecpress.load.files import entries
from iecpress.model import Release, Resource
from iecpress.settings import Settings
from iecpress.version import Version

VERSIONS = "versions"
MANIFESTS = "manifest*.json"
FAULTS = {
    "conflict": "L101",
    "json": "L102",
    "newer": "L103",
    "event": "L104",
    "changed": "L105",
    "forked": "L106",
    "order": "L107",
    "end": "L108",
}


def read_ledger(root: Path, settings: Settings) -> tuple[Ledger, list[Finding]]:
    """Read the ledger; one that is not there is empty."""
    path = settings.ledger
    try:
        content = (root / path).read_bytes().decode("utf-8")
    except FileNotFoundError:
        return Ledger(), []
    except OSError as error:
        return Ledger(), [Finding("F112", path, 0, {"problem": error.strerror or str(error)})]
    except UnicodeDecodeError:
        return Ledger(), [Finding("L102", path, 0)]
    ledger = read(content)
    if broken := ledger.broken:
        values = {"other": str(broken.other), "detail": broken.detail, "known": str(FORMAT)}
        return ledger, [Finding(FAULTS[broken.fault], path, broken.line, values)]
    if wrong := impossible(ledger.events):
        number, rule = wrong
        event = ledger.events[number]
        values = {"id": event.id, "problem": rule, "what": event.what}
        kept = Ledger(ledger.events[:number], ledger.lines[:number])
        return kept, [Finding("L109", path, number + 1, values)]
    return ledger, []


def read_releases(
    root: Path, folder: Path, standing: Standing
) -> tuple[tuple[Release, ...], list[Finding]]:
    """Read what lies frozen of a resource. A manifest that is not the ledger's is not believed."""
    found: list[Release] = []
    findings: list[Finding] = []
    for version, hashes in sorted(standing.manifests.items()):
        place = folder / VERSIONS / str(version)
        there = dict(_manifests(root / place))
        findings += [
            Finding("L110", place.as_posix(), 0, {"id": standing.id, "version": str(version)})
            for wanted in hashes
            if wanted not in there
        ]
        believed = [there[wanted] for wanted in hashes if wanted in there]
        if believed:
            found.append(_release(version, place, believed))
    return tuple(found), findings


def read_archive(
    root: Path, settings: Settings, resources: Iterable[Resource], ledger: Ledger
) -> tuple[Mapping[str, tuple[Release, ...]], list[Finding]]:
    """Read all that lies frozen, by the id of its resource: also where the text itself is gone or not sound."""
    known = standings(ledger.events)
    folders = {resource.id: resource.folder for resource in resources}
    archive: dict[str, tuple[Release, ...]] = {}
    findings: list[Finding] = []
    for name, standing in known.items():
        folder = folders.get(name) or _folder(root, settings, name)
        if standing.state == "gone" or folder is None:
            continue
        archive[name], found = read_releases(root, folder, standing)
        findings += found
    for name, folder in folders.items():
        findings += unlisted(root, folder, known.get(name))
    return archive, findings


def _folder(root: Path, settings: Settings, name: str) -> Path | None:
    places = (Path(kind.folder, name) for kind in settings.kinds)
    return next((place for place in places if (root / place / VERSIONS).is_dir()), None)


def unlisted(root: Path, folder: Path, standing: Standing | None) -> list[Finding]:
    """Name the version folders of which the ledger knows nothing: a release that was broken off, or handwork."""
    known = {str(version) for version in standing.versions} if standing else set()
    return [
        Finding("L111", entry.name)
        for entry in entries(root, folder / VERSIONS)
        if entry.path.name not in known
    ]


def _manifests(place: Path) -> Iterator[tuple[str, Manifest]]:
    """Yield each sound manifest with its hash."""
    for path in sorted(place.glob(MANIFESTS)):
        try:
            content = path.read_bytes()
            yield sha256(content), Manifest.model_validate_json(content)
        except (OSError, ValidationError):
            continue


def _release(version: Version, place: Path, manifests: list[Manifest]) -> Release:
    texts: dict[str, FrozenText] = {}
    files: dict[str, FrozenFile] = {}
    for manifest in manifests:
        texts |= manifest.texts
        files |= manifest.files
    first = manifests[0]
    return Release(
        version=version,
        date=first.date,
        folder=place,
        kind=first.kind,
        source_lang=first.source_lang,
        authors=first.authors,
        licence=first.licence,
        sources=first.sources,
        texts=texts,
        files=files,
    )
