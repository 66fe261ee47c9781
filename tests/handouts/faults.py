"""What a worker is made to do in the tests: be slow, be greedy, die, fail, and be watched."""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import sys
import time
from pathlib import Path

from iecpress.fonts import font_files
from iecpress.handouts.draw import draw
from iecpress.handouts.layout import WITHIN, file
from iecpress.handouts.records import Font, Plan, Sheet


def sleep(_: object) -> None:
    """Hang."""
    time.sleep(60)


def eat(_: object) -> int:
    """Ask for more memory than there may be."""
    return len(bytearray(3_000_000_000))


def litter(_: object) -> int:
    """Leave ten megabytes that know themselves behind; return how many the process holds."""
    heap: list[object] = [bytearray(b"x" * 10_000_000)]
    heap.append(heap)
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Rss")) // 1024


def die(_: object) -> None:
    """Stop without a word."""
    os._exit(7)


def fail(_: object) -> None:
    """Raise what nobody expects."""
    raise LookupError("unusual")


class _FontSet(ctypes.Structure):
    _fields_ = (("count", ctypes.c_int), ("room", ctypes.c_int))


def fonts_in_sight() -> int:
    """Count the fonts that Fontconfig offers to whatever is drawn in this process."""
    draw(_sheet(""))
    library = ctypes.CDLL(ctypes.util.find_library("fontconfig"))
    library.FcInitLoadConfigAndFonts.restype = ctypes.c_void_p
    library.FcConfigGetFonts.restype = ctypes.POINTER(_FontSet)
    library.FcConfigGetFonts.argtypes = (ctypes.c_void_p, ctypes.c_int)
    return int(library.FcConfigGetFonts(library.FcInitLoadConfigAndFonts(), 0).contents.count)


def opened_by(html: str) -> tuple[set[str], set[str]]:
    """Draw a piece of HTML that nobody cleaned; return the files opened and the hosts asked for."""
    opened: set[str] = set()
    asked: set[str] = set()
    listening = True

    def listen(event: str, arguments: tuple[object, ...]) -> None:
        if not listening:
            return
        if event == "open" and isinstance(arguments[0], str | bytes | os.PathLike):
            opened.add(os.fsdecode(arguments[0]))
        elif event in ("socket.connect", "socket.getaddrinfo", "urllib.Request"):
            asked.add(str(arguments))

    draw(_sheet(""))
    sys.addaudithook(listen)
    try:
        draw(_sheet(html))
    finally:
        listening = False
    return opened, asked


def _sheet(html: str) -> Sheet:
    fonts = {
        Font(f"{WITHIN}fonts/{font.path.name}", font.family, font.weight): file(font.path)
        for font in font_files()
    }
    return Sheet(
        html=f"<!doctype html><html lang=en class=fit-0><title>T</title><p>Words {html}</p></html>",
        styles=(),
        fonts=tuple(fonts),
        files={font.address: kept for font, kept in fonts.items()},
        options={},
        plan=Plan(),
        picture_pixels=1_000_000,
    )
