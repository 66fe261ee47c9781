"""A template and values in, HTML on one line out; the one door to Jinja2."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache, partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from iecpress import addresses, fingerprint
from iecpress.icons import icon
from iecpress.languages import language
from iecpress.model import Library, Resource
from iecpress.pages.discreet import saved_as
from iecpress.pages.words import Words
from iecpress.settings import Settings

TEMPLATES = Path(__file__).parent / "templates"

CONTROL = re.compile(r"[\x00-\x1f]")
"""Those that end no line."""
SPACES = re.compile("  +")
PRE = re.compile(r"(<pre[ >].*?</pre>)", re.DOTALL)
IN_PRE = {
    **dict.fromkeys(range(32)),
    **{ord(char): f"&#{ord(char)};" for char in "\t\n\x85\u2028\u2029"},
}


def one_line(html: str) -> str:
    """Return the same HTML on one line, so that a Markdown reader has nothing in it to interpret."""
    parts = PRE.split(html.strip())
    return "".join(
        part.translate(IN_PRE) if part.startswith("<pre") else _spaced(part) for part in parts
    )


def _spaced(html: str) -> str:
    """Let one space stand for blanks and line ends of every sort; a no-break space is none of them.

    Every page passes here whole: three steps that C takes are four times as fast as one expression.
    """
    whole = " ".join(f"{html}.".splitlines())[:-1]  # with a full stop, a line end at the end counts
    return SPACES.sub(" ", CONTROL.sub(" ", whole) if CONTROL.search(whole) else whole)


class Renderer:
    """Fills in the templates of the package, or those of the site that stand in for them.

    A site's own templates lie in `<overrides>/pages/`.
    """

    def __init__(self, library: Library) -> None:
        self.settings = library.settings
        own = library.root / library.settings.overrides / "pages"
        folders = (own, TEMPLATES)
        self._environment = _environment(folders, fingerprint.of_files(library.root, folders))
        where = partial(_resource_address, library.settings)
        self._environment.globals.update(
            icon=icon,
            saved_as=saved_as,
            settings=library.settings,
            where=where,
            language=language,
            spoken_in=_spoken_in,
        )

    def html(self, template: str, lang: str, address: str, values: Mapping[str, object]) -> str:
        """Render `template` in `lang` for the page at `address`; links in it come out relative to that."""
        to = partial(addresses.relative, address)
        filled = self._environment.get_template(template).render(
            {**_spoken(lang), "to": to, "address": address, **values}
        )
        return one_line(filled)


def fill(template: str, **values: object) -> str:
    """Fill in one of the package's templates that is no page."""
    return _environment((TEMPLATES,), "").get_template(template).render(values)


@lru_cache(maxsize=2)
def _environment(folders: tuple[Path, ...], _state: str) -> Environment:
    """Keep the compiled templates from one build to the next, as long as no file in the folders changes."""
    return Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,  # `_state` tells another environment
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _spoken_in(lang: str) -> Markup:
    """Return the attributes of an element whose words are in another language than the page."""
    table = language(lang)
    return Markup('lang="{}" dir="{}" data-script="{}"').format(lang, table.direction, table.script)


def _resource_address(settings: Settings, resource: Resource, lang: str) -> str:
    return addresses.resource(settings, lang, resource.id)


@cache
def _spoken(lang: str) -> Mapping[str, object]:
    words = Words(lang)
    return {
        "lang": lang,
        "words": words,
        "say": words.say,
        "counted": words.counted,
        "date": words.date,
        "number": words.table.number,
    }
