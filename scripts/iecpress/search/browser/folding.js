// A word in; what it counts as, and how it sounds in Latin letters, out. The rules are a table per language, its words
// as ../folding.py has folded them; the same vectors test both.
const WORD = /[\p{L}\p{M}\p{N}]+(?:[\u200c\u200d]+[\p{L}\p{M}\p{N}]+)*/gu;
// The same where a text has nothing but Latin, Devanagari, punctuation and signs: a slow machine takes 20 ms to make the
// other.
const COMMON = /^[\u0000-\u02af\u0900-\u097f\u2000-\u206f\u20a0-\u20cf\u2190-\u245f\u2500-\u2775\u2794-\u2bff]*$/;
const LETTER = "0-9A-Za-z\u00aa\u00b2\u00b3\u00b5\u00b9\u00ba\u00bc-\u00be\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u0900-\u0963\u0966-\u096f\u0971-\u097f";
const JOINER = "\u200c\u200d";
const MORE_LETTERS = `(?:[${JOINER}]+[${LETTER}]+)*`;
const COMMON_WORD = new RegExp(`[${LETTER}]+${MORE_LETTERS}`, "g");
const wordIn = (text) => (COMMON.test(text) ? COMMON_WORD : WORD);
const wordsIn = (text) => text.match(wordIn(text)) || [];
const NUMBER = /^[0-9]+$/;
const NUMBERS = /[0-9]+(?:[, \u00a0\u2010\u2011\u2013-][0-9]+)+/g;
const NUMBER_LETTERS = 6;

// A value that is worked out when it is first asked for.
function kept(known, key, work) {
  let value = known.get(key);
  if (value === undefined) known.set(key, (value = work()));
  return value;
}

// Endings by their last letter: few are tried.
function byLast(endings = []) {
  const found = new Map();
  for (const ending of endings) kept(found, ending[ending.length - 1], () => []).push(ending);
  return found;
}

class Folding {
  constructor(table) {
    this.table = table;
    // What was worked out once is kept: the same words come again and again.
    this.folds = new Map();
    this.stems = new Map();
    this.sounds = new Map();
    const rules = (list) => list.map(([pattern, put]) => [new RegExp(pattern, "gu"), put]);
    this.letters = rules(table.letters);
    this.touched = new RegExp(table.letters.map(([pattern]) => pattern).join("|"), "u");
    this.latin = rules(table.latin);
    this.silent = rules(table.silent || []);
    this.unheard = rules(table.unheard || []);
    this.stemEnd = rules(table.stem_end ? [table.stem_end] : []);
    this.endings = byLast(table.endings);
    this.verbEndings = byLast(table.verb_endings);
    this.forms = new Map(Object.entries(table.forms || {}).flatMap(([name, forms]) => forms.map((form) => [form, name])));
    this.stops = new Set(table.stop_latin);
    this.stopStems = new Set(table.stop);
    this.digits = new RegExp(`[${Object.keys(table.digits).join("")}]`, "g");
  }

  plainDigits(text) {
    return text.replace(this.digits, (digit) => this.table.digits[digit]);
  }

  // The words of a query: a number written in parts comes whole only.
  asked(text) {
    return this.placed(text).flatMap(({ names }) => names);
  }

  // The words of a text with their places. What is written in parts is one number, or several, with one place.
  placed(text) {
    const plain = this.plainDigits(text);
    const word = wordIn(plain);
    const found = [];
    let end = 0;
    const words = (from, to) => {
      for (const { 0: name, index } of plain.slice(from, to).matchAll(word)) found.push({ start: from + index, end: from + index + name.length, names: [name] });
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
    return kept(this.folds, word, () => {
      let folded = this.plainDigits(word.normalize("NFD").toLowerCase());
      // Most words have nothing that a rule would change.
      if (this.touched.test(folded)) for (const [pattern, put] of this.letters) folded = folded.replace(pattern, put);
      return folded;
    });
  }

  stem(word) {
    return kept(this.stems, word, () => this.stemOf(this.fold(word)));
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
    for (const ending of endings.get(word[word.length - 1]) || []) {
      if (word.endsWith(ending) && this.longEnough(word.slice(0, -ending.length))) return word.slice(0, -ending.length);
    }
    return word;
  }

  startsAWord(word) {
    const roman = this.table.roman;
    return !!(roman && word && (word[0] in roman.consonants || word[0] in roman.vowels));
  }

  longEnough(word) {
    return this.bones(this.sound(word)).length >= this.table.least_key;
  }

  key(stem) {
    return this.skeleton(this.sound(stem));
  }

  // The consonants of a sound that everybody writes, and `a` for a vowel that it begins with.
  skeleton(sound) {
    for (const [pattern, put] of this.unheard) sound = sound.replace(pattern, put);
    return this.bones(sound);
  }

  bones(sound) {
    for (const [pattern, put] of this.silent) sound = sound.replace(pattern, put);
    return (/^[aeiouy]/.test(sound) ? "a" : "") + sound.replace(/[aeiouy]/g, "").replace(/([^0-9])\1+/g, "$1");
  }

  sound(word) {
    return kept(this.sounds, word, () => {
      let sound = this.romanised(word);
      for (const [pattern, put] of this.latin) sound = sound.replace(pattern, put);
      return sound;
    });
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

  // How the words begin that may have one of these stems: by which letters they are found in a text, and how their
  // folds begin. An ending is cut off and changes nothing before it; English stems may differ in their second letter.
  beginnings(stems) {
    const bare = [...stems, ...[...this.forms].flatMap(([form, stem]) => (stems.has(stem) ? [form] : []))];
    const all = [...bare, ...(this.table.negation || []).flatMap((sign) => bare.map((one) => sign + one))];
    const { initials = {} } = this.table;
    const letters = ["", ...new Set(all.map((one) => one[0]))].map((one) => one + one.toUpperCase() + (initials[one] || "")).join("");
    const first = `(?:[${letters}]|[^\\u0000-\\u007f\\u0900-\\u097f])`;
    return {
      two: new Set(all.map((one) => one.slice(0, this.table.stemmer ? 1 : 2))),
      first: new RegExp(`^${first}`),
      words: /[0-9]/.test(letters) ? null : new RegExp(`(?:^|[^${LETTER}${JOINER}])[${JOINER}]*((?=[${LETTER}])${first}[${LETTER}]*${MORE_LETTERS})`, "g"),
    };
  }

  // The words of a text, with their places, that begin so. In most texts one regular expression finds them, and passes
  // over all others; numbers written in parts are put together.
  beginning(text, { two, first, words }) {
    const quick = words && COMMON.test(text);
    const found = quick ? Array.from(text.matchAll(words), ({ 0: { length }, 1: name, index }) => ({ start: index + length - name.length, end: index + length, names: [name] })) : this.placed(text);
    return found.filter(({ names }) => {
      if (!quick && !first.test(names[0])) return false;
      const folded = this.fold(names[0]);
      return two.has(folded.slice(0, 2)) || two.has(folded[0]);
    });
  }

  // The stem of a short verb whose form sounds so.
  formBySound(sound) {
    this.bySound ??= new Map([...this.forms].map(([form, stem]) => [this.sound(form), stem]));
    return this.bySound.get(sound);
  }

  isStop(word) {
    return this.stopStems.has(this.stem(word)) || (this.stops.size > 0 && this.stops.has(this.fold(word)));
  }
}

// Joins what commas set apart; then all of it, when it is long enough for a telephone number.
function whole(run) {
  const numbers = run.replace(/,/g, "").split(/[^0-9]/);
  const joined = numbers.join("");
  return joined.length >= NUMBER_LETTERS ? [joined] : numbers;
}
