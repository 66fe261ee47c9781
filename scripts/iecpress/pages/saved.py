"""The page that lists what a reader has saved on the phone; a script fills it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from iecpress import addresses, fingerprint
from iecpress.pages.desk import Desk
from iecpress.pages.page import Page
from iecpress.pages.words import Words


def saved_page(desk: Desk, lang: str) -> Iterator[Page]:
    """Make it in one language. Where there is no script it says what it is for."""
    words = Words(lang)
    switch = {other: addresses.saved(desk.settings, other) for other in desk.settings.languages}
    title, lead = words.say("save-title"), words.say("save-lead")
    values = {
        "title": title,
        "lead": lead,
        "index": addresses.index(desk.settings, lang),
        "saved_address": switch[lang],
    }
    yield Page(
        address=switch[lang],
        lang=lang,
        title=title,
        description=lead,
        content=partial(desk.renderer.html, "saved.html", lang, switch[lang], values),
        alternates=switch,
        switch=switch,
        canonical=switch[lang],
        key=fingerprint.of_words(desk.background, lang),
        section="resources",
        indexed=False,
        scripts=("save",),
    )
