"""Parsed YAML and a pydantic model in; a record, or findings that name key, line and nearest right key, out."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from iecpress.findings import Finding
from iecpress.load.yaml_lines import Lined, Path

Record = TypeVar("Record", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class ValidationCodes:
    """The finding codes by which one kind of file reports its faults."""

    unknown: str
    missing: str
    wrong: str
    not_a_date: str
    duplicate: str


def nearest(word: str, choices: Iterable[str]) -> str:
    """Return the choice that looks most like `word`, or every choice when none does."""
    known = list(choices)
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    return close[0] if close else ", ".join(known)


def validate(
    model: type[Record], lined: Lined, path: str, codes: ValidationCodes, *, value: Any = None, at: Path = ()
) -> tuple[Record | None, list[Finding]]:
    """Make a record of `value` (by default the whole file), which stands at `at` within its file."""
    findings = [
        Finding(codes.duplicate, path, line, {"key": str(where[-1])})
        for where, line in lined.duplicates
        if where[: len(at)] == at
    ]
    try:
        record = model.model_validate(lined.value if value is None else value)
    except ValidationError as error:
        return None, findings + list(_findings(error, model, lined, path, codes, at))
    return (None if findings else record), findings


def _findings(
    error: ValidationError, model: type[BaseModel], lined: Lined, path: str, codes: ValidationCodes, at: Path
) -> Iterator[Finding]:
    for detail in error.errors():
        where = (*at, *detail["loc"])
        key = ".".join(str(part) for part in detail["loc"]) or "-"
        line = lined.line(where)
        if detail["type"] == "extra_forbidden":
            known = _known_keys(model, detail["loc"][:-1])
            values = {"key": str(detail["loc"][-1]), "nearest": nearest(str(detail["loc"][-1]), known)}
            yield Finding(codes.unknown, path, line, values)
        elif detail["type"] == "missing":
            yield Finding(codes.missing, path, line, {"key": key})
        elif detail["type"].startswith("date"):
            yield Finding(codes.not_a_date, path, line, {"key": key, "given": str(detail["input"])})
        else:
            values = {"key": key, "given": _shown(detail), "problem": detail["msg"]}
            yield Finding(codes.wrong, path, line, values)


def _shown(detail: ErrorDetails) -> str:
    given = str(detail["input"])
    return given if len(given) <= 60 else f"{given[:57]}…"


def _known_keys(model: type[BaseModel], location: tuple[str | int, ...]) -> list[str]:
    """Return the keys that the model around an unknown key knows."""
    for part in location:
        if isinstance(part, int):
            continue
        inner = _inner_model(model.model_fields[part].annotation) if part in model.model_fields else None
        if inner is None:
            return []
        model = inner
    return [field.alias or name for name, field in model.model_fields.items()]


def _inner_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        if found := _inner_model(argument):
            return found
    return None
