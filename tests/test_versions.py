"""A site with a history, built: what each page says of its version, and that every way leads on."""

from __future__ import annotations

import pytest

from tests.press import Press
from tests.sites import Site


@pytest.fixture(scope="module")
def served(history: Press, tmp_path_factory: pytest.TempPathFactory) -> Press:
    """Return the site with three versions, built; not to be changed."""
    root = tmp_path_factory.mktemp("served") / "site"
    press = Press(Site.copy_of(history.site.root, root), history.executor)
    press.build()
    return press


def test_it_builds(served: Press) -> None:
    pass
