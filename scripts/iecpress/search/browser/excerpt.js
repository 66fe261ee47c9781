// A section's text and what was asked in, the sentence that answers best with its words marked out.
const SENTENCE = /.+?(?:[।?!]+|\.(?=\s)|$)\s*/gu;
const SHORT = 60;
const LONG = 260;
const AROUND = 90;
const TOGETHER = 0.6;
const IN_ORDER = 0.5;
const SAME_LETTERS = 0.2;

// What of a text is to be marked: for each word of the query, the stems it may stand for in this language.
function sought(index, words, tongue) {
  words.sought ??= new Map();
  if (!words.sought.has(tongue)) words.sought.set(tongue, stemsFor(index, words, tongue));
  return words.sought.get(tongue);
}

function stemsFor(index, words, tongue) {
  const found = words.map((asked) => {
    const stems = new Set();
    for (const { word } of asked.found) {
      if (word.tongue === tongue && !word.isConcept) stems.add(word.stem);
      if (!word.isConcept) continue;
      const number = Number(word.stem.slice(1));
      for (const name of index.glossary.names) {
        if (name.number !== number || name.code !== tongue.code) continue;
        for (const part of wordsIn(name.phrase)) if (!tongue.folding.isStop(part)) stems.add(tongue.folding.stem(part));
      }
    }
    return stems;
  });
  found.beginnings = tongue.folding.beginnings(new Set(found.flatMap((stems) => [...stems])));
  return found;
}

// The places in a line where a word stands that was asked for, and which words of the query they are.
function marks(line, stems, folding) {
  const found = [];
  for (const { start, end, names } of folding.placed(line)) {
    if (!folding.mayBegin(names[0], stems.beginnings)) continue;
    const own = names.map((name) => folding.stem(name));
    const asked = stems.flatMap((set, i) => (own.some((stem) => set.has(stem)) ? [i] : []));
    if (asked.length) found.push({ start, end, asked, own });
  }
  return found;
}

// What a section says, sentence by sentence after its title and heading, with the places where it says what was asked.
function told(index, words, text) {
  const stems = sought(index, words, text.tongue);
  if (text.told) return text.told;
  const sentences = text.lines.flatMap((line) => line.match(SENTENCE) || []);
  text.told = [`${text.title} ${text.heading}`, ...sentences].map((line) => ({ line, found: marks(line, stems, text.tongue.folding) }));
  return text.told;
}

const askedIn = (found) => new Set(found.flatMap(({ asked }) => asked));

// Which words of the query follow each other in a sentence as they do in the query.
function inOrder(found) {
  const pairs = new Set();
  for (let i = 1; i < found.length; i++) {
    if (found[i].start - found[i - 1].end > 1) continue;
    for (const place of found[i].asked) if (found[i - 1].asked.includes(place - 1)) pairs.add(place);
  }
  return pairs;
}

// How much better a section is for saying what was asked in one sentence, in its order, and in the same letters.
function closeness(index, words, text) {
  const most = Math.max(...told(index, words, text).map(({ found }) => TOGETHER * (askedIn(found).size - 1) + IN_ORDER * inOrder(found).size));
  const whole = `${text.title} ${text.heading} ${text.lines.join(" ")}`;
  const said = new Set(told(index, words, text).flatMap(({ found }) => found.flatMap(({ own }) => own)));
  const same = words.filter((asked) => (asked.isLatin ? asked.surely.some(({ word }) => said.has(word.stem)) : whole.includes(asked.word))).length;
  return (words.length > 1 ? 1 + most / (words.length - 1) : 1) * (1 + SAME_LETTERS * (same / words.length));
}

function excerpt(index, words, text) {
  const { folding } = text.tongue;
  const stems = sought(index, words, text.tongue);
  const sentences = told(index, words, text).slice(1);
  let best = { worth: -1, at: 0 };
  sentences.forEach(({ found }, at) => {
    const worth = askedIn(found).size;
    if (worth > best.worth) best = { worth, at };
  });
  let chosen = sentences.length ? sentences[best.at].line : "";
  for (let at = best.at + 1; chosen.length < SHORT && at < sentences.length; at++) chosen = `${chosen.trim()} ${sentences[at].line}`;
  return pieces(shortened(chosen.trim(), stems, folding), stems, folding);
}

// Cuts a long sentence at words, around the first that is marked.
function shortened(sentence, stems, folding) {
  if (sentence.length <= LONG) return sentence;
  const first = marks(sentence, stems, folding)[0];
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
function pieces(text, stems, folding) {
  const found = [];
  let end = 0;
  for (const mark of marks(text, stems, folding)) {
    found.push({ text: text.slice(end, mark.start) }, { text: text.slice(mark.start, mark.end), marked: true });
    end = mark.end;
  }
  return [...found, { text: text.slice(end) }].filter((piece) => piece.text);
}
