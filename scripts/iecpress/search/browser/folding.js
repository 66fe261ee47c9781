// A word in; what it counts as, and how it sounds in Latin letters, out. The rules are a table per language;
// ../folding.py reads the same tables, and the same vectors test both.
const WORD = /[\p{L}\p{M}\p{N}]+(?:[\u200c\u200d]+[\p{L}\p{M}\p{N}]+)*/gu;
const NUMBER = /^[0-9]+$/;
const THOUSANDS = ",";
const APART = " \u00a0-\u2010\u2011\u2013";
const NUMBER_LETTERS = 6;

class Folding {
  constructor(table) {
    this.table = table;
    const rules = (list) => list.map(([pattern, put]) => [new RegExp(pattern, "gu"), put]);
    this.letters = rules(table.letters);
    this.latin = rules(table.latin);
    this.silent = rules(table.silent ? [table.silent] : []);
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
    return this.runs(text).flatMap(whole);
  }

  // The words of a text as the index keeps them, each with its place in the text.
  placed(text) {
    const found = [];
    for (const run of this.runs(text)) {
      const parts = run.map(({ word }) => word);
      const names = run.length > 1 ? [...parts, ...whole(run)] : parts;
      const end = run[run.length - 1];
      if (run.length > 1) found.push({ start: run[0].start, end: end.start + end.word.length, names: whole(run) });
      if (run.length > 1 && whole(run).length < 2) continue;
      for (const { start, word } of run) found.push({ start, end: start + word.length, names: run.length > 1 ? [word] : names });
    }
    return found;
  }

  runs(text) {
    const plain = this.plainDigits(text);
    const runs = [];
    let end = 0;
    for (const match of plain.matchAll(WORD)) {
      const word = match[0];
      const between = plain.slice(end, match.index);
      end = match.index + word.length;
      const run = runs[runs.length - 1];
      const belongs = run && NUMBER.test(word) && NUMBER.test(run[run.length - 1].word);
      if (belongs && between.length === 1 && (THOUSANDS + APART).includes(between)) {
        run.push({ start: match.index, word, between });
      } else {
        runs.push([{ start: match.index, word, between: "" }]);
      }
    }
    return runs;
  }

  fold(word) {
    let folded = this.plainDigits(word.normalize("NFD").toLowerCase());
    for (const [pattern, put] of this.letters) folded = folded.replace(pattern, put);
    return folded;
  }

  stem(word) {
    const folded = this.fold(word);
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
  const numbers = [run[0].word];
  for (const { word, between } of run.slice(1)) {
    if (between === THOUSANDS) numbers[numbers.length - 1] += word;
    else numbers.push(word);
  }
  const joined = numbers.join("");
  return joined.length >= NUMBER_LETTERS ? [joined] : numbers;
}
