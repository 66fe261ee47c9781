"""What changed between two versions of a text, on a terminal."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from iecpress.cli import cli
from iecpress.terminal import CLEAN, WRONG_USAGE
from tests.press import Press
from tests.sites import ENGLISH, NEPALI

MORE = "{+One more thing.+}"


def said(press: Press, *arguments: str, code: int = CLEAN) -> str:
    result = CliRunner().invoke(
        cli,
        ["-C", str(press.site.root), "compare", "visit-visa", *arguments],
        catch_exceptions=False,
    )
    assert result.exit_code == code, result.output
    return result.output.strip()


def test_any_two_versions_are_compared(archive: Press) -> None:
    """Each pair shows what was added between the two, and the other way round what is not there any more."""
    heading = "## Where to ask"
    assert said(archive, "1.0", "1.1", "--lang", "en") == f"{heading}\n{MORE}"
    assert said(archive, "1.1", "1.2", "--lang", "en") == f"{heading}\n{MORE}"
    assert said(archive, "1.0", "1.2", "--lang", "en") == f"{heading}\n{MORE}\n{MORE}"
    assert "[-One more thing.-]" in said(archive, "1.2", "1.0", "--lang", "en")


def test_the_text_as_it_is_written_now_is_compared_with_what_was_released(archive: Press) -> None:
    """A translator sees what the source text says anew; words that were joined differently stand side by side."""
    assert said(archive) == "No word differs."
    archive.site.change(NEPALI, "title: भिजिट भिसा", "title: भिजिट भिसा होइन")
    archive.site.change(NEPALI, "नेपालभित्र **1141** मा सोध्नुहोस्।", "नेपालभित्र **1145** मा सोध्नुहोस्।")
    lines = said(archive).splitlines()
    assert lines[0] == "भिजिट भिसा{+ होइन+}"
    assert lines[-1] == "नेपालभित्र [-1141-]{+1145+} मा सोध्नुहोस्।"
    assert len(said(archive, "1.0").splitlines()) > len(lines)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("9.9",), "there is no 9.9. Released in that language: 1.0, 1.1, 1.2."),
        (("1.0", "1.3"), "there is no 1.3."),
        (("--lang", "hi"), "there is no hi. Released in that language: none."),
    ],
)
def test_what_is_not_there_is_named(
    archive: Press, arguments: tuple[str, ...], sentence: str
) -> None:
    """Whoever asks for another version hears which there are."""
    assert sentence in " ".join(said(archive, *arguments, code=WRONG_USAGE).split())


def test_what_is_written_in_one_language_is_not_compared_in_another(archive: Press) -> None:
    """A text that was taken away still has its released versions."""
    (archive.site.root / ENGLISH).unlink()
    assert said(archive, "1.1", "1.2", "--lang", "en").endswith(MORE)
    assert "there is no en" in said(archive, "--lang", "en", code=WRONG_USAGE)
