"""A finished PDF in, the rules of PDF/UA-1 and PDF/A-3a that it breaks out; the one door to page-validation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import page

from iecpress.handouts.records import Problem, Trouble

PROFILES: dict[Trouble, str] = {"accessible": "ua1", "lasting": "3a"}


def broken_rules(pdf: bytes, faults: Iterable[str]) -> tuple[Problem, ...]:
    """Check a file against both standards; each rule that is broken is one problem, and so is each known fault."""
    known = (Problem("accessible", fault) for fault in faults)
    return (*known, *(problem for kind in PROFILES for problem in _broken(pdf, kind)))


def _broken(pdf: bytes, kind: Trouble) -> Iterator[Problem]:
    # The worker's own limits hold: time and memory.
    limits = page.SafetyLimits.unlimited()
    try:
        report = page.validate_pdf_bytes(pdf, profile=PROFILES[kind], limits=limits)
    except page.PageError as error:
        yield Problem(kind, f"{type(error).__name__}: {error}")
        return
    for rule in dict.fromkeys(failure.rule_id for failure in report.failures):
        yield Problem(kind, rule)
