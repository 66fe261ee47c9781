"""A library, a corpus, a declaration in; the sheets whose words are to be counted out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import cycle
from pathlib import Path
from typing import TypeVar

import lxml.html
from fontTools.ttLib import TTFont

from iecpress.fonts import font_files
from iecpress.handouts import Job, jobs
from iecpress.handouts.layout import PACKAGE
from iecpress.handouts.records import Sheet
from iecpress.handouts.sheet import Desk
from iecpress.load import load
from iecpress.model import Library
from tests.benchmarks.figures import BrokenPromise
from tests.sites import FOLDER, Site, unreleased

Item = TypeVar("Item")
LAYOUT = "a4"
PARAGRAPHS = 40
"""Of each document of a corpus so many are taken, spread over all."""
STYLE = """
.text p:nth-of-type(3n + 1) { text-align: justify }
.text p:nth-of-type(4n + 2) { letter-spacing: 0.3mm }
"""
BLOCKS = (
    "//body//*[self::h1 or self::h2 or self::p or self::li or self::th or self::td or self::dt]"
)
SIGNS = re.compile(r"([\\`*_\[\]<>|#{}!~^=&])")
FRONT = """---
title: {title}
summary: {title}
version: "1.0"
date: 2026-11-21
topics: [visa]
authors: [RS]
licence: CC-BY-4.0
---
"""


@dataclass(frozen=True, slots=True)
class Text:
    """A text to be printed by every program, or by ours alone where no other has its layout."""

    group: str
    name: str
    lang: str
    sheet: Sheet
    everywhere: bool = True

    @property
    def paragraphs(self) -> list[str]:
        """Its words without any form."""
        found = lxml.html.fromstring(self.sheet.html).xpath(BLOCKS)
        words = (" ".join(block.text_content().split()) for block in found)
        return [each for each in dict.fromkeys(words) if each]


def of_library(root: Path, most: int | None) -> Iterator[Text]:
    """Yield every handout that the site in `root` declares, or at most so many of each group, spread over all."""
    library = _library(root)
    desk, groups = Desk(library), dict[str, list[Job]]()
    for job in jobs(library):
        plain = job.layout == LAYOUT and not job.grey
        group = f"library, A4, {job.text.lang}" if plain else "library, other layouts"
        groups.setdefault(group, []).append(job)
    for group, wanted in groups.items():
        for job in _some(wanted, most):
            yield _text(desk, job, group)


def of_documents(
    group: str, documents: Mapping[str, Sequence[str]], folder: Path, most: int | None
) -> Iterator[Text]:
    """Yield Nepali documents, named paragraphs, as texts of a site that is made in `folder`.

    Their paragraphs become what a text is made of: lists, tables, links, bold words, justified and spaced lines.
    """
    site = Site.copy(folder)
    own, style = PACKAGE / f"layouts/{LAYOUT}/style.css", f"layouts/{LAYOUT}/style.css"
    site.write(f"overrides/handouts/{style}", own.read_text("utf-8") + STYLE)
    site.change("mkdocs.yml", "text_kb: 16", "text_kb: 1024")
    for number, (title, paragraphs) in enumerate(documents.items(), 1):
        body = "\n\n".join(_treated(_some(list(filter(_drawable, paragraphs)), most or PARAGRAPHS)))
        text = FRONT.format(title=title) + f"## {title} {{#text}}\n\n{body}\n"
        site.write(f"{FOLDER}-{number}/index.ne.md", text)
    library = _library(folder)
    desk = Desk(library)
    for resource, text in library.texts():
        if text.path.parent.as_posix() != FOLDER:
            yield _text(desk, Job(resource, text, LAYOUT), group)


def paragraphs_of(path: Path) -> list[str]:
    """Read a Markdown or HTML file without any form."""
    content = path.read_text("utf-8")
    if path.suffix == ".html":
        blocks = lxml.html.fromstring(content).xpath("//body//*[self::h2 or self::p or self::li]")
        return [" ".join(block.text_content().split()) for block in blocks]
    found = (" ".join(part.split()) for part in content.split("\n\n"))
    return [part for part in found if part and not part.startswith("<!--")]


def _library(root: Path) -> Library:
    library = load(root).library
    if library is None:
        raise BrokenPromise(f"the settings in {root} are not sound")
    return unreleased(library)


def _some(wanted: Sequence[Item], most: int | None) -> Sequence[Item]:
    return wanted[:: max(1, -(-len(wanted) // most))] if most else wanted


def _text(desk: Desk, job: Job, group: str) -> Text:
    sheet = desk.sheet(job)
    if sheet.problems:
        raise BrokenPromise(f"{job.resource.id} cannot be set: {sheet.problems}")
    name = f"{job.resource.id}-{job.text.lang}-{job.layout}{'-grey' if job.grey else ''}"
    return Text(group, name, job.text.lang, sheet, everywhere=group != "library, other layouts")


def _treated(paragraphs: Iterable[str]) -> Iterator[str]:
    """Give each paragraph the next of the forms that a text can have."""
    for form, paragraph in zip(cycle(FORMS), paragraphs, strict=False):
        yield form(SIGNS.sub(r"\\\1", paragraph).split())


def _bold(words: list[str]) -> str:
    return " ".join(f"**{word}**" if not number % 5 else word for number, word in enumerate(words))


def _linked(words: list[str]) -> str:
    return f"[{' '.join(words[:4])}](https://society.example/) {' '.join(words[4:])}"


def _mixed(words: list[str]) -> str:
    return " ".join(
        f"{word} COVID-19, १,००० र 1,000" if n % 9 == 8 else word for n, word in enumerate(words)
    )


def _listed(sign: str, words: list[str]) -> str:
    return "\n".join(f"{sign} {' '.join(part)}" for part in _parts(words, 9))


def _table(words: list[str]) -> str:
    if len(words) < 12:
        return " ".join(words)
    cells = [" ".join(part) for part in _parts(words, 4)]
    rows = [f"| {' | '.join((row * 2)[:2])} |" for row in _parts(cells, 2)]
    return "\n".join([rows[0], "|---|---|", *rows[1:]])


def _parts(items: list[str], size: int) -> Iterator[list[str]]:
    return (items[start : start + size] for start in range(0, len(items), size))


FORMS: Sequence[Callable[[list[str]], str]] = (
    " ".join,
    _bold,
    _linked,
    partial(_listed, "-"),
    _mixed,
    partial(_listed, "1."),
    _table,
)


@cache
def _characters() -> frozenset[int]:
    with TTFont(font_files()[0].path, lazy=True) as font:
        return frozenset(font.getBestCmap())


def _drawable(paragraph: str) -> bool:
    """A character without a glyph would stop the handout."""
    return bool(paragraph.split()) and all(ord(sign) in _characters() for sign in paragraph)
