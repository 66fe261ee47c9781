"""What runs on GitHub and GitLab: fixed to what was looked at, and allowed no more than it needs."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from iecpress.cli import cli

ROOT = Path(__file__).parents[1]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
USED = re.compile(r"uses: +[^@\s]+@(?P<pin>\S+)(?P<rest>.*)")
NEEDED = {
    "pull-request.yml": {"contents": "read"},
    "publish.yml": {},
    "publish.yml release": {"contents": "write"},
    "publish.yml build": {"contents": "read"},
    "publish.yml deploy": {"pages": "write", "id-token": "write"},
}
"""What each workflow and job may do."""


def read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return found


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_action_is_fixed(path: Path) -> None:
    """To a commit, with the version it is beside it: a tag can be moved."""
    used = list(USED.finditer(path.read_text("utf-8")))
    assert used
    for match in used:
        assert re.fullmatch("[0-9a-f]{40}", match["pin"])
        assert re.fullmatch(r" # v[0-9]+\.[0-9]+\.[0-9]+", match["rest"])


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_nobody_may_more_than_needed(path: Path) -> None:
    """Each job has the rights that its work takes, no token stays on the disk, no words of others reach a shell."""
    workflow = read(path)
    assert workflow["permissions"] == NEEDED[path.name]
    for name, job in workflow["jobs"].items():
        assert job.get("permissions") == NEEDED.get(f"{path.name} {name}")
        assert job["timeout-minutes"] <= 30
        for step in job["steps"]:
            assert "${{" not in step.get("run", "")
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False


def test_what_is_released_is_what_is_built() -> None:
    """The site is made from the commit that holds what was just frozen, and nothing is published in between."""
    jobs = read(ROOT / ".github/workflows/publish.yml")["jobs"]
    assert jobs["build"]["needs"] == "release"
    assert jobs["deploy"]["needs"] == "build"
    checkout = jobs["build"]["steps"][0]["with"]
    assert checkout["ref"] == "${{ needs.release.outputs.commit }}"
    gitlab = read(ROOT / ".gitlab-ci.yml")
    assert gitlab["pages"]["needs"] == ["release"]
    assert gitlab["release"]["resource_group"] == "release"


def scripts() -> list[str]:
    found = [
        step["run"]
        for path in WORKFLOWS
        for job in read(path)["jobs"].values()
        for step in job["steps"]
        if "run" in step
    ]
    gitlab = read(ROOT / ".gitlab-ci.yml")
    return found + [
        line for job in gitlab.values() if isinstance(job, dict) for line in job.get("script", ())
    ]


def test_every_command_exists() -> None:
    """What they call is what the program knows."""
    assert isinstance(cli, click.Group)
    called = [
        shlex.split(line)[1:]
        for script in scripts()
        for line in script.splitlines()
        if "bin/iecpress" in line
    ]
    assert len(called) >= 6
    for name, *options in called:
        known = {opt for parameter in cli.commands[name].params for opt in parameter.opts}
        assert {option for option in options if option.startswith("--")} <= known


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout


def test_what_was_frozen_is_committed_once(tmp_path: Path) -> None:
    """The step pushes one commit with all that was frozen, nothing the second time, and names what to build."""
    hub, clone = tmp_path / "hub.git", tmp_path / "clone"
    git(tmp_path, "init", "-q", "--bare", "-b", "main", str(hub))
    git(tmp_path, "clone", "-q", str(hub), str(clone))
    git(
        clone,
        "-c",
        "user.name=a",
        "-c",
        "user.email=a@b.example",
        "commit",
        "-qm",
        "Begin",
        "--allow-empty",
    )
    git(clone, "push", "-q", "origin", "HEAD:main")
    steps = read(ROOT / ".github/workflows/publish.yml")["jobs"]["release"]["steps"]
    [script] = [step["run"] for step in steps if step.get("id") == "keep"]
    output = tmp_path / "output"
    environment = {
        **os.environ, "TOKEN": "t", "GITHUB_REPOSITORY": "o/r", "GITHUB_OUTPUT": str(output),
        "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": f"url.file://{hub}.insteadOf",
        "GIT_CONFIG_VALUE_0": "https://x-access-token:t@github.com/o/r.git",
    }  # fmt: skip
    frozen = clone / "materials/leaflets/visa/versions/1.0/manifest.json"
    frozen.parent.mkdir(parents=True)
    frozen.write_text("{}")
    for _ in range(2):
        subprocess.run(["bash", "-e", "-c", script], cwd=clone, env=environment, check=True)
        assert git(hub, "log", "--format=%s", "main").split("\n")[:-1] == [
            "Release what was merged",
            "Begin",
        ]
        assert (
            output.read_text().splitlines()[-1] == f"commit={git(hub, 'rev-parse', 'main').strip()}"
        )
    assert "manifest.json" in git(hub, "show", "--stat", "main")
