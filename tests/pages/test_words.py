"""Interface words: the tables, and that templates have none of their own."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path
from string import Formatter

import pytest
import yaml

import iecpress
from iecpress.languages import TABLES, available
from iecpress.pages.words import Words

PACKAGE = Path(iecpress.__file__).parent
TEMPLATES = sorted(
    [*(PACKAGE / "pages/templates").glob("*.html"), *(PACKAGE / "theme").rglob("*.html")]
)
TEMPLATES = [path for path in TEMPLATES if path.parent.name != "languages"]
OURS = re.compile(r"""(?<!name=)["']((?:page|theme)-[a-z0-9-]+)""")
SPOKEN = re.compile(r'\b(?:aria-label|alt|placeholder|title|label)="([^"]*)"')


def words_of(lang: str) -> dict[str, str]:
    return yaml.safe_load((TABLES / lang / "pages.yml").read_text("utf-8"))


def material_keys(path: Path) -> list[str]:
    return re.findall(r'^  "([a-z.]+)":', path.read_text("utf-8"), re.MULTILINE)


def without_code(template: str) -> str:
    return re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", template, flags=re.DOTALL)


def letters(text: str) -> list[str]:
    return [char for char in text if char.isalpha()]


def test_the_tables_have_the_same_keys_and_the_same_blanks() -> None:
    """Every language says everything, and each sentence takes the same values."""
    blanks = {
        lang: {
            key: sorted(name for _, name, _, _ in Formatter().parse(text) if name)
            for key, text in words_of(lang).items()
        }
        for lang in available()
    }
    first = blanks.pop("en")
    for lang, other in blanks.items():
        assert other == first, lang


def test_material_speaks_nepali_completely() -> None:
    """Our Nepali table for Material has exactly the keys of its English one, none of them empty."""
    spec = find_spec("material")
    assert spec
    assert spec.origin
    english = Path(spec.origin).parent / "templates/partials/languages/en.html"
    ours = PACKAGE / "theme/partials/languages/ne.html"
    assert material_keys(ours) == material_keys(english)
    assert '""' not in ours.read_text("utf-8")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_have_no_words_of_their_own(path: Path) -> None:
    """No letter stands outside tags and expressions, and none in an attribute that is read aloud."""
    bare = without_code(path.read_text("utf-8"))
    assert letters(re.sub(r"<!?[^>]*>", "", bare)) == []
    assert [value for value in SPOKEN.findall(bare) if letters(value)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_have_no_inline_style_and_no_inline_script(path: Path) -> None:
    """A strict content security policy can be set: styles and scripts are files of our own host."""
    bare = path.read_text("utf-8")
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=", bare)
    assert re.findall(r"<script(?! src=\"\{\{)", bare) == []


def test_every_word_is_used_and_every_used_word_exists() -> None:
    """The tables hold no dead keys, and no template asks for one that is not there."""
    sources = [*TEMPLATES, *(PACKAGE / "pages").glob("*.py")]
    code = "\n".join(path.read_text("utf-8") for path in sources)
    asked = set(OURS.findall(code))
    stems = {key for key in asked if key.endswith("-")}
    known = set(words_of("en"))
    used = {key for key in known if key in asked or any(key.startswith(stem) for stem in stems)}
    counted = {key for key in known if re.sub(r"-(one|other)$", "", key) in asked}
    assert known - used - counted == set()
    exact = {key for key in asked if not key.endswith("-")}
    assert {key for key in exact if key not in known and f"{key}-one" not in known} == set()


@pytest.mark.parametrize(
    ("octets", "nepali", "english"),
    [(1, "१ केबी", "1 kB"), (84_321, "८४ केबी", "84 kB"), (1_250_000, "१.२ एमबी", "1.2 MB")],
)
def test_sizes_are_written_in_the_languages_digits(octets: int, nepali: str, english: str) -> None:
    """Kilobytes below a million, megabytes with one place from there."""
    assert Words("ne").size(octets) == nepali
    assert Words("en").size(octets) == english
