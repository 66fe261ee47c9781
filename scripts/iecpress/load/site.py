"""mkdocs.yml and the data files in; settings, vocabulary, contacts and glossary, or findings, out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from iecpress.findings import Finding
from iecpress.load.files import links_above, read_text
from iecpress.load.records import ContactRecord, Contacts, Glossary, VocabularyRecord, term
from iecpress.load.validate import ValidationCodes, validate
from iecpress.load.yaml_lines import Lined, UnreadableYaml, parse
from iecpress.model import Contact, Term, Vocabulary
from iecpress.settings import Settings

CONFIG = "mkdocs.yml"
PLUGIN = "iecpress"
DATA_LIMIT_KB = 4096

_SETTINGS = ValidationCodes("S102", "S104", "S103", "S103", "S106")
_DATA = ValidationCodes("D103", "D105", "D104", "D107", "D108")

Model = TypeVar("Model", bound=BaseModel)


def load_settings(root: Path) -> tuple[Settings | None, list[Finding]]:
    """Read the settings of the site in `root`."""
    if not (root / CONFIG).is_file():
        return None, [Finding("S101", CONFIG, 0, {"problem": f"there is no {CONFIG} in {root}"})]
    text, findings = read_text(root, Path(CONFIG), DATA_LIMIT_KB)
    if text is None:
        return None, findings
    try:
        lined = parse(text, foreign_tags=True)
    except UnreadableYaml as error:
        return None, [Finding("S101", CONFIG, error.line, {"problem": error.problem})]
    section, place = _section(lined)
    if section is None:
        return None, [Finding("S101", CONFIG, lined.line(("plugins",)), {"problem": f"plugins: has no {PLUGIN}: section"})]
    if "site_url" not in section:
        section = {**section, "site_url": lined.value.get("site_url")}
    settings, found = validate(Settings, lined, CONFIG, _SETTINGS, value=section, at=place)
    findings += found
    return settings, findings + (_other_languages(settings, lined) if settings else [])


def _plugins(lined: Lined) -> list[tuple[str, Any, tuple[str | int, ...]]]:
    listed = lined.value.get("plugins") if isinstance(lined.value, dict) else None
    if isinstance(listed, dict):
        return [(name, section, ("plugins", name)) for name, section in listed.items()]
    return [
        (name, section, ("plugins", position, name))
        for position, entry in enumerate(listed or [])
        for name, section in (entry.items() if isinstance(entry, dict) else [(entry, {})])
    ]


def _section(lined: Lined) -> tuple[dict[str, Any] | None, tuple[str | int, ...]]:
    for name, section, place in _plugins(lined):
        if name == PLUGIN:
            return section or {}, place
    return None, ()


def _other_languages(settings: Settings, lined: Lined) -> list[Finding]:
    """The i18n plugin must build the same languages, in its own words."""
    for name, section, place in _plugins(lined):
        if name != "i18n":
            continue
        listed = [entry.get("locale") for entry in (section or {}).get("languages", []) if isinstance(entry, dict)]
        if set(listed) != set(settings.languages):
            values = {"here": ", ".join(settings.languages), "there": ", ".join(map(str, listed))}
            return [Finding("S105", CONFIG, lined.line((*place, "languages")), values)]
    if settings.default_language not in settings.languages:
        values = {"key": "default_language", "given": settings.default_language, "problem": "is not one of languages"}
        return [Finding("S103", CONFIG, 0, values)]
    return []


@dataclass(frozen=True, slots=True)
class SiteData:
    """What the three data files hold."""

    vocabulary: Vocabulary | None
    contacts: tuple[Contact, ...]
    glossary: tuple[Mapping[str, tuple[str, ...]], ...]


def load_data(root: Path, settings: Settings) -> tuple[SiteData, list[Finding]]:
    """Read vocabulary, contacts and glossary."""
    record, lined, findings = _read(root, settings.vocabulary, VocabularyRecord)
    vocabulary = None
    if record and lined:
        vocabulary = _vocabulary(record)
        findings += _names_missing(settings.vocabulary, lined, settings, vocabulary)
    contacts, found = _contacts(root, settings)
    findings += found
    words, _, found = _read(root, settings.glossary, Glossary)
    findings += found
    return SiteData(vocabulary, contacts, words.root if words else ()), findings


def _read(root: Path, name: str, model: type[Model]) -> tuple[Model | None, Lined | None, list[Finding]]:
    path = Path(name)
    for link in links_above(root, path):
        return None, None, [Finding("F105", link.as_posix())]
    if not (root / path).is_file():
        return None, None, [Finding("D101", name)]
    text, findings = read_text(root, path, DATA_LIMIT_KB)
    if text is None:
        return None, None, findings
    try:
        lined = parse(text)
    except UnreadableYaml as error:
        return None, None, [*findings, Finding("D102", name, error.line, {"problem": error.problem})]
    record, found = validate(model, lined, name, _DATA)
    return record, lined, findings + found


def _vocabulary(record: VocabularyRecord) -> Vocabulary:
    def terms(entries: dict[str, dict[str, Any]]) -> dict[str, Term]:
        return {term_id: term(term_id, entry) for term_id, entry in entries.items()}

    return Vocabulary(
        terms(record.topics),
        terms(record.audiences),
        terms(record.stages),
        terms(record.countries),
        terms(record.licences),
    )


def _names_missing(name: str, lined: Lined, settings: Settings, vocabulary: Vocabulary) -> list[Finding]:
    return [
        Finding("D109", name, lined.line((facet, term_id)), {"id": term_id, "missing_lang": lang})
        for facet in ("topics", "audiences", "stages", "countries", "licences")
        for term_id, entry in vocabulary.facet(facet).items()
        for lang in settings.languages
        if lang not in entry.names
    ]


def _contacts(root: Path, settings: Settings) -> tuple[tuple[Contact, ...], list[Finding]]:
    record, lined, findings = _read(root, settings.contacts, Contacts)
    if record is None or lined is None:
        return (), findings
    contacts: dict[str, Contact] = {}
    for position, entry in enumerate(record.root):
        line = lined.line((position,))
        if entry.id in contacts:
            findings.append(Finding("D106", settings.contacts, line, {"id": entry.id}))
            continue
        contacts[entry.id] = _contact(entry, line)
        findings += [
            Finding("D109", settings.contacts, line, {"id": entry.id, "missing_lang": lang})
            for lang in settings.languages
            if lang not in entry.names or lang not in entry.helps
        ]
        if not (entry.numbers or entry.web or entry.email):
            findings.append(Finding("D110", settings.contacts, line, {"id": entry.id}))
    return tuple(contacts.values()), findings


def _contact(entry: ContactRecord, line: int) -> Contact:
    return Contact(
        id=entry.id,
        names=entry.names,
        helps=entry.helps,
        line=line,
        where=entry.where,
        countries=entry.countries,
        numbers=tuple(number.phone() for number in entry.numbers),
        verified_on=entry.verified_on,
        verified_by=entry.verified_by,
        source=entry.source.source(),
        hours=entry.hours,
        web=entry.web,
        email=entry.email,
        urgent=entry.urgent,
    )
