"""A library in; how long its cold build, a rebuild after one edit and one without any take, out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.figures import BrokenPromise, Figure, ratios
from tests.benchmarks.library import change_one_text
from tests.benchmarks.plan import SCALES, Plan
from tests.benchmarks.processes import Run

SUMMARY = re.compile(
    r"Built ([\d,]+) resources into \S+ in [\d.,]+ s: "
    r"([\d,]+) of ([\d,]+) pages made anew, ([\d,]+) of ([\d,]+) handouts rendered"
)
NOTHING = "Nothing has changed since the last build"
TENTH = 0.1


@dataclass(frozen=True, slots=True)
class Summary:
    """What the last line of a build says."""

    resources: int
    pages_made: int
    pages: int
    handouts_made: int
    handouts: int


def summary(run: Run) -> Summary:
    """Read the summary of a build that made something. Raises BrokenPromise when there is none."""
    found = SUMMARY.search(run.output)
    if found is None:
        raise BrokenPromise(f"the build did not say what it made: {run.output.strip()[-300:]}")
    return Summary(*(int(number.replace(",", "")) for number in found.groups()))


@dataclass(frozen=True, slots=True)
class Round:
    """The three builds of one round."""

    cold: Run
    edit: Run
    none: Run
    made: Summary
    made_again: Summary


def building(plan: Plan) -> Iterator[Figure]:
    """Measure the three builds, and how fast and how large the cold one is."""
    rounds = [_round(plan) for _ in range(plan.rounds)]
    cold = [each.cold.seconds for each in rounds]
    edit = [each.edit.seconds for each in rounds]
    none = [each.none.seconds for each in rounds]
    made, again = rounds[0].made, rounds[0].made_again
    name = f"{made.resources} resources × {plan.languages}"
    yield Figure(f"{name}: cold build", cold, note=stages([each.cold for each in rounds]))
    pages = [made.pages / seconds for seconds in cold]
    yield Figure("— pages a second of it", pages, "/s", note=f"{made.pages} pages")
    handouts = [made.handouts / seconds for seconds in cold]
    yield Figure("— handouts a second of it", handouts, "/s", note=f"{made.handouts} handouts")
    peaks = [each.cold.peak / 1e6 for each in rounds]
    yield Figure("— peak memory, all processes", peaks, "MB")
    said = f"{again.handouts_made} handout, {again.pages_made} of {again.pages} pages; "
    note = said + stages([each.edit for each in rounds])
    yield Figure(f"{name}: rebuild after one edit", edit, note=note)
    yield Figure("— of the cold build", ratios(edit, cold), "", TENTH)
    yield Figure(f"{name}: rebuild with no edit", none, note="no handout, no page")
    yield Figure("— of the cold build", ratios(none, cold), "")


def _round(plan: Plan) -> Round:
    folder = plan.fresh(plan.resources)
    cold = plan.build(folder)
    made = summary(cold)
    _promise(made.resources == plan.resources, f"a cold build of all resources: {made}")
    _promise(made.handouts_made == made.handouts > 0, f"a cold build renders everything: {made}")
    _promise(made.pages_made == made.pages > 0, f"a cold build makes every page: {made}")
    before = _handouts(folder)
    edited = change_one_text(folder)
    edit = plan.build(folder)
    made_again = summary(edit)
    _promise(made_again.handouts_made == 1, f"one edit, one handout: {made_again}")
    _promise(made_again.pages_made < made_again.pages, f"one edit, not every page: {made_again}")
    after = _handouts(folder)
    changed = {name for name in {*before, *after} if before.get(name) != after.get(name)}
    _promise(_is_of_edit(changed, edited), f"an edit of {edited} changed {sorted(changed)}")
    none = plan.build(folder)
    _promise(NOTHING in none.output, f"no edit, nothing made: {none.output.strip()[-300:]}")
    plan.done_with(folder)
    return Round(cold, edit, none, made, made_again)


def _promise(kept: bool, what: str) -> None:
    if not kept:
        raise BrokenPromise(what)


def _handouts(folder: Path) -> dict[str, str]:
    site = folder / "site"
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in site.rglob("*.pdf")
    }


def _is_of_edit(changed: set[str], edited: str) -> bool:
    """Say whether the changed PDFs are those of the edited text and packs of its language."""
    own = {name for name in changed if Path(name).name.startswith(f"{edited}-")}
    languages = {Path(name).stem.rpartition("-")[2] for name in own}
    packs = [name for name in changed - own if name.startswith("packs/")]
    same = all(Path(name).stem.rpartition("-")[2] in languages for name in packs)
    return len(languages) == 1 and same and len(packs) == len(changed - own)


def stages(runs: Sequence[Run]) -> str:
    """Return how long each stage of the quickest of the builds took."""
    run = min(runs, key=lambda one: one.seconds)
    began = [(at, line) for at, line in run.said if line and not line.startswith(" ")]
    if not began:
        return ""
    ends = [*(at for at, _ in began[1:]), run.seconds]
    parts = [f"start {began[0][0]:.1f} s"]
    parts += [
        f"{line[:1].lower()}{line[1:]} {end - at:.1f} s"
        for (at, line), end in zip(began, ends, strict=True)
    ]
    return "; ".join(parts)


def scaling(plan: Plan) -> Iterator[Figure]:
    """Measure one cold build of a large library, and of one ten times as large."""
    runs = []
    for resources in SCALES:
        folder = plan.fresh(resources, handouts=plan.scale_handouts)
        runs.append(plan.build(folder))
        plan.done_with(folder)
    small, large = SCALES
    what = "with handouts" if plan.scale_handouts else "without handouts"
    for resources, done in zip(SCALES, runs, strict=True):
        note = f"{summary(done).pages} pages; {stages([done])}"
        yield Figure(
            f"{resources:,} resources × {plan.languages} {what}: cold build",
            [done.seconds],
            note=note,
        )
        most = 2 * 1024**3 / 1e6 if resources == large else None
        yield Figure("— peak memory, all processes", [done.peak / 1e6], "MB", most)
    first, second = runs
    yield Figure(
        f"{small:,} → {large:,} resources: time ×", [second.seconds / first.seconds], "", 11
    )
