"""What a file holds, told from its name."""

from __future__ import annotations

import mimetypes

import pytest

from iecpress.media_types import UNKNOWN, media_type


@pytest.mark.parametrize(
    ("name", "type_"),
    [
        ("assets/pictures/steps-640.webp", "image/webp"),
        ("steps.avif", "image/avif"),
        ("photo.JPG", "image/jpeg"),
        ("file:///fonts/own.woff2", "font/woff2"),
        ("search/search.js", "text/javascript"),
        ("r/visit-visa/1.0/visit-visa-1.0-ne.pdf", "application/pdf"),
        ("review.ics", "text/calendar"),
        ("SHA256SUMS", UNKNOWN),
    ],
)
def test_a_name_says_what_a_file_holds(
    name: str, type_: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the machine's own lists say, or leave out."""
    monkeypatch.setattr(mimetypes, "guess_type", lambda *_: ("x/wrong", None))
    assert media_type(name) == type_
