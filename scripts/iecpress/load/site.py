"""mkdocs.yml and the data files in; settings, vocabulary, contacts and glossary, or findings, out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from iecpress.findings import Finding
from iecpress.languages import available
from iecpress.load.files import links_above, read_text
from iecpress.load.records import ContactRecord, Contacts, Glossary, TermRecord, VocabularyRecord
from iecpress.load.validate import ValidationCodes, nearest, validate
from iecpress.load.yaml_lines import Lined, UnreadableYaml, parse
from iecpress.model import Contact, Term, Vocabulary
from iecpress.settings import Settings

CONFIG = "mkdocs.yml"
PLUGIN = "iecpress"
DATA_LIMIT_KB = 4096
FACETS = ("topics", "audiences", "stages", "countries", "licences")

_SETTINGS = ValidationCodes("S102", "S104", "S103", "S103", "S106")
_DATA = ValidationCodes("D103", "D105", "D104", "D107", "D108")

Model = TypeVar("Model", bound=BaseModel)


def load_settings(root: Path) -> tuple[Settings | None, list[Finding]]:
    """Read the settings of the site in `root`."""
    lined, findings = _read_settings(root)
    if lined is None:
        return None, findings
    section, place = _section(lined)
    if section is None:
        return None, [Finding("S101", CONFIG, lined.line(("plugins",)), {"problem": "no-section"})]
    if "site_url" not in section:
        section = {**section, "site_url": lined.value.get("site_url")}
    settings, found = validate(Settings, lined, CONFIG, _SETTINGS, value=section, at=place)
    findings += found
    if settings is not None:
        findings += _names_of_kinds(settings, lined, place)
        findings += _other_languages(settings, lined, place)
    return settings, findings


def _read_settings(root: Path) -> tuple[Lined | None, list[Finding]]:
    if (root / CONFIG).is_symlink():
        return None, [Finding("F105", CONFIG)]
    if not (root / CONFIG).is_file():
        return None, [Finding("S101", CONFIG, 0, {"problem": "no-settings"})]
    text, findings = read_text(root, Path(CONFIG), DATA_LIMIT_KB)
    if text is None:
        return None, findings
    try:
        return parse(text, foreign_tags=True), findings
    except UnreadableYaml as error:
        return None, [Finding("S101", CONFIG, error.line, {"problem": error.problem})]


def _plugins(lined: Lined) -> list[tuple[str, Any, tuple[str | int, ...]]]:
    listed = lined.value.get("plugins") if isinstance(lined.value, dict) else None
    if isinstance(listed, dict):
        return [(name, section, ("plugins", name)) for name, section in listed.items()]
    if not isinstance(listed, list):
        return []
    return [
        (name, section, ("plugins", position, name))
        for position, entry in enumerate(listed)
        for name, section in (entry.items() if isinstance(entry, dict) else [(entry, {})])
    ]


def _section(lined: Lined) -> tuple[dict[str, Any] | None, tuple[str | int, ...]]:
    for name, section, place in _plugins(lined):
        if name == PLUGIN:
            return section if isinstance(section, dict) else {}, place
    return None, ()


def _names_of_kinds(
    settings: Settings, lined: Lined, place: tuple[str | int, ...]
) -> Iterator[Finding]:
    """Yield a finding for each name that a language lacks."""
    named: dict[tuple[str | int, ...], dict[str, str]]
    named = {
        ("identity", "name"): settings.identity.name,
        ("identity", "tagline"): settings.identity.tagline,
    }
    for position, kind in enumerate(settings.kinds):
        named[("kinds", position, "names")] = kind.names
        named[("kinds", position, "plural")] = kind.plural
    for where, names in named.items():
        for lang in settings.languages:
            if lang not in names:
                key = ".".join(
                    str(part + 1) if isinstance(part, int) else part for part in (*where, lang)
                )
                yield Finding("S104", CONFIG, lined.line((*place, *where)), {"key": key})


def _other_languages(
    settings: Settings, lined: Lined, place: tuple[str | int, ...]
) -> Iterator[Finding]:
    """The i18n plugin must build the same languages, in its own words."""
    if settings.default_language not in settings.languages:
        values = {
            "key": "default_language",
            "given": settings.default_language,
            "problem": "not-a-language",
        }
        yield Finding("S103", CONFIG, lined.line((*place, "default_language")), values)
    for name, section, plugin in _plugins(lined):
        if name != "i18n" or not isinstance(section, dict):
            continue
        listed = section.get("languages")
        entries = (
            [entry for entry in listed if isinstance(entry, dict)]
            if isinstance(listed, list)
            else []
        )
        codes = [str(entry.get("locale")) for entry in entries]
        if set(codes) != set(settings.languages):
            values = {"here": ", ".join(settings.languages), "there": ", ".join(codes)}
            yield Finding("S105", CONFIG, lined.line((*plugin, "languages")), values)


@dataclass(frozen=True, slots=True)
class SiteData:
    """What the three data files hold."""

    vocabulary: Vocabulary | None
    contacts: tuple[Contact, ...]
    glossary: tuple[Mapping[str, tuple[str, ...]], ...]
    unread: frozenset[str]
    """Those that could not be read, by name."""


def load_data(root: Path, settings: Settings) -> tuple[SiteData, list[Finding]]:
    """Read vocabulary, contacts and glossary."""
    record, lined, findings = _read(root, settings.vocabulary, VocabularyRecord)
    vocabulary = None
    if record and lined:
        vocabulary = _vocabulary(record)
        findings += _names_missing(settings.vocabulary, lined, settings, vocabulary)
        findings += _no_language(settings.vocabulary, lined, vocabulary)
    contacts, found = _contacts(root, settings)
    findings += found
    words, _, found = _read(root, settings.glossary, Glossary)
    findings += found
    read = {settings.vocabulary: vocabulary, settings.contacts: contacts, settings.glossary: words}
    unread = frozenset(name for name, value in read.items() if value is None)
    return SiteData(vocabulary, contacts or (), words.root if words else (), unread), findings


def _read(
    root: Path, name: str, model: type[Model]
) -> tuple[Model | None, Lined | None, list[Finding]]:
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
        return (
            None,
            None,
            [*findings, Finding("D102", name, error.line, {"problem": error.problem})],
        )
    record, found = validate(model, lined, name, _DATA)
    return record, lined, findings + found


def _vocabulary(record: VocabularyRecord) -> Vocabulary:
    def terms(entries: dict[str, TermRecord]) -> dict[str, Term]:
        return {term_id: entry.term(term_id) for term_id, entry in entries.items()}

    return Vocabulary(
        terms(record.topics),
        terms(record.audiences),
        terms(record.stages),
        terms(record.countries),
        terms(record.licences),
    )


def _no_language(name: str, lined: Lined, vocabulary: Vocabulary) -> list[Finding]:
    """A key of a term that is neither a language nor one of the three others is a slip."""
    known = (*available(), "icon", "url", "hint")
    return [
        Finding(
            "D103",
            name,
            lined.line((facet, term_id, key)),
            {"key": key, "nearest": nearest(key, known)},
        )
        for facet in FACETS
        for term_id, entry in vocabulary.facet(facet).items()
        for key in entry.names
        if key not in known
    ]


def _names_missing(
    name: str, lined: Lined, settings: Settings, vocabulary: Vocabulary
) -> list[Finding]:
    return [
        Finding("D109", name, lined.line((facet, term_id)), {"id": term_id, "missing_lang": lang})
        for facet in FACETS
        for term_id, entry in vocabulary.facet(facet).items()
        for lang in settings.languages
        if lang not in entry.names
    ]


def _contacts(root: Path, settings: Settings) -> tuple[tuple[Contact, ...] | None, list[Finding]]:
    record, lined, findings = _read(root, settings.contacts, Contacts)
    if record is None or lined is None:
        return None, findings
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
