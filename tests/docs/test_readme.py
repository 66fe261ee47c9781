from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from iecpress.cli import cli
from iecpress.text.markdown import parse
from tests.docs.handbook import ROOT

README = (ROOT / "README.md").read_text("utf-8")
PAGES = sorted(path for path in (*ROOT.glob("*.md"), *ROOT.glob("decisions/*.md")))


def make_targets() -> set[str]:
    return set(
        re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    )


def test_make_targets_exist() -> None:
    """Every `make …` in the README is a target of the Makefile."""
    named = set(re.findall(r"\bmake ([a-z]+)", README))
    assert {"site", "test"} <= named
    assert named <= make_targets()


def test_program_commands_exist() -> None:
    """Every `iecpress …` in the README is a command of the program."""
    assert isinstance(cli, click.Group)
    named = set(re.findall(r"`(?:\.venv/bin/)?iecpress ([a-z]+)", README))
    assert named
    assert named <= set(cli.commands)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    """Every link from the README, the other pages at the root and the decisions to a file leads to one."""
    document = parse(page.read_text("utf-8"))
    targets = [link.target.partition("#")[0] for link in (*document.links, *document.pictures)]
    inner = [target for target in targets if target and not re.match(r"[a-z]+:", target)]
    assert not [target for target in inner if not (page.parent / target).exists()]
