"""A text by itself in; its outline, kept from an earlier check or made anew, out."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from pydantic import TypeAdapter

from iecpress import fingerprint
from iecpress.check import structure, writing
from iecpress.check.rules import Outline, ParsedText, WordRule
from iecpress.load import TextFile
from iecpress.memory import Known
from iecpress.text.facts import Fact, facts_in, facts_of
from iecpress.text.markdown import parse

WORD_RULES: tuple[WordRule, ...] = (*structure.WORD_RULES, *writing.WORD_RULES)


def outline(file: TextFile, numbers: tuple[str, ...], known: Known) -> Outline:
    """Return the outline of a text. `numbers` are those of all contacts, as they are written.

    What is kept bears the name of both arguments whole: every line and every key of the text, and its path.
    """
    name = fingerprint.of_words(repr((file, numbers)))
    kept = known.recall(name)
    if kept is not None:
        return _form().validate_json(kept)
    made = _made(ParsedText(file, numbers, parse(file.body, file.body_line)))
    known.keep(name, _form().dump_json(made).decode())
    return made


def _made(text: ParsedText) -> Outline:
    document = text.document
    found = [finding for rule in WORD_RULES for finding in rule(text)]
    return Outline(
        headings=document.headings,
        links=document.links,
        pictures=document.pictures,
        facts=_facts(text),
        findings=tuple(replace(finding, path="") for finding in found),
    )


def _facts(text: ParsedText) -> tuple[Fact, ...]:
    stated = [
        fact
        for _, run in text.front_runs("title", "summary", "points")
        for fact in facts_in(run, text.lang)
    ]
    return (*stated, *facts_of(text.document, text.lang))


@cache
def _form() -> TypeAdapter[Outline]:
    return TypeAdapter(Outline)
