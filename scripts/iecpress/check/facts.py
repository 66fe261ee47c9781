"""A text in several languages in; every fact that is not the same in all of them out, per heading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from iecpress.check.rules import CheckedText
from iecpress.findings import Finding
from iecpress.text.facts import Fact, FactKind

CODES: Mapping[FactKind, str] = {
    "phone": "P210",
    "money": "P211",
    "percent": "P212",
    "date": "P213",
    "year": "P214",
    "email": "P215",
    "web": "P216",
}


def facts_agree(group: Mapping[str, CheckedText]) -> Iterator[Finding]:
    """Compare each translation with its source text, section by section through the shared heading ids.

    A section that only one of them has is another rule's finding.
    """
    source = _source(group)
    if source is None:
        return
    facts = _by_heading(source)
    for text in group.values():
        if text is source:
            continue
        theirs = _by_heading(text)
        shared = {"", *(h.id for h in source.outline.headings)} & {
            "",
            *(h.id for h in text.outline.headings),
        }
        for heading in sorted(shared):
            yield from _differences(
                source, text, heading, facts.get(heading, ()), theirs.get(heading, ())
            )


def _source(group: Mapping[str, CheckedText]) -> CheckedText | None:
    for text in group.values():
        front = text.file.front.value if text.file.front else None
        if isinstance(front, dict) and "translates" not in front and text.file.place.kind:
            return text
    settings = next(iter(group.values())).library.settings
    return group.get(settings.default_language)


def _by_heading(text: CheckedText) -> dict[str, list[Fact]]:
    found: dict[str, list[Fact]] = {}
    for fact in text.outline.facts:
        found.setdefault(fact.heading, []).append(fact)
    return found


def _differences(
    source: CheckedText,
    text: CheckedText,
    heading: str,
    ours: Sequence[Fact],
    theirs: Sequence[Fact],
) -> Iterator[Finding]:
    only_ours, only_theirs = _without_equal(ours, theirs), _without_equal(theirs, ours)
    for kind, code in CODES.items():
        missing = [fact for fact in only_ours if fact.kind == kind]
        extra = [fact for fact in only_theirs if fact.kind == kind]
        if missing or extra:
            yield text.finding(
                code,
                extra[0].line if extra else _line_of(text, heading),
                this_lang=source.file.place.lang,
                this=_shown(missing),
                other_lang=text.file.place.lang,
                other=_shown(extra),
                heading=text.outline.heading_title(heading) or text.file.place.group,
                anchor=heading or "top",
                contacts=text.library.settings.contacts,
            )


def _without_equal(facts: Sequence[Fact], others: Sequence[Fact]) -> list[Fact]:
    return [fact for fact in facts if not any(fact.agrees(other) for other in others)]


def _shown(facts: Sequence[Fact]) -> str:
    return ", ".join(dict.fromkeys(fact.shown for fact in facts))


def _line_of(text: CheckedText, heading: str) -> int:
    return next((h.line for h in text.outline.headings if h.id == heading), text.file.body_line)


GROUP_RULES = (facts_agree,)
