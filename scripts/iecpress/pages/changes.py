"""Two released versions of a text in; the page that shows word by word what changed between them out.

What has no page of its own stands on one page for all such pairs, in pieces: a script puts together those asked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from markupsafe import Markup

from iecpress import addresses, fingerprint
from iecpress.links import page_resolver
from iecpress.model import Release
from iecpress.pages.apart import APART
from iecpress.pages.desk import Desk
from iecpress.pages.lineage import Lineage, Pair, lineage
from iecpress.pages.marked import Setter
from iecpress.pages.notes import Note, notes
from iecpress.pages.page import Page
from iecpress.pages.words import Words
from iecpress.redline import Part, Parts, compare, read, words_changed

RECENT = 64
"""How many texts are kept in parts: those of a resource stand together."""
PIECE = Markup('<div data-piece="{}"></div>')
"""Stands for a piece of the page that several pairs share."""


@dataclass(frozen=True, slots=True)
class Side:
    """What the page says of one of the two versions."""

    version: str
    date: dt.date
    address: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Another version to compare with, and where that is shown."""

    version: str
    address: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it, set; one in which nothing changed is only named."""

    part: Part
    html: Markup


@dataclass(frozen=True, slots=True)
class Two:
    """What is shown of two versions."""

    old: Side
    new: Side
    notes: Sequence[Note]
    titles: Markup
    summaries: Markup
    sections: Sequence[Section]
    changed: bool
    added: int
    removed: int

    @property
    def marked(self) -> list[Part]:
        """The parts that can be led to, because something changed in them."""
        return [one.part for one in self.sections if one.part.changed and one.part.id]


Setting = Callable[[Lineage, str, Part], Markup]
"""Sets a part of a text in which something changed, with links that lead right from an address."""


def change_pages(desk: Desk, lang: str) -> Iterator[Page]:
    """Make the pages about what changed in one language."""
    setting: Setting = lru_cache(RECENT)(partial(_set, lru_cache(RECENT)(_setter)))
    for resource_id in desk.library.archive:
        line = lineage(desk, resource_id, lang)
        for pair, address in line.pages.items():
            content = partial(_page_of_two, line, pair, setting)
            newer = line.releases[pair[1]]
            yield _page(line, newer, address, _described(line, pair), content)
        if line.others:
            address = addresses.comparison(desk.settings, lang, resource_id)
            description = Words(lang).say("compare-lead")
            content = partial(_page_of_any, line, setting)
            latest = line.releases[-1]
            yield _page(line, latest, address, description, content, scripts=("compare",))


def _parts(desk: Desk, release: Release, lang: str) -> Parts:
    """Return the parts of a frozen text."""
    path = desk.library.root / release.folder / f"index.{lang}.md"
    return _read(path, lang, release.texts[lang].words)


@lru_cache(maxsize=RECENT)
def _read(path: Path, lang: str, _words: str) -> Parts:
    """Read a frozen text; each is compared several times. What is frozen does not change while `_words` is the same."""
    return read(path, lang)


def _described(line: Lineage, pair: Pair) -> str:
    words = Words(line.lang)
    old, new = (words.table.number(str(line.releases[place].version)) for place in pair)
    return words.say("changes-description", old=old, new=new)


def _page(
    line: Lineage,
    newer: Release,
    address: str,
    description: str,
    content: Callable[[], str],
    scripts: tuple[str, ...] = (),
) -> Page:
    desk, lang, name = line.desk, line.lang, line.resource_id
    switch = {
        other: addresses.history(desk.settings, other, name) for other in desk.settings.languages
    }
    return Page(
        address=address,
        lang=lang,
        title=Words(lang).say("changes-title", title=newer.texts[lang].title),
        description=description,
        content=content,
        alternates={lang: address},
        switch={**switch, lang: address},
        canonical=address,
        key=fingerprint.of_words(
            desk.is_discreet(name), desk.look, address, desk.archived[name], desk.all_places
        ),
        section="resources",
        indexed=False,
        apart=APART,
        article=True,
        changed=newer.date,
        scripts=scripts,
    )


def _page_of_two(line: Lineage, pair: Pair, setting: Setting) -> str:
    # The way up to the resource is as long from every version: what is set once leads right from all such pages.
    anywhere = f"{addresses.resource(line.desk.settings, line.lang, line.resource_id)}-/-/"
    values = {
        **_about(line, line.releases[pair[1]]),
        "two": _two(line, pair, partial(setting, line, anywhere)),
        "choice": _choice(line, pair),
    }
    return line.desk.renderer.html("changes.html", line.lang, line.pages[pair], values)


def _page_of_any(line: Lineage, setting: Setting) -> str:
    """Set every pair that has no page of its own, and each piece once."""
    address = addresses.comparison(line.desk.settings, line.lang, line.resource_id)
    numbers: dict[Part, int] = {}

    def piece(part: Part) -> Markup:
        return PIECE.format(numbers.setdefault(part, len(numbers)))

    values = {
        **_about(line, line.releases[-1]),
        "sides": [_side(line, release) for release in line.releases],
        "pages": sorted(line.pages.items()),
        "others": [_two(line, pair, piece) for pair in line.others],
        "pieces": [setting(line, address, part) for part in numbers],
    }
    return line.desk.renderer.html("compare.html", line.lang, address, values)


def _about(line: Lineage, newer: Release) -> dict[str, object]:
    where = line.desk.settings, line.lang, line.resource_id
    return {
        "title": newer.texts[line.lang].title,
        "latest": addresses.resource(*where),
        "history": addresses.history(*where),
    }


def _two(line: Lineage, pair: Pair, section: Callable[[Part], Markup]) -> Two:
    desk, lang = line.desk, line.lang
    releases = [line.releases[place] for place in pair]
    old, new = (release.texts[lang] for release in releases)
    found = compare(*(_parts(desk, release, lang) for release in releases))
    titles, summaries = words_changed(old.title, new.title), words_changed(old.summary, new.summary)
    since, until = (release.version for release in releases)
    noted = [one for one in desk.library.archive[line.resource_id] if since < one.version <= until]
    setter = Setter(lang, lambda _: "#")  # there is no link in a title
    return Two(
        old=_side(line, releases[0]),
        new=_side(line, releases[1]),
        notes=list(notes(noted, lang)),
        titles=setter.runs(titles),
        summaries=setter.runs(summaries),
        sections=[
            Section(part, section(part) if part.changed else Markup()) for part in found.parts
        ],
        changed=found.changed or any(run.op != "same" for run in (*titles, *summaries)),
        added=found.count("added"),
        removed=found.count("removed"),
    )


def _setter(line: Lineage, address: str) -> Setter:
    text = line.releases[-1].folder.parent.parent / f"index.{line.lang}.md"
    return Setter(line.lang, page_resolver(line.desk.library, text, address))


def _set(
    setter: Callable[[Lineage, str], Setter], line: Lineage, address: str, part: Part
) -> Markup:
    values = {"part": part, "boxes": setter(line, address).boxes(part)}
    return Markup(line.desk.renderer.html("changed.html", line.lang, address, values))  # noqa: S704


def _choice(line: Lineage, pair: Pair) -> list[tuple[str, list[Choice]]]:
    """Return the ways to exchange either version; none where there are but these two."""
    versions = [str(release.version) for release in line.releases]
    if len(versions) == len(pair):
        return []
    old, new = pair
    return [
        ("changes-older", [Choice(versions[o], line.compared((o, new))) for o in range(new)]),
        (
            "changes-newer",
            [Choice(versions[n], line.compared((old, n))) for n in range(old + 1, len(versions))],
        ),
    ]


def _side(line: Lineage, release: Release) -> Side:
    settings = line.desk.settings
    address = addresses.resource(settings, line.lang, line.resource_id, release.version)
    return Side(str(release.version), release.date, address)
