from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from iecpress import fingerprint
from tests.sites import ENGLISH, FOLDER, Site


def test_another_version_of_any_package_is_another_toolkit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is installed beside the toolkit may change what it makes."""
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path), str(tmp_path / "missing")])
    names = [fingerprint.of_toolkit.__wrapped__()]
    (tmp_path / "jinja2-3.1.6.dist-info").mkdir()
    names.append(fingerprint.of_toolkit.__wrapped__())
    (tmp_path / "jinja2-3.1.6.dist-info").rename(tmp_path / "jinja2-3.1.7.dist-info")
    names.append(fingerprint.of_toolkit.__wrapped__())
    assert len(set(names)) == 3


def named(site: Site) -> str:
    """The name of the site's one resource, read anew."""
    library = site.load().library
    assert library is not None
    return fingerprint.of_resource(library, library.resources[0])


def test_a_resource_is_named_by_all_that_lies_in_its_folder(site: Site) -> None:
    """A letter of a text, a picture that comes, another picture under the same name: another name."""
    names = [named(site), named(site)]
    site.change(ENGLISH, "call", "please call")
    names.append(named(site))
    site.write(f"{FOLDER}/a.png", b"one")
    names.append(named(site))
    site.write(f"{FOLDER}/a.png", b"two")
    names.append(named(site))
    assert names[0] == names[1]
    assert len(set(names)) == 4


def test_a_resource_is_named_once(site: Site) -> None:
    """Its pictures are read once a build; a resource that is another one is not taken for it."""
    site.write(f"{FOLDER}/a.png", b"one")
    library = site.load().library
    assert library is not None
    (resource,) = library.resources
    first = fingerprint.of_resource(library, resource)
    site.write(f"{FOLDER}/a.png", b"two")
    assert fingerprint.of_resource(library, resource) == first
    assert fingerprint.of_resource(library, replace(resource, keywords=("new",))) != first
    assert fingerprint.of_resource(replace(library), resource) != first
