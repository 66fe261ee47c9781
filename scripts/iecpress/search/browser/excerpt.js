// A section's text and what was asked in, the sentence that answers best with its words marked out.
const SENTENCE = /.+?(?:[।?!]+|\.(?=\s)|$)\s*/gu;
const BETWEEN = "\n\n";
const SHORT = 60;
const LONG = 260;
const AROUND = 90;
const TOGETHER = 0.6;
const IN_ORDER = 0.5;
const AS_ASKED = 2;
const SAME_LETTERS = 0.2;

// What of a text is to be marked in a language: for each word of the query, the stems it may stand for, and the phrases
// of the glossary that say the same as some of its words.
function sought(index, words, tongue) {
  words.sought ??= new Map();
  return kept(words.sought, tongue, () => {
    const stems = words.map(({ found }) => new Set(found.flatMap(({ word }) => (word.tongue === tongue && !word.isConcept ? [word.stem] : []))));
    const phrases = sayingTheSame(index, words, tongue);
    const all = new Set([...stems, ...phrases.map((phrase) => phrase.stems)].flatMap((some) => [...some]));
    return { stems, phrases, all, beginnings: tongue.folding.beginnings(all) };
  });
}

// The phrases of the groups that a query names, each with the places of the words that name it.
function sayingTheSame(index, words, tongue) {
  const places = new Map();
  words.forEach(({ found }, place) => {
    for (const { word } of found) if (word.isConcept) kept(places, Number(word.stem.slice(1)), () => []).push(place);
  });
  const { folding } = tongue;
  return index.glossary.names.flatMap(({ phrase, code, number }) => {
    if (code !== tongue.code || !places.has(number)) return [];
    const stems = wordsIn(phrase).flatMap((word) => (folding.isStop(word) ? [] : [folding.stem(word)]));
    return [{ stems, places: places.get(number) }];
  });
}

// The places in a line where a word stands that was asked for, and which words of the query they are. What says the
// same counts where its whole phrase stands.
function marks(line, { stems, phrases, all, beginnings }, folding) {
  const found = [];
  for (const { start, end, names } of folding.beginning(line, beginnings)) {
    const own = names.map((name) => folding.stem(name));
    if (!own.some((stem) => all.has(stem))) continue;
    found.push({ start, end, asked: stems.flatMap((set, i) => (own.some((stem) => set.has(stem)) ? [i] : [])), own, same: [] });
  }
  for (const { stems: said, places } of phrases) {
    for (let at = 0; at + said.length <= found.length; at++) {
      const run = found.slice(at, at + said.length);
      if (run.every(({ own }, i) => own.includes(said[i]) && (!i || follows(run[i - 1], run[i])))) for (const mark of run) mark.same.push(...places);
    }
  }
  return found.map((mark) => ({ ...mark, asked: [...new Set([...mark.asked, ...mark.same])] })).filter(({ asked }) => asked.length);
}

const follows = (before, mark) => mark.start - before.end <= 1;

// What a section says, sentence by sentence after its title and heading, with the places where it says what was asked.
// All sentences are looked through at once, far enough apart to share no phrase.
function told(index, words, text) {
  if (text.told) return text.told;
  const sentences = [`${text.title} ${text.heading}`, ...text.lines.flatMap((line) => line.match(SENTENCE) || [])];
  const found = marks(sentences.join(BETWEEN), sought(index, words, text.tongue), text.tongue.folding);
  let start = 0;
  let next = 0;
  text.told = sentences.map((line) => {
    const first = next;
    while (next < found.length && found[next].start < start + line.length) next++;
    start += line.length + BETWEEN.length;
    return { line, found: found.slice(first, next) };
  });
  return text.told;
}

const askedIn = (found) => new Set(found.flatMap(({ asked }) => asked));

// Which words of the query follow each other in a sentence as they do in the query, or in what says the same.
function inOrder(found) {
  const pairs = new Set();
  found.forEach((mark, i) => {
    const before = i && follows(found[i - 1], mark) ? found[i - 1].asked : [];
    for (const place of mark.asked) if (before.includes(place - 1)) pairs.add(place);
    for (const place of mark.same) if (mark.same.includes(place - 1)) pairs.add(place);
  });
  return pairs;
}

// How much a sentence says of a query: several of its words, in its order, and all of it as one phrase.
function saidIn({ found }, count) {
  const pairs = inOrder(found).size;
  return (TOGETHER * (askedIn(found).size - 1) + IN_ORDER * pairs) / (count - 1) + (pairs === count - 1 ? AS_ASKED : 0);
}

// How much better a section is for what one sentence says, and for saying it in the same letters.
function closeness(index, words, text) {
  const saying = told(index, words, text).filter(({ found }) => found.length);
  const most = words.length > 1 ? Math.max(-TOGETHER / (words.length - 1), ...saying.map((sentence) => saidIn(sentence, words.length))) : 0;
  const whole = `${text.title} ${text.heading} ${text.lines.join(" ")}`;
  const said = new Set(saying.flatMap(({ found }) => found.flatMap(({ own }) => own)));
  const same = words.filter((asked) => (asked.isLatin ? asked.surely.some(({ word }) => said.has(word.stem)) : whole.includes(asked.word))).length;
  return (1 + most) * (1 + SAME_LETTERS * (same / words.length));
}

function excerpt(index, words, text) {
  const { folding } = text.tongue;
  const asked = sought(index, words, text.tongue);
  const sentences = told(index, words, text).slice(1);
  let best = { worth: -1, at: 0 };
  sentences.forEach(({ found }, at) => {
    const worth = askedIn(found).size;
    if (worth > best.worth) best = { worth, at };
  });
  let chosen = sentences.length ? sentences[best.at].line : "";
  for (let at = best.at + 1; chosen.length < SHORT && at < sentences.length; at++) chosen = `${chosen.trim()} ${sentences[at].line}`;
  return pieces(shortened(chosen.trim(), asked, folding), asked, folding);
}

// Cuts a long sentence at words, around the first that is marked.
function shortened(sentence, asked, folding) {
  if (sentence.length <= LONG) return sentence;
  const first = marks(sentence, asked, folding)[0];
  let from = Math.max(0, (first ? first.start : 0) - AROUND);
  let to = Math.min(sentence.length, from + LONG);
  if (from) from = sentence.indexOf(" ", from) + 1;
  if (to < sentence.length) to = Math.max(from + 1, sentence.lastIndexOf(" ", to));
  return (from ? "… " : "") + sentence.slice(from, to) + (to < sentence.length ? " …" : "");
}

// A line, such as a heading, with its words marked out.
function marked(index, words, line, tongue) {
  return pieces(line, sought(index, words, tongue), tongue.folding);
}

// A text as plain and marked pieces in turn.
function pieces(text, asked, folding) {
  const found = [];
  let end = 0;
  for (const mark of marks(text, asked, folding)) {
    found.push({ text: text.slice(end, mark.start) }, { text: text.slice(mark.start, mark.end), marked: true });
    end = mark.end;
  }
  return [...found, { text: text.slice(end) }].filter((piece) => piece.text);
}
