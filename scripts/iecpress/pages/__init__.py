"""A library, its handouts and packs in; every page of the site as a value out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from iecpress.model import Library
from iecpress.pages.apart import Apart, writing_apart
from iecpress.pages.changes import change_pages
from iecpress.pages.desk import desk
from iecpress.pages.discreet import discreetly
from iecpress.pages.frame import frame
from iecpress.pages.history import history_pages
from iecpress.pages.listing import index_pages
from iecpress.pages.packs import pack_pages
from iecpress.pages.page import Download, PackDownload, Page
from iecpress.pages.resource import resource_pages
from iecpress.pages.saved import saved_page
from iecpress.pages.site import site_pages
from iecpress.pages.sitemap import sitemap
from iecpress.pages.tombstone import tombstones
from iecpress.pages.version import archived_pages
from iecpress.renditions import Renditions

__all__ = [
    "Apart",
    "Download",
    "PackDownload",
    "Page",
    "pages",
    "sitemap",
    "theme_data",
    "writing_apart",
]


def pages(
    library: Library,
    handouts: Sequence[Download],
    packs: Sequence[PackDownload] = (),
    *,
    frozen: Sequence[Download] = (),
    renditions: Renditions | None = None,
    today: dt.date,
) -> list[Page]:
    """Return every page in every language. `today` decides which reviews are overdue.

    `handouts` are those of the current texts, `frozen` those of every released version;
    `renditions` say how pictures are offered.
    """
    table = desk(library, handouts, today, packs, frozen, renditions)
    made = (
        page
        for lang in library.settings.languages
        for page in (
            *site_pages(table, lang),
            *index_pages(table, lang),
            *pack_pages(table, lang),
            *saved_page(table, lang),
            *resource_pages(table, lang),
            *archived_pages(table, lang),
            *history_pages(table, lang),
            *change_pages(table, lang),
            *tombstones(table, lang),
        )
    )
    return list(discreetly(library, made))


def theme_data(library: Library) -> dict[str, Any]:
    """Return what the theme shows around every page, for `extra.iecpress` of the MkDocs configuration."""
    return frame(desk(library, (), dt.date.min))
