"""Works in; what they can be told apart by, and the terms that each stands under, out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from iecpress import addresses
from iecpress.pages.desk import Desk
from iecpress.pages.words import Words
from iecpress.search.encoding import plain
from iecpress.search.works import Work


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow a search, the same in every language. `of` has the numbers of each work's terms."""

    id: str
    key: str
    """Of its name among the interface words."""
    names: Mapping[str, Mapping[str, str]]
    """Per term, by language."""
    of: Sequence[Sequence[int]]

    @property
    def written(self) -> str:
        """A short list for each work: how many terms, and which."""
        return plain(number for row in self.of for number in (len(row), *row))

    def told(self, lang: str) -> dict[str, Any]:
        """Return how a reader of a language sees it."""
        words = Words(lang)
        terms = [[name, words.one_of(names)] for name, names in self.names.items()]
        return {"id": self.id, "name": words.say(self.key), "terms": terms}


def facets(table: Desk, found: Sequence[Work]) -> Iterator[Facet]:
    """Yield the facets in their order, each with the terms that are used."""
    for facet in addresses.FACETS:
        used = {name for work in found for name in work.terms.get(facet, ())}
        order = [name for name in table.facets[facet] if name in used]
        order += sorted(used - set(order))
        names = {name: table.term(facet, name).names for name in order}
        rows = [work.terms.get(facet, ()) for work in found]
        yield _facet(facet, f"page-facet-{facet}", names, rows)
    spoken = table.settings.languages
    yield _facet(
        "languages",
        "page-languages",
        {code: {lang: Words(lang).language_name(code) for lang in spoken} for code in spoken},
        [[code for code in spoken if code in work.titles] for work in found],
    )
    dated = [[str(work.date.year)] if work.date else [] for work in found]
    years = sorted({year for row in dated for year in row}, reverse=True)
    yield _facet(
        "years",
        "search-year",
        {year: {lang: Words(lang).table.number(year) for lang in spoken} for year in years},
        dated,
    )


def _facet(
    id_: str, key: str, names: Mapping[str, Mapping[str, str]], rows: Sequence[Sequence[str]]
) -> Facet:
    place = {name: number for number, name in enumerate(names)}
    return Facet(id_, key, names, [[place[name] for name in row] for row in rows])
