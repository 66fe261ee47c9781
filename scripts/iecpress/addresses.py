"""Where everything answers: the one place that knows the shape of the site's addresses (DESIGN.md, *Addresses*).

An address is absolute within the site, such as `/en/r/visit-visa/`; folders end in a slash.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from posixpath import commonprefix

from iecpress.model import GREY
from iecpress.settings import Settings
from iecpress.version import Version

FACETS = ("kinds", "topics", "audiences", "stages", "countries")
"""The facets by which the resource index is browsed, in the order in which they are shown."""

RESERVED = ("resources", "packs", "saved", "offline", "search", "assets", "redirects")
"""Folders, of the site or of a language, in which the press puts what it makes itself."""

FOR_LINK = "share"
FOR_STATUS = "status"
"""What a picture is for: to be shown with a link, or put up as a status."""

RENDITIONS = "/assets/pictures/"
"""The folder of the pictures that were made of those in the texts."""

SEARCH = "/search/"
"""The folder of the search's files."""


def home(settings: Settings, lang: str) -> str:
    """Address of the home page in `lang`; the default language has no prefix."""
    return "/" if lang == settings.default_language else f"/{lang}/"


def site_page(settings: Settings, lang: str, name: str) -> str:
    """Address of one of the site's own pages, named as its file below `docs/<lang>/` without `.md`."""
    path = PurePosixPath(name)
    folder = path.parent if path.name == "index" else path
    inner = "" if folder == PurePosixPath(".") else f"{folder}/"
    return home(settings, lang) + inner


def resource(
    settings: Settings, lang: str, resource_id: str, version: Version | None = None
) -> str:
    """Address of a resource's page: of its latest version, or of `version`."""
    folder = f"{home(settings, lang)}r/{resource_id}/"
    return f"{folder}{version}/" if version else folder


def history(settings: Settings, lang: str, resource_id: str) -> str:
    """Address of the page that lists all versions of a resource."""
    return f"{resource(settings, lang, resource_id)}history/"


def changes(settings: Settings, lang: str, resource_id: str, version: Version) -> str:
    """Address of the page that shows what a version changed in the one before it."""
    return f"{resource(settings, lang, resource_id, version)}changes/"


def changes_since(settings: Settings, lang: str, resource_id: str, version: Version) -> str:
    """Address of the page that shows what was changed since a version, up to the latest."""
    return f"{resource(settings, lang, resource_id, version)}changes-since/"


def comparison(settings: Settings, lang: str, resource_id: str) -> str:
    """Address of the page that shows what changed between any two versions: see `between`."""
    return f"{resource(settings, lang, resource_id)}compare/"


def between(settings: Settings, lang: str, resource_id: str, old: Version, new: Version) -> str:
    """Address that shows what changed between two versions, whichever they are."""
    return f"{comparison(settings, lang, resource_id)}?from={old}&to={new}"


def picture(resource_id: str, version: Version, name: str) -> str:
    """Address of a resource's picture: kept once, with the version it belongs to."""
    return f"/r/{resource_id}/{version}/{name}"


def beside_page(settings: Settings, lang: str, name: str) -> str:
    """Address of a picture beside one of the site's own pages, named as its file below `docs/<lang>/`."""
    return home(settings, lang) + name


def rendition(name: str) -> str:
    """Address of a picture in one of the sizes and formats that pages offer, named by its content."""
    return f"{RENDITIONS}{name}"


def handout_name(
    resource_id: str, version: Version | None, lang: str, layout: str, *, grey: bool = False
) -> str:
    """File name of a handout; `version=None` names the latest one."""
    parts = [resource_id, *([str(version)] if version else []), lang]
    parts += [layout] if layout != "a4" else []
    return "-".join(parts) + (GREY if grey else "") + ".pdf"


def handout(
    resource_id: str, version: Version | None, lang: str, layout: str, *, grey: bool = False
) -> str:
    """Address of a handout, in the folder of its version, or the latest one in the folder of the resource."""
    folder = f"/r/{resource_id}/{version}/" if version else f"/r/{resource_id}/"
    return folder + handout_name(resource_id, version, lang, layout, grey=grey)


def share_picture(resource_id: str | None, lang: str, purpose: str) -> str:
    """Address of a text's picture for sharing; without a resource, that of the site's other pages."""
    return (
        f"/r/{resource_id}/{purpose}-{lang}.png" if resource_id else f"/assets/{purpose}-{lang}.png"
    )


def linkset(resource_id: str, version: Version | None = None) -> str:
    """Address of the typed links of a resource's latest pages, or of those of one version (RFC 9264)."""
    folder = f"/r/{resource_id}/{version}/" if version else f"/r/{resource_id}/"
    return f"{folder}linkset.json"


def metadata(resource_id: str) -> str:
    """Address of what machines read about one resource."""
    return f"/r/{resource_id}/metadata.json"


def index(settings: Settings, lang: str, facet: str | None = None, term: str | None = None) -> str:
    """Address of the resource index, or of its page for one term of one facet."""
    folder = f"{home(settings, lang)}resources/"
    return f"{folder}{facet}/{term.lower()}/" if facet and term else folder


def packs(settings: Settings, lang: str) -> str:
    """Address of the page that offers the packs."""
    return f"{home(settings, lang)}packs/"


def pack(facet: str, term: str, lang: str) -> str:
    """Address of a pack: all handouts in a language for one term of a facet, as one PDF."""
    return f"/packs/{facet}/pack-{term.lower()}-{lang}.pdf"


def pack_anchor(facet: str, term: str) -> str:
    """Return where on the page of packs those for a term stand."""
    return f"{facet}-{term.lower()}"


def saved(settings: Settings, lang: str) -> str:
    """Address of the page that lists what a reader has saved."""
    return f"{home(settings, lang)}saved/"


def web_font(name: str) -> str:
    """Address of a font that pages bring along, where the settings want it."""
    return f"/assets/{name}"


def offline(lang: str) -> str:
    """Address of the whole site in one language as a file to carry away."""
    return f"/offline/site-{lang}.zip"


def numbered(folder: str, number: int) -> str:
    """Address of one page of a list that takes several; the first is the list's own."""
    return f"{folder}page/{number}/" if number > 1 else folder


def in_language(settings: Settings, address: str, lang: str, other: str) -> str:
    """Return the address of the same page in another language."""
    return home(settings, other) + address.removeprefix(home(settings, lang))


def relative(source: str, target: str) -> str:
    """Return `target` as seen from the page at `source`; both are addresses, `target` may have a `#fragment`."""
    path, mark, fragment = target.partition("#")
    if path == source and fragment:
        return mark + fragment
    here, there = source.split("/")[:-1], path.split("/")
    shared = len(commonprefix([here, there[:-1]]))
    way = "../" * (len(here) - shared) + "/".join(there[shared:])
    return (way or "./") + mark + fragment
