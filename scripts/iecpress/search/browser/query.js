// A query in, sections in the order of what they say about it out.
const MOST_LETTERS = 300;
const MOST_WORDS = 16;
const LEVELS = [1.4, 2.2, 1.2, 1];
const INHERITED = 0.7;
const ALL = 1.2;
const LEAST_SHARE = 0.2;
const GOOD = 0.9;
const SURE = 0.95;
const DOUBTED = 0.6;
const UNMEANT = 0.4;
const EQUAL = 0.05;
const LEAST_SIMILAR = 0.6;
const SAME = 0.98;
const NAMED = 0.85;
const CONCEPT = 0.6;
const PHRASE = 1.2;
const PREFIX = 0.25;
const MISTAKEN = 0.5;
const LONG_WORD = 4;
const FOREIGN = 0.9;
const JOINED = 0.95;
const LEAST_PART = 3;
const MOST_APART = 40;
const MOST_SOUNDS = 8;
const STRIPPED = 0.015;
const MORE = 8;
const MORE_BY_WORD = 2;

// One word of a query and the words of the index that it may mean.
class Asked {
  constructor(index, word) {
    this.word = word;
    this.isNumber = NUMBER.test(word);
    this.own = index.tongues.filter((tongue) => !tongue.isLatin && tongue.writes(word));
    this.isLatin = !this.own.length;
    this.found = [];
    this.starts = [index.sounding(word)];
    this.names = [];
    this.sounds = [];
    const latin = word.toLowerCase();
    for (const tongue of index.tongues) {
      if (this.own.includes(tongue) || (this.isLatin && tongue.isLatin)) this.names.push(`${tongue.code}:${tongue.folding.stem(word)}`);
      if (this.isLatin && !tongue.isLatin) {
        this.sounds.push(...sounds(tongue, latin));
        this.names.push(...this.sounds.map((sound) => `~${tongue.folding.skeleton(sound)}`));
      }
    }
  }

  // Whether it is a word of a phrase of the glossary, or sounds like it as much as like any word of the index: who
  // types jilla asks for a जिल्ला, which no ज्याला is.
  means(part) {
    if (this.names.includes(part.name)) return true;
    const least = Math.max(NAMED, this.soundsLike - EQUAL);
    return part.sound !== null && this.sounds.some((sound, i) => alike(sound, part.sound) - stripped(this.sounds, i) >= least);
  }

  // The glossary says which of the words that sound alike are meant: those that sound like one of these parts of its phrases.
  areMeant(parts) {
    // Of two words that sound the same it means the one the glossary has: धोका, and no ढोका.
    const isOther = ({ word, quality }, part) => (word.sound === part.sound ? part.name && part.name !== `${word.tongue.code}:${word.stem}` && !word.isLatin : quality < SURE);
    const others = this.isLatin ? this.found.filter((one) => !one.word.isConcept && parts.every((part) => isOther(one, part))) : [];
    for (const one of others) one.quality = Math.min(one.quality, UNMEANT);
  }

  get best() {
    return this.found.reduce((best, one) => Math.max(best, one.quality), 0);
  }

  // How much it sounds like a word of the index in a language's own script: a keyword in Latin letters is the same word.
  get soundsLike() {
    return this.found.reduce((best, { word, quality }) => (word.isConcept || word.isLatin ? best : Math.max(best, quality)), 0);
  }

  // The words that it means for certain, without those that say the same.
  get surely() {
    return this.found.filter(({ word, quality }) => !word.isConcept && quality >= SURE);
  }

  get isFound() {
    return this.best >= LEAST_SIMILAR;
  }

  add(word, quality) {
    const known = this.found.find((one) => one.word === word);
    if (!known) this.found.push({ word, quality });
    else known.quality = Math.max(known.quality, quality);
  }
}

// A word in Latin letters as it sounds in a language, and without the endings and the negation it may have.
function sounds(tongue, word) {
  const { folding } = tongue;
  const found = [folding.sound(folding.fold(word))];
  const add = (bare) => folding.bones(bare).length >= folding.table.least_key && !found.includes(bare) && found.push(bare);
  for (let at = 0; at < found.length && found.length < MOST_SOUNDS; at++) {
    for (const ending of folding.table.latin_endings || []) if (found[at].endsWith(ending)) add(found[at].slice(0, -ending.length));
  }
  for (const sign of folding.table.latin_negation || []) {
    for (const sound of found.slice(1)) if (sound.startsWith(sign)) add(sound.slice(sign.length));
  }
  return found;
}

// What an ending that came off makes less certain.
const stripped = (candidates, i) => STRIPPED * (candidates[0].length - candidates[i].length);

const isVowel = (letter) => "aeiou".includes(letter);

// What it costs to take one letter for another, or to leave one out.
function swap(a, b) {
  if (isVowel(a) && isVowel(b)) return 0.35;
  if ((a === "m" && b === "n") || (a === "n" && b === "m")) return 0.5;
  if ((a === "y" && isVowel(b)) || (b === "y" && isVowel(a))) return 0.2;
  return 1;
}

function leave(letter) {
  if (letter === "a") return 0.1;
  if (letter === "y") return 0.15;
  if (letter === "h") return 0.25;
  return isVowel(letter) ? 0.3 : letter === "n" ? 0.5 : 1;
}

// What it costs to make one word of another; nobody asks how much more than `most` it is.
function distance(a, b, swapping, leaving, most = Infinity) {
  const left = Array.from(b, leaving);
  let before = [0];
  for (let j = 1; j <= b.length; j++) before.push(before[j - 1] + left[j - 1]);
  let last = null;
  let leastBefore = 0;
  for (let i = 1; i <= a.length; i++) {
    const letter = a[i - 1];
    const gone = leaving(letter);
    const row = [before[0] + gone];
    let least = row[0];
    for (let j = 1; j <= b.length; j++) {
      let cost = before[j - 1] + (letter === b[j - 1] ? 0 : swapping(letter, b[j - 1]));
      cost = Math.min(cost, before[j] + gone, row[j - 1] + left[j - 1]);
      if (i > 1 && j > 1 && letter === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, last[j - 2] + 1);
      row.push(cost);
      if (cost < least) least = cost;
    }
    if (least > most && leastBefore > most) return Infinity;
    [last, before, leastBefore] = [before, row, least];
  }
  return before[b.length];
}

// How alike two words sound, from 0 to 1.
const bones = (sound) => sound.replace(/[aeiouyh]/g, "").length;
const alike = (a, b) => 1 - distance(a, b, swap, leave) / (Math.max(bones(a), bones(b)) + 1);

class Search {
  constructor(index) {
    this.index = index;
  }

  // The words of a query that say something.
  words(query) {
    const { tongues, home } = this.index;
    const all = home.folding.asked(query.slice(0, MOST_LETTERS)).slice(0, MOST_WORDS);
    const says = all.filter((word) => !tongues.some((tongue) => tongue.folding.isStop(word)));
    return { all, says: says.map((word) => new Asked(this.index, word)) };
  }

  // Finds the words of the index for each word of the query, loading as little as will do.
  async understand(given) {
    await Promise.all(given.map((asked) => this.atHome(asked)));
    await this.concepts(given);
    await Promise.all(given.filter((asked) => asked.best < GOOD).map((asked) => this.elsewhere(asked)));
    await this.joined(given);
    const words = (await Promise.all(given.map((asked) => this.apart(asked)))).flat();
    if (words.length > given.length) await this.concepts(words);
    await Promise.all(words.filter((asked) => !asked.isFound).map((asked) => this.mistaken(asked)));
    return words;
  }

  async atHome(asked) {
    const { home, tongues } = this.index;
    if (asked.own.length) await Promise.all(asked.own.map((tongue) => this.exact(asked, tongue, 1)));
    else if (asked.isNumber || home.isLatin) await this.exact(asked, home, 1);
    else await this.bySound(asked, home, 1);
    if (asked.isNumber && !asked.found.length) {
      await Promise.all(tongues.filter((tongue) => tongue !== home).map((tongue) => this.exact(asked, tongue, FOREIGN)));
    }
  }

  async elsewhere(asked) {
    const { home, tongues } = this.index;
    if (!asked.isLatin || asked.isNumber) return;
    const others = tongues.filter((tongue) => tongue !== home);
    const before = asked.found.filter((one) => one.quality < GOOD && !one.word.isConcept);
    await Promise.all(others.map((tongue) => (tongue.isLatin ? this.exact(asked, tongue, FOREIGN) : this.bySound(asked, tongue, FOREIGN))));
    // What only sounds alike is doubted when the word itself stands in the other language.
    if (asked.found.some((one) => one.word.tongue !== home && one.quality >= FOREIGN)) for (const one of before) one.quality *= DOUBTED;
  }

  async exact(asked, tongue, quality) {
    const { folding } = tongue;
    const stem = folding.stem(asked.word);
    const key = folding.key(stem);
    const near = await tongue.near(key);
    const same = near.find((word) => word.stem === stem);
    if (same) asked.add(same, quality);
    if (asked.isNumber) return;
    if (!same && tongue.isLatin) this.mostAlike(asked, await tongue.withKey(key), [folding.sound(stem)], quality * 0.9);
    const least = tongue.isLatin ? 4 : 3;
    if ([...stem].length < least) return;
    for (const word of near) {
      if (word.stem !== stem && word.stem.startsWith(stem)) asked.add(word, quality * PREFIX * (stem.length / word.stem.length));
    }
  }

  async bySound(asked, tongue, quality) {
    const candidates = sounds(tongue, asked.word.toLowerCase());
    const [form, at] = candidates.map((sound, i) => [tongue.folding.formBySound(sound), i]).find(([stem]) => stem) || [];
    if (form) {
      const same = (await tongue.near(tongue.folding.key(form))).find((word) => word.stem === form);
      if (same) asked.add(same, quality - stripped(candidates, at));
    }
    const found = [];
    for (const sound of candidates) {
      const key = tongue.folding.skeleton(sound);
      found.push(...(await tongue.withKey(key)));
    }
    this.mostAlike(asked, found, candidates, quality);
  }

  // Keeps of some words those that sound most like what was asked.
  mostAlike(asked, words, candidates, quality) {
    const scored = [...new Set(words)].map((word) => ({
      word,
      like: Math.max(...candidates.map((sound, i) => alike(sound, word.sound) - stripped(candidates, i))),
    }));
    const native = scored.filter(({ word }) => !word.isLatin);
    const best = native.reduce((most, one) => Math.max(most, one.like), LEAST_SIMILAR);
    // Of the words in Latin letters only the same word will do, however it was spelled.
    const kept = [...native.filter((one) => one.like >= best - EQUAL), ...scored.filter(({ word, like }) => word.isLatin && like >= SAME)];
    for (const { word, like } of kept) asked.add(word, quality * like);
  }

  // Adds the groups of the glossary that the query names.
  async concepts(words) {
    const named = this.index.glossary.namedBy(words);
    words.forEach((asked, place) => {
      const parts = named.filter(({ from, to }) => from <= place && place < to).map(({ from, parts }) => parts[place - from]);
      if (parts.length) asked.areMeant(parts);
    });
    for (const { number, from, to } of named) {
      const name = `#${number}`;
      const word = (await this.index.home.near(name)).find((one) => one.stem === name);
      if (word) for (let place = from; place < to; place++) words[place].add(word, to - from > 1 ? PHRASE : CONCEPT);
    }
  }

  // What was written as two words, or as three of which one is not known, may be one in the index.
  async joined(words) {
    const runs = words.flatMap((_, place) => [2, 3].map((count) => words.slice(place, place + count)).filter((run, i) => run.length === i + 2));
    for (const run of runs) {
      if (run.some((asked) => asked.isNumber || asked.isLatin !== run[0].isLatin)) continue;
      if (run.length > 2 && run.every((asked) => asked.best >= GOOD)) continue;
      const one = new Asked(this.index, run.map((asked) => asked.word).join(""));
      await this.atHome(one);
      for (const { word, quality } of one.found) {
        if (quality >= 0.9) for (const asked of run) asked.add(word, JOINED * quality);
      }
    }
  }

  // What was written in one may be two words of the index.
  async apart(asked) {
    const { home, tongues } = this.index;
    const written = asked.word.toLowerCase();
    if (asked.isFound || asked.isNumber || written.length > MOST_APART || (asked.isLatin && home.isLatin)) return [asked];
    for (let at = written.length - LEAST_PART; at >= LEAST_PART; at--) {
      const parts = [written.slice(0, at), written.slice(at)];
      if (asked.own.some(({ folding }) => !folding.startsAWord(parts[1])) || tongues.some(({ folding }) => folding.isStop(parts[1]))) continue;
      const two = parts.map((part) => new Asked(this.index, part));
      if ((await this.isKnown(two[0])) && (await this.isKnown(two[1]))) return two;
    }
    return [asked];
  }

  async isKnown(asked) {
    await this.atHome(asked);
    return asked.best >= GOOD;
  }

  // One mistake in a long word.
  async mistaken(asked) {
    if (asked.isNumber || [...asked.word].length < 4) return;
    const tongues = asked.own.length ? asked.own : this.index.tongues;
    await Promise.all(tongues.map((tongue) => this.nearest(asked, tongue)));
  }

  // In its own script a word is compared letter by letter: what only sounds alike is another word.
  async mistyped(asked, tongue) {
    const { folding } = tongue;
    const stem = folding.stem(asked.word);
    if (stem.length < LONG_WORD) return;
    const key = folding.key(stem);
    const places = new Set([key, ...[...key].map((_, at) => key.slice(0, at) + key.slice(at + 1))].map((one) => tongue.placeOf(one)));
    for (const place of [...places].slice(0, 3)) {
      for (const word of await tongue.shard(place)) {
        if (word.stem[0] === stem[0] && Math.abs(word.stem.length - stem.length) < 2 && distance(stem, word.stem, () => 1, () => 1, 1) === 1) asked.add(word, MISTAKEN);
      }
    }
  }

  async nearest(asked, tongue) {
    const { folding } = tongue;
    if (!asked.isLatin) return this.mistyped(asked, tongue);
    const candidates = asked.isLatin && !tongue.isLatin ? sounds(tongue, asked.word.toLowerCase()) : [folding.sound(folding.stem(asked.word))];
    let best = [];
    let least = 1.01;
    for (const [i, sound] of candidates.entries()) {
      const key = folding.skeleton(sound);
      if (sound.length < 4 || key.length < 2) continue;
      const places = new Set([key, ...[...key].map((_, at) => key.slice(0, at) + key.slice(at + 1))].map((one) => tongue.placeOf(one)));
      for (const place of [...places].slice(0, 3)) {
        for (const word of await tongue.shard(place)) {
          if (Math.abs(word.stem.length - sound.length) > 6 || word.isConcept || Math.abs(word.sound.length - sound.length) > 2) continue;
          const far = distance(sound, word.sound, swap, leave, least) + (i ? 0.1 : 0);
          if (far < least) [best, least] = [[word], far];
          else if (far === least) best.push(word);
        }
      }
    }
    for (const word of best) asked.add(word, MISTAKEN * (1.2 - least / 2));
    if (best.length) asked.instead = best[0];
  }

  // Scores every section in which a word of the query stands, and gives the best ones in order.
  rank(words) {
    const { size, workOf } = this.index;
    const total = new Float64Array(size);
    const share = new Float64Array(size);
    const said = new Uint8Array(size);
    let whole = 0;
    for (const asked of words) {
      const { scores, sections, own } = this.scores(asked);
      const common = Math.max(1, ...asked.found.filter((one) => one.quality >= asked.best - 0.1).map((one) => one.count));
      const worth = Math.log(1 + size / common);
      whole += asked.found.length ? worth : worth / 2;
      for (const section of own) said[section]++;
      for (const section of sections) {
        total[section] += worth * scores[section];
        share[section] += worth * Math.min(1, scores[section] * 1.6);
      }
    }
    let best = 0;
    for (let section = 0; section < size; section++) {
      if (total[section]) total[section] *= (share[section] / whole) ** ALL;
      best = Math.max(best, total[section]);
    }
    const found = [];
    for (let section = 0; section < size; section++) {
      if (best && total[section] >= best * LEAST_SHARE) found.push({ section, work: workOf[section], score: total[section], saysAll: said[section] === words.length });
    }
    return found.sort((a, b) => b.score - a.score || a.section - b.section);
  }

  // What one word of the query gives to sections, to which of them, and which of these say it themselves.
  scores(asked) {
    const { size, workOf, firstOf } = this.index;
    const scores = new Float64Array(size);
    const sections = [];
    const inherited = new Map();
    const give = (section, score) => {
      if (!scores[section]) sections.push(section);
      if (score > scores[section]) scores[section] = score;
    };
    for (const one of asked.found) {
      one.count = 0;
      one.word.levels.forEach((found, level) => {
        one.count += found.length;
        const score = one.quality * LEVELS[level];
        for (const section of found) give(section, score);
        if (!level) for (const section of found) inherited.set(workOf[section], Math.max(inherited.get(workOf[section]) || 0, one.quality));
      });
    }
    const own = sections.slice();
    // What the title says holds for every section.
    for (const [work, quality] of inherited) {
      for (let section = firstOf[work]; section < (firstOf[work + 1] ?? size); section++) {
        if (!scores[section]) sections.push(section);
        scores[section] += quality * INHERITED;
      }
    }
    return { scores, sections, own };
  }

  async run(query) {
    const { all, says } = this.words(query);
    if (!says.length) return { all, words: says, hits: [] };
    const words = await this.understand(says);
    return { all, words, hits: this.rank(words) };
  }

  // Loads the texts of the first hits, looks into each as soon as it is there, and gives those first that say all in
  // one sentence, and just as it was asked. Further hits that say every word may say them as one phrase: a query of
  // few words, which loads few files of words, has some of these looked into as well.
  async refined(words, hits, count) {
    const more = words.length > 1 ? Math.max(0, MORE - MORE_BY_WORD * words.length) : 0;
    const first = [...hits.slice(0, count), ...hits.slice(count).filter((hit) => hit.saysAll).slice(0, more)];
    const coming = first.map(async (hit) => {
      const text = await this.text(hit.section);
      return { hit, text, score: hit.score * (words.length ? closeness(this.index, words, text) : 1) };
    });
    // While they are on their way, what is to be marked in them is worked out.
    sought(this.index, words, this.index.home);
    const better = await Promise.all(coming);
    return better.sort((a, b) => b.score - a.score).slice(0, count);
  }

  // A text that the language of the page lacks is shown in one that has it.
  async text(section) {
    const { home, tongues } = this.index;
    const own = await home.text(section);
    if (own.there) return own;
    for (const tongue of tongues) {
      const other = tongue === home ? own : await tongue.text(section);
      if (other.there) return other;
    }
    return own;
  }
}
