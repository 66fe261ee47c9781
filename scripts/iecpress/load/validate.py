"""Parsed YAML and a pydantic model in; a record, or findings that name key, line and nearest right key, out."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, RootModel, ValidationError
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
    close = closest(word, known, 0.5)
    return close or ", ".join(known)


def closest(word: str, choices: Iterable[str], cutoff: float = 0.0) -> str:
    """Return the choice that looks most like `word`, or the empty string when there is none to offer."""
    close = difflib.get_close_matches(word, list(choices), n=1, cutoff=cutoff)
    return close[0] if close else ""


def validate(
    model: type[Record],
    lined: Lined,
    path: str,
    codes: ValidationCodes,
    *,
    value: Any = None,
    at: Path = (),
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
    error: ValidationError,
    model: type[BaseModel],
    lined: Lined,
    path: str,
    codes: ValidationCodes,
    at: Path,
) -> Iterator[Finding]:
    misspelt: set[Path] = set()
    missing: list[ErrorDetails] = []
    for detail in error.errors():
        location = detail["loc"]
        line = lined.line((*at, *location))
        if detail["type"] == "extra_forbidden":
            near = nearest(str(location[-1]), _known_keys(model, location[:-1]))
            misspelt.add((*location[:-1], near))
            yield Finding(codes.unknown, path, line, {"key": str(location[-1]), "nearest": near})
        elif detail["type"] == "missing":
            missing.append(detail)
        elif detail["type"].startswith("date"):
            values = {"key": _key(location, path), "given": _shown(detail)}
            yield Finding(codes.not_a_date, path, line, values)
        else:
            values = {"key": _key(location, path), "given": _shown(detail), **_problem(detail)}
            yield Finding(codes.wrong, path, line, values)
    for detail in missing:
        # A key that is there under a misspelt name is not missing too.
        if detail["loc"] not in misspelt:
            line = lined.line((*at, *detail["loc"]))
            yield Finding(codes.missing, path, line, {"key": _key(detail["loc"], path)})


def _key(location: tuple[str | int, ...], path: str) -> str:
    """Return a key as an author counts: `sources.1.url` is the address of the first source.

    The number of an entry of a whole file of entries is left out: the line says it. What is about the
    whole file bears the file's name.
    """
    parts = [
        str(part + 1) if isinstance(part, int) else part for part in location if part != "[key]"
    ]
    if len(parts) > 1 and isinstance(location[0], int):
        parts = parts[1:]
    return ".".join(parts) or path.rpartition("/")[2]


def _shown(detail: ErrorDetails) -> str:
    """Return what was given, when it is a word; a list or a block of lines is only hinted at."""
    given = detail["input"]
    if given is None:
        return ""
    shown = str(given) if isinstance(given, str | int | float) else "…"
    return shown if len(shown) <= 60 else f"{shown[:57]}…"


def _problem(detail: ErrorDetails) -> dict[str, str]:
    """Name the problem by pydantic's type of error; what it expected comes along as `limit` or `expected`.

    The sentences stand in the language tables under `problem-<name>`.
    """
    context = detail.get("ctx", {})
    limit = next(
        (str(context[name]) for name in ("max_length", "min_length", "gt") if name in context), None
    )
    expected = context.get("expected")
    return {
        "problem": detail["type"].replace("_", "-"),
        **({"limit": limit} if limit is not None else {}),
        **({"expected": str(expected).replace("'", "").replace(" or ", ", ")} if expected else {}),
    }


def _known_keys(model: type[BaseModel], location: tuple[str | int, ...]) -> list[str]:
    """Return the keys that the model around an unknown key knows."""
    if issubclass(model, RootModel):
        model = _inner_model(model.model_fields["root"].annotation) or model
    for part in location:
        if isinstance(part, int):
            continue
        inner = (
            _inner_model(model.model_fields[part].annotation)
            if part in model.model_fields
            else None
        )
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
