"""Arguments in, one table of figures out; the exit status is 1 when a budget is not kept."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from tests.benchmarks.archive import archive
from tests.benchmarks.building import building, scaling
from tests.benchmarks.comparison import comparison
from tests.benchmarks.figures import BrokenPromise, Figure, machine, table
from tests.benchmarks.library import NotASample
from tests.benchmarks.plan import Plan
from tests.benchmarks.printing import printing
from tests.benchmarks.processes import Failed
from tests.benchmarks.reading import reading
from tests.benchmarks.search.quality import quality
from tests.benchmarks.search.weighing import searching
from tests.benchmarks.views import views
from tests.benchmarks.weight import weight
from tests.benchmarks.words import words

ROOT = Path(__file__).parents[2]
MEASUREMENTS: dict[str, Callable[[Plan], Iterator[Figure]]] = {
    "reading": reading,
    "building": building,
    "comparison": comparison,
    "weight": weight,
    "search": searching,
    "found": quality,
    "views": views,
    "handouts": printing,
    "words": words,
    "archive": archive,
    "scale": scaling,
}
WHEN_ASKED_FOR = ("handouts", "words", "archive", "scale")
"""These take long, or something from the network."""


@click.command(
    epilog="\b\nExamples:\n  make bench\n  python -m tests.benchmarks --only building --resources 20 --rounds 1\n"
    "  python -m tests.benchmarks --scale"
)
@click.option(
    "--only", multiple=True, type=click.Choice(list(MEASUREMENTS)), help="Measure this alone."
)
@click.option(
    "--resources",
    type=click.IntRange(1),
    default=100,
    show_default=True,
    help="Resources of a build.",
)
@click.option(
    "--rounds",
    type=click.IntRange(1),
    default=3,
    show_default=True,
    help="How often; medians are shown.",
)
@click.option(
    "--compare", type=click.IntRange(1), help="Resources for the other program.  [default: as many]"
)
@click.option("--scale", is_flag=True, help="Build 1,000 and 10,000 resources as well, once.")
@click.option("--scale-handouts", is_flag=True, help="Render their handouts too.")
@click.option(
    "--handouts",
    type=click.IntRange(1),
    help="Watch the workers' memory over so many handouts.  [default: 1000]",
)
@click.option(
    "--texts",
    type=click.IntRange(1),
    help="Count the words of so many texts of a sort.  [default: all]",
)
@click.option(
    "--corpus",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of more Nepali texts, ne/*.md, whose words are counted too.",
)
@click.option(
    "--work",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where to build.  [default: /tmp]",
)
def main(  # noqa: PLR0917 - one parameter an option
    only: tuple[str, ...],
    resources: int,
    rounds: int,
    compare: int | None,
    scale: bool,
    scale_handouts: bool,
    handouts: int | None,
    texts: int | None,
    corpus: Path | None,
    work: Path | None,
) -> None:
    """Measure speed and size on a generated library, and print them beside their budgets."""
    names = only or tuple(name for name in MEASUREMENTS if name not in WHEN_ASKED_FOR)
    if scale and "scale" not in names:
        names = (*names, "scale")
    if work is not None:
        work.mkdir(parents=True, exist_ok=True)
    where = machine()
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="iecpress-bench-", dir=work) as folder:
        plan = Plan(
            ROOT,
            Path(folder),
            resources,
            compare,
            rounds,
            scale_handouts,
            handouts,
            texts,
            corpus,
            scale,
        )
        try:
            for name in names:
                click.echo(f"Measuring: {name}", err=True)
                figures += MEASUREMENTS[name](plan)
        except (BrokenPromise, Failed, NotASample) as problem:
            click.echo(f"Stopped: {problem}", err=True)
            sys.exit(1)
        finally:
            click.echo(f"{where} · {rounds} rounds, medians\n\n{table(figures)}")
    sys.exit(0 if all(figure.kept for figure in figures) else 1)


if __name__ == "__main__":
    main()
