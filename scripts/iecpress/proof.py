"""Promises and a site in; how many are kept, how fast that was found, and each that is not, out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from iecpress.answers import Site
from iecpress.findings import Finding
from iecpress.promises import Promise, broken, sums


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of asking. `before` were found kept by a round that was broken off."""

    asked: int
    before: int
    files: int
    """How many files the list of checksums names."""
    findings: tuple[Finding, ...]
    seconds: float


def prove(
    promised: Sequence[Promise],
    site: Site,
    notes: Path,
    name: str,
    step: Callable[[], None] = lambda: None,
) -> Proof:
    """Ask for every address. A round that is broken off is gone on with: `notes` hold what was kept.

    They are of use only for the same `name`: the same ledger and the same site.
    """
    started = time.monotonic()
    kept = _noted(notes, name)
    rest = [promise for promise in promised if promise.address not in kept]
    findings = []
    with _noting(notes, name, kept) as out:
        for promise, finding in zip(rest, broken(rest, site), strict=True):
            step()
            if finding is None:
                out.write(f"{promise.address}\n")
                out.flush()
            else:
                findings.append(finding)
    files, wrong = sums(site)
    notes.unlink()
    seconds = time.monotonic() - started
    return Proof(len(rest), len(promised) - len(rest), files, (*findings, *wrong), seconds)


def _noted(notes: Path, name: str) -> frozenset[str]:
    try:
        first, *addresses = notes.read_text("utf-8").splitlines()
    except (OSError, ValueError):
        return frozenset()
    return frozenset(addresses) if first == name else frozenset()


@contextmanager
def _noting(notes: Path, name: str, kept: frozenset[str]) -> Iterator[TextIO]:
    notes.parent.mkdir(parents=True, exist_ok=True)
    with notes.open("w", encoding="utf-8") as out:
        out.writelines(f"{line}\n" for line in (name, *sorted(kept)))
        out.flush()
        yield out
