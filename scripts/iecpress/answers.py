"""An address in, what answers there out: from a folder of built pages, or from a server, politely."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Protocol
from urllib.parse import quote, urlsplit

from iecpress import __version__

SECONDS = 30
PAUSE = 0.1
"""Seconds between two requests: a small host serves readers as well."""
PATIENCE = 5
"""How often a server may ask to come back later."""
LONGEST_WAIT = 120.0
LARGEST = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. `path` is where it came from in the end, within the site."""

    status: int
    content: bytes = b""
    path: str = ""


class Site(Protocol):
    """Something that can be asked."""

    def ask(self, address: str) -> Answer:
        """Return what answers at an address within the site."""


@dataclass(frozen=True, slots=True)
class Folder:
    """Built pages on a disk, as a static host would serve them."""

    root: Path

    def ask(self, address: str) -> Answer:
        """Return the file; a folder's page is its index."""
        inner = address.removeprefix("/")
        path = self.root / (f"{inner}index.html" if address.endswith("/") else inner)
        try:
            return Answer(200, path.read_bytes(), address)
        except OSError:
            return Answer(404, path=address)


@dataclass(frozen=True, slots=True)
class Server:
    """A published site. `url` is its address without a slash at the end."""

    url: str
    pause: float = PAUSE

    def ask(self, address: str) -> Answer:
        """Ask once, and again when the server says that it is busy. Raises OSError when nobody answers."""
        answer, wait = self._asked(address)
        for _ in range(PATIENCE):
            time.sleep(self.pause)
            if wait is None:
                break
            time.sleep(min(wait, LONGEST_WAIT))
            answer, wait = self._asked(address)
        return answer

    def _asked(self, address: str) -> tuple[Answer, float | None]:
        request = urllib.request.Request(  # noqa: S310 - the command has judged the scheme
            self.url + quote(address), headers={"User-Agent": f"iecpress/{__version__} (verify)"}
        )
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as response:  # noqa: S310 - as above
                content = response.read(LARGEST)
                return Answer(response.status, content, self._within(response.url)), None
        except urllib.error.HTTPError as error:
            with error:
                content = error.read(LARGEST)
            return Answer(error.code, content, address), _wait(error.code, error.headers)

    def _within(self, url: str) -> str:
        return urlsplit(url).path.removeprefix(urlsplit(self.url).path)


def _wait(status: int, headers: Message) -> float | None:
    """Return how long a busy server asks to wait; None when it is not busy."""
    if status not in (429, 503):
        return None
    try:
        return float(headers.get("Retry-After", "1"))
    except ValueError:
        return 1.0
