"""A parsed text in; faults of its headings, callouts and markup, and how its languages differ in them, out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from iecpress.check.rules import (
    CheckedText,
    GroupRule,
    ParsedText,
    WordRule,
    shortened,
    source_first,
)
from iecpress.findings import Finding
from iecpress.load.validate import closest, nearest
from iecpress.settings import IDENTIFIER
from iecpress.text.markdown import CALLOUTS, MAX_NESTING, Heading

LOOKS_LIKE_ID = re.compile(r"\s*\{[#:][^}]*\}?\s*$")
"""What an author meant as an id, though it is not one."""
EXAMPLE_ID = "what-to-check"


def headings_have_ids(group: Mapping[str, CheckedText]) -> Iterator[Finding]:
    """Every heading has an id; the one proposed is that of the other language, or made of English words (T101)."""
    for text in group.values():
        for position, heading in enumerate(text.outline.headings):
            if not heading.id and not LOOKS_LIKE_ID.search(heading.title) and heading.level > 1:
                yield text.finding(
                    "T101",
                    heading.line,
                    heading=shortened(heading.title),
                    right=_written(heading, _proposed_id(group, text, position)),
                )


def _proposed_id(group: Mapping[str, CheckedText], text: CheckedText, position: int) -> str:
    here = text.outline.headings
    twins = [
        other.outline.headings[position]
        for other in group.values()
        if len(other.outline.headings) == len(here)
        and other.outline.headings[position].level == here[position].level
    ]
    taken = {heading.id for heading in here}
    proposals = [
        *(twin.id for twin in twins),
        *(_slug(twin.title) for twin in [here[position], *twins]),
        EXAMPLE_ID,
    ]
    return next(
        (proposal for proposal in proposals if proposal and proposal not in taken), EXAMPLE_ID
    )


def _slug(title: str) -> str:
    """Make an id of Latin words; other scripts give none."""
    plain = (
        unicodedata.normalize("NFKD", title)
        .encode("ascii", "ignore")
        .decode()
        .lower()
        .replace("'", "")
    )
    slug = "-".join(re.findall(r"[a-z0-9]+", plain)[:6])
    return slug if re.search("[a-z]", slug) else ""


def _written(heading: Heading, heading_id: str) -> str:
    return f"{'#' * heading.level} {shortened(heading.title)} {{#{heading_id}}}"


def heading_ids(text: ParsedText) -> Iterator[Finding]:
    """An id is ASCII, lower case, with single hyphens (T111), and is given once (T110)."""
    first: dict[str, int] = {}
    for heading in text.document.headings:
        tried = heading.id or _tried(heading.title)
        if tried and not re.fullmatch(IDENTIFIER, tried):
            yield text.finding("T111", heading.line, given=tried, right=_slug(tried) or EXAMPLE_ID)
        elif heading.id and first.setdefault(heading.id, heading.line) != heading.line:
            yield text.finding("T110", heading.line, id=heading.id, first=str(first[heading.id]))


def _tried(title: str) -> str:
    found = LOOKS_LIKE_ID.search(title)
    return (
        found.group().strip().removeprefix("{").removesuffix("}").strip(" #:") or "#"
        if found
        else ""
    )


def levels(text: ParsedText) -> Iterator[Finding]:
    """The title is the only heading of level one (T105), and no level is skipped below it (T104)."""
    above = 1
    for heading in text.document.headings:
        if heading.level == 1:
            yield text.finding("T105", heading.line, heading=shortened(heading.title))
        elif heading.level > above + 1:
            given, right = "#" * heading.level, "#" * (above + 1)
            yield text.finding(
                "T104", heading.line, heading=shortened(heading.title), given=given, right=right
            )
        above = heading.level


def markup(text: ParsedText) -> Iterator[Finding]:
    """A text is Markdown, without HTML (T106) and without nesting that the parser would cut off (T115)."""
    for line, html in dict(reversed(text.document.raw_html)).items():
        yield text.finding("T106", line, html=shortened(html))
    for token in text.document.tokens:
        if token.level >= MAX_NESTING - 1 and token.map:
            yield text.finding("T115", text.file.body_line + token.map[0])
            return


def callouts(text: ParsedText) -> Iterator[Finding]:
    """A callout is one of those that page and paper know (T112), and says something (T117)."""
    for line, given in text.document.callouts:
        if given not in CALLOUTS:
            yield text.finding("T112", line, given=given, nearest=nearest(given, CALLOUTS))
    before, opened = "", 0
    for token in text.document.tokens:
        if token.type == "admonition_title_open" and token.map:
            opened = text.file.body_line + token.map[0]
        elif token.type == "admonition_close" and before == "admonition_title_close":
            yield text.finding("T117", opened)
        before = token.type


def content(text: ParsedText) -> Iterator[Finding]:
    """A text has a body (T113), and each of its headings has something under it (T114)."""
    blocks = [
        token
        for token in text.document.tokens
        if token.type in _CONTENT or token.type == "heading_open"
    ]
    if not any(token.type in _CONTENT for token in blocks):
        layout = text.front.get("layout", "page")
        if layout == "page":
            yield text.finding("T113", text.file.body_line)
        return
    by_line = {heading.line - text.file.body_line: heading for heading in text.document.headings}
    for token, after in zip(blocks, [*blocks[1:], None], strict=True):
        if (
            token.type == "heading_open"
            and _nothing_under(token.tag, after.tag if after else "h1")
            and token.map
        ):
            title = shortened(by_line[token.map[0]].title)
            yield text.finding("T114", text.file.body_line + token.map[0], heading=title)


def _nothing_under(tag: str, next_tag: str) -> bool:
    return next_tag.startswith("h") and next_tag[1:].isdigit() and int(next_tag[1:]) <= int(tag[1:])


_CONTENT = (
    "paragraph_open",
    "fence",
    "table_open",
    "bullet_list_open",
    "ordered_list_open",
    "admonition_open",
    "dl_open",
)


def same_headings(group: Mapping[str, CheckedText]) -> Iterator[Finding]:
    """A text has the same headings in every language: the same ids (T102), in the same order and levels (T103)."""
    base, *others = source_first(group)
    for other in others:
        yield from _only_in(base, other)
        yield from _only_in(other, base)
        yield from _order(base, other)


def _only_in(text: CheckedText, other: CheckedText) -> Iterator[Finding]:
    there = [heading.id for heading in other.outline.headings if heading.id]
    missing = [
        heading for heading in text.outline.headings if heading.id and heading.id not in there
    ]
    # Headings that have no id yet are findings already; these may be the ones that are missed.
    if len(missing) > len(other.outline.headings) - len(there):
        unmatched = sorted(set(there) - {heading.id for heading in text.outline.headings})
        for heading in missing:
            yield text.finding(
                "T102",
                heading.line,
                id=heading.id,
                heading=shortened(heading.title),
                this_lang=text.file.place.lang,
                other_lang=other.file.place.lang,
                nearest=closest(heading.id, unmatched or there, 0.4),
            )


def _order(base: CheckedText, other: CheckedText) -> Iterator[Finding]:
    """Name the first place where the headings that both have part ways."""
    ours, theirs = _shared(base, other), _shared(other, base)
    for position, (mine, its) in enumerate(zip(ours, theirs, strict=False), 1):
        if (mine.level, mine.id) != (its.level, its.id):
            yield other.finding(
                "T103",
                its.line,
                position=str(position),
                this_lang=base.file.place.lang,
                this=_marked(mine),
                other_lang=other.file.place.lang,
                other=_marked(its),
            )
            return


def _shared(text: CheckedText, other: CheckedText) -> Sequence[Heading]:
    """Return the headings that the other text has too, each id once."""
    there = {heading.id for heading in other.outline.headings}
    found = {
        heading.id: heading
        for heading in reversed(text.outline.headings)
        if heading.id and heading.id in there
    }
    return [heading for heading in text.outline.headings if found.get(heading.id) is heading]


def _marked(heading: Heading) -> str:
    return f"{'#' * heading.level} … {{#{heading.id}}}"


WORD_RULES: tuple[WordRule, ...] = (heading_ids, levels, markup, callouts, content)
GROUP_RULES: tuple[GroupRule, ...] = (headings_have_ids, same_headings)
