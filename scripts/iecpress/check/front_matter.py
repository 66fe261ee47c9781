"""Front matter and vocabulary in; words that nobody knows, reviews that are due and missing translations out."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from iecpress.check.rules import (
    CheckedText,
    GroupRule,
    ReadingRule,
    TextRule,
    shortened,
    source_first,
)
from iecpress.findings import Finding
from iecpress.load import Reading
from iecpress.load.site import CONFIG
from iecpress.load.validate import nearest
from iecpress.model import GREY, Library
from iecpress.text.markdown import parse
from iecpress.text.words import letter_count

DESCRIBED_BY = ("topics", "audiences", "stages", "countries")
POINTS = range(3, 6)
LONGEST_POINT = 90
"""Letters of one key point: what is set large enough for a wall in three lines."""


def known_words(text: CheckedText) -> Iterator[Finding]:
    """Topics, audiences, stages and countries are words of the vocabulary (M108), licences too (M109)."""
    vocabulary = text.library.vocabulary
    if not _is_source(text) or text.library.settings.vocabulary in text.library.unread:
        return
    for facet in DESCRIBED_BY:
        known = vocabulary.facet(facet)
        for position, given in enumerate(_listed(text, facet)):
            if given not in known:
                line = text.front_line(facet, position)
                yield text.finding(
                    "M108", line, key=facet, given=given, nearest=nearest(given, known)
                )
    licence = text.front.get("licence")
    if isinstance(licence, str) and licence not in vocabulary.licences:
        near = nearest(licence, vocabulary.licences)
        yield text.finding("M109", text.front_line("licence"), given=licence, nearest=near)


def allowed_layouts(text: CheckedText) -> Iterator[Finding]:
    """A text asks only for handouts that its kind may have (M113)."""
    kind = text.file.place.kind
    if kind is None or not _is_source(text):
        return
    for position, given in enumerate(_listed(text, "handouts")):
        if given.removesuffix(GREY) not in kind.layouts:
            near = nearest(given, kind.layouts)
            yield text.finding(
                "M113",
                text.front_line("handouts", position),
                given=given,
                nearest=near,
                kind=kind.id,
            )


def review_due(text: CheckedText) -> Iterator[Finding]:
    """Somebody looks at a text again by the day it names (M114)."""
    try:
        review_by = dt.date.fromisoformat(str(text.front.get("review_by")))
    except ValueError:
        return
    if _is_source(text) and review_by < text.today:
        yield text.finding("M114", text.front_line("review_by"), date=review_by.isoformat())


def needed_sources(text: CheckedText) -> Iterator[Finding]:
    """Some kinds say where each claim was seen (M115)."""
    kind = text.file.place.kind
    if (
        kind
        and kind.needs_sources
        and text.front
        and _is_source(text)
        and not text.front.get("sources")
    ):
        line = text.front_line("sources") if "sources" in text.front else 1
        yield text.finding("M115", line, kind=kind.id)


def short_points(text: CheckedText) -> Iterator[Finding]:
    """Key points are few, short (M121) and plain (M123): they are read on a wall, from two metres."""
    given = text.front.get("points")
    if not isinstance(given, list):
        return
    if len(given) not in POINTS:
        values = {"problem": "points-count", "size": str(len(given))}
        yield text.finding("M121", text.front_line("points"), **values)
    for position, point in enumerate(given):
        if not isinstance(point, str):
            continue
        line = text.front_line("points", position)
        if (size := letter_count(point)) > LONGEST_POINT:
            values = {"problem": "point-long", "given": shortened(point), "size": str(size)}
            yield text.finding("M121", line, **values, limit=str(LONGEST_POINT))
        if not _is_plain(point):
            yield text.finding("M123", line, given=shortened(point))


def _is_plain(words: str) -> bool:
    """Whether Markdown would leave the words as they are."""
    document = parse(words)
    outer = [token.type for token in document.tokens]
    inner = [child.type for token in document.tokens for child in token.children or ()]
    plain = outer in ([], ["paragraph_open", "inline", "paragraph_close"])
    return plain and set(inner) <= {"text"} and not document.raw_html


def points_in_every_language(group: Mapping[str, CheckedText]) -> Iterator[Finding]:
    """Each language has as many key points as the source text (M122)."""
    source, *translations = source_first(group)
    ours = _listed(source, "points")
    for text in translations:
        theirs = _listed(text, "points")
        if len(ours) != len(theirs):
            yield text.finding(
                "M122",
                text.front_line("points") if theirs else text.front_line("summary"),
                this_lang=source.file.place.lang,
                first=str(len(ours)),
                other_lang=text.file.place.lang,
                size=str(len(theirs)),
            )


def translated_version(group: Mapping[str, CheckedText]) -> Iterator[Finding]:
    """A translation renders the version that the source text has (M117 when newer, M118 when older)."""
    for text in group.values():
        found = text.library.by_path.get(text.file.place.path)
        if found is None or found[1].translates is None:
            continue
        version, translates = found[0].version, found[1].translates
        if translates != version:
            code = "M117" if translates > version else "M118"
            line = text.front_line("translates")
            yield text.finding(code, line, translates=str(translates), version=str(version))


def every_language(group: Mapping[str, CheckedText]) -> Iterator[Finding]:
    """A text exists in every language of the site (M119)."""
    first = source_first(group)[0]
    place, library = first.file.place, first.library
    for lang in library.settings.languages:
        name = f"index.{lang}.md" if place.kind else f"{place.group}.md"
        folder = place.path.parent if place.kind else Path(library.settings.pages) / lang
        # A file that could not be read is there, and has a finding of its own.
        if lang not in group and not os.path.lexists(library.root / folder / name):
            yield Finding(
                "M119",
                first.file.name,
                0,
                {"missing_lang": lang, "file": (folder / name).as_posix()},
            )


def any_resource(reading: Reading, library: Library, _today: dt.date) -> Iterator[Finding]:
    """A site that never had a resource has nothing to publish (M120)."""
    folders = [kind.folder for kind in library.settings.kinds]
    there = library.standings or any(file.place.kind for file in reading.files)
    if not there and not _faults_in(reading, folders):
        yield Finding("M120", CONFIG, 0, {"folders": ", ".join(folders)})


def _faults_in(reading: Reading, folders: list[str]) -> bool:
    return any(
        finding.path.startswith(f"{folder}/") for finding in reading.findings for folder in folders
    )


def _is_source(text: CheckedText) -> bool:
    return text.file.place.kind is not None and "translates" not in text.front


def _listed(text: CheckedText, key: str) -> list[str]:
    given: Any = text.front.get(key)
    return [item for item in given if isinstance(item, str)] if isinstance(given, list) else []


TEXT_RULES: tuple[TextRule, ...] = (
    known_words,
    allowed_layouts,
    review_due,
    needed_sources,
    short_points,
)
GROUP_RULES: tuple[GroupRule, ...] = (
    points_in_every_language,
    translated_version,
    every_language,
)
READING_RULES: tuple[ReadingRule, ...] = (any_resource,)
