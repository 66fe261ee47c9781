"""A text that is missing in one language in; the page that says so, and where it is, out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from iecpress import addresses
from iecpress.pages.desk import Desk
from iecpress.pages.page import Page
from iecpress.pages.standing import Notice
from iecpress.pages.words import Words


def missing_page(
    desk: Desk,
    lang: str,
    address: str,
    titles: Mapping[str, str],
    switch: Mapping[str, str],
    notice: Notice | None = None,
) -> Page:
    """Make a page that says, in its own language and in those that have the text, where the text is.

    `titles` are the text's titles by the languages that have it; `notice` says what was decided about it.
    """
    words = Words(lang)
    values = {
        "titles": titles,
        "notice": notice,
        "switch": switch,
        "spoken": {other: Words(other) for other in (lang, *titles)},
        "help_address": desk.help_address,
        "index": addresses.index(desk.settings, lang),
    }
    return Page(
        address=address,
        lang=lang,
        title=words.say("page-missing-title", language=words.language_name(lang)),
        description=words.say("page-missing-title", language=words.language_name(lang)),
        content=partial(desk.renderer.html, "missing.html", lang, address, values),
        alternates={other: switch[other] for other in titles},
        switch=switch,
        canonical=address,
        section="resources",
        indexed=False,
    )
