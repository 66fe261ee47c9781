"""Names of icons in, drawings out: inline, or as an address for a style sheet."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from iecpress.icons import exists, icon, icon_address


def test_icons_are_hidden_or_named() -> None:
    """An icon is silent for a screen reader unless it says something; a name from outside the set is refused."""
    assert 'aria-hidden="true"' in icon("material/phone")
    assert "<title>&lt;b&gt;</title>" in icon("material/phone", "<b>")
    assert not exists("../../../etc/passwd")
    for draw in (icon, lambda name: icon_address(name, "#000000")):
        with pytest.raises(FileNotFoundError):
            draw("material/no-such-icon-here")


def test_an_icon_can_be_had_in_a_colour() -> None:
    """As an address that holds the whole drawing, so that nothing is fetched."""
    address = icon_address("material/passport", "#F2A900")
    assert address.startswith("data:image/svg+xml,%3Csvg")
    assert 'fill="#F2A900"' in unquote(address)
    assert "#" not in address
