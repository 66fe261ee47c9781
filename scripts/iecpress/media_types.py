"""A file's name in; what the file holds, as a media type (RFC 6838), out: the same on every machine."""

from __future__ import annotations

import mimetypes

LATER = {
    ".avif": "image/avif",
    ".ics": "text/calendar",
    ".js": "text/javascript",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
"""What not every Python knows by itself, or only by an older name; a machine's own lists may say it, or not."""
UNKNOWN = "application/octet-stream"

_TYPES = mimetypes.MimeTypes()
for _suffix, _type in LATER.items():
    _TYPES.add_type(_type, _suffix)


def media_type(name: str) -> str:
    """Tell from a file's name or address, by how it ends, what the file holds."""
    return _TYPES.guess_type(name)[0] or UNKNOWN
