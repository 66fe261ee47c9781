"""A decision about a resource in; one line more in the ledger, and what it asks for done in the folder, out."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from iecpress.files import write_atomically
from iecpress.ledger import Event, Standing, Tombstone, What, appended, broken_rule
from iecpress.load.released import VERSIONS
from iecpress.model import Library
from iecpress.settings import WORK

STATE = re.compile(r"^state:.*\n", re.MULTILINE)
AFTER = re.compile(r"^version:.*\n", re.MULTILINE)


class CannotDecide(ValueError):
    """A decision that may not be taken. `rule` is named as in the languages' tables: `problem-<rule>`."""

    def __init__(self, rule: str, **values: str) -> None:
        super().__init__(f"{rule}: {values}")
        self.rule = rule
        self.values = values


def decide(library: Library, decision: Event) -> Event:
    """Withdraw, restore, move or retract a resource; return the event as the ledger has it. Raises CannotDecide.

    The ledger is told first: should anything fail after that, the decision holds all the same, and
    deciding it again does what is left to do in the folder.
    """
    standing = library.standings.get(decision.id)
    if standing is None or not _is_left(library, standing, decision):
        _may(library, standing, decision)
        if decision.what == "gone":
            stone = _tombstone(library, decision.id)
            decision = decision.model_copy(update={"tombstone": stone})
        ledger = library.root / library.settings.ledger
        write_atomically(ledger, appended(library.ledger, [decision]).encode(), durable=True)
    _carry_out(library, decision)
    return decision


def _tombstone(library: Library, resource_id: str) -> Tombstone:
    releases = library.archive[resource_id]
    titles = {lang: text.title for release in releases for lang, text in release.texts.items()}
    dates = {str(release.version): release.date for release in releases}
    newest = releases[-1]
    return Tombstone(kind=newest.kind, titles=titles, authors=newest.authors, dates=dates)


def _is_left(library: Library, standing: Standing, event: Event) -> bool:
    """Whether the ledger holds the decision already, and only the folder is, or may be, behind."""
    if event.what in ("gone", "moved"):
        return standing.state == event.what
    resource = library.by_id.get(event.id)
    if resource is None or (standing.state == "withdrawn") != (event.what == "withdrawn"):
        return False
    shown = STATE.search((library.root / resource.source_text.path).read_text("utf-8"))
    return (shown is not None) != (event.what == "withdrawn")


def _may(library: Library, standing: Standing | None, event: Event) -> None:
    if library.ledger.broken:
        raise CannotDecide("ledger-broken", path=library.settings.ledger)
    if standing is None:
        raise CannotDecide("not-released", id=event.id)
    if rule := broken_rule(standing, event):
        raise CannotDecide(rule, what=event.what, id=event.id)
    lacking = [lang for lang in library.settings.languages if not event.reason.get(lang)]
    if event.what != "restored" and lacking:
        raise CannotDecide("no-reason", given_lang=lacking[0])
    if event.to is not None:
        there = library.standings.get(event.to)
        if event.to == event.id or there is None or there.state != "live":
            raise CannotDecide("not-live", id=event.to)


def _carry_out(library: Library, event: Event) -> None:
    folder = _folder(library, event.id)
    if event.what == "gone":
        if folder is not None:
            shutil.rmtree(folder)
        shutil.rmtree(library.root / WORK, ignore_errors=True)  # it holds the words in many forms
    elif event.what == "moved" and folder is not None:
        for path in folder.iterdir():
            if path.name != VERSIONS:
                path.unlink()
    elif event.id in library.by_id:
        _show(library.root / library.by_id[event.id].source_text.path, event.what)


def _folder(library: Library, resource_id: str) -> Path | None:
    """Return where a resource lies: its texts, or what is left of it."""
    if resource := library.by_id.get(resource_id):
        return library.root / resource.folder
    places = (library.root / kind.folder / resource_id for kind in library.settings.kinds)
    return next((place for place in places if place.is_dir()), None)


def _show(path: Path, what: What) -> None:
    """Say in the source text's front matter how the resource stands, for those who edit it."""
    text = STATE.sub("", path.read_text("utf-8"), count=1)
    if what == "withdrawn":
        text = AFTER.sub(lambda found: f"{found[0]}state: withdrawn\n", text, count=1)
    write_atomically(path, text.encode(), durable=True)
