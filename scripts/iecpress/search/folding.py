"""A word in; what it counts as, and how it sounds in Latin letters, out: the rules are a table per language.

The browser reads the same tables (`browser/folding.js`); the same vectors test both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

from iecpress.languages import FOLDING, TABLES, available, language
from iecpress.text.words import words

Rule = tuple[str, str]
"""A regular expression that Python and JavaScript read alike, and what is put for it (`$1` is its first group)."""
NUMBER_LETTERS = 6
"""Digits written apart belong to one number when there are so many of them."""
THOUSANDS = ","
PARTS = re.compile("[ \u00a0\u2010\u2011\u2013-]")
"""What may stand between the parts of a telephone number."""
NUMBERS = re.compile("[0-9]+(?:[, \u00a0\u2010\u2011\u2013-][0-9]+)+")
VOWEL, TWICE = re.compile("[aeiouy]"), re.compile(r"([^0-9])\1+")


class Roman(BaseModel):
    """How a folded word is written in Latin letters, letter by letter."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    inherent: str
    virama: str
    consonants: dict[str, str]
    vowels: dict[str, str]
    signs: dict[str, str]


class Table(BaseModel):
    """`languages/<code>/folding.yml`; what each key means stands in the Nepali one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    letters: tuple[Rule, ...]
    least_key: int
    stemmer: str = ""
    endings: tuple[str, ...] = ()
    verb_endings: tuple[str, ...] = ()
    stem_end: Rule = ("$^", "")
    negation: tuple[str, ...] = ()
    forms: dict[str, tuple[str, ...]] = {}
    stop: tuple[str, ...]
    stop_latin: tuple[str, ...] = ()
    roman: Roman | None = None
    latin: tuple[Rule, ...]
    silent: tuple[Rule, ...] = ()
    unheard: tuple[Rule, ...] = ()
    latin_endings: tuple[str, ...] = ()
    latin_negation: tuple[str, ...] = ()


@cache
def folding(lang: str) -> Folding:
    """Return the folding of a language."""
    path = TABLES / lang / FOLDING
    table = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return Folding(Table.model_validate(table), _own_digits(), _letters(lang))


class Folding:
    """One language's table at work. Everything it says of a word depends on the table and the word alone."""

    def __init__(self, table: Table, digits: Mapping[str, str], letters: Sequence[str]) -> None:
        self.table = table
        self._digits = digits
        self._digit = re.compile(f"[{''.join(digits)}]")
        self._script = letters
        self._letters = _compiled(table.letters)
        self._touched = re.compile("|".join(pattern for pattern, _ in table.letters))
        self._latin = _compiled(table.latin)
        self._stem_end = _compiled([table.stem_end])
        self._silent = _compiled(table.silent)
        self._unheard = _compiled(table.unheard)
        self._known: dict[str, str] = {}
        self._says = cache(lambda word: "" if self.is_stop(word) else self.stem(word))

    @cached_property
    def data(self) -> Mapping[str, Any]:
        """The table as the browser wants it: its words as they are compared, and the digits of all languages."""
        forms: dict[str, list[str]] = {}
        for form, name in self._forms.items():
            forms.setdefault(name, []).append(form)
        worked_out = {
            "endings": self._endings,
            "verb_endings": self._verb_endings,
            "forms": forms,
            "stop": sorted(self._stop_stems),
            "stop_latin": sorted(self._stops),
            "initials": self._initials(),
        }
        return {
            **self.table.model_dump(exclude_defaults=True),
            **{key: value for key, value in worked_out.items() if value},
            "digits": self._digits,
        }

    def _initials(self) -> Mapping[str, str]:
        """With which other letters of the script a word may begin that begins so when it is folded.

        What follows a letter can change it, also past the sign that joins two: ज्ञ begins with ग when it is folded.
        Under nothing stand the letters that folding leaves out.
        """
        letters = [letter for letter in self._script if unicodedata.category(letter)[0] == "L"]
        silent = {letter for letter in letters if not self.fold(letter)}
        joins = {"", self.table.roman.virama if self.table.roman else ""}
        beginnings = [
            first + join + second
            for first in letters
            if first not in silent
            for join in joins
            for second in self._script
        ]
        found = {"": silent}
        folded = self.fold(" ".join(beginnings)).split(" ")
        for written, begins in zip(beginnings, folded, strict=True):
            if begins[:1] != written[0].lower():
                found.setdefault(begins[:1], set()).add(written[0])
        return {first: "".join(sorted(others)) for first, others in found.items() if others}

    def tokens(self, text: str) -> list[str]:
        """Return the words of a text as the index keeps them; a number written in parts comes whole as well."""
        plain = self._plain_digits(text)
        return [*words(plain), *(whole for run in NUMBERS.findall(plain) for whole in _whole(run))]

    def asked(self, text: str) -> list[str]:
        """Return the words of a query; a number written in parts comes whole only."""
        found: list[str] = []
        plain, end = self._plain_digits(text), 0
        for run in NUMBERS.finditer(plain):
            found += [*words(plain[end : run.start()]), *_whole(run.group())]
            end = run.end()
        return [*found, *words(plain[end:])]

    def says(self, text: str) -> list[str]:
        """Return the stems of a text's words, without those that say nothing."""
        return list(filter(None, map(self._says, self.tokens(text))))

    def _plain_digits(self, text: str) -> str:
        return self._digit.sub(lambda digit: self._digits[digit.group()], text)

    def fold(self, word: str) -> str:
        """Return what all spellings of a word have in common."""
        folded = self._plain_digits(unicodedata.normalize("NFD", word).lower())
        if self._touched.search(folded):  # most words have nothing that a rule would change
            for pattern, replacement in self._letters:
                folded = pattern.sub(replacement, folded)
        return folded

    def stem(self, word: str) -> str:
        """Return the fold of a word without its endings."""
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = self._stem(self.fold(word))
        return known

    def _stem(self, folded: str) -> str:
        if self.table.stemmer:
            return _stemmer(self.table.stemmer)(folded)
        if folded in self._forms:
            return self._forms[folded]
        bare = self._without_endings(folded)
        if bare in self._forms:
            return self._forms[bare]
        return self._without_verb_ending(bare)

    def _without_endings(self, folded: str) -> str:
        for _ in range(4):
            shorter = self._cut(folded, self._endings)
            if shorter == folded:
                break
            folded = shorter
        return folded

    def _without_verb_ending(self, bare: str) -> str:
        for sign in self.table.negation:
            if bare.startswith(sign) and bare[len(sign) :] in self._forms:
                return self._forms[bare[len(sign) :]]
        cut = self._cut(bare, self._verb_endings)
        if cut == bare:
            return bare
        for sign in self.table.negation:
            rest = cut.removeprefix(sign)
            if rest != cut and self._starts_a_word(rest) and self._long_enough(rest):
                cut = rest
        for pattern, replacement in self._stem_end:
            shorter = pattern.sub(replacement, cut)
            cut = shorter if self._long_enough(shorter) else cut
        return cut

    def _cut(self, word: str, endings: Sequence[str]) -> str:
        for ending in endings:
            if word.endswith(ending) and self._long_enough(word[: -len(ending)]):
                return word[: -len(ending)]
        return word

    def _starts_a_word(self, word: str) -> bool:
        roman = self.table.roman
        return bool(roman and word and (word[0] in roman.consonants or word[0] in roman.vowels))

    def _long_enough(self, word: str) -> bool:
        return len(self._skeleton(self.sound(word))) >= self.table.least_key

    def key(self, stem: str) -> str:
        """Return the sounds of a stem that people write alike: where it stands in the index."""
        return self.skeleton(self.sound(stem))

    def skeleton(self, sound: str) -> str:
        """Return the consonants of a sound that everybody writes, and `a` for a vowel that it begins with."""
        for pattern, replacement in self._unheard:
            sound = pattern.sub(replacement, sound)
        return self._skeleton(sound)

    def _skeleton(self, sound: str) -> str:
        for pattern, replacement in self._silent:
            sound = pattern.sub(replacement, sound)
        first = "a" if sound[:1] in tuple("aeiouy") else ""
        return first + TWICE.sub(r"\1", VOWEL.sub("", sound))

    def sound(self, word: str) -> str:
        """Return a folded word, in whichever script, in Latin letters as brought to one spelling."""
        sound = self._romanised(word)
        for pattern, replacement in self._latin:
            sound = pattern.sub(replacement, sound)
        return sound

    def _romanised(self, word: str) -> str:
        roman = self.table.roman
        if roman is None:
            return word
        parts: list[str] = []
        open_ = False
        for letter in word:
            if letter in roman.consonants:
                parts += (
                    [roman.inherent, roman.consonants[letter]]
                    if open_
                    else [roman.consonants[letter]]
                )
                open_ = True
                continue
            vowel = roman.signs.get(letter)
            if vowel is not None and not (open_ and vowel[0] not in "aeiou"):
                parts.append(vowel)
            elif letter != roman.virama:
                parts += [roman.inherent] if open_ else []
                parts.append(vowel or roman.vowels.get(letter, letter))
            open_ = False
        return "".join(parts)

    def is_stop(self, word: str) -> bool:
        """Whether a word says nothing about what is looked for."""
        return self.stem(word) in self._stop_stems or self.fold(word) in self._stops

    @cached_property
    def _stops(self) -> frozenset[str]:
        return frozenset(map(self.fold, self.table.stop_latin))

    @cached_property
    def _stop_stems(self) -> frozenset[str]:
        return frozenset(map(self.stem, self.table.stop))

    @cached_property
    def _forms(self) -> Mapping[str, str]:
        return {
            self.fold(form): self.fold(name)
            for name, forms in self.table.forms.items()
            for form in forms
        }

    @cached_property
    def _endings(self) -> Sequence[str]:
        return _longest_first(map(self.fold, self.table.endings))

    @cached_property
    def _verb_endings(self) -> Sequence[str]:
        return _longest_first(map(self.fold, self.table.verb_endings))


def _longest_first(endings: Iterator[str]) -> Sequence[str]:
    return sorted(set(endings), key=lambda ending: (-len(ending), ending))


def _compiled(rules: Sequence[Rule]) -> list[tuple[re.Pattern[str], str]]:
    return [
        (re.compile(pattern), replacement.replace("$1", r"\g<1>")) for pattern, replacement in rules
    ]


@cache
def _own_digits() -> Mapping[str, str]:
    """Every language's digits, to ASCII."""
    return {
        own: plain
        for code in available()
        for own, plain in zip(language(code).digits, "0123456789", strict=True)
        if own != plain
    }


def _letters(lang: str) -> Sequence[str]:
    """Every letter of a language's own script."""
    blocks = language(lang).blocks
    return [chr(code) for first, last in blocks for code in range(ord(first), ord(last) + 1)]


def _whole(run: str) -> list[str]:
    """Join what commas set apart; then all of it, when it is long enough for a telephone number."""
    numbers = PARTS.split(run.replace(THOUSANDS, ""))
    joined = "".join(numbers)
    return [joined] if len(joined) >= NUMBER_LETTERS else numbers


@cache
def _stemmer(name: str) -> Callable[[str], str]:
    # The one door to Snowball.
    import snowballstemmer

    stem: Callable[[str], str] = snowballstemmer.stemmer(name).stemWord
    return stem
