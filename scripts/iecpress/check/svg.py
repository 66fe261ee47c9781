"""An SVG file's bytes in; why it may not be published out.

A drawing is shapes and words. One that runs, fetches or includes something is refused, as is one whose
parts repeat each other without end.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

SVG = "{http://www.w3.org/2000/svg}"
HREF = ("href", "{http://www.w3.org/1999/xlink}href")
RUNS = ("script", "handler", "listener")
INCLUDES = ("foreignObject", "iframe", "audio", "video", "object", "embed")
SAFE_DATA = re.compile(r"data:image/(?:png|jpeg|webp);base64,")
OUTSIDE_IN_STYLE = re.compile(
    r"@import|url\(\s*['\"]?(?!\s*#)|expression\(|javascript:", re.IGNORECASE
)
PIXELS = re.compile(r"(\d{1,5}(?:\.\d+)?)(?:px)?")
COLUMN = 720
"""As wide as a column of text may become."""
MOST_ELEMENTS = 20_000
"""Elements of a drawing once every `use` is followed."""


def svg_problem(content: bytes) -> str:
    """Return the name of what is wrong with an SVG file, or the empty string.

    The names stand in the language tables under `problem-<name>`.
    """
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        return "svg-doctype"
    try:
        root = ET.fromstring(content)  # noqa: S314 - without a DOCTYPE there are no entities to expand
    except (ET.ParseError, ValueError, LookupError, RecursionError):
        return "svg-unreadable"
    if root.tag != f"{SVG}svg":
        return "svg-unreadable"
    for element in root.iter():
        if problem := _element_problem(element):
            return problem
    return "svg-endless" if _weight(root) > MOST_ELEMENTS else ""


def svg_size(content: bytes) -> tuple[int, int] | None:
    """Return how large a drawing wants to be shown, in pixels; None where it does not say.

    One that says only how wide it is for its height fills the column of text.
    """
    try:
        root = ET.fromstring(content)  # noqa: S314 - a drawing with a DOCTYPE was refused
    except (ET.ParseError, ValueError, LookupError, RecursionError):
        return None
    own = [_pixels(root.get(side, "")) for side in ("width", "height")]
    if all(own):
        return round(own[0]), round(own[1])
    _, _, width, height = (_pixels(part) for part in _box(root))
    return (COLUMN, max(1, round(COLUMN * height / width))) if width and height else None


def _box(root: ET.Element) -> list[str]:
    parts = root.get("viewBox", "").replace(",", " ").split()
    return parts if len(parts) == 4 else [""] * 4


def _pixels(length: str) -> float:
    number = PIXELS.fullmatch(length.strip())
    return float(number[1]) if number else 0.0


def _element_problem(element: ET.Element) -> str:
    name = str(element.tag).rpartition("}")[2]
    if name in RUNS:
        return "svg-script"
    if name in INCLUDES:
        return "svg-foreign"
    if name == "style" and OUTSIDE_IN_STYLE.search(element.text or ""):
        return "svg-outside"
    found = (_attribute_problem(name, key, value.strip()) for key, value in element.attrib.items())
    return next((problem for problem in found if problem), "")


def _attribute_problem(name: str, key: str, value: str) -> str:
    sets_link = name in ("set", "animate") and key == "attributeName" and value.endswith("href")
    if key.lower().startswith("on") or sets_link:
        return "svg-script"
    if key in HREF:
        return "" if value.startswith("#") or SAFE_DATA.match(value) else "svg-outside"
    return "svg-outside" if OUTSIDE_IN_STYLE.search(value) else ""


def _weight(root: ET.Element) -> int:
    """Count the elements drawn when each `use` is followed; a ring counts as too many."""
    by_id = {element.get("id"): element for element in root.iter() if element.get("id")}
    known: dict[int, int] = {}

    def weigh(element: ET.Element, around: frozenset[int]) -> int:
        if id(element) in around or len(around) > 200:
            return MOST_ELEMENTS + 1
        if id(element) not in known:
            inner = around | {id(element)}
            total = 1 + sum(weigh(child, inner) for child in element)
            if element.tag == f"{SVG}use":
                target = by_id.get(
                    next((element.get(key, "") for key in HREF if key in element.attrib), "")[1:]
                )
                total += weigh(target, inner) if target is not None else 0
            known[id(element)] = min(total, MOST_ELEMENTS + 1)
        return known[id(element)]

    return weigh(root, frozenset())
