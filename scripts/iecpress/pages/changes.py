"""Two released versions of a text in; the page that shows word by word what changed between them out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from markupsafe import Markup

from iecpress import addresses, fingerprint
from iecpress.links import page_resolver
from iecpress.model import Release
from iecpress.pages.apart import APART
from iecpress.pages.desk import Desk
from iecpress.pages.lineage import Lineage, lineage
from iecpress.pages.marked import Setter
from iecpress.pages.notes import notes
from iecpress.pages.page import Page
from iecpress.pages.words import Words
from iecpress.redline import Part, Parts, compare, read, words_changed

RECENT = 64
"""How many texts are kept in parts, and sections as they were set: those of a resource stand together."""


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
class Step:
    """Two versions, as places in a lineage."""

    line: Lineage
    old: int
    new: int

    @property
    def address(self) -> str:
        """Where the page about them answers."""
        return self.line.compared(self.old, self.new)

    @property
    def releases(self) -> tuple[Release, Release]:
        """The older and the newer one."""
        return self.line.releases[self.old], self.line.releases[self.new]


def change_pages(desk: Desk, lang: str) -> Iterator[Page]:
    """Make the pages about what changed in one language: between each two versions of everything."""
    # Between many versions the same few sections changed, and each two states of one are set once.
    setter = lru_cache(RECENT)(partial(_setter, desk, lang))
    section = lru_cache(RECENT)(partial(_set, desk, lang, setter))
    for resource_id in desk.library.archive:
        own = lineage(desk, resource_id, lang)
        for new in range(len(own.releases)):
            for old in range(new):
                yield _page(Step(own, old, new), section)


def _parts(desk: Desk, release: Release, lang: str) -> Parts:
    """Return the parts of a frozen text."""
    path = desk.library.root / release.folder / f"index.{lang}.md"
    return _read(path, lang, release.texts[lang].words)


@lru_cache(maxsize=RECENT)
def _read(path: Path, lang: str, _words: str) -> Parts:
    """Read a frozen text; each is compared several times. What is frozen does not change while `_words` is the same."""
    return read(path, lang)


def _page(step: Step, section: Callable[[str, Part], Section]) -> Page:
    desk, lang, name = step.line.desk, step.line.lang, step.line.resource_id
    words = Words(lang)
    old, new = step.releases
    said = {
        "old": words.table.number(str(old.version)),
        "new": words.table.number(str(new.version)),
    }
    switch = {
        other: addresses.history(desk.settings, other, name) for other in desk.settings.languages
    }
    return Page(
        address=step.address,
        lang=lang,
        title=words.say("changes-title", title=new.texts[lang].title),
        description=words.say("changes-description", **said),
        content=partial(_content, step, section),
        alternates={lang: step.address},
        switch={**switch, lang: step.address},
        canonical=step.address,
        key=fingerprint.of_words(
            desk.is_discreet(name),
            desk.look,
            step.address,
            old.version,
            new.version,
            desk.archived[name],
            desk.all_places,
        ),
        section="resources",
        indexed=False,
        apart=APART,
        article=True,
        changed=new.date,
    )


def _content(step: Step, section: Callable[[str, Part], Section]) -> str:
    desk, lang, name = step.line.desk, step.line.lang, step.line.resource_id
    releases = step.releases
    old, new = (release.texts[lang] for release in releases)
    setter = Setter(lang, lambda _: "#")  # there is no link in a title
    found = compare(*(_parts(desk, release, lang) for release in releases))
    titles, summaries = words_changed(old.title, new.title), words_changed(old.summary, new.summary)
    since, until = (release.version for release in releases)
    between = [one for one in desk.library.archive[name] if since < one.version <= until]
    heads = [run for run in (*titles, *summaries) if run.op != "same"]
    values = {
        "title": new.title,
        "old": _side(step, releases[0]),
        "new": _side(step, releases[1]),
        "notes": list(notes(between, lang)),
        "latest": addresses.resource(desk.settings, lang, name),
        "history": addresses.history(desk.settings, lang, name),
        "titles": setter.runs(titles),
        "summaries": setter.runs(summaries),
        "sections": [
            section(name, part) if part.changed else Section(part, Markup()) for part in found.parts
        ],
        "marked": [part for part in found.parts if part.changed and part.id],
        "changed": found.changed or bool(heads),
        "added": found.count("added"),
        "removed": found.count("removed"),
        "choice": _choice(step),
    }
    return desk.renderer.html("changes.html", lang, step.address, values)


def _setter(desk: Desk, lang: str, resource_id: str) -> Setter:
    """Return what sets a text with links that lead right from every page about two versions of it."""
    page = f"{addresses.resource(desk.settings, lang, resource_id)}-/-/"
    text = desk.library.archive[resource_id][-1].folder.parent.parent / f"index.{lang}.md"
    return Setter(lang, page_resolver(desk.library, text, page))


def _set(
    desk: Desk, lang: str, setter: Callable[[str], Setter], resource_id: str, part: Part
) -> Section:
    values = {"part": part, "boxes": setter(resource_id).boxes(part)}
    return Section(part, Markup(desk.renderer.html("changed.html", lang, "/", values)))  # noqa: S704


def _choice(step: Step) -> list[tuple[str, list[Choice]]]:
    """Return the ways to exchange either version; none where there are but these two."""
    own = step.line
    if len(own.releases) == len(step.releases):
        return []
    older = [(old, step.new) for old in range(step.new)]
    newer = [(step.old, new) for new in range(step.old + 1, len(own.releases))]
    return [
        (
            "changes-older",
            [Choice(str(own.releases[o].version), own.compared(o, n)) for o, n in older],
        ),
        (
            "changes-newer",
            [Choice(str(own.releases[n].version), own.compared(o, n)) for o, n in newer],
        ),
    ]


def _side(step: Step, release: Release) -> Side:
    own = step.line
    address = addresses.resource(own.desk.settings, own.lang, own.resource_id, release.version)
    return Side(str(release.version), release.date, address)
