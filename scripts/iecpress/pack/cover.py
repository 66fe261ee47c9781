"""The contents of a pack in, its cover as a job for the handouts out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from iecpress.handouts.binding import Cover
from iecpress.handouts.qr import qr_code
from iecpress.handouts.records import LEAF, Job
from iecpress.languages import language
from iecpress.model import Library, Resource, Text
from iecpress.pack.contents import Contents
from iecpress.settings import Kind
from iecpress.version import Version

TEMPLATE = "pack"


def cover(library: Library, pack: Contents, *, bound: bool) -> Cover:
    """Describe the cover. In a PDF that is `bound` its titles lead to the handouts, else to the website.

    A pack is described as if it were a resource, so that what holds for every sheet holds for this one.
    """
    lang = language(pack.lang)
    own = f"{pack.address}#{pack.id}"
    values = {
        "pack": pack,
        "link": lambda entry: f"{LEAF}{entry.number}" if bound else entry.address,
        "bound": bound,
        "address": pack.address,
        "newest": own,
        "qr": qr_code(pack.address, lang.say("handout-qr", address=pack.address)),
    }
    resource = _as_resource(library, pack)
    return Cover(Job(resource, resource.source_text, TEMPLATE, pack.grey), values)


def summary(pack: Contents) -> str:
    """Return in one sentence what a pack is."""
    lang = language(pack.lang)
    count = len(pack.entries)
    key = "pack-summary-one" if count == 1 else "pack-summary-other"
    return lang.say(key, count=lang.number(count), language=lang.names.get(pack.lang, lang.name))


def _as_resource(library: Library, pack: Contents) -> Resource:
    settings, say = library.settings, language(pack.lang).say
    in_all = {lang: language(lang).say for lang in settings.languages}
    kind = Kind(
        id="pack",
        folder="packs",
        names={lang: say("pack-kind") for lang, say in in_all.items()},
        plural={lang: say("pack-plural") for lang, say in in_all.items()},
    )
    title = f"{say('pack-kind')}: {pack.title}"
    text = Text(pack.lang, Path(settings.vocabulary), title, summary(pack), "", 1)
    return Resource(
        id=pack.id,
        kind=kind,
        folder=Path(settings.vocabulary).parent,
        source_lang=pack.lang,
        texts={pack.lang: text},
        version=_dated(pack.newest),
        date=pack.newest,
        authors=(settings.identity.short,),
        licence=pack.licence,
    )


def _dated(day: dt.date) -> Version:
    """A pack has no version of its own; the day of its newest text orders one pack after the other."""
    return Version(day.year, day.month * 100 + day.day)
