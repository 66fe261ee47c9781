"""Findings as values: what is wrong, where, and in which sentences a reader is told."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from iecpress.languages import available, language

CODES = Path(__file__).parent / "codes"
COUNTS = frozenset({"days", "first", "limit", "lines", "pixels", "position", "share", "size"})
"""Names of values that are counts and are written with the digits of the reader's language."""

_CONTROLS = dict.fromkeys((*range(32), *range(127, 160)), "\ufffd") | {
    ord("\n"): " ",
    ord("\t"): " ",
}
"""Whatever a text holds, a terminal is not told to do anything."""

Severity = Literal["error", "warning"]


class Wording(BaseModel):
    """The sentences of one code in one language; `{names}` are filled from a finding's values."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    what: str = ""
    hint: str


class Code(BaseModel):
    """One stable code: its severity, its sentences, and a wrong and a right example."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    severity: Severity
    wording: dict[str, Wording]
    wrong: str
    right: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem found. `path` is relative to the site root; `line` is 1-based, 0 for the whole file.

    How a value is shown: see `shown`.
    """

    code: str
    path: str
    line: int = 0
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """`error` stops a build, `warning` does not."""
        return codes()[self.code].severity

    def wording(self, lang: str) -> Wording:
        """Return title, sentence and hint in `lang`, the values filled in."""
        template = codes()[self.code].wording[lang]
        values = {name: shown(name, self.values, lang) for name in self.values}
        return Wording(
            title=template.title.format(**values),
            what=template.what.format(**values),
            hint=template.hint.format(**values),
        )


def shown(name: str, values: Mapping[str, str], lang: str) -> str:
    """Return one of a finding's values as a reader of `lang` sees it.

    The value of a name that ends in `lang` is a language, that of `problem` may be the name of a
    sentence in the language's table, those in COUNTS are counts; one that is empty is `nothing`.
    """
    value, table = values[name], language(lang)
    if name.endswith("lang") and value in available():
        return language(value).names[lang]
    if name == "problem" and f"problem-{value}" in table.strings:
        rest = {other: shown(other, values, lang) for other in values if other != name}
        return table.say(f"problem-{value}", **rest)
    if name in COUNTS:
        return table.number(int(value) if value.isdecimal() else value)
    return value.translate(_CONTROLS) or table.say("nothing")


@cache
def codes() -> Mapping[str, Code]:
    """Return every code there is, by id, in the order of the ids."""
    found = {}
    for path in sorted(CODES.glob("*.yml")):
        table = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
        for code, entry in table.items():
            wording = {
                key: Wording(**value) for key, value in entry.items() if isinstance(value, dict)
            }
            rest = {key: value for key, value in entry.items() if not isinstance(value, dict)}
            found[code] = Code(id=code, wording=wording, **rest)
    return dict(sorted(found.items()))


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings by file, line and code, each once."""
    unique = {(f.path, f.line, f.code, tuple(sorted(f.values.items()))): f for f in findings}
    return [unique[key] for key in sorted(unique)]


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether any finding is an error."""
    return any(finding.severity == "error" for finding in findings)


def place(finding: Finding) -> str:
    """Return `path:line`, or the path alone when the finding is about the whole file."""
    return f"{finding.path}:{finding.line}" if finding.line else finding.path


def as_text(finding: Finding, lang: str) -> str:
    """Return the finding as a person reads it: place, severity, code, title; then what and hint."""
    words = finding.wording(lang)
    severity = language(lang).say(f"severity-{finding.severity}")
    head = f"{place(finding)}  {severity} {finding.code}  {words.title}"
    body = [f"    {line}" for part in (words.what, words.hint) for line in part.splitlines()]
    return "\n".join([head, *body])


def as_json(findings: Iterable[Finding]) -> str:
    """Return the findings as a JSON array, each with its sentences in every language."""
    records = [
        {
            "code": finding.code,
            "severity": finding.severity,
            "path": finding.path,
            "line": finding.line,
            "values": dict(finding.values),
            "wording": {
                lang: finding.wording(lang).model_dump() for lang in codes()[finding.code].wording
            },
        }
        for finding in findings
    ]
    return json.dumps(records, ensure_ascii=False, indent=2)


def as_github(finding: Finding, lang: str) -> str:
    """Return the finding as a workflow command that marks the line of a pull request.

    Source: GitHub, *Workflow commands for GitHub Actions*, "Setting an error message".
    """
    words = finding.wording(lang)
    message = _escape("\n".join(part for part in (words.title, words.what, words.hint) if part))
    place = f"file={_escape(finding.path, extra=True)},line={finding.line or 1}"
    return f"::{finding.severity} {place},title={_escape(finding.code, extra=True)}::{message}"


def _escape(text: str, *, extra: bool = False) -> str:
    pairs = [("%", "%25"), ("\r", "%0D"), ("\n", "%0A")] + (
        [(":", "%3A"), (",", "%2C")] if extra else []
    )
    for raw, escaped in pairs:
        text = text.replace(raw, escaped)
    return text
