from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest

from iecpress.check import check
from iecpress.load import Reading, load
from tests.benchmarks.library import change_one_text, generate, raise_versions

ROOT = Path(__file__).parents[2]
DAY = dt.date(2026, 11, 21)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library") / "site"
    generate(ROOT, folder, 30)
    return folder


@pytest.fixture(scope="module")
def reading(site: Path) -> Reading:
    return load(site)


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_has_no_errors(reading: Reading) -> None:
    """A generated library passes the check."""
    assert [f for f in check(reading, DAY) if f.severity == "error"] == []


def test_has_every_resource_in_every_language(reading: Reading) -> None:
    """There are as many resources as asked for, each in every language."""
    assert reading.library is not None
    assert len(reading.library.resources) == 30
    languages = set(reading.library.settings.languages)
    assert {frozenset(r.texts) for r in reading.library.resources} == {frozenset(languages)}


def test_texts_differ(reading: Reading) -> None:
    """No text has the body of another."""
    assert reading.library is not None
    bodies = [text.body for _, text in reading.library.texts()]
    assert len(set(bodies)) == len(bodies) == 60


def test_is_deterministic(site: Path, tmp_path: Path) -> None:
    """The same seed gives the same files, byte for byte; another seed gives others."""
    generate(ROOT, tmp_path / "again", 30)
    generate(ROOT, tmp_path / "other", 30, seed=2)
    assert digests(tmp_path / "again") == digests(site)
    assert digests(tmp_path / "other") != digests(site)


def test_larger_begins_with_the_smaller(site: Path, tmp_path: Path) -> None:
    """A library of ten is the first ten of a library of thirty."""
    generate(ROOT, tmp_path / "small", 10)
    assert digests(tmp_path / "small").items() <= digests(site).items()


def test_one_resource_is_enough(tmp_path: Path) -> None:
    """A library of a single resource, without handouts, passes the check as well."""
    generate(ROOT, tmp_path / "one", 1, handouts=False)
    reading = load(tmp_path / "one")
    assert reading.library is not None
    assert [resource.handouts for resource in reading.library.resources] == [()]
    assert [f for f in check(reading, DAY) if f.severity == "error"] == []


def test_an_edit_changes_one_text(tmp_path: Path) -> None:
    """An edit changes one text of one resource, and the library still passes the check."""
    site = tmp_path / "site"
    generate(ROOT, site, 3)
    before = digests(site)
    edited = change_one_text(site)
    changed = [name for name, digest in digests(site).items() if before[name] != digest]
    assert [name for name in changed if f"/{edited}/" in name] == changed
    assert len(changed) == 1
    assert [f for f in check(load(site), DAY) if f.severity == "error"] == []


def test_raises_the_version_of_every_text(tmp_path: Path) -> None:
    """Each text of a library gets the next version, in all languages alike, and nothing is wrong with it."""
    generate(ROOT, tmp_path, 3)
    for minor in (1, 2):
        raise_versions(tmp_path, minor)
    reading = load(tmp_path)
    assert reading.library is not None
    texts = [(resource, text) for resource, text in reading.library.texts()]
    assert {str(resource.version_of(text)) for resource, text in texts} == {"1.2"}
    assert [f for f in check(reading, DAY) if f.severity == "error"] == []
