"""The sample library in; the same with the health texts beside it, to be searched, out."""

from __future__ import annotations

import re
import shutil
from itertools import cycle
from pathlib import Path

from tests.benchmarks.search.terms import Term, terms

CORPUS = Path(__file__).with_name("tico-19")
"""TICO-19, CC0: real Nepali and English prose, document by document the same."""
LANGUAGES = ("ne", "en")
HANDOUTS = re.compile(r"^handouts: .*$", re.MULTILINE)
"""Nobody searches them, and they would take minutes."""
PARTS = ("mkdocs.yml", "materials", "policy_papers", "docs", "overrides")


def write_site(sample: Path, folder: Path) -> None:
    """Copy the site in `sample` to `folder`, and add each document of the corpus as a fact sheet."""
    folder.mkdir(parents=True)
    for name in PARTS:
        copy = shutil.copytree if (sample / name).is_dir() else shutil.copyfile
        copy(sample / name, folder / name)
    for path in folder.rglob("index.*.md"):
        path.write_text(HANDOUTS.sub("handouts: []", path.read_text("utf-8")), "utf-8")
    for path in sorted((CORPUS / LANGUAGES[0]).glob("*.md")):
        home = folder / "materials" / "fact_sheets" / resource_id(path)
        home.mkdir()
        for lang in LANGUAGES:
            text = _text(CORPUS / lang / path.name, lang)
            (home / f"index.{lang}.md").write_text(text, "utf-8")


def resource_id(path: Path) -> str:
    """Return the id under which a document of the corpus is a resource."""
    return f"tico-{path.stem.lower().replace('_', '-')}"


def _text(path: Path, lang: str) -> str:
    """Give each paragraph a heading, so that a hit can lead to it."""
    paragraphs = path.read_text("utf-8").split("\n\n")[1:]
    body = "\n".join(
        f"## {number} {{#p{number}}}\n\n{_escaped(paragraph.strip())}\n"
        for number, paragraph in enumerate(paragraphs, 1)
    )
    return f"---\ntitle: {path.stem}\nsummary: {path.stem}\n{_FRONT[lang]}---\n\n{body}"


def _escaped(paragraph: str) -> str:
    return "".join(f"\\{letter}" if letter in "\\<>[]*_`#|!" else letter for letter in paragraph)


_FRONT = {
    "ne": (
        'version: "1.0"\ndate: 2026-11-21\ntopics: [help]\naudiences: [researchers]\nstages: [at-work]\n'
        "countries: []\nauthors: [TICO-19]\nlicence: CC-BY-4.0\nreview_by: 2027-05-20\nhandouts: []\n"
    ),
    "en": 'translates: "1.0"\n',
}


def write_cards(sample: Path, folder: Path) -> None:
    """Write a site with nothing but one short section for each term, which names it in all its Nepali names.

    Over it, whether a spelling is found depends on nothing but the spelling.
    """
    folder.mkdir(parents=True)
    (folder / "policy_papers").mkdir()
    for name in ("mkdocs.yml", "overrides"):
        copy = shutil.copytree if (sample / name).is_dir() else shutil.copyfile
        copy(sample / name, folder / name)
    home = folder / "materials" / "fact_sheets" / "cards"
    home.mkdir(parents=True)
    (folder / "materials" / "contacts.yml").write_text("[]\n")
    for name in ("vocabulary.yml", "glossary.yml"):
        shutil.copyfile(sample / "materials" / name, folder / "materials" / name)
    for kind in ("leaflets", "research_briefs", "rights_guides"):
        (folder / "materials" / kind).mkdir()
    for lang in LANGUAGES:
        (folder / "docs" / lang).mkdir(parents=True)
        cards = [
            f"## {number} {{#t{number}}}\n\n{_card(term, lang)}\n"
            for number, term in enumerate(terms())
        ]
        front = f"---\ntitle: cards\nsummary: cards\n{_FRONT[lang]}---\n\n"
        (home / f"index.{lang}.md").write_text(front + "\n".join(cards), "utf-8")


def _card(term: Term, lang: str) -> str:
    if lang == "en":
        return f"{_escaped(term.english)}."
    return " ".join(f"{name}{ending}" for name, ending in zip(term.nepali, cycle(_ENDINGS))) + " ।"


_ENDINGS = ("को", "मा", "ले", "लाई")
