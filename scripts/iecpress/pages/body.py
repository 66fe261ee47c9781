"""Markdown of one text in, its HTML and contents list for one page out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from iecpress.icons import icon
from iecpress.links import page_resolver
from iecpress.model import Library, SitePage, Text
from iecpress.text.html import to_html
from iecpress.text.markdown import CALLOUTS, Heading, parse

CALLOUT_ICONS = {
    "call": "material/phone",
    "warning": "material/alert-outline",
    "remember": "material/check-circle-outline",
    "fact": "material/information-outline",
}
CALLOUT = re.compile(
    rf'(<aside class="callout callout-({"|".join(CALLOUTS)})">\n<p class="callout-title">)'
)
EXTERNAL = re.compile(r'(<a href="https?://[^"]*")')


@dataclass(frozen=True, slots=True)
class Body:
    """A text as a page shows it. `contents` are its headings of the second level that can be linked to."""

    html: Markup
    contents: tuple[Heading, ...]
    ids: frozenset[str]


def body(library: Library, text: Text | SitePage, address: str) -> Body:
    """Render the text's body for the page at `address`."""
    document = parse(text.body, text.body_line)
    html = to_html(document, text.lang, page_resolver(library, text.path, address))
    return Body(
        html=_finished(html),
        contents=tuple(h for h in document.headings if h.level == 2 and h.id),
        ids=frozenset(heading.id for heading in document.headings),
    )


def link_order(page: SitePage) -> list[Path]:
    """Return the files that a page's body links to, in the order of the links."""
    document = parse(page.body, page.body_line)
    folder = page.path.parent
    return [folder / link.target.partition("#")[0] for link in document.links]


def _finished(html: str) -> Markup:
    """Add the callouts' icons and mark links that leave the site. No author can write either: raw HTML is off."""
    html = CALLOUT.sub(lambda found: found[1] + str(icon(CALLOUT_ICONS[found[2]])), html)
    return Markup(EXTERNAL.sub(r'\1 rel="noopener"', html))  # noqa: S704
