"""A folder in; it served as a web host does, and every file that a browser asked for, out."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import unquote, urlsplit


@dataclass
class Served:
    """Where a folder answers, and which of its files were asked for, in order."""

    folder: Path
    base: str = ""
    asked: list[str] = field(default_factory=list)

    def weight(self, since: int = 0) -> int:
        """How many bytes a server sends for all that was asked for: compressed with gzip where that is less."""
        return sum(_compressed(self.folder / name) for name in dict.fromkeys(self.asked[since:]))


@contextmanager
def serving(folder: Path) -> Iterator[Served]:
    """Serve a folder until the block ends."""
    served = Served(folder)
    handler = partial(_Noting, served, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        served.base = f"http://127.0.0.1:{server.server_port}"
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield served
        finally:
            server.shutdown()


class _Noting(SimpleHTTPRequestHandler):
    """Notes each file that is there."""

    def __init__(self, served: Served, *given: object, **named: object) -> None:
        self.served = served
        super().__init__(*given, **named)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        name = unquote(urlsplit(self.path).path).removeprefix("/")
        if (self.served.folder / name).is_file():
            self.served.asked.append(name)
        super().do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        pass


def _compressed(path: Path) -> int:
    content = path.read_bytes()
    return min(len(content), len(gzip.compress(content, 9, mtime=0)))
