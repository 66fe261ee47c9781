"""What is counted when the words of a PDF are counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.printers import OURS, TYPST
from tests.benchmarks.texts import FORMS, of_documents, paragraphs_of
from tests.benchmarks.words import READERS, Count, count, matrix

PARAGRAPHS = ["एक दुई तीन चार पाँच छ सात आठ नौ दश एघार बाह्र।"] * len(FORMS)


@pytest.mark.parametrize(
    ("read", "missing", "wrong"),
    [
        ("किताब पढ्नुहोस् र", 0, 0),
        ("कतिाब पढ्नुहोस् र", 1, 2),
        ("कि ताब पढ्नुहोस् र", 1, 2),
        ("र पढ्नुहोस् किताब", 0, 0),
        ("", 3, 15),
    ],
)
def test_counts_words_and_letters(read: str, missing: int, wrong: int) -> None:
    """A word with a sign in the wrong place is lost; the order of words does not matter."""
    assert count("किताब पढ्नुहोस् र", read) == Count(3, missing, 15, wrong)


def test_the_table_names_every_program_and_reader() -> None:
    """A row a program, a column a reader, and in them the words kept and the letters wrong."""
    counts = {
        ("some", program, reader): Count(1000, 10, 5000, 20)
        for program in (OURS, TYPST)
        for reader in READERS
    }
    head, _, ours, other = matrix(counts, {"some": 3}).splitlines()
    assert head == f"| texts | program | {' | '.join(READERS)} |"
    assert ours.startswith("| some (3; 1,000 words) | iecpress | 99.0 %, 0.4 |")
    assert other.startswith("|  | Typst | 99.0 %, 0.4 |")


def test_documents_are_set_in_every_form(tmp_path: Path) -> None:
    """Lists, numbers, tables, links, bold and mixed words are in what is printed, and no character is lost."""
    (text,) = of_documents("group", {"लेख": PARAGRAPHS}, tmp_path, None)
    html = text.sheet.html
    assert all(mark in html for mark in ("<ul>", "<ol", "<td", "<a ", "<strong>", "COVID-19"))
    assert "बाह्र।" in " ".join(text.paragraphs)


def test_paragraphs_are_read_without_what_is_not_printed(tmp_path: Path) -> None:
    """A remark in a document of a corpus is not a paragraph."""
    path = tmp_path / "one.md"
    path.write_text("<!-- remark -->\n\nOne\ntwo.\n\nThree.\n", "utf-8")
    assert paragraphs_of(path) == ["One two.", "Three."]
