// A section's text and what was asked in, the sentence that answers best with its words marked out.
const SENTENCE = /.+?(?:[।?!]+|\.(?=\s)|$)\s*/gu;
const SHORT = 60;
const LONG = 260;
const AROUND = 90;
const TOGETHER = 0.6;
const SAME_LETTERS = 0.2;

// What of a text is to be marked: for each word of the query, the stems it may stand for in this language.
function sought(index, words, tongue) {
  words.sought ??= new Map();
  if (!words.sought.has(tongue)) words.sought.set(tongue, stemsFor(index, words, tongue));
  return words.sought.get(tongue);
}

function stemsFor(index, words, tongue) {
  return words.map((asked) => {
    const stems = new Set();
    for (const { word } of asked.found) {
      if (word.tongue === tongue && !word.isConcept) stems.add(word.stem);
      if (!word.isConcept) continue;
      const number = Number(word.stem.slice(1));
      for (const name of index.glossary.names) {
        if (name.number !== number || name.code !== tongue.code) continue;
        for (const part of name.phrase.match(WORD)) if (!tongue.folding.isStop(part)) stems.add(tongue.folding.stem(part));
      }
    }
    return stems;
  });
}

// The places in a line where a word stands that was asked for, and which words of the query they are.
function marks(line, stems, folding) {
  const first = (stems.first ??= folding.firstLetters(new Set(stems.flatMap((set) => [...set]))));
  const found = [];
  for (const { start, end, names } of folding.placed(line)) {
    if (!first.has(folding.firstLetter(names[0]))) continue;
    const own = names.map((name) => folding.stem(name));
    const asked = stems.flatMap((set, i) => (own.some((stem) => set.has(stem)) ? [i] : []));
    if (asked.length) found.push({ start, end, asked });
  }
  return found;
}

const sentencesOf = (text) => text.lines.flatMap((line) => line.match(SENTENCE) || []);

// How much better a section is for saying what was asked in one sentence, and in the same letters.
function closeness(index, words, text) {
  const { folding } = text.tongue;
  const stems = sought(index, words, text.tongue);
  const told = [text.heading, ...sentencesOf(text)];
  const most = Math.max(...told.map((sentence) => new Set(marks(sentence, stems, folding).flatMap(({ asked }) => asked)).size));
  const whole = `${text.title} ${text.heading} ${text.lines.join(" ")}`;
  const same = words.filter(({ word }) => whole.includes(word)).length;
  return (words.length > 1 ? 1 + TOGETHER * ((most - 1) / (words.length - 1)) : 1) * (1 + SAME_LETTERS * (same / words.length));
}

function excerpt(index, words, text) {
  const { folding } = text.tongue;
  const stems = sought(index, words, text.tongue);
  const sentences = sentencesOf(text);
  let best = { worth: -1, at: 0 };
  sentences.forEach((sentence, at) => {
    const worth = new Set(marks(sentence, stems, folding).flatMap(({ asked }) => asked)).size;
    if (worth > best.worth) best = { worth, at };
  });
  let chosen = sentences[best.at] || "";
  for (let at = best.at + 1; chosen.length < SHORT && at < sentences.length; at++) chosen = `${chosen.trim()} ${sentences[at]}`;
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
