"""The machine in, the version of everything that draws out: two machines that agree make the same bytes."""

from __future__ import annotations

import ctypes
import platform
import zlib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version

PACKAGES = (
    "weasyprint", "pydyf", "tinyhtml5", "tinycss2", "cssselect2", "fonttools", "pillow", "pyphen", "segno",
    "pikepdf",
    "page-validation",
)  # fmt: skip
LIBRARIES = {
    "pango_version_string": ("libpango-1.0.so.0", "libpango-1.0.dylib"),
    "hb_version_string": ("libharfbuzz.so.0", "libharfbuzz.0.dylib"),
    "FcGetVersion": ("libfontconfig.so.1", "libfontconfig.1.dylib"),
}
"""The function that tells a C library's version, and the names under which the library is found."""


@cache
def versions() -> Mapping[str, str]:
    """Return the versions by name. The heavy ones are asked without being imported."""
    found = {name: _package(name) for name in PACKAGES}
    found |= {names[0]: _library(function, names) for function, names in LIBRARIES.items()}
    return found | {"zlib": zlib.ZLIB_RUNTIME_VERSION, "python": platform.python_version()}


def _package(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"


def _library(function: str, names: tuple[str, ...]) -> str:
    for name in names:
        try:
            asked = getattr(ctypes.CDLL(name), function)
        except (OSError, AttributeError):
            continue
        if function == "FcGetVersion":
            return str(asked())
        asked.restype = ctypes.c_char_p
        return str(asked().decode("ascii"))
    return "missing"
