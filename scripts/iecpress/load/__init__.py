"""A folder in; everything it holds as frozen records, and the findings of reading it, out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from iecpress.findings import Finding
from iecpress.ledger import Ledger, standings
from iecpress.load.files import read_text
from iecpress.load.records import SitePageRecord, SourceTextRecord, TranslationRecord
from iecpress.load.released import read_archive, read_ledger
from iecpress.load.site import load_data, load_settings
from iecpress.load.tree import TextPlace, pictures, places
from iecpress.load.validate import ValidationCodes, validate
from iecpress.load.yaml_lines import Lined, UnreadableYaml, parse
from iecpress.model import Library, Resource, SitePage, Text, Vocabulary
from iecpress.settings import Settings
from iecpress.version import Version

FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
ONLY_IN_SOURCE = frozenset(SourceTextRecord.model_fields) - frozenset(
    TranslationRecord.model_fields
)

_FRONT = ValidationCodes("M104", "M105", "M106", "M107", "M103")

Record = TypeVar("Record", SourceTextRecord, TranslationRecord, SitePageRecord)


@dataclass(frozen=True)
class TextFile:
    """A text as it was read: its front matter may still be wrong, its body is there to be checked all the same."""

    place: TextPlace
    front: Lined | None
    body: str
    body_line: int

    @property
    def name(self) -> str:
        """The path as findings show it."""
        return self.place.path.as_posix()

    @property
    def written(self) -> Mapping[str, Any]:
        """The front matter as it was written, whether or not it is sound."""
        value = self.front.value if self.front else None
        return value if isinstance(value, dict) else {}

    @property
    def starts_with_keys(self) -> bool:
        """Whether there is front matter that could be read."""
        return self.front is not None and isinstance(self.front.value, dict)

    def line(self, *where: str | int) -> int:
        """Return the line of a key of the front matter, or of an item of its list."""
        return self.front.line(where) if self.front else 1

    @property
    def key(self) -> str:
        """What this text and its translations share: the resource's folder, or the page's name."""
        return self.place.path.parent.as_posix() if self.place.kind else f"page {self.place.group}"


@dataclass(frozen=True)
class Reading:
    """What reading a folder gave. `library` holds what is sound, and is None when the settings are not."""

    library: Library | None
    files: tuple[TextFile, ...]
    findings: tuple[Finding, ...]


def load(root: Path) -> Reading:
    """Read the site in `root`: settings, data files, every text. Follows no link and reads nothing outside."""
    root = root.resolve()
    settings, findings = load_settings(root)
    if settings is None:
        return Reading(None, (), tuple(findings))
    data, found = load_data(root, settings)
    findings += found
    located, found = places(root, settings)
    findings += found
    files = []
    for place in located:
        file, found = _file(root, place, settings)
        findings += found
        files += [file] if file else []
    ledger, found = read_ledger(root, settings)
    findings += found
    findings = _without_moved(findings, ledger)
    read = {file.place.path for file in files}
    unread = frozenset(place.path.parent for place in located if place.path not in read)
    resources, found = _resources(root, files, unread, settings.default_language)
    findings += found
    archive, found = read_archive(root, settings, resources, ledger)
    findings += found
    resources = [replace(one, releases=archive.get(one.id, ())) for one in resources]
    pages, found = _site_pages(files)
    findings += found
    library = Library(
        root=root,
        settings=settings,
        vocabulary=data.vocabulary or Vocabulary({}, {}, {}, {}, {}),
        contacts=data.contacts,
        glossary=data.glossary,
        resources=tuple(resources),
        pages=tuple(pages),
        pictures=_pictures_of_pages(root, located),
        ledger=ledger,
        archive=archive,
        unread=data.unread,
    )
    return Reading(library, tuple(files), tuple(findings))


def _file(
    root: Path, place: TextPlace, settings: Settings
) -> tuple[TextFile | None, list[Finding]]:
    text, findings = read_text(root, place.path, settings.limits.text_kb)
    if text is None:
        return None, findings
    name = place.path.as_posix()
    parts = FENCE.split(text, maxsplit=2) if text.startswith("---") else []
    if (
        len(parts) == 2 and not parts[0]
    ):  # where the front matter ends, and the body starts, is not known
        return None, [*findings, Finding("M101", name, 1)]
    if len(parts) < 3 or parts[0]:
        return TextFile(place, None, text, 1), [*findings, Finding("M101", name, 1)]
    body_line = 1 + parts[1].count("\n") + 1
    try:
        front = parse(parts[1].removeprefix("\n"), first_line=2)
    except UnreadableYaml as error:
        findings.append(Finding("M102", name, error.line, {"problem": error.problem}))
        return TextFile(place, None, parts[2].removeprefix("\n"), body_line), findings
    return TextFile(place, front, parts[2].removeprefix("\n"), body_line), findings


def _validated(model: type[Record], file: TextFile) -> tuple[Record | None, list[Finding]]:
    if file.front is None:
        return None, []
    if not isinstance(file.front.value, dict):
        return None, [Finding("M101", file.name, 1)]
    return validate(model, file.front, file.name, _FRONT)


def _resources(
    root: Path, files: Iterable[TextFile], unread: frozenset[Path], default: str
) -> tuple[list[Resource], list[Finding]]:
    """Make the resources; `unread` are the folders in which a text could not be read.

    Of two texts that both could be the source text, the one in the `default` language is.
    """
    bundles: dict[Path, list[TextFile]] = {}
    for file in files:
        if file.place.kind is not None:
            bundles.setdefault(file.place.path.parent, []).append(file)
    resources: dict[str, Resource] = {}
    findings: list[Finding] = []
    for folder, unordered in bundles.items():
        bundle = sorted(unordered, key=lambda file: file.place.lang != default)
        resource, found = _resource(root, folder, bundle, complete=folder not in unread)
        findings += found
        if resource is not None:
            resources.setdefault(resource.id, resource)
    return list(resources.values()), findings


def _without_moved(findings: Iterable[Finding], ledger: Ledger) -> list[Finding]:
    """Leave out that a folder has no text, where its resource has moved and only its versions stay."""
    moved = {one.id for one in standings(ledger.events).values() if one.state == "moved"}
    return [f for f in findings if f.code != "F109" or f.path.rpartition("/")[2] not in moved]


def _is_source(file: TextFile) -> bool:
    return file.starts_with_keys and "translates" not in file.written


def _is_translation(file: TextFile) -> bool:
    return "translates" in file.written


def _resource(
    root: Path, folder: Path, bundle: list[TextFile], *, complete: bool
) -> tuple[Resource | None, list[Finding]]:
    """Make a resource of the texts in one folder, of which exactly one is the source text.

    A text without readable front matter may be either; while there is one, none is missing.
    """
    sources = [file for file in bundle if _is_source(file)]
    translated = [file for file in bundle if _is_translation(file)]
    findings: list[Finding] = []
    if not sources and complete and len(translated) == len(bundle):
        findings.append(Finding("M111", bundle[0].name, 1))
    for extra in sources[1:]:
        findings.append(Finding("M112", extra.name, 1, {"other": sources[0].name}))
        findings += _validated(SourceTextRecord, extra)[1]
    for file in bundle:
        if not (_is_source(file) or _is_translation(file)):
            findings += _validated(SourceTextRecord, file)[1]
    translations: dict[str, Text] = {}
    for file in translated:
        text, found = _translation(file)
        findings += found
        translations |= {file.place.lang: text} if text else {}
    if not sources:
        return None, findings
    resource, found = _from_source(root, folder, sources[0], translations)
    return resource, findings + found


def _translation(file: TextFile) -> tuple[Text | None, list[Finding]]:
    misplaced = [
        Finding("M116", file.name, file.line(key), {"key": key})
        for key in file.written
        if key in ONLY_IN_SOURCE
    ]
    record, findings = _validated(TranslationRecord, file)
    keys = {finding.values["key"] for finding in misplaced}
    findings = misplaced + [
        f for f in findings if not (f.code == "M104" and f.values["key"] in keys)
    ]
    if record is None:
        return None, findings
    findings += _id_differs(record.id, file)
    return _text(file, record, record.translates, record.translators), findings


def _from_source(
    root: Path, folder: Path, file: TextFile, translations: Mapping[str, Text]
) -> tuple[Resource | None, list[Finding]]:
    record, findings = _validated(SourceTextRecord, file)
    if record is None or file.place.kind is None:
        return None, findings
    findings += _id_differs(record.id, file)
    source = _text(file, record, None, ())
    resource = Resource(
        id=folder.name,
        kind=file.place.kind,
        folder=folder,
        source_lang=file.place.lang,
        texts={file.place.lang: source, **translations},
        version=record.version,
        date=record.date,
        topics=record.topics,
        audiences=record.audiences,
        stages=record.stages,
        countries=record.countries,
        authors=record.authors,
        licence=record.licence,
        review_by=record.review_by,
        handouts=record.handouts,
        keywords=record.keywords,
        sources=tuple(source.source() for source in record.sources),
        aliases=record.aliases,
        anchors=record.anchors,
        minor=record.minor,
        discreet=record.discreet,
        pictures=pictures(root, folder),
    )
    return resource, findings


def _text(
    file: TextFile,
    record: SourceTextRecord | TranslationRecord,
    translates: Version | None,
    translators: tuple[str, ...],
) -> Text:
    return Text(
        lang=file.place.lang,
        path=file.place.path,
        title=record.title,
        summary=record.summary,
        body=file.body,
        body_line=file.body_line,
        lines={str(key): file.line(key) for key in file.written},
        translates=translates,
        translators=translators,
        changes=record.changes,
        points=record.points,
    )


def _id_differs(given: str | None, file: TextFile) -> list[Finding]:
    if given is None or given == file.place.group:
        return []
    values = {"id": given, "folder": file.place.group}
    return [Finding("M110", file.name, file.line("id"), values)]


def _pictures_of_pages(root: Path, located: Iterable[TextPlace]) -> tuple[Path, ...]:
    folders = dict.fromkeys(place.path.parent for place in located if place.kind is None)
    return tuple(picture for folder in folders for picture in pictures(root, folder))


def _site_pages(files: Iterable[TextFile]) -> tuple[list[SitePage], list[Finding]]:
    pages, findings = [], []
    for file in files:
        if file.place.kind is not None:
            continue
        record, found = _validated(SitePageRecord, file)
        findings += found
        if record is not None:
            pages.append(
                SitePage(
                    lang=file.place.lang,
                    name=file.place.group,
                    path=file.place.path,
                    title=record.title,
                    summary=record.summary,
                    body=file.body,
                    body_line=file.body_line,
                    layout=record.layout,
                    date=record.date,
                )
            )
    return pages, findings
