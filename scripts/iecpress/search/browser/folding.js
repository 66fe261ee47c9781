// A word in; what it counts as, and how it sounds in Latin letters, out. The rules are a table per language;
// ../folding.py reads the same tables, and the same vectors test both.
const WORD = /[\p{L}\p{M}\p{N}]+(?:[\u200c\u200d]+[\p{L}\p{M}\p{N}]+)*/gu;
const NUMBER = /^[0-9]+$/;
const NUMBERS = /[0-9]+(?:[, \u00a0\u2010\u2011\u2013-][0-9]+)+/g;
const NUMBER_LETTERS = 6;

class Folding {
  constructor(table) {
    this.table = table;
    this.known = new Map();
    this.starts = new Map();
    this.virama = table.roman ? table.roman.virama : "";
    const rules = (list) => list.map(([pattern, put]) => [new RegExp(pattern, "gu"), put]);
    this.letters = rules(table.letters);
    this.latin = rules(table.latin);
    this.silent = rules(table.silent || []);
    this.stemEnd = rules(table.stem_end ? [table.stem_end] : []);
    const folded = (list) => [...new Set((list || []).map((word) => this.fold(word)))];
    const longestFirst = (list) => folded(list).sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
    this.endings = longestFirst(table.endings);
    this.verbEndings = longestFirst(table.verb_endings);
    this.forms = new Map();
    for (const [name, forms] of Object.entries(table.forms || {})) {
      for (const form of forms) this.forms.set(this.fold(form), this.fold(name));
    }
    this.stops = new Set(folded([...table.stop, ...(table.stop_latin || [])]));
    this.stopStems = new Set(table.stop.map((word) => this.stem(word)));
  }

  plainDigits(text) {
    return text.replace(/\p{Nd}/gu, (digit) => this.table.digits[digit] || digit);
  }

  // The words of a query: a number written in parts comes whole only.
  asked(text) {
    return this.placed(text).flatMap(({ names }) => names);
  }

  // The words of a text with their places. What is written in parts is one number, or several, with one place.
  placed(text) {
    const plain = this.plainDigits(text);
    const found = [];
    let end = 0;
    const words = (from, to) => {
      for (const { 0: word, index } of plain.slice(from, to).matchAll(WORD)) found.push({ start: from + index, end: from + index + word.length, names: [word] });
    };
    for (const { 0: run, index } of plain.matchAll(NUMBERS)) {
      words(end, index);
      end = index + run.length;
      found.push({ start: index, end, names: whole(run) });
    }
    words(end, plain.length);
    return found;
  }

  fold(word) {
    let folded = this.plainDigits(word.normalize("NFD").toLowerCase());
    for (const [pattern, put] of this.letters) folded = folded.replace(pattern, put);
    return folded;
  }

  stem(word) {
    let stem = this.known.get(word);
    if (stem === undefined) this.known.set(word, (stem = this.stemOf(this.fold(word))));
    return stem;
  }

  stemOf(folded) {
    if (this.table.stemmer) return STEMMERS[this.table.stemmer](folded);
    if (this.forms.has(folded)) return this.forms.get(folded);
    const bare = this.withoutEndings(folded);
    return this.forms.get(bare) || this.withoutVerbEnding(bare);
  }

  withoutEndings(folded) {
    for (let round = 0; round < 4; round++) {
      const shorter = this.cut(folded, this.endings);
      if (shorter === folded) break;
      folded = shorter;
    }
    return folded;
  }

  withoutVerbEnding(bare) {
    for (const sign of this.table.negation || []) {
      if (bare.startsWith(sign) && this.forms.has(bare.slice(sign.length))) return this.forms.get(bare.slice(sign.length));
    }
    let cut = this.cut(bare, this.verbEndings);
    if (cut === bare) return bare;
    for (const sign of this.table.negation || []) {
      const rest = cut.slice(sign.length);
      if (cut.startsWith(sign) && this.startsAWord(rest) && this.longEnough(rest)) cut = rest;
    }
    for (const [pattern, put] of this.stemEnd) {
      const shorter = cut.replace(pattern, put);
      if (this.longEnough(shorter)) cut = shorter;
    }
    return cut;
  }

  cut(word, endings) {
    for (const ending of endings) {
      if (word.endsWith(ending) && this.longEnough(word.slice(0, -ending.length))) return word.slice(0, -ending.length);
    }
    return word;
  }

  startsAWord(word) {
    const roman = this.table.roman;
    return !!(roman && word && (word[0] in roman.consonants || word[0] in roman.vowels));
  }

  longEnough(word) {
    return this.key(word).length >= this.table.least_key;
  }

  key(stem) {
    return this.skeleton(this.sound(stem));
  }

  // The consonants of a sound, and `a` for a vowel that it begins with.
  skeleton(sound) {
    for (const [pattern, put] of this.silent) sound = sound.replace(pattern, put);
    return (/^[aeiouy]/.test(sound) ? "a" : "") + sound.replace(/[aeiouy]/g, "").replace(/([^0-9])\1+/g, "$1");
  }

  sound(word) {
    let sound = this.romanised(word);
    for (const [pattern, put] of this.latin) sound = sound.replace(pattern, put);
    return sound;
  }

  romanised(word) {
    const roman = this.table.roman;
    if (!roman) return word;
    let written = "";
    let open = false;
    for (const letter of word) {
      if (letter in roman.consonants) {
        written += (open ? roman.inherent : "") + roman.consonants[letter];
        open = true;
        continue;
      }
      const vowel = roman.signs[letter];
      if (vowel !== undefined && !(open && !"aeiou".includes(vowel[0]))) {
        written += vowel;
      } else if (letter !== roman.virama) {
        written += (open ? roman.inherent : "") + (vowel || roman.vowels[letter] || letter);
      }
      open = false;
    }
    return written;
  }

  // The first letters with which a word of one of these stems may begin.
  firstLetters(stems) {
    const found = new Set([...stems].map((stem) => stem[0]));
    for (const [form, stem] of this.forms) if (stems.has(stem)) found.add(form[0]);
    for (const sign of this.table.negation || []) found.add(sign);
    return found;
  }

  // The first letter of a word when it is folded: found out without folding all of it. What follows a letter
  // can change it, and what follows a virama too.
  firstLetter(word) {
    const start = word.slice(0, word[1] === this.virama ? 3 : 2);
    let first = this.starts.get(start);
    if (first === undefined) this.starts.set(start, (first = this.fold(start)[0]));
    return first;
  }

  // The stem of a short verb whose form sounds so.
  formBySound(sound) {
    this.bySound ??= new Map([...this.forms].map(([form, stem]) => [this.sound(form), stem]));
    return this.bySound.get(sound);
  }

  isStop(word) {
    return this.stops.has(this.fold(word)) || this.stopStems.has(this.stem(word));
  }
}

// Joins what commas set apart; then all of it, when it is long enough for a telephone number.
function whole(run) {
  const numbers = run.replace(/,/g, "").split(/[^0-9]/);
  const joined = numbers.join("");
  return joined.length >= NUMBER_LETTERS ? [joined] : numbers;
}
