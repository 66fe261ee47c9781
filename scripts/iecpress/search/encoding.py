"""Rising numbers in, a few letters out: differences as variable-length base 64, which compresses well as text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
MORE = 32
"""Set in a digit that another one follows; the lowest five bits come first (as in source maps)."""


def rising(numbers: Sequence[int]) -> str:
    """Write numbers in rising order as the first and the differences."""
    return plain(after - before for before, after in zip([0, *numbers], numbers, strict=False))


def plain(numbers: Iterable[int]) -> str:
    """Write numbers one after the other."""
    return "".join(map(_number, numbers))


@cache
def _number(value: int) -> str:
    digits = []
    while value >= MORE:
        digits.append(LETTERS[value % MORE + MORE])
        value //= MORE
    return "".join([*digits, LETTERS[value]])
