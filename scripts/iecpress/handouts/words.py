"""Records of the library in, the words that stand around a text on paper out, in the text's language."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from markupsafe import Markup

from iecpress.calendars import bare_bs, format_ad, format_bs, is_provisional
from iecpress.handouts.tongues import Tongue
from iecpress.icons import exists as icon_exists
from iecpress.languages import Language, language
from iecpress.model import Contact, Library, Resource
from iecpress.text.facts import facts_in
from iecpress.text.markdown import Run
from iecpress.text.words import width

NO_BREAK = "\u00a0"
SHORT = 4
"""Letters of a word that does not fill a line by itself."""


@dataclass(frozen=True, slots=True)
class Number:
    """A telephone number as one dials it, and in the language's own digits where they differ."""

    number: str
    own: str
    free: bool


@dataclass(frozen=True, slots=True)
class Card:
    """One contact."""

    name: str
    helps: str
    facts: tuple[str, ...]
    """When and from where one can call; a note that differs between the numbers names its number."""
    numbers: tuple[Number, ...]
    web: str
    email: str
    urgent: bool


@dataclass(frozen=True, slots=True)
class Land:
    """A country and those whom one calls from there, the most urgent first; without a name, everybody's."""

    name: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """Another resource that the text names."""

    title: str
    kind: str
    address: str


def cards(contacts: Iterable[Contact], lang: Language) -> list[Card]:
    """Return the contacts for print: the urgent first, then those with a number, else in the order given."""
    ordered = sorted(contacts, key=lambda contact: (not contact.urgent, not contact.numbers))
    return [_card(contact, lang) for contact in ordered]


def lands(library: Library, resource: Resource, lang: Language) -> list[Land]:
    """Return whom to call in each of the resource's countries, or in none when it is true everywhere.

    The urgent stand first, then those in the country itself, then those at home.
    """
    return [_land(library, code, lang) for code in resource.countries or ("",)]


def _land(library: Library, code: str, lang: Language) -> Land:
    serving = [each for each in library.contacts if not each.countries or code in each.countries]
    ordered = sorted(
        serving, key=lambda each: (not each.urgent, code not in each.where, not each.numbers)
    )
    term = library.vocabulary.countries.get(code)
    cards = tuple(_card(contact, lang) for contact in ordered)
    return Land(term.name(lang.code) if term else code, cards)


def _card(contact: Contact, lang: Language) -> Card:
    numbers = tuple(
        Number(
            number=phone.number,
            own=lang.number(phone.number) if lang.number(phone.number) != phone.number else "",
            free=phone.free,
        )
        for phone in contact.numbers
    )
    return Card(
        name=contact.names.get(lang.code, contact.id),
        helps=contact.helps.get(lang.code, ""),
        facts=tuple(_facts(contact, lang)),
        numbers=numbers,
        web=contact.web or "",
        email=contact.email or "",
        urgent=contact.urgent,
    )


def _facts(contact: Contact, lang: Language) -> Iterator[str]:
    if hours := contact.hours.get(lang.code):
        yield hours
    notes = [(phone.number, phone.note.get(lang.code, "")) for phone in contact.numbers]
    alike = len({note for _, note in notes}) == 1
    for number, note in notes[:1] if alike else notes:
        if note:
            yield note if alike else f"{number}: {note}"


def in_columns(contacts: Sequence[Card], count: int) -> list[Sequence[Card]]:
    """Share the cards out over columns of about the same height, in their order."""
    total = sum(map(_lines, contacts))
    columns: list[list[Card]] = [[] for _ in range(count)]
    above = 0
    for card in contacts:
        middle = above + _lines(card) / 2
        columns[min(int(middle * count / total), count - 1)].append(card)
        above += _lines(card)
    return [column for column in columns if column]


def _lines(card: Card) -> int:
    """Return roughly how many lines a card takes; a number is set larger."""
    return 3 + 2 * len(card.numbers)


def dates(day: dt.date, lang: Language) -> str:
    """Write a day in both calendars, the one the language's readers live by first."""
    bs, ad = format_bs(day, lang), format_ad(day, lang)
    return lang.say("handout-dates", ad=ad, bs=bs) if bs else ad


def dates_apart(day: dt.date, lang: Language) -> Markup:
    """Write a day in both calendars as elements: a line may end between the two, and within neither."""
    bs, ad = bare_bs(day, lang), _whole(format_ad(day, lang))
    if not bs:
        return ad
    both, remarked = (Markup(lang.strings[key]) for key in ("handout-dates", "provisional"))  # noqa: S704 - our own words
    date = _whole(bs)
    return both.format(ad=ad, bs=remarked.format(date=date) if is_provisional(day) else date)


def _whole(words: str) -> Markup:
    return Markup('<span class="nobreak">{}</span>').format(words)


def checked(resource: Resource) -> dt.date:
    """Return the day since which no source was looked at again: the oldest `seen`, else the version's date."""
    return min((source.seen for source in resource.sources if source.seen), default=resource.date)


def seen(resource: Resource) -> dt.date | None:
    """Return the day on which all sources were seen, when it is one day."""
    days = {source.seen for source in resource.sources}
    return days.pop() if len(days) == 1 else None


def unbroken(said: str, lang: Language) -> str:
    """Keep an amount with its currency, a number and a date on one line, and a short last word from standing alone."""
    for fact in facts_in(Run("", 0, said), lang):
        said = said.replace(fact.shown, fact.shown.replace(" ", NO_BREAK))
    rest, space, last = said.rpartition(" ")
    return f"{rest}{NO_BREAK}{last}" if space and width(last) <= SHORT else said


def licence(library: Library, resource: Resource, lang: str) -> str:
    """Return the licence's name, or its SPDX id where the vocabulary has none."""
    term = library.vocabulary.licences.get(resource.licence)
    return term.name(lang) if term else resource.licence


def licence_address(library: Library, resource: Resource) -> str:
    """Return where the licence can be read; empty when the vocabulary does not say."""
    term = library.vocabulary.licences.get(resource.licence)
    return (term.url or "") if term else ""


def terms(library: Library, facet: str, ids: Iterable[str], lang: Language) -> str:
    """Return the names of several terms as one line."""
    known = library.vocabulary.facet(facet)
    return lang.list_separator.join(
        known[name].name(lang.code) if name in known else name for name in ids
    )


def pictogram(library: Library, resource: Resource) -> str:
    """Return the name of the icon of the first topic that has one, else that of a page with words."""
    topics = (library.vocabulary.topics.get(topic) for topic in resource.topics)
    icons = (topic.icon for topic in topics if topic and topic.icon)
    return next(filter(icon_exists, icons), "material/file-document-outline")


def shown(address: str) -> str:
    """Return an address as people read and type it: without scheme and last slash, letters as letters."""
    try:
        readable = unquote(address, errors="strict")
    except UnicodeDecodeError:
        readable = address
    return readable.partition("://")[2].rstrip("/") or readable


def page_words(lang: Language) -> Markup:
    """Return "page x of y" with elements in place of the numbers, which only the style sheet knows."""
    page, pages = Markup('<span class="page"></span>'), Markup('<span class="pages"></span>')
    return Markup(lang.strings["handout-page"]).format(page=page, pages=pages)  # noqa: S704 - our own words


def lang_of(said: str, lang: str, languages: Sequence[str]) -> str:
    """Return the language whose script `said` is written in: `lang` itself unless most letters are another's."""
    tables = [language(code) for code in (lang, *(code for code in languages if code != lang))]
    counts = {table.code: _letters(said, table) for table in tables}
    return max(counts, key=lambda code: counts[code])


def tongues(languages: Iterable[str]) -> tuple[Tongue, ...]:
    """Return the languages with their scripts, for those who read a finished sheet."""
    return tuple(Tongue(code, language(code).script_range) for code in languages)


def _letters(said: str, table: Language) -> int:
    return sum(
        unicodedata.category(character)[0] in "LM" and table.writes(character) for character in said
    )
