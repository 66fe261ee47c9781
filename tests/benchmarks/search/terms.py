"""`terms.tsv` in, its terms out, a third of them put aside before any table of the search was made.

The rule: a term is put aside when the SHA-256 of its English name, read as a number, divides by three.
Nobody chose, and nobody who makes a table (folding, glossary) may look at how the terms put aside fare
one by one: only at their sums.
"""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TERMS = Path(__file__).with_name("terms.tsv")


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that people look for, in the many ways they write it."""

    english: str
    nepali: tuple[str, ...]
    romanised: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """What it is called in English, without what means other things as well.

        So does a name that needs a note in brackets, and one that leans on a longer one beside it.
        """
        found = [name.split() for name in self.english.split(" / ") if "(" not in name]
        most = max(map(len, found), default=0)
        return tuple(" ".join(words) for words in found if len(words) == most)

    @property
    def put_aside(self) -> bool:
        """Whether it was kept from those who made the tables."""
        return int(hashlib.sha256(self.english.encode()).hexdigest(), 16) % 3 == 0


@cache
def terms() -> tuple[Term, ...]:
    """Return every term, in the order of the file."""
    with TERMS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return tuple(
        Term(row["english"], tuple(row["nepali"].split("|")), tuple(row["romanised"].split("|")))
        for row in rows
    )
