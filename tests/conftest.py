"""What every test may ask for."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from tests.sites import Site

settings.register_profile("iecpress", deadline=None)  # figures live in benchmarks
settings.load_profile("iecpress")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Return a tiny sound site that the test may spoil."""
    return Site.copy(tmp_path / "site")
