"""A library in; what every page of the theme shows around its content, as plain data, out."""

from __future__ import annotations

from typing import Any

from iecpress import addresses, policy
from iecpress.fonts import font_files
from iecpress.languages import language
from iecpress.pages.desk import Desk
from iecpress.pages.site import all_site_pages
from iecpress.pages.words import Words

THEME_WORDS = "theme-"
"""Keys of interface words that the theme's own templates use start so."""
PRIVACY = "privacy"
"""The site's own page on what others can see of a visit."""


def frame(desk: Desk) -> dict[str, Any]:
    """Return the theme's data: the organisation, its colours, and per language its words and navigation.

    It belongs under `extra.iecpress` of the MkDocs configuration; YAML can hold it.
    """
    settings = desk.settings
    return {
        "base_url": settings.base_url,
        "default_language": settings.default_language,
        "short": settings.identity.short,
        "web": str(settings.identity.web),
        "policy": policy.head(),
        "leave_to": settings.leave_to,
        "fonts": [
            {"name": font.for_pages.name, "weight": font.weight}
            for font in (font_files() if settings.web_font else ())
        ],
        "colours": settings.identity.colours.model_dump(),
        "languages": {lang: _in_language(desk, lang) for lang in settings.languages},
    }


def _in_language(desk: Desk, lang: str) -> dict[str, Any]:
    table, words, identity = language(lang), Words(lang), desk.settings.identity
    return {
        "code": lang,
        "name": table.name,
        "direction": table.direction,
        "script": table.script,
        "locale": table.locale,
        "organisation": words.one_of(identity.name),
        "tagline": words.one_of(identity.tagline),
        "home": addresses.home(desk.settings, lang),
        "picture": addresses.share_picture(None, lang, addresses.FOR_LINK),
        "help": desk.help_address.get(lang, ""),
        "resources": addresses.index(desk.settings, lang),
        "navigation": _navigation(desk, lang, words),
        "urgent": _urgent(desk, words),
        "privacy": _privacy(desk, lang, words),
        "words": {key: text for key, text in table.strings.items() if key.startswith(THEME_WORDS)},
    }


def _navigation(desk: Desk, lang: str, words: Words) -> list[dict[str, str]]:
    """Return the items of the main navigation; one whose page nobody has written is left out."""
    shelf = all_site_pages(desk)
    by_layout = {page.layout: name for name, texts in shelf.items() for page in texts.values()}
    names = {
        "home": by_layout.get("home"),
        "help": by_layout.get("help"),
        "updates": by_layout.get("updates"),
        "about": "about" if "about" in shelf else None,
        "handbook": "handbook/index" if "handbook/index" in shelf else None,
    }
    where = {
        section: addresses.site_page(desk.settings, lang, name)
        for section, name in names.items()
        if name
    }
    where["resources"] = addresses.index(desk.settings, lang)
    order = ("home", "help", "resources", "updates", "about", "handbook")
    return [
        {"section": section, "label": words.say(f"page-nav-{section}"), "address": where[section]}
        for section in order
        if section in where
    ]


def _privacy(desk: Desk, lang: str, words: Words) -> dict[str, str]:
    """Return the way to the page that says what others can see of a visit, where somebody has written one."""
    if lang not in all_site_pages(desk).get(PRIVACY, {}):
        return {}
    where = addresses.site_page(desk.settings, lang, PRIVACY)
    return {"label": words.say("page-privacy"), "address": where}


def _urgent(desk: Desk, words: Words) -> list[dict[str, str]]:
    return [
        {
            "name": words.one_of(contact.names),
            "number": contact.numbers[0].number,
            "dial": contact.numbers[0].dial,
            "local": words.own_digits(contact.numbers[0].number),
        }
        for contact in desk.urgent
        if contact.numbers
    ]
