"""One tiny broken site for each code: `tests/broken/<CODE>-<slug>/` is laid over `tests/broken/base/`.

`expected.txt` and `expected.ne.txt` in it are what a terminal shows. `IECPRESS_WRITE_EXPECTED=1` writes them
anew; read each of them before you keep it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from iecpress.cli import cli
from iecpress.findings import codes
from tests.sites import ENGLISH, FOLDER, TODAY, Site

BROKEN = Path(__file__).parents[1] / "broken"
FAULTS = sorted(path for path in BROKEN.iterdir() if path.is_dir() and path.name != "base")
WRITE = bool(os.environ.get("IECPRESS_WRITE_EXPECTED"))
DAY = {"SOURCE_DATE_EPOCH": str((TODAY.toordinal() - 719163) * 86400)}

ELSEWHERE = (
    ("A104", "only a forged ledger brings it about: tests/redirects"),
    ("A106", "raised about what was released: tests/redirects"),
    ("B", "raised by a build, whose faults are those of the machine and not of a text"),
    ("G108", "raised by making a picture anew: tests/renditions"),
    ("H", "raised by rendering a handout; their tests lie beside those of the renderer"),
    ("L", "raised by a ledger, which a release writes: tests/ledger/test_findings.py"),
    ("M124", "raised by a text that was released: tests/ledger/test_findings.py"),
    ("M125", "raised by a text that was released: tests/ledger/test_findings.py"),
    ("M127", "raised by a decision about what was released: tests/test_decide.py"),
    ("M126", "raised by a text that was released: tests/ledger/test_findings.py"),
    ("M128", "raised by a text that was released: tests/ledger/test_findings.py"),
    ("U", "raised by publishing, which is no fault of a text: tests/publish"),
    ("V", "raised by reading a built site, which a folder of texts is not"),
    ("F112", "the tests may run as root, who may read everything: tests/load/test_files.py"),
)
"""Codes without a folder here, and why."""


def _windows_1252(site: Site) -> None:
    site.write(
        ENGLISH, site.read(ENGLISH).replace("In Nepal", "In a café in Nepal").encode("cp1252")
    )


def _too_large(site: Site) -> None:
    site.write(ENGLISH, site.read(ENGLISH) + "Keep a copy of your passport.\n" * 700)


def _symbolic_link(site: Site) -> None:
    (site.root / FOLDER / "notes.md").symlink_to("/etc/hostname")


def _large_picture(site: Site) -> None:
    site.write(f"{FOLDER}/sign.png", bytes(100 * 1024))


def _many_pixels(site: Site) -> None:
    Image.new("1", (2000, 2000)).save(site.root / FOLDER / "sign.png")


def _gps(site: Site) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (25.0, 17.0, 6.0), 3: "E", 4: (51.0, 31.0, 50.0)})
    Image.new("L", (8, 8)).save(site.root / FOLDER / "sign.jpg", exif=exif)


MADE: dict[str, Callable[[Site], None]] = {
    "F101": _windows_1252,
    "F104": _too_large,
    "F105": _symbolic_link,
    "G103": _large_picture,
    "G104": _many_pixels,
    "G105": _gps,
}
"""Faults that git cannot carry, or should not; `made.txt` in their folder says what they are."""


def _code(fault: Path) -> str:
    return fault.name.partition("-")[0]


def _run(site: Site, *arguments: str) -> tuple[str, int]:
    result = CliRunner(env=DAY).invoke(cli, ["-C", str(site.root), "check", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.stdout, result.exit_code


def _broken(site: Site, fault: Path) -> Site:
    site.overlay(fault)
    if _code(fault) in MADE:
        MADE[_code(fault)](site)
    return site


def _compare(path: Path, shown: str) -> None:
    if WRITE:
        path.write_text(shown, "utf-8")
    assert path.read_text("utf-8") == shown


def test_the_base_is_sound(site: Site) -> None:
    """The site that every fault is laid over has none."""
    assert site.findings() == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda path: path.name)
@pytest.mark.parametrize("lang", ["en", "ne"])
def test_every_fault_is_told_in_its_words(site: Site, fault: Path, lang: str) -> None:
    """What `iecpress check` prints about each broken site, and its exit status, are those on file."""
    shown, status = _run(_broken(site, fault), *(() if lang == "en" else ("--lang", lang)))
    command = "$ iecpress check" if lang == "en" else f"$ iecpress check --lang {lang}"
    name = "expected.txt" if lang == "en" else f"expected.{lang}.txt"
    _compare(fault / name, f"{command}\n{shown}$ echo $?\n{status}\n")


@pytest.mark.parametrize("fault", FAULTS, ids=lambda path: path.name)
def test_every_fault_is_found(site: Site, fault: Path) -> None:
    """A broken site shows the fault that its folder is named for, and no second one that it does not cause."""
    found = {finding.code for finding in _broken(site, fault).findings()}
    assert _code(fault) in found
    assert found <= {_code(fault), *_CAUSED.get(_code(fault), ())}


_CAUSED = {
    "F109": {"F108"},  # the text that lies there has the wrong name
}
"""Findings that a fault brings with it."""


def test_every_code_has_a_broken_site() -> None:
    """No code can be added without a site that shows it, or a reason why there is none."""
    shown = {_code(fault) for fault in FAULTS}
    missing = {
        code
        for code in codes()
        if code not in shown and not code.startswith(tuple(e[0] for e in ELSEWHERE))
    }
    assert missing == set()
    assert shown <= set(codes())


@pytest.mark.parametrize("form", ["json", "github"])
def test_the_other_formats(site: Site, form: str) -> None:
    """JSON for programs and annotations for a pull request say the same as the text."""
    fault = next(path for path in FAULTS if _code(path) == "P210")
    shown, status = _run(_broken(site, fault), "--format", form)
    _compare(fault / f"expected.{form}", shown)
    assert status == 1
    if form == "json":
        assert json.loads(shown)[0]["code"] == "P210"
