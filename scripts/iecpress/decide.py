"""A decision about a resource in; one line more in the ledger, and what it asks for done in the folder, out."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from iecpress.files import write_atomically
from iecpress.ledger import Event, Standing, Tombstone, What, appended, broken_rule
from iecpress.load.released import VERSIONS
from iecpress.model import Library, Resource

STATE = re.compile(r"^state:.*\n", re.MULTILINE)
AFTER = re.compile(r"^version:.*\n", re.MULTILINE)


class CannotDecide(ValueError):
    """A decision that may not be taken. `rule` is named as in the languages' tables: `problem-<rule>`."""

    def __init__(self, rule: str, detail: str = "") -> None:
        super().__init__(f"{rule}: {detail}")
        self.rule = rule
        self.detail = detail


def decide(library: Library, decision: Event) -> Event:
    """Withdraw, restore, move or retract a resource; return the event as the ledger has it. Raises CannotDecide.

    The ledger is told first: should anything fail after that, the decision holds all the same, and
    deciding it again does what is left to do in the folder.
    """
    standing = library.standings.get(decision.id)
    if standing is None or not _is_done(standing, decision):
        _may(library, standing, decision)
        resource = library.by_id[decision.id]
        if decision.what == "gone":
            decision = decision.model_copy(update={"tombstone": _tombstone(resource)})
        ledger = library.root / library.settings.ledger
        write_atomically(ledger, appended(library.ledger, [decision]).encode(), durable=True)
    _carry_out(library, decision)
    return decision


def _tombstone(resource: Resource) -> Tombstone:
    titles = {lang: text.title for lang, text in resource.texts.items()}
    dates = {str(release.version): release.date for release in resource.releases}
    return Tombstone(titles=titles, authors=resource.authors, dates=dates)


def _is_done(standing: Standing, event: Event) -> bool:
    """Whether the ledger holds the decision already, and only the folder is behind."""
    return event.what in ("gone", "moved") and standing.state == event.what


def _may(library: Library, standing: Standing | None, event: Event) -> None:
    if rule := broken_rule(standing, event):
        raise CannotDecide(rule, event.what)
    lacking = [lang for lang in library.settings.languages if not event.reason.get(lang)]
    if event.what != "restored" and lacking:
        raise CannotDecide("no-reason", lacking[0])
    if event.what == "moved" and event.to is None:
        raise CannotDecide("no-place")
    if event.to is not None:
        there = library.standings.get(event.to)
        if event.to == event.id or there is None or there.state != "live":
            raise CannotDecide("not-live", event.to)


def _carry_out(library: Library, event: Event) -> None:
    resource = library.by_id.get(event.id)
    if resource is None:
        return
    folder = library.root / resource.folder
    if event.what == "gone":
        shutil.rmtree(folder)
    elif event.what == "moved":
        for path in folder.iterdir():
            if path.name != VERSIONS:
                path.unlink()
    else:
        _show(library.root / resource.source_text.path, event.what)


def _show(path: Path, what: What) -> None:
    """Say in the source text's front matter how the resource stands, for those who edit it."""
    text = STATE.sub("", path.read_text("utf-8"), count=1)
    if what == "withdrawn":
        text = AFTER.sub(lambda found: f"{found[0]}state: withdrawn\n", text, count=1)
    write_atomically(path, text.encode(), durable=True)
