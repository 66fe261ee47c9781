"""Arguments in, one table of figures out; the exit status is 1 when a budget is not kept."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from tests.benchmarks.building import building, scaling
from tests.benchmarks.comparison import comparison
from tests.benchmarks.figures import BrokenPromise, Figure, machine, table
from tests.benchmarks.library import NotASample
from tests.benchmarks.plan import Plan
from tests.benchmarks.processes import Failed
from tests.benchmarks.reading import reading
from tests.benchmarks.search.quality import quality
from tests.benchmarks.search.weighing import searching
from tests.benchmarks.weight import weight

ROOT = Path(__file__).parents[2]
MEASUREMENTS: dict[str, Callable[[Plan], Iterator[Figure]]] = {
    "reading": reading,
    "building": building,
    "comparison": comparison,
    "weight": weight,
    "search": searching,
    "found": quality,
    "scale": scaling,
}


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
    work: Path | None,
) -> None:
    """Measure speed and size on a generated library, and print them beside their budgets."""
    names = only or tuple(name for name in MEASUREMENTS if name != "scale")
    if scale and "scale" not in names:
        names = (*names, "scale")
    where = machine()
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="iecpress-bench-", dir=work) as folder:
        plan = Plan(ROOT, Path(folder), resources, compare, rounds, scale_handouts, scale)
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
