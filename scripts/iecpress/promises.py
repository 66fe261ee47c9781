"""The ledger and a site in; every promise that the site does not keep, out."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from iecpress import addresses
from iecpress.answers import Answer, Site
from iecpress.findings import Finding
from iecpress.ledger import FrozenFile, Standing, sha256
from iecpress.model import Library, Release
from iecpress.published import body_name

SUMS = "/SHA256SUMS"
OK, GONE = 200, 410
TAG = re.compile(r"<[^>]*>")
DRAWING = re.compile(r"<svg[ >].*?</svg>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Promise:
    """One address and what must be true of its answer.

    `sha256` are the bytes it may have; `words` must all be in its text, `link` among its links.
    """

    address: str
    resource_id: str
    sha256: frozenset[str] = frozenset()
    not_sha256: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    link: str = ""
    gone: bool = False


def promises(library: Library) -> Iterator[Promise]:
    """Yield what the ledger promises, address by address."""
    for standing in library.standings.values():
        releases = library.archive.get(standing.id, ())
        files = _files(standing, releases, latest=standing.id not in library.drafts)
        pages = _pages(library, standing, releases)
        for address in standing.addresses:
            if address.endswith("/"):
                yield _page(library, standing, address, pages.get(address, ()))
            else:
                yield _file(standing, address, files.get(address))


def broken(promised: Iterable[Promise], site: Site) -> Iterator[Finding | None]:
    """Ask for each address; yield a finding where the promise is not kept, and None where it is."""
    for promise in promised:
        yield _judged(promise, site.ask(promise.address))


def unanswered(library: Library, folder: Path) -> list[Finding]:
    """Name the addresses of the ledger at which a built site has nothing at all."""
    missing = []
    for standing in library.standings.values():
        for address in standing.addresses:
            inner = address.removeprefix("/")
            if not (folder / (f"{inner}index.html" if address.endswith("/") else inner)).is_file():
                missing.append(_finding("V201", address, standing.id, status="404"))
    return missing


def sums(site: Site) -> tuple[int, list[Finding]]:
    """Prove the list of checksums; return how many there are, and what is wrong with them."""
    answer = site.ask(SUMS)
    if answer.status != OK:
        return 0, [Finding("V204", SUMS, 0, {"file": "SHA256SUMS"})]
    lines = answer.content.decode("utf-8", "replace").splitlines()
    wrong = []
    for number, line in enumerate(lines, 1):
        digest, _, name = line.partition("  ")
        if sha256(site.ask(f"/{name}").content) != digest:
            wrong.append(Finding("V204", SUMS, number, {"file": name}))
    return len(lines), wrong


def _judged(promise: Promise, answer: Answer) -> Finding | None:
    def finding(code: str, **values: str) -> Finding:
        return _finding(code, promise.address, promise.resource_id, **values)

    if promise.link and answer.path == promise.link:  # a server has led there by itself
        return None
    if answer.status != OK and not (promise.gone and answer.status == GONE):
        return finding("V201", status=str(answer.status))
    digest = sha256(answer.content)
    if digest in promise.not_sha256 or (promise.sha256 and digest not in promise.sha256):
        return finding("V202")
    if promise.words or promise.link:
        page = answer.content.decode("utf-8", "replace")
        said = _said(page)
        lacking = [words for words in promise.words if words not in said]
        if lacking:
            return finding("V203", words=_short(lacking[0]))
        if promise.link and promise.link not in _led_to(page, promise.address):
            return finding("V203", words=promise.link)
    return None


def _finding(code: str, address: str, resource_id: str, **values: str) -> Finding:
    return Finding(code, address, 0, {"id": resource_id, **values})


def _page(library: Library, standing: Standing, address: str, words: tuple[str, ...]) -> Promise:
    if standing.state == "moved" and standing.to:
        lang = _lang(library, address)
        there = addresses.resource(library.settings, lang, standing.to)
        return Promise(address, standing.id, link=there)
    if standing.state in ("gone", "withdrawn"):
        reason = _plain(standing.reason.get(_lang(library, address), ""))
        words = (*words, reason) if standing.state == "withdrawn" else (reason,)
    return Promise(address, standing.id, words=words, gone=standing.state == "gone")


def _file(standing: Standing, address: str, frozen: FrozenFile | None) -> Promise:
    if standing.state == "gone" or frozen is None:
        return Promise(address, standing.id, gone=standing.state == "gone")
    own = frozenset((frozen.sha256,))
    if standing.state == "withdrawn" and frozen.layout:
        return Promise(address, standing.id, not_sha256=own)
    return Promise(address, standing.id, sha256=own)


def _files(
    standing: Standing, releases: Iterable[Release], *, latest: bool
) -> Mapping[str, FrozenFile]:
    """Return each released file by its addresses; the latest one is that of the newest version that has it.

    Where a draft is shown, nothing is said of what is `latest`.
    """
    found: dict[str, FrozenFile] = {}
    for release in releases:
        for file in release.handouts.values():
            for version in (None, release.version) if latest else (release.version,):
                lang, layout = file.lang or "", file.layout or ""
                address = addresses.handout(standing.id, version, lang, layout, grey=file.grey)
                found[address] = file
        for name in release.pictures:
            address = addresses.picture(standing.id, release.version, name)
            found[address] = release.files[name]
    return found


def _pages(
    library: Library, standing: Standing, releases: Iterable[Release]
) -> Mapping[str, tuple[str, ...]]:
    """Return the words of each released text by the address of its version."""
    found = {}
    for release in releases:
        for lang, text in release.texts.items():
            path = library.root / release.folder / body_name(lang)
            address = addresses.resource(library.settings, lang, standing.id, release.version)
            body = path.read_text("utf-8") if path.is_file() else ""
            found[address] = (_plain(text.title), _said(body))
    return found


def _lang(library: Library, address: str) -> str:
    first = address.split("/")[1]
    return first if first in library.settings.languages else library.settings.default_language


def _said(page: str) -> str:
    """Return the words of a page, without its markup and its drawings."""
    return _plain(html.unescape(TAG.sub(" ", DRAWING.sub(" ", page))))


def _plain(words: str) -> str:
    return "".join(words.split())


def _led_to(page: str, address: str) -> set[str]:
    targets = re.findall(r'(?:href|url)="?([^"\s>]+)', page)
    return {
        urlsplit(urljoin(f"https://site.invalid{address}", html.unescape(t))).path for t in targets
    }


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:60]}…"
