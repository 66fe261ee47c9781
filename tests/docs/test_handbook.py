from __future__ import annotations

import ast
import datetime as dt
import re
from types import ModuleType
from typing import Any

import click
import pytest
import yaml
from pydantic import BaseModel, RootModel
from pydantic.fields import FieldInfo

from iecpress import settings as settings_module
from iecpress.cli import cli
from iecpress.findings import codes
from iecpress.handouts import layout as layout_module
from iecpress.handouts.layout import Fit, LayoutSettings, Place, Side
from iecpress.languages import language
from iecpress.load import records as records_module
from iecpress.load.records import (
    ContactRecord,
    Contacts,
    Glossary,
    PhoneRecord,
    SitePageRecord,
    SourceRecord,
    SourceTextRecord,
    TermRecord,
    TranslationRecord,
    VocabularyRecord,
)
from iecpress.load.yaml_lines import parse as parse_yaml
from iecpress.model import Library
from iecpress.pages import pages
from iecpress.settings import Colours, Identity, Kind, Limits, Settings
from iecpress.terminal import CLEAN, FOUND, WRONG_USAGE
from iecpress.text.facts import Fact, facts_in
from iecpress.text.markdown import CALLOUTS, Run
from tests.docs.handbook import (
    CODE_SPAN,
    REQUIRED,
    ROOT,
    chapters,
    code_spans,
    examples,
    explained,
    languages,
    quoted,
    reading,
)

WHERE: dict[tuple[str, str], type[BaseModel]] = {
    ("settings", "iecpress"): Settings,
    ("settings", "kinds"): Kind,
    ("settings", "identity"): Identity,
    ("settings", "colours"): Colours,
    ("settings", "limits"): Limits,
    ("settings", "vocabulary"): VocabularyRecord,
    ("settings", "terms"): TermRecord,
    ("settings", "contacts"): ContactRecord,
    ("settings", "numbers"): PhoneRecord,
    ("settings", "source"): SourceRecord,
    ("new-text", "front-matter"): SourceTextRecord,
    ("new-text", "sources"): SourceRecord,
    ("new-text", "translation"): TranslationRecord,
    ("new-text", "site-pages"): SitePageRecord,
    ("look", "layout"): LayoutSettings,
    ("look", "fit"): Fit,
    ("look", "sides"): Side,
    ("look", "places"): Place,
}
"""Under which heading of which chapter the keys of each record are explained."""

EXAMPLES: dict[tuple[str, str], type[BaseModel]] = {
    ("new-text", "front-matter"): SourceTextRecord,
    ("new-text", "translation"): TranslationRecord,
    ("contacts-and-facts", "a-contact"): Contacts,
    ("settings", "glossary"): Glossary,
    ("look", "layout"): LayoutSettings,
    ("look", "sides"): LayoutSettings,
}

CODE = re.compile(r"[A-Z][0-9]{3}")

each_language = pytest.mark.parametrize("lang", languages())
each_record = pytest.mark.parametrize("place", WHERE, ids="#".join)


def library() -> Library:
    found = reading().library
    assert found is not None
    return found


def records_in(module: ModuleType) -> set[type[BaseModel]]:
    """Return the records that a module defines; those that only others build on are left out."""
    defined = {
        value
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, BaseModel)
        and value.__module__ == module.__name__
        and not issubclass(value, RootModel)
    }
    return {record for record in defined if not any(record in other.__bases__ for other in defined)}


def as_written(value: Any) -> str:
    """Return a default as an author would type it."""
    if isinstance(value, str):
        return value
    plain = list(value) if isinstance(value, tuple) else value
    return str(yaml.safe_dump(plain, default_flow_style=True)).removesuffix("...\n").strip()


@pytest.mark.parametrize("module", [settings_module, records_module, layout_module])
def test_every_record_has_its_place(module: ModuleType) -> None:
    """No record of settings, front matter, data files or layouts is without a place in the handbook."""
    assert records_in(module) <= set(WHERE.values())


@each_language
@each_record
def test_every_key_is_explained(lang: str, place: tuple[str, str]) -> None:
    """Every setting, front-matter key and data-file key is explained, and none that does not exist."""
    own = set(WHERE[place].model_fields)
    if WHERE[place] is TermRecord:
        own |= set(languages())
    assert set(explained(lang, *place)) == own


@each_language
@each_record
def test_every_default_is_told(lang: str, place: tuple[str, str]) -> None:
    """Each explanation says that the key is required, or what holds when it is left out."""
    told = explained(lang, *place)
    wrong = {
        name: told[name]
        for name, field in WHERE[place].model_fields.items()
        if not tells(told[name], field, lang)
    }
    assert not wrong


def tells(explanation: str, field: FieldInfo, lang: str) -> bool:
    if field.is_required():
        return REQUIRED[lang] in explanation
    if REQUIRED[lang] in explanation:
        return False
    if field.default is None or isinstance(field.default, BaseModel):
        return True
    return as_written(field.default) in quoted(explanation)


@each_language
def test_every_word_of_the_glossary_is_explained(lang: str) -> None:
    """The keys that glossary entries use are those that the handbook explains."""
    used = {key for entry in library().glossary for key in entry}
    assert set(explained(lang, "settings", "glossary")) == used


@each_language
def test_every_kind_is_explained(lang: str) -> None:
    """The table of kinds names each kind of this site with its folder."""
    told = explained(lang, "new-text", "kinds")
    assert {kind.id: kind.folder for kind in library().settings.kinds} == {
        name: next(iter(quoted(rest))) for name, rest in told.items()
    }


@each_language
def test_every_callout_is_explained(lang: str) -> None:
    """The table of boxes names each callout."""
    assert set(explained(lang, "writing", "callouts")) == {f"!!! {name}" for name in CALLOUTS}


@each_language
@pytest.mark.parametrize("place", EXAMPLES, ids="#".join)
def test_every_example_is_accepted(lang: str, place: tuple[str, str]) -> None:
    """What the handbook shows as an example is what the program accepts."""
    shown = examples(lang, *place)
    assert shown
    for example in shown:
        EXAMPLES[place].model_validate(parse_yaml(example).value)


def facts_of_words(words: str, lang: str) -> list[Fact]:
    return facts_in(Run("", 1, words), language(lang))


@each_language
def test_every_comparison_holds(lang: str) -> None:
    """What the chapter on translation calls equal is equal to the program."""
    told = explained(lang, "translation", "compared")
    assert told
    for nepali, rest in told.items():
        english = CODE_SPAN.findall(rest)[0]
        [one] = facts_of_words(nepali, "ne")
        [other] = facts_of_words(english, "en")
        assert one.agrees(other), f"{nepali} {english}"


def parameters(command: click.Command, *, with_help: bool) -> dict[str, click.Parameter]:
    """Return a command's options and arguments, by each name one can type."""
    context = click.Context(command, info_name="iecpress", **command.context_settings)
    return {
        name: parameter
        for parameter in command.get_params(context)
        if with_help or "--help" not in parameter.opts
        for name in names_of(parameter)
    }


def names_of(parameter: click.Parameter) -> list[str]:
    if isinstance(parameter, click.Argument):
        return [str(parameter.name).upper()]
    return [*parameter.opts, *parameter.secondary_opts]


def all_parameters() -> dict[str, dict[str, click.Parameter]]:
    """Return the parameters of every command, by the heading that explains them."""
    assert isinstance(cli, click.Group)
    of_commands = {
        name: parameters(command, with_help=False) for name, command in cli.commands.items()
    }
    return {"iecpress": parameters(cli, with_help=True), **of_commands}


@each_language
@pytest.mark.parametrize("heading", all_parameters())
def test_every_option_is_explained(lang: str, heading: str) -> None:
    """Every command has a section that explains each of its options and arguments, and no other."""
    assert set(explained(lang, "commands", heading)) == set(all_parameters()[heading])


@each_language
@pytest.mark.parametrize("heading", all_parameters())
def test_every_choice_is_told(lang: str, heading: str) -> None:
    """The explanation of an option names its choices, its default, and whether it is required."""
    told = explained(lang, "commands", heading)
    for name, parameter in all_parameters()[heading].items():
        expected = set(getattr(parameter.type, "choices", ()))
        if isinstance(parameter.default, str | int) and not isinstance(parameter.default, bool):
            expected.add(str(parameter.default))
        assert expected <= quoted(told[name]), name
        if isinstance(parameter, click.Option):
            assert parameter.required == (REQUIRED[lang] in told[name]), name


@each_language
def test_every_exit_code_is_explained(lang: str) -> None:
    """The table of exit codes is the one that the program keeps to."""
    assert set(explained(lang, "commands", "exit-codes")) == {
        str(code) for code in (CLEAN, FOUND, WRONG_USAGE)
    }


@each_language
def test_every_make_target_is_explained(lang: str) -> None:
    """Every target that `make` lists is explained."""
    targets = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert set(explained(lang, "commands", "make")) == {f"make {target}" for target in targets}


def raised_codes() -> set[str]:
    """Return every code that stands as a string of its own in the package's Python files."""
    return {
        node.value
        for path in (ROOT / "scripts" / "iecpress").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and CODE.fullmatch(node.value)
    }


def test_every_raised_code_is_known() -> None:
    """The codes that the program raises are those that the code tables explain."""
    assert raised_codes() == set(codes())


@pytest.mark.parametrize("code", codes())
def test_every_code_is_explained(code: str) -> None:
    """Each code has sentences in every language, and a wrong and a right example."""
    entry = codes()[code]
    assert set(entry.wording) == set(languages())
    assert entry.wrong.strip()
    assert entry.right.strip()
    assert entry.wrong != entry.right


@each_language
def test_every_code_is_on_the_page(lang: str) -> None:
    """The chapter of findings shows every code, with its title in the reader's language."""
    made = pages(library(), [], today=dt.date(2026, 11, 21))
    [page] = [
        page for page in made if page.lang == lang and page.address.endswith("/handbook/findings/")
    ]
    missing = [code for code in codes() if f'id="{code.lower()}"' not in page.html]
    assert not missing


@each_language
def test_no_code_is_made_up(lang: str) -> None:
    """Each code that a chapter names exists."""
    named = {
        span
        for document in chapters(lang).values()
        for span in code_spans(document)
        if CODE.fullmatch(span)
    }
    assert named
    assert named <= set(codes())


def test_chapters_are_pairs() -> None:
    """Each chapter exists in every language, with the same headings in the same order."""
    shapes = {
        lang: {
            name: [(h.level, h.id) for h in document.headings]
            for name, document in chapters(lang).items()
        }
        for lang in languages()
    }
    first, *others = shapes.values()
    assert first
    assert all(other == first for other in others)


@each_language
def test_the_index_leads_to_every_chapter(lang: str) -> None:
    """The first page of the handbook links to all others."""
    linked = {link.target.removesuffix(".md") for link in chapters(lang)["index"].links}
    assert linked == set(chapters(lang)) - {"index"}


@each_language
def test_every_path_exists(lang: str) -> None:
    """A path within the program that a chapter names is there."""
    named = {
        span
        for document in chapters(lang).values()
        for span in code_spans(document)
        if span.startswith("scripts/")
    }
    assert named
    assert not [path for path in named if not (ROOT / path).exists()]
