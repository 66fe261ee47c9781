"""Markdown of one text in, its HTML and contents list for one page out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from markupsafe import Markup

from iecpress import addresses
from iecpress.icons import icon
from iecpress.languages import Language, language
from iecpress.links import page_resolver
from iecpress.model import Release, Resource, SitePage, Text
from iecpress.pages.desk import Desk
from iecpress.pages.pictures import shown
from iecpress.published import body_name
from iecpress.text.html import to_html
from iecpress.text.markdown import CALLOUTS, Heading, parse

CALLOUT_ICONS = {
    "call": "material/phone",
    "warning": "material/alert-outline",
    "remember": "material/check-circle-outline",
    "fact": "material/information-outline",
}
CALLOUT = re.compile(
    rf'<aside (class="callout callout-({"|".join(CALLOUTS)})">\n<p class="callout-title">)'
)
WITHIN = re.compile(r'<(a|img)((?: [^>]*?)?) (href|src)="(/[^"]*)"')
"""A frozen link or picture within the site: absolute, so that it holds on whatever page it stands."""
TABLE = '<div class="table" tabindex="0">'
NOTES = '<section class="footnotes" role="doc-endnotes">\n'
NAMED_NOTES = Markup(
    '<section class="footnotes" role="doc-endnotes" aria-labelledby="{id}"><h2 id="{id}">{name}</h2>\n'
)
NAMED_TABLE = Markup('<div class="table" role="region" aria-label="{}" tabindex="0">')
EXTERNAL = re.compile(r'(<a href="https?://[^"]*")')


@dataclass(frozen=True, slots=True)
class Body:
    """A text as a page shows it. `contents` are its headings of the second level that can be linked to."""

    html: Markup
    contents: tuple[Heading, ...]
    ids: frozenset[str]


def body(desk: Desk, text: Text | SitePage, address: str) -> Body:
    """Render the text's body for the page at `address`."""
    document = parse(text.body, text.body_line)
    html = to_html(document, text.lang, page_resolver(desk.library, text.path, address))
    return Body(
        html=_finished(shown(html, desk, text.path.parent, address), language(text.lang)),
        contents=tuple(h for h in document.headings if h.level == 2 and h.id),
        ids=frozenset(heading.id for heading in document.headings),
    )


def released_body(desk: Desk, resource: Resource, text: Text, address: str) -> Body:
    """Return the body of a text of a version that is released, as it was frozen, or else as it is written now."""
    release = resource.release_of(text)
    if release is None:
        return body(desk, text, address)
    html = _frozen(desk, release, text.lang, address, keep_all=True)
    headings = parse(text.body, text.body_line).headings
    contents = tuple(h for h in headings if h.level == 2 and h.id)
    return Body(html, contents, frozenset(heading.id for heading in headings))


def frozen_body(desk: Desk, release: Release, lang: str, address: str) -> Markup:
    """Return a body as it was frozen, for the page at `address`.

    It never changes, but what it leads to may: a link to a page that is not there any more leads nowhere,
    and one to a heading of another page leads to that page.
    """
    return _frozen(desk, release, lang, address, keep_all=False)


def _frozen(desk: Desk, release: Release, lang: str, address: str, *, keep_all: bool) -> Markup:
    path = desk.library.root / release.folder / body_name(lang)

    def led(found: re.Match[str]) -> str:
        tag, attributes, name, target = found.groups()
        page = target.partition("#")[0]
        if not keep_all and tag == "a" and page not in desk.places:
            return f"<a{attributes}"
        where = addresses.relative(address, target if keep_all else page)
        return f'<{tag}{attributes} {name}="{where}"'

    html = WITHIN.sub(led, path.read_text("utf-8"))
    return _finished(shown(html, desk, release.folder, address), language(lang))


def with_anchors(body: Body, anchors: Mapping[str, str]) -> Body:
    """Let ids that headings once had lead to the headings that have their place; no server sees them."""
    html = str(body.html)
    for old, new in anchors.items():
        span = Markup('<span id="{}"></span>').format(old)
        if old not in body.ids:
            html = re.sub(
                rf'<h[2-6][^>]* id="{re.escape(new)}"[^>]*>', rf"\g<0>{span}", html, count=1
            )
    return replace(body, html=Markup(html))  # noqa: S704 - an identifier is all that was put in


def link_order(page: SitePage) -> list[Path]:
    """Return the files that a page's body links to, in the order of the links."""
    document = parse(page.body, page.body_line)
    folder = page.path.parent
    return [folder / link.target.partition("#")[0] for link in document.links]


def _finished(html: str, spoken: Language) -> Markup:
    """Name what needs a name, add the callouts' icons and mark links that leave the site.

    No author can write any of it: raw HTML is off.
    """
    html = html.replace(" />", ">")  # of XHTML; in the author's own words no > is left as it is
    html = CALLOUT.sub(_callout, _with_named_tables(html, spoken))
    html = html.replace(NOTES, NAMED_NOTES.format(id="fn-title", name=spoken.say("page-notes")))
    html = html.replace("<pre>", '<pre tabindex="0">')  # it scrolls by itself, by keyboard as well
    return Markup(EXTERNAL.sub(r'\1 rel="noopener"', html))  # noqa: S704


def _callout(found: re.Match[str]) -> str:
    """A note within the text, and none of the page's landmarks: there can be many of a kind."""
    return f'<aside role="note" {found[1]}{icon(CALLOUT_ICONS[found[2]])}'


def _with_named_tables(html: str, spoken: Language) -> str:
    """Say of each box that scrolls by itself what it is, as one who moves through it by keyboard hears."""
    before, *rest = html.split(TABLE)
    opened = (
        str(NAMED_TABLE.format(spoken.say("page-table", number=spoken.number(number))))
        for number in range(1, len(rest) + 1)
    )
    return before + "".join(start + after for start, after in zip(opened, rest, strict=True))
