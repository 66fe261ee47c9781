"""The table of redirects in; the same as rules for Netlify and Cloudflare, nginx, Caddy and S3 out."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from urllib.parse import quote

from iecpress.redirects.table import Redirect, both_forms

FOLDER = "/redirects"
S3_MOST = 50
"""Routing rules that one website may have (Amazon S3, *Configuring advanced conditional redirects*)."""


def rules(
    rows: Sequence[Redirect], gone: Iterable[str], live: Collection[str], prefix: str = ""
) -> Mapping[str, str]:
    """Return the files that servers read, by address.

    `gone` are the addresses below which nothing is any more but the page that says so; `live` is what
    answers by itself. `prefix` is what stands before every address of a site that has no host of its own.
    """
    lost = list(gone)
    return {
        "/_redirects": _netlify(rows, prefix),
        f"{FOLDER}/nginx.conf": _nginx(rows, lost, prefix),
        f"{FOLDER}/Caddyfile": _caddy(rows, lost, prefix),
        f"{FOLDER}/s3.json": _s3(rows, live, prefix),
    }


def _encoded(address: str) -> str:
    """Percent-encode an address; what is left is letters, digits, `/`, `-`, `.`, `_`, `#` and `%`."""
    path, mark, fragment = address.partition("#")
    return quote(path, safe="/") + mark + quote(fragment, safe="")


def _netlify(rows: Sequence[Redirect], prefix: str) -> str:
    lines = [
        f"{_encoded(prefix + source)} {_encoded(prefix + row.target)} {row.status}"
        for row in rows
        for source in both_forms(row.source)
    ]
    return "".join(f"{line}\n" for line in lines)


def _nginx(rows: Sequence[Redirect], gone: Sequence[str], prefix: str) -> str:
    """Exact locations: nginx compares them with the path decoded, and lets no other rule go before them."""
    lines = [
        f"location = {_quoted(prefix + source)} {{ return {row.status} {_encoded(prefix + row.target)}; }}"
        for row in rows
        for source in both_forms(row.source)
    ]
    for number, address in enumerate(gone):
        place, page = _quoted(prefix + address), _quoted(f"{prefix}{address}index.html")
        lines.append(f"location ^~ {place} {{ error_page 410 @gone{number}; return 410; }}")
        lines.append(f"location @gone{number} {{ try_files {page} =410; }}")
    return "# Include this in the server block of nginx.\n" + "".join(f"{line}\n" for line in lines)


def _caddy(rows: Sequence[Redirect], gone: Sequence[str], prefix: str) -> str:
    """Regular expressions: Caddy's plain paths do not tell capital letters from small ones."""
    return "# Import this into the site block of Caddy.\n" + "".join(
        f"{line}\n" for line in (*_caddy_redirects(rows, prefix), *_caddy_gone(gone, prefix))
    )


def _caddy_redirects(rows: Sequence[Redirect], prefix: str) -> Iterator[str]:
    for number, row in enumerate(rows):
        forms = "|".join(re.escape(prefix + source) for source in both_forms(row.source))
        yield f"@redirect{number} path_regexp {_raw(f'^(?:{forms})$')}"
        yield f"redir @redirect{number} {_encoded(prefix + row.target)} {row.status}"


def _caddy_gone(gone: Sequence[str], prefix: str) -> Iterator[str]:
    for number, address in enumerate(gone):
        yield f"@gone{number} path_regexp {_raw(f'^{re.escape(prefix + address)}')}"
        yield f"error @gone{number} 410"
    if gone:
        yield "handle_errors {"
        for number, address in enumerate(gone):
            yield f"\t@tombstone{number} path_regexp {_raw(f'^{re.escape(prefix + address)}')}"
            yield f"\thandle @tombstone{number} {{"
            yield f"\t\trewrite * {_encoded(f'{prefix}{address}index.html')}"
            yield "\t\tfile_server {\n\t\t\tstatus 410\n\t\t}\n\t}"
        yield "}"


def _s3(rows: Sequence[Redirect], live: Collection[str], prefix: str) -> str:
    """Routing rules know only beginnings of keys: what live pages lie below is left to the page that leads on."""
    found = []
    for row in sorted(rows, key=lambda row: -len(row.source)):
        key = f"{prefix}{row.source}".removeprefix("/")
        if any(address.startswith(row.source) for address in live) or "#" in row.target:
            continue
        to = f"{prefix}{row.target}".removeprefix("/")
        found.append(
            {
                "Condition": {"KeyPrefixEquals": key},
                "Redirect": {"ReplaceKeyWith": to, "HttpRedirectCode": str(row.status)},
            }
        )
    return json.dumps({"RoutingRules": found[:S3_MOST]}, ensure_ascii=False, indent=1) + "\n"


def _quoted(words: str) -> str:
    """Write a word as nginx reads it; no address has a quotation mark or a backslash in it (see `path_of`)."""
    return f'"{words}"'


def _raw(words: str) -> str:
    """Write a word as Caddy reads it just as it stands; no address has a back-tick in it."""
    return f"`{words}`"
