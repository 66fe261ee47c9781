"""`iecpress pack` as one types it: what is written, what is said, and the exit status."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner, Result

from iecpress.cli import cli
from iecpress.terminal import CLEAN, FOUND, WRONG_USAGE
from tests.sites import ENGLISH, NEPALI, Site

DAY = {"SOURCE_DATE_EPOCH": "1795219200"}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "pack.pdf"


def run(site: Site, *arguments: object) -> Result:
    typed = ["-C", str(site.root), "pack", *map(str, arguments)]
    return CliRunner(env=DAY).invoke(cli, typed)


def test_a_pdf_is_written(site: Site, out: Path) -> None:
    """A cover and the one leaflet there is, and a line that says so."""
    result = run(site, "--country", "QA", "--lang", "en", "--print", "-o", out)
    assert result.exit_code == CLEAN, result.output
    assert result.output.startswith(f"{out}: 1 handout, ")
    with pikepdf.open(out) as pdf:
        assert len(pdf.pages) % 2 == 1
        assert str(pdf.docinfo.Title) == "Pack: Qatar"


def test_a_zip_is_written(site: Site, out: Path) -> None:
    """The ending of the name decides, and the language is the site's own when none is given."""
    where = out.with_suffix(".zip")
    assert run(site, "visit-visa", "-o", where).exit_code == CLEAN
    assert "01-visit-visa-1.0-ne.pdf" in zipfile.ZipFile(where).namelist()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--country", "XX"], "There is no country “XX”. There are: QA"),
        (["--stage", "never"], "There is no stage “never”. There are: "),
        (["--topic", "x"], "There is no topic “x”. There are: "),
        (["--audience", "x"], "There is no audience “x”. There are: "),
        (["--kind", "x"], "There is no kind “x”. There are: leaflet"),
        (["--lang", "xx"], "There is no language “xx”. There are: ne, en."),
        (["--layout", "x"], "There is no layout “x”. There are: a4"),
        (["no-such-text"], "There is no resource “no-such-text”. There are: visit-visa."),
    ],
)
def test_what_does_not_exist_is_told_with_what_does(
    site: Site, out: Path, arguments: list[str], said: str
) -> None:
    """A wrong word is wrong usage, and the sentence lists the right ones."""
    result = run(site, *arguments, "-o", out)
    assert result.exit_code == WRONG_USAGE
    assert said in result.output
    assert not out.exists()


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("pack.doc", [], "must end in .pdf or .zip."),
        ("pack.zip", ["--print"], "--print makes one PDF"),
        ("nowhere/pack.pdf", [], "There is no folder"),
    ],
)
def test_a_file_that_cannot_be_is_refused(
    site: Site, out: Path, name: str, arguments: list[str], said: str
) -> None:
    """Before anything is made."""
    result = run(site, *arguments, "-o", out.with_name("x").parent / name)
    assert (result.exit_code, said in result.output) == (WRONG_USAGE, True), result.output


def test_when_nothing_fits_it_says_what_there_is(site: Site, out: Path) -> None:
    """A sentence, and for each condition the values with their counts."""
    site.change(NEPALI, "topics:", "countries: [QA]\ntopics:")
    result = run(site, "--stage", "before-departure", "--country", "QA", "-o", out)
    assert result.exit_code == FOUND
    assert not out.exists()
    assert result.output.splitlines() == [
        "No handout in Nepali in the layout a4 fits; nothing was written.",
        "By country there are: QA (1).",
        "By stage there are: none.",
    ]


def test_a_missing_language_is_told(site: Site, out: Path) -> None:
    """Which resource has no text in it, when nothing is left to pack."""
    (site.root / ENGLISH).unlink()
    result = run(site, "--country", "QA", "--lang", "en", "-o", out)
    assert result.exit_code == FOUND
    assert "Not in it (no text in English): visit-visa" in result.output


def test_a_missing_layout_is_told(site: Site, out: Path) -> None:
    """Which resource is not made in it, and how to have it made all the same."""
    site.write("overrides/handouts/layouts/own/layout.yml", "names: {ne: क, en: K}\nmade_of: a4\n")
    result = run(site, "--layout", "own", "-o", out)
    assert result.exit_code == FOUND
    assert "Not in it (not made in the layout own): visit-visa" in result.output
    assert "named by its id is made in any layout" in result.output
    assert run(site, "visit-visa", "--layout", "own", "-o", out).exit_code == CLEAN


def test_a_handout_that_fails_is_a_finding(site: Site, out: Path) -> None:
    """Exit status 1, nothing written, and the way to go on."""
    other = "materials/leaflets/other/index.ne.md"
    site.write(other, site.read(NEPALI).replace("visit-visa", "other") + "\n😀\n")
    result = run(site, "--kind", "leaflet", "-o", out)
    assert result.exit_code == FOUND
    assert "H106" in result.output
    assert "With --keep-going the rest is packed" in result.output
    assert not out.exists()
    result = run(site, "--kind", "leaflet", "--keep-going", "-o", out)
    assert result.exit_code == FOUND
    assert "Not in it (could not be made): " in result.output
    assert out.exists()


def test_an_unsound_site_is_told(site: Site, out: Path) -> None:
    """Settings that cannot be read stop the command with their findings."""
    site.write("mkdocs.yml", "plugins: []\n")
    result = run(site, "-o", out)
    assert (result.exit_code, "S101" in result.output) == (WRONG_USAGE, True)
