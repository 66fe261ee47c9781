// The manifest in, the words and texts of its files, loaded when they are wanted, out.
const FORMAT = 2;
const PATIENCE = 20000;
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const PLACE = new Uint8Array(128);
[...LETTERS].forEach((letter, place) => (PLACE[letter.charCodeAt(0)] = place));

const taken = new Map();
window.iecpressSearch = (name, value) => taken.set(name, value);

function numbers(written) {
  const found = [];
  let value = 0;
  let scale = 1;
  for (let at = 0; at < written.length; at++) {
    const digit = PLACE[written.charCodeAt(at)];
    value += (digit & 31) * scale;
    if (digit & 32) {
      scale *= 32;
    } else {
      found.push(value);
      value = 0;
      scale = 1;
    }
  }
  return found;
}

function rising(written) {
  let before = 0;
  return numbers(written).map((step) => (before += step));
}

// Loads a file of the search as a script, which a page opened from a disk may do too. What is cut off runs
// nothing, and so takes nothing.
function load(url, name) {
  return new Promise((done, failed) => {
    const script = document.createElement("script");
    const giveUp = () => {
      clearTimeout(timer);
      script.remove();
      failed(new Error(name));
    };
    const timer = setTimeout(giveUp, PATIENCE);
    script.onerror = giveUp;
    script.onload = () => {
      if (!taken.has(name)) return giveUp();
      clearTimeout(timer);
      done(taken.get(name));
    };
    script.src = url;
    document.head.append(script);
  });
}

class Index {
  static async open(folder, lang, fresh) {
    const name = `${lang}.js`;
    // A manifest that was kept too long names files that are gone: ask for it past every cache.
    const manifest = await load(folder + name + (fresh ? `?${Date.now()}` : ""), name);
    if (manifest.format !== FORMAT) throw new Error("format");
    return new Index(folder, manifest);
  }

  constructor(folder, manifest) {
    this.folder = folder;
    this.manifest = manifest;
    this.lang = manifest.lang;
    this.files = new Map();
    this.firstOf = [];
    this.workOf = [];
    numbers(manifest.works).forEach((count, work) => {
      this.firstOf.push(this.workOf.length);
      for (let i = 0; i < count; i++) this.workOf.push(work);
    });
    this.size = this.workOf.length;
    this.tongues = Object.entries(manifest.tongues).map(([code, given]) => new Tongue(this, code, given));
    this.home = this.tongues.find((tongue) => tongue.code === this.lang);
    this.facets = manifest.facets;
  }

  // Made when it is wanted, and kept.
  get glossary() {
    return (this._glossary ??= new Glossary(this));
  }

  // What can be suggested: the terms of the facets and the words of the glossary, and how they sound.
  get names() {
    if (!this._names) {
      const own = this.glossary.names.filter(({ code }) => code === this.lang).map(({ phrase }) => phrase);
      const terms = this.facets.filter(({ id }) => id === "topics" || id === "countries").flatMap((facet) => facet.terms.map(([, name]) => name));
      this._names = [...new Set([...terms, ...own])].map((name) => ({ name, sound: this.sounding(name) }));
    }
    return this._names;
  }

  file(name) {
    if (!this.files.has(name)) {
      const loading = load(`${this.folder}${this.manifest.build}/${name}`, name);
      this.files.set(name, loading);
      loading.catch(() => this.files.delete(name));
    }
    return this.files.get(name);
  }

  // Loads which terms of each facet the works stand under.
  async countable() {
    const written = (await this.file("facets.js")).split(" ");
    this.facets.forEach((facet, place) => (facet.of ??= lists(numbers(written[place]))));
  }

  // How a name in any script sounds to readers of the language that has its own.
  sounding(name) {
    const { folding } = this.tongues.find((tongue) => !tongue.isLatin) || this.home;
    return folding.sound(folding.fold(name)).replace(/[^\p{L}\p{N}]/gu, "");
  }
}

function lists(flat) {
  const found = [];
  for (let at = 0; at < flat.length; at += flat[at] + 1) found.push(flat.slice(at + 1, at + 1 + flat[at]));
  return found;
}

// The first section of each file of texts.
function starts(written) {
  let next = 0;
  return numbers(written).map((count) => (next += count) - count);
}

// The place of the last of some values in order that is at most this one; the first where all are more.
function lastAtMost(values, value) {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

// One language of the index.
class Tongue {
  constructor(index, code, given) {
    this.index = index;
    this.code = code;
    this.name = given.name;
    this.direction = given.direction;
    this.isLatin = given.script === "Latn";
    this.ranges = [];
    for (let i = 0; i + 1 < given.range.length; i += 2) this.ranges.push([given.range[i], given.range[i + 1]]);
    this.folding = new Folding(given.table);
    this.first = given.words ? given.words.split(" ") : [];
    this.shards = new Map();
    this.texts = given.texts === undefined ? null : starts(given.texts);
  }

  writes(word) {
    return this.ranges.some(([from, to]) => [...word].some((letter) => letter >= from && letter <= to));
  }

  // The number of the file in which words of a key are.
  placeOf(key) {
    return lastAtMost(this.first, key);
  }

  async shard(place) {
    if (!this.first.length) return [];
    if (!this.shards.has(place)) {
      const written = await this.index.file(`${this.code}-w${place}.js`);
      this.shards.set(place, written.split("\n").map((line) => new Word(this, line)));
    }
    return this.shards.get(place);
  }

  near(key) {
    return this.shard(this.placeOf(key));
  }

  // The words of one key: they stand together, for a file has its words in the order of their keys.
  async withKey(key) {
    const words = await this.near(key);
    let low = 0;
    let high = words.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (words[middle].key < key) low = middle + 1;
      else high = middle;
    }
    let end = low;
    while (end < words.length && words[end].key === key) end++;
    return words.slice(low, end);
  }

  // Where the texts of another language are is loaded when one is wanted: few are.
  async text(section) {
    this.texts ??= starts(await this.index.file(`${this.code}-texts.js`));
    const shard = lastAtMost(this.texts, section);
    const [head, ...cards] = (await this.index.file(`${this.code}-t${shard}.js`)).split("\n\n");
    const [title, address, kind, version, date] = head.split("\t");
    const [first, ...lines] = cards[section - this.texts[shard]].split("\n");
    const [anchor, heading] = first.split("\t");
    return { tongue: this, title, address, kind, version, date, anchor, heading: heading || "", lines, there: heading !== undefined };
  }
}

// A word of the index, with the sections it stands in, by level.
class Word {
  constructor(tongue, line) {
    [this.stem, this.written] = line.split("\t");
    this.tongue = tongue;
  }

  get sound() {
    return (this._sound ??= this.tongue.folding.sound(this.stem));
  }

  get isConcept() {
    return this.stem.startsWith("#");
  }

  get isLatin() {
    return /^[a-z]/.test(this.stem);
  }

  get key() {
    return (this._key ??= this.isConcept ? this.stem : this.tongue.folding.skeleton(this.sound));
  }

  get levels() {
    return (this._levels ??= this.written.split(",").map(rising));
  }
}

// The groups of words that mean the same.
class Glossary {
  constructor(index) {
    this.phrases = new Map();
    this.names = [];
    index.manifest.glossary.forEach((group, number) => {
      for (const [code, words] of Object.entries(group)) {
        const tongue = index.tongues.find((one) => one.code === code);
        for (const phrase of words) {
          if (tongue) this.names.push({ phrase, code, number });
          this.add(this.parts(index, phrase, tongue), number);
        }
      }
    });
  }

  // A phrase as its words are told apart in a query: by the stem in their own language, or by sound.
  parts(index, phrase, tongue) {
    const { folding } = tongue || index.tongues.find((one) => !one.isLatin) || index.home;
    const said = wordsIn(phrase.toLowerCase()).filter((word) => !folding.isStop(word));
    return said.map((word) => {
      const stem = tongue ? folding.stem(word) : folding.fold(word);
      const sound = !tongue || !tongue.isLatin ? folding.sound(stem) : null;
      return { name: tongue && `${tongue.code}:${stem}`, sound, key: sound && `~${folding.skeleton(sound)}` };
    });
  }

  add(parts, number) {
    if (!parts.length) return;
    for (const name of [parts[0].name, parts[0].key]) {
      if (!name) continue;
      if (!this.phrases.has(name)) this.phrases.set(name, []);
      this.phrases.get(name).push({ parts, number });
    }
  }

  // The groups that the words of a query name: which words, and the number of the group. In a longer phrase
  // a shorter one means nothing by itself: who asks for the lowest wage does not ask for every wage.
  namedBy(words) {
    const found = [];
    words.forEach((word, place) => {
      for (const name of word.names) {
        for (const { parts, number } of this.phrases.get(name) || []) {
          if (parts.every((part, i) => words[place + i] && words[place + i].means(part))) {
            found.push({ number, from: place, to: place + parts.length, parts });
          }
        }
      }
    });
    const within = (one, other) => other.from <= one.from && one.to <= other.to && other.to - other.from > one.to - one.from;
    return found.filter((one) => !found.some((other) => within(one, other)));
  }
}
