from __future__ import annotations

import gzip
import sys
from pathlib import Path

import pytest

from iecpress.languages import language
from tests.benchmarks.building import NOTHING, Summary, summary
from tests.benchmarks.figures import BrokenPromise, Figure, ratios, table
from tests.benchmarks.processes import Failed, Run, run
from tests.benchmarks.weight import named_in_page, named_in_style, read_view


def said(output: str) -> Run:
    return Run(1.0, 0, output, ())


def test_reads_the_summary_of_a_build() -> None:
    """The figures of a build are read out of the sentence that the program prints."""
    words = language("en").say(
        "build-done",
        site="site",
        seconds="1.5",
        resources="10,000",
        pages_made=2,
        pages="52,800",
        handouts_made=1,
        handouts=200,
    )
    assert summary(said(words)) == Summary(10_000, 2, 52_800, 1, 200)


def test_knows_when_nothing_was_built() -> None:
    """A build that made nothing says so in words that the benchmark knows."""
    assert language("en").say("build-nothing", site="site", seconds="0.5").startswith(NOTHING)
    with pytest.raises(BrokenPromise):
        summary(said("something else"))


def test_measures_memory_of_children() -> None:
    """The memory of a command is that of all its processes together."""
    held = "held = bytearray(60_000_000); import time; time.sleep(0.5)"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {held!r}], check=True)"
    done = run([sys.executable, "-c", child], Path.cwd())
    assert done.peak > 60_000_000
    assert done.seconds > 0.5


def test_a_failing_command_is_not_measured() -> None:
    """A command that ends with an error has no figures, and its last words are told."""
    with pytest.raises(Failed, match="no such thing"):
        run([sys.executable, "-c", "raise SystemExit('no such thing')"], Path.cwd())


def test_finds_everything_a_page_loads() -> None:
    """Whatever a browser may load is found, in the HTML and in its styles; links to follow are not."""
    page = """<html><head><link rel="stylesheet" href="a.css"><link rel="shortcut icon" href="/i.svg">
    <link rel="canonical" href="https://other.test/"><style>b { background: url('b.png') }</style></head>
    <body><a href="next/">next</a><script src="c.js"></script><img src="d.png" srcset="e.png 2x, f.png 3x">
    <p style="background: url(g.png)"><img src="data:,"></p></body></html>"""
    found = [url.removeprefix("http://site.test") for url in named_in_page(page, "/r/one/")]
    assert sorted(found) == [
        "/i.svg",
        *(f"/r/one/{name}" for name in ("a.css", "b.png", "c.js", "d.png")),
    ] + [f"/r/one/{name}" for name in ("e.png", "f.png", "g.png")]
    style = "@import 'x.css'; @font-face { src: url(../y.woff2) } i { mask: url(data:image/png) }"
    assert list(named_in_style(style, "/s/main.css")) == [
        "http://site.test/s/x.css",
        "http://site.test/y.woff2",
    ]


def test_weighs_a_page_with_its_files(tmp_path: Path) -> None:
    """A view weighs what its files weigh compressed, each once, and names what other hosts are asked for."""
    (tmp_path / "index.html").write_text(
        '<html><link rel="stylesheet" href="s.css"><link rel="preload" href="s.css">'
        '<script src="https://other.test/t.js"></script></html>'
    )
    (tmp_path / "s.css").write_text("p { color: red } " * 100)
    view = read_view(tmp_path, "/")
    assert view.elsewhere == ("https://other.test/t.js",)
    assert view.sizes["/s.css"] == len(gzip.compress((tmp_path / "s.css").read_bytes(), 9, mtime=0))
    assert set(view.sizes) == {"/", "/s.css"}


def test_figures_are_medians_with_their_spread() -> None:
    """The table shows the median, the lowest and the highest, and what is over its budget."""
    shown = table([Figure("one", [3, 1, 2], most=1.5), Figure("two", ratios([4, 9], [2, 3]), "")])
    assert "| one | 2 s | 1 – 3 | 1.50 s | **over the budget** |" in shown
    assert "| two | 2.50 | 2 – 3 |  |  |" in shown
    assert Figure("three", [1.9], least=1.8).kept
    assert "| three | 1.70 s |  | at least 1.80 s | **under the budget** |" in table(
        [Figure("three", [1.7], least=1.8)]
    )
