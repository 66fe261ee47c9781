"""A text in; every piece of it that a reader reads, with its lines, out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from iecpress.check.rules import ParsedText
from iecpress.text.markdown import Run

FRONT_KEYS = ("title", "summary", "points", "changes")
"""Front matter that is read as words."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph, cell or item, or the words of one key of the front matter; `key` is empty in the body."""

    key: str
    run: Run

    @property
    def text(self) -> str:
        """The words."""
        return self.run.text

    def line(self, position: int = 0) -> int:
        """Return the line of the character at `position`."""
        return self.run.line + self.run.text.count("\n", 0, position)

    def lines(self) -> range:
        """Return all its lines."""
        return range(self.run.line, self.run.line + self.run.text.count("\n") + 1)


def passages(text: ParsedText) -> list[Passage]:
    """Return the title, the summary, the key points, what changed, and the body piece by piece."""
    front = [Passage(key, run) for key, run in text.front_runs(*FRONT_KEYS)]
    return front + [Passage("", run) for run in text.document.runs]


def prose_lines(text: ParsedText) -> Iterator[tuple[int, str]]:
    """Yield the lines as they were typed, with their numbers, without code and other front matter."""
    for _, run in text.front_runs(*FRONT_KEYS):
        yield run.line, run.text
    code: set[int] = set()
    for token in text.document.tokens:
        if token.type == "fence" and token.map:
            code.update(range(*token.map))
    for position, line in enumerate(text.file.body.split("\n")):
        if position not in code:
            yield text.file.body_line + position, line
