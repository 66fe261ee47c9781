"""What a page may load and a browser may tell of its reader, for the head of each page and for the server, out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

FILE = "_headers"
"""Read by Netlify, Cloudflare Pages and others: the headers to send with each file."""

CONTENT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'"
)
"""Nothing but the site's own files, and nothing that stands inside a page (W3C, *Content Security Policy Level 3*)."""
REFERRER = "no-referrer"
"""Who follows a link does not say from where: the addresses of our pages tell what somebody worries about."""
HEADERS = {
    # A page in somebody else's frame cannot be told apart from theirs; only a header can forbid that.
    "Content-Security-Policy": f"{CONTENT}; frame-ancestors 'none'",
    "Referrer-Policy": REFERRER,
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "browsing-topics=(), camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def head() -> dict[str, str]:
    """Return what the head of each page says, for hosts that send no headers of ours."""
    return {"content": CONTENT, "referrer": REFERRER}


def header_file() -> str:
    """Return the same and what only a header can say, as hosts of static sites read it."""
    return "\n".join(["/*", *(f"  {name}: {value}" for name, value in HEADERS.items()), ""])


def with_inline_scripts(app: WSGIApplication) -> WSGIApplication:
    """Let the pages that `app` serves run the script which MkDocs writes into them to show each change."""

    def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        answer: list[tuple[str, list[tuple[str, str]]]] = []

        def keep(
            status: str, headers: list[tuple[str, str]], _: object = None
        ) -> Callable[[bytes], object]:
            answer.append((status, headers))
            return lambda _: None

        body = app(environ, keep)
        (status, headers), content = answer[0], b"".join(_read(body))
        if ("Content-Type", "text/html") in headers:
            allowed = CONTENT.replace("script-src", "script-src 'unsafe-inline'")
            content = content.replace(CONTENT.encode(), allowed.encode())
            headers = [(name, value) for name, value in headers if name != "Content-Length"]
        start_response(status, headers)
        return [content]

    return serve


def _read(body: Iterable[bytes]) -> Iterator[bytes]:
    yield from body
    if close := getattr(body, "close", None):
        close()
