"""A small sound site in; a site of any size, made of the same sections, titles and words, out."""

from __future__ import annotations

import datetime as dt
import random
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import yaml

from iecpress.load import load
from iecpress.model import Library, Resource, Source, Text

HEADING = re.compile(r"^(#{2,6} .*?)\{#([a-z0-9-]+)\}[ \t]*$", re.MULTILINE)
SECTION = re.compile(r"^(?=## )", re.MULTILINE)
PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
LINK = re.compile(r"\[([^\]]*)\]\(([^)\s]+)\)")
VERSIONED = re.compile(r"^(version: |translates: )'[\d.]+'$")
FOREIGN = ("https:", "http:", "mailto:", "tel:")
YEARS = 3
"""The texts were written over so many years."""
PARAGRAPH = {
    "ne": "कुनै कुरा नबुझे हतार नगर्नुहोस्; फेरि सोध्नुहोस्।",
    "en": "If something is not clear, do not hurry; ask again.",
}

Item = TypeVar("Item")


class NotASample(Exception):
    """The site to recombine has nothing to recombine."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a text in every language, from one `##` to the next, without links to other texts."""

    bodies: Mapping[str, str]
    ids: tuple[str, ...]
    """The ids of its headings, the same in every language."""


@dataclass(frozen=True)
class Sample:
    """What the generated resources are made of."""

    library: Library
    resources: Sequence[Resource]
    openings: Mapping[str, Sequence[Mapping[str, str]]]
    """Per kind: the parts before the first heading."""
    sections: Mapping[str, Sequence[Section]]
    """Per kind; kinds with few sections share what they have."""


def read_sample(root: Path) -> Sample:
    """Read the site in `root` and take it apart. Raises NotASample."""
    library = load(root).library
    if library is None:
        raise NotASample(f"the settings in {root} are not sound")
    languages = set(library.settings.languages)
    resources = [resource for resource in library.resources if set(resource.texts) == languages]
    if not resources:
        raise NotASample(f"{root} holds no resource in every language")
    openings: dict[str, list[Mapping[str, str]]] = {}
    sections: dict[str, list[Section]] = {}
    for resource in resources:
        opening, parts = take_apart(resource.texts)
        openings.setdefault(_group(resource), []).append(opening)
        sections.setdefault(_group(resource), []).extend(parts)
    return Sample(library, resources, openings, sections)


def _group(resource: Resource) -> str:
    """Leaflets are short and speak to workers; the long kinds are few and share their sections."""
    return "leaflet" if resource.kind.id == "leaflet" else "long"


def take_apart(texts: Mapping[str, Text]) -> tuple[Mapping[str, str], list[Section]]:
    """Return the part before the first heading, and each section that all languages have in the same place."""
    split = {lang: SECTION.split(plain(text.body)) for lang, text in texts.items()}
    opening = {lang: parts[0] for lang, parts in split.items()}
    return opening, [
        Section(dict(zip(split, bodies, strict=True)), _ids(bodies[0]))
        for bodies in zip(*(parts[1:] for parts in split.values()), strict=False)
        if len({_ids(body) for body in bodies}) == 1
    ]


def _ids(body: str) -> tuple[str, ...]:
    return tuple(found[2] for found in HEADING.finditer(body))


def plain(body: str) -> str:
    """Leave pictures out, and of the links to other texts the words."""
    return LINK.sub(
        lambda link: link[0] if link[2].startswith(FOREIGN) else link[1], PICTURE.sub("", body)
    )


def generate(
    sample: Path, folder: Path, resources: int, *, seed: int = 1, handouts: bool = True
) -> None:
    """Write a site of so many resources into `folder`: the same files for the same sample and seed.

    Each text has one handout, in A4, as the budgets count them.
    """
    taken = read_sample(sample)
    _copy_site(taken.library, folder)
    for number in range(1, resources + 1):
        # each resource has its own source of chance, so that a larger library begins with the smaller one
        chance = random.Random(f"{seed}/{number}")  # noqa: S311 - nothing is kept secret with it
        _write_resource(taken, folder, number, chance, handouts=handouts)


def change_one_text(folder: Path) -> str:
    """Add a paragraph to the source text of one resource, and return the resource's id."""
    library = load(folder).library
    if library is None:
        raise NotASample(f"the settings in {folder} are not sound")
    resource = library.resources[len(library.resources) // 2]
    path = folder / resource.source_text.path
    text = path.read_text("utf-8").rstrip("\n")
    path.write_text(f"{text}\n\n{PARAGRAPH[resource.source_lang]}\n", "utf-8")
    return resource.id


def raise_versions(folder: Path, minor: int) -> None:
    """Make `1.<minor>` of every resource: each text says what changed and has a paragraph more."""
    library = load(folder).library
    if library is None:
        raise NotASample(f"the settings in {folder} are not sound")
    for _, text in library.texts():
        path, said = folder / text.path, PARAGRAPH[text.lang]
        before, front, body = path.read_text("utf-8").split("---\n", 2)
        lines = [line for line in front.splitlines() if not line.startswith("changes: ")]
        raised = [VERSIONED.sub(rf"\g<1>'1.{minor}'", line) for line in lines]
        front = "\n".join([*raised, f"changes: {said}", ""])
        path.write_text(f"{before}---\n{front}---\n{body.rstrip()}\n\n{said}\n", "utf-8")


def _copy_site(library: Library, folder: Path) -> None:
    settings, root = library.settings, library.root
    for name in ("mkdocs.yml", settings.vocabulary, settings.contacts, settings.glossary):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / name, folder / name)
    if (root / settings.overrides).is_dir():
        shutil.copytree(root / settings.overrides, folder / settings.overrides)
    kinds = "|".join(re.escape(kind.folder) for kind in settings.kinds)
    to_resource = re.compile(rf"\[([^\]]*)\]\([^)\s]*(?:{kinds})/[^)\s]*\)")
    for page in library.pages:
        target = folder / page.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(to_resource.sub(r"\1", (root / page.path).read_text("utf-8")), "utf-8")


def _write_resource(
    sample: Sample, folder: Path, number: int, chance: random.Random, *, handouts: bool
) -> None:
    model = chance.choice(sample.resources)
    group = _group(model)
    named = chance.choice([other for other in sample.resources if _group(other) == group])
    topics = _some(chance, [topic for other in sample.resources for topic in other.topics], 3)
    opening = chance.choice(sample.openings[group])
    count = len(SECTION.split(model.source_text.body)) - 1
    parts = chance.sample(sample.sections[group], min(count, len(sample.sections[group])))
    home = folder / model.kind.folder / f"{model.id}-{number:05}"
    home.mkdir(parents=True)
    for lang, text in named.texts.items():
        topic = sample.library.vocabulary.topics.get(topics[0]) if topics else None
        title = f"{text.title}: {topic.name(lang)}" if topic else text.title
        front: dict[str, Any] = {"title": title, "summary": model.texts[lang].summary}
        if lang == model.source_lang:
            front |= _facts(sample, model, topics, random.Random(number), handouts=handouts)  # noqa: S311 - as above
        else:
            front["translates"] = "1.0"
        body = opening[lang] + "".join(_bodies(parts, lang))
        content = f"---\n{_yaml(front)}---\n\n{body.strip()}\n"
        (home / f"index.{lang}.md").write_text(content, "utf-8")


def _facts(
    sample: Sample, model: Resource, topics: Sequence[str], chance: random.Random, *, handouts: bool
) -> dict[str, Any]:
    pick = partial(_from_all, chance, sample.resources)
    written = model.date - dt.timedelta(days=chance.randrange(YEARS * 365))
    sources = [source for other in sample.resources for source in other.sources]
    return {
        "version": "1.0",
        "date": written.isoformat(),
        "topics": list(topics),
        "audiences": pick("audiences", 3),
        "stages": pick("stages", 2),
        "countries": pick("countries", 2) if model.countries else [],
        "authors": list(model.authors),
        "licence": model.licence,
        **({"review_by": model.review_by.isoformat()} if model.review_by else {}),
        "handouts": ["a4"] if handouts else [],
        "keywords": list(model.keywords),
        "sources": [_source(entry) for entry in chance.sample(sources, len(model.sources))],
    }


def _from_all(
    chance: random.Random, resources: Iterable[Resource], facet: str, most: int
) -> list[str]:
    return _some(
        chance, [name for resource in resources for name in getattr(resource, facet)], most
    )


def _some(chance: random.Random, pool: Sequence[Item], most: int) -> list[Item]:
    """Take one to `most` different ones, those that are used more often more often."""
    if not pool:
        return []
    return list(dict.fromkeys(chance.choices(pool, k=chance.randint(1, most))))


def _bodies(sections: Iterable[Section], lang: str) -> Iterable[str]:
    """Yield the sections one after the other; an id that another one has already gets a number."""
    taken: dict[str, int] = {}
    for section in sections:
        new = {}
        for name in section.ids:
            taken[name] = taken.get(name, 0) + 1
            new[name] = name if taken[name] == 1 else f"{name}-part-{taken[name]}"
        body = section.bodies[lang].rstrip()
        if any(name != other for name, other in new.items()):
            body = HEADING.sub(partial(_renamed, new), body)
        yield f"{body}\n\n"


def _renamed(new: Mapping[str, str], heading: re.Match[str]) -> str:
    return f"{heading[1]}{{#{new[heading[2]]}}}"


def _source(source: Source) -> dict[str, str]:
    values = {
        "title": source.title,
        "url": source.url,
        "publisher": source.publisher,
        "seen": source.seen.isoformat() if source.seen else None,
    }
    return {key: value for key, value in values.items() if value}


def _yaml(front: Mapping[str, Any]) -> str:
    text: str = yaml.dump(
        front, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=10_000
    )
    return text
