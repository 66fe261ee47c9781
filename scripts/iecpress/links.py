"""A link as an author wrote it in, the place it leads to out."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from iecpress import addresses
from iecpress.model import Library
from iecpress.text.html import Resolver

SAFE_SCHEMES = ("https", "http", "mailto", "tel")
PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".avif", ".svg")


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a link leads.

    `address` is what the page needs: an address within the site or a full one. `path` is the text or
    file within the content folder it names, when it names one; `fragment` the heading id within it.
    """

    address: str
    path: Path | None = None
    fragment: str = ""
    external: bool = False


class BrokenLink(ValueError):
    """A link that leads nowhere. `reason` is `scheme`, `missing` or `outside`."""

    def __init__(self, target: str, reason: str) -> None:
        super().__init__(f"{target}: {reason}")
        self.target = target
        self.reason = reason


def destination(library: Library, base: Path, target: str) -> Destination:
    """Find out where `target`, written in the file `base` (relative to the root), leads.

    Internal links are relative file paths, as an editor or a code host follows them: to another text
    (`../visit-visa/index.ne.md#heading`), to a page of the site, or to a picture beside the text.
    Raises BrokenLink.
    """
    try:
        parts = urlsplit(target)
    except ValueError as error:  # such as http://[
        raise BrokenLink(target, "scheme") from error
    if parts.scheme or parts.netloc:
        if parts.scheme not in SAFE_SCHEMES or (
            parts.scheme in ("http", "https") and not parts.netloc
        ):
            raise BrokenLink(target, "scheme")
        return Destination(target, external=True)
    if not parts.path:
        return Destination(f"#{parts.fragment}", base, parts.fragment)
    if parts.path.startswith("/"):
        raise BrokenLink(target, "outside")
    joined = posixpath.normpath(posixpath.join(base.parent.as_posix(), unquote(parts.path)))
    if joined.startswith(".."):
        raise BrokenLink(target, "outside")
    path = Path(joined)
    address = _address(library, base, path)
    if address is None:
        raise BrokenLink(target, "missing")
    return Destination(
        f"{address}#{parts.fragment}" if parts.fragment else address, path, parts.fragment
    )


def _address(library: Library, base: Path, path: Path) -> str | None:
    if path in library.by_path:
        resource, text = library.by_path[path]
        return addresses.resource(library.settings, text.lang, resource.id)
    if path in library.pages_by_path:
        page = library.pages_by_path[path]
        return addresses.site_page(library.settings, page.lang, page.name)
    if path.suffix.lower() in PICTURE_SUFFIXES and path.parent == base.parent:
        return _picture(library, base, path)
    return None


def _picture(library: Library, base: Path, path: Path) -> str | None:
    if base in library.by_path and (library.root / path).is_file():
        resource, _ = library.by_path[base]
        return addresses.picture(resource.id, resource.version, path.name)
    if base in library.pages_by_path and path in library.pictures:
        lang = library.pages_by_path[base].lang
        name = path.relative_to(Path(library.settings.pages, lang)).as_posix()
        return addresses.beside_page(library.settings, lang, name)
    return None


def page_resolver(library: Library, base: Path, page_address: str) -> Resolver:
    """Return a function that turns targets written in `base` into links relative to the page at `page_address`.

    A broken link, which `check` has already reported, becomes a link to the page itself.
    """

    def resolve(target: str) -> str:
        try:
            found = destination(library, base, target)
        except BrokenLink:
            return "#"
        if found.external or found.address.startswith("#"):
            return found.address
        return addresses.relative(page_address, found.address)

    return resolve
