"""A sheet's HTML tree in; words in the script of another language within elements that name it, out.

A voice that reads Nepali stumbles over English words unless the file says where they are (WCAG 2.2, 3.1.2).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

Element = Any
Run = tuple[str, str]
"""Words and their language, which is empty where it is that of what stands around them."""

TAG = "x-lang"
"""An element of its own, so that no style sheet takes it for one of its spans."""
NOT_READ = ("head", "script", "style", "template")
ADDRESS = re.compile(r"@|://|[a-z0-9]\.[a-z]")
"""What is in a web or e-mail address, which is in no language."""
TOKEN = re.compile(r"\S+|\s+")


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language, and the first and last characters of the blocks of its script."""

    lang: str
    blocks: tuple[str, ...]

    def letters(self) -> str:
        """Return the letters and marks of the script, for a class of characters in a pattern."""
        pairs = zip(self.blocks[::2], self.blocks[1::2], strict=True)
        codes = (code for first, last in pairs for code in range(ord(first), ord(last) + 1))
        return "".join(chr(code) for code in codes if unicodedata.category(chr(code))[0] in "LM")


def name_languages(root: Element, tongues: tuple[Tongue, ...]) -> None:
    """Put words in the script of another language into elements that say which it is."""
    _name(root, "", tongues)


def _name(element: Element, lang: str, tongues: tuple[Tongue, ...]) -> None:
    if _in_none(element):
        return
    lang = element.get("lang", lang)
    foreign = _foreign(lang, tongues)
    for at, child in reversed(list(enumerate(element, 1))):
        _name(child, lang, tongues)
        child.tail = _put(element, at, foreign.runs(child.tail or ""))
    element.text = _put(element, 0, foreign.runs(element.text or ""))


def _in_none(element: Element) -> bool:
    """Tell a comment, a drawing, a style sheet, and what must not be translated."""
    tag = element.tag
    outside = not isinstance(tag, str) or tag in NOT_READ or tag.startswith("{")
    return outside or element.get("translate") == "no"


def _put(parent: Element, at: int, runs: Sequence[Run]) -> str:
    """Insert the runs of other languages into `parent`; return the words that come before the first."""
    before, last = "", None
    for words, lang in runs:
        if lang:
            last = parent.makeelement(TAG, {"lang": lang})
            last.text, last.tail = words, ""
            parent.insert(at, last)
            at += 1
        elif last is None:
            before += words
        else:
            last.tail += words
    return before


class Foreign:
    """What is written in other scripts than that of one language."""

    def __init__(self, lang: str, tongues: Sequence[Tongue]) -> None:
        letters = {tongue.lang: tongue.letters() for tongue in tongues}
        own = letters.get(lang, "")
        others = {name: found for name, found in letters.items() if not set(own) & set(found)}
        self._langs = tuple(others) if own else ()
        """In the order of the groups of the pattern."""
        every = own + "".join(others.values())
        self._found = re.compile("|".join(_run(mine, every) for mine in others.values()))

    def runs(self, words: str) -> Sequence[Run]:
        """Part words by their language."""
        if not self._langs or not self._found.search(words):
            return [(words, "")]
        return [run for part in _parts(words) for run in self._parted(part)]

    def _parted(self, part: str) -> Iterator[Run]:
        end = 0
        for run in () if ADDRESS.search(part) else self._found.finditer(part):
            yield part[end : run.start()], ""
            yield run[0], self._langs[(run.lastindex or 1) - 1]
            end = run.end()
        yield part[end:], ""


@lru_cache
def _foreign(lang: str, tongues: tuple[Tongue, ...]) -> Foreign:
    return Foreign(lang, tongues)


def _run(mine: str, every: str) -> str:
    """Return a pattern: from the first letter of a script to the last one before a letter of another."""
    between = "".join(set(every) - set(mine))
    return f"([{mine}](?:[^{between}]*[{mine}])?)"


def _parts(words: str) -> Iterator[str]:
    """Yield each address, and the words between addresses."""
    between = ""
    for token in TOKEN.findall(words):
        if ADDRESS.search(token):
            yield from (between, token)
            between = ""
        else:
            between += token
    yield between
