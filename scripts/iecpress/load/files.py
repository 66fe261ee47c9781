"""A path in; its text in NFC, or the findings that say why it cannot be read, out. No link is ever followed."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from iecpress.findings import Finding
from iecpress.text.words import words


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a folder, not followed. `path` is relative to the root.

    `what` is file, folder, link, other, or closed: the folder itself, when it cannot be looked into.
    """

    path: Path
    what: str

    @property
    def name(self) -> str:
        """The path as a finding shows it, whatever bytes its name is made of."""
        return os.fsencode(self.path).decode("utf-8", "backslashreplace").replace("\n", "\\n")


def entries(root: Path, folder: Path) -> list[Entry]:
    """List `folder` by name, without hidden entries. A folder that is not there is empty."""
    try:
        with os.scandir(root / folder) as found:
            listed = [(entry.name, entry.stat(follow_symlinks=False).st_mode) for entry in found]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError:
        return [Entry(folder, "closed")]
    return [
        Entry(folder / name, _what(mode))
        for name, mode in sorted(listed)
        if not name.startswith(".")
    ]


def _what(mode: int) -> str:
    if stat.S_ISLNK(mode):
        return "link"
    if stat.S_ISDIR(mode):
        return "folder"
    return "file" if stat.S_ISREG(mode) else "other"


def links_above(root: Path, folder: Path) -> Iterator[Path]:
    """Yield each part of `folder` that is a symbolic link: what lies in it is outside the site's folder."""
    for part in [folder, *folder.parents]:
        if part != Path() and (root / part).is_symlink():
            yield part


def read_text(root: Path, path: Path, limit_kb: int) -> tuple[str | None, list[Finding]]:
    """Read a text. Line ends become those of Unix, characters NFC; a byte order mark is dropped."""
    name = path.as_posix()
    try:
        size = (root / path).stat().st_size
        raw = (root / path).read_bytes() if size <= limit_kb * 1024 else b""
    except OSError as error:
        return None, [Finding("F112", name, 0, {"problem": _why(error)})]
    if size > limit_kb * 1024:
        return None, [
            Finding("F104", name, 0, {"size": str(-(-size // 1024)), "limit": str(limit_kb)})
        ]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return None, [Finding("F101", name, line, {"byte": f"0x{raw[error.start]:02X}"})]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        return None, [Finding("F103", name)]
    return unicodedata.normalize("NFC", text), list(_not_nfc(text, name))


def _why(error: OSError) -> str:
    return "no-permission" if isinstance(error, PermissionError) else error.strerror or str(error)


def _not_nfc(text: str, name: str) -> Iterator[Finding]:
    if unicodedata.is_normalized("NFC", text):
        return
    for number, line in enumerate(text.split("\n"), 1):
        if not unicodedata.is_normalized("NFC", line):
            typed = [word for word in words(line) if not unicodedata.is_normalized("NFC", word)]
            yield Finding("F102", name, number, {"word": typed[0] if typed else line.strip()})
            return
