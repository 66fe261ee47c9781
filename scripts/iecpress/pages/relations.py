"""A page's place among versions and files in; its typed links, as browsers and harvesters read them, out.

Sources: RFC 5829 (versions), RFC 8574 (cite-as), RFC 9264 (link sets), FAIR Signposting Profile (levels 1 and 2).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

LANDING = "https://schema.org/AboutPage"
"""What a page about a work is, whatever the work is (Signposting, *type*)."""
WORK = "https://schema.org/DigitalDocument"
PDF = "application/pdf"
HTML = "text/html"
JSON = "application/json"
LINKSET = "application/linkset+json"


@dataclass(frozen=True, slots=True)
class Relation:
    """One typed link. `href` is absolute: what is harvested is read elsewhere."""

    rel: str
    href: str
    type: str = ""
    hreflang: str = ""


@dataclass(frozen=True, slots=True)
class Described:
    """What the typed links of one page are made from. Addresses are within the site; empty for none."""

    base_url: str
    address: str
    cite_as: str
    items: Sequence[str]
    """The handouts of just this text in just this version."""
    metadata: str
    linkset: str
    licence: str
    """A full address, elsewhere."""
    author: str
    """The same."""
    latest: str = ""
    before: str = ""
    after: str = ""
    history: str = ""


def relations(page: Described) -> tuple[Relation, ...]:
    """Return the typed links of a page about a text."""
    return tuple(_relations(page))


def _relations(page: Described) -> Iterator[Relation]:
    base_url = page.base_url
    for rel, address in (
        ("cite-as", page.cite_as),
        ("latest-version", page.latest),
        ("predecessor-version", page.before),
        ("successor-version", page.after),
        ("version-history", page.history),
    ):
        if address:
            yield Relation(rel, base_url + address, "" if rel == "cite-as" else HTML)
    yield Relation("type", LANDING)
    yield Relation("type", WORK)
    if page.author:
        yield Relation("author", page.author)
    if page.licence:
        yield Relation("license", page.licence)
    for item in page.items:
        yield Relation("item", base_url + item, PDF)
    if page.metadata:
        yield Relation("describedby", base_url + page.metadata, JSON)
    yield Relation("linkset", base_url + page.linkset, LINKSET)


def link_set(pages: Iterable[Described]) -> str:
    """Return the same links, and those back from each file, as one document (FAIR Signposting, level 2)."""
    contexts: list[dict[str, object]] = []
    back: dict[tuple[str, str], list[dict[str, str]]] = {}
    for page in pages:
        anchor = page.base_url + page.address
        contexts.append({"anchor": anchor, **_targets(relations(page))})
        files = [(item, "collection") for item in page.items]
        for address, rel in (*files, (page.metadata, "describes")):
            if address:
                to = back.setdefault((page.base_url + address, rel), [])
                to.append({"href": anchor, "type": HTML})
    contexts += [{"anchor": anchor, rel: to} for (anchor, rel), to in back.items()]
    return json.dumps({"linkset": contexts}, ensure_ascii=False, indent=1) + "\n"


def _targets(found: Iterable[Relation]) -> Mapping[str, list[dict[str, str]]]:
    """Group links by what they say. The link to the set itself is left out: it is the set."""
    by_rel: dict[str, list[dict[str, str]]] = {}
    for relation in found:
        if relation.rel != "linkset":
            target = {"href": relation.href} | ({"type": relation.type} if relation.type else {})
            by_rel.setdefault(relation.rel, []).append(target)
    return by_rel
