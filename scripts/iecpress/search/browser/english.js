// An English word in, its stem out: the algorithm of Snowball's English stemmer (Porter2), version 3.1.
const STEMMERS = { english: stemEnglish };

const WHOLE = {
  andes: "andes", atlas: "atlas", bias: "bias", cosmos: "cosmos", early: "earli", gently: "gentl", howe: "howe", idly: "idl",
  news: "news", only: "onli", singly: "singl", skies: "sky", skis: "ski", sky: "sky", ugly: "ugli",
};
const SECOND = {
  tional: "tion", enci: "ence", anci: "ance", abli: "able", entli: "ent", izer: "ize", ization: "ize", ational: "ate",
  ation: "ate", ator: "ate", alism: "al", aliti: "al", alli: "al", fulness: "ful", ousli: "ous", ousness: "ous",
  iveness: "ive", iviti: "ive", biliti: "ble", bli: "ble", ogist: "og", fulli: "ful", lessli: "less", ogi: "", li: "",
};
const THIRD = { tional: "tion", ational: "ate", alize: "al", icate: "ic", iciti: "ic", ical: "ic", ful: "", ness: "", ative: "" };
const FOURTH = ["ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize", "ion", "al", "er", "ic"];
const longestFirst = (endings) => endings.sort((a, b) => b.length - a.length);
const SECOND_ENDINGS = longestFirst(Object.keys(SECOND));
const THIRD_ENDINGS = longestFirst(Object.keys(THIRD));
const PAST = ["eedly", "ingly", "edly", "eed", "ing", "ed"];

// The longest ending of a word, of a list that begins with the longest.
const ending = (word, endings) => endings.find((one) => word.endsWith(one));

// Where the first region begins: after the first consonant that follows a vowel.
function region(word, from) {
  const found = /[aeiouy][^aeiouy]/.exec(word.slice(from));
  return found ? from + found.index + 2 : word.length;
}

const isShort = (word) =>
  /[^aeiouy][aeiouy][^aeiouywxY]$/.test(word) || /^[aeiouy][^aeiouy]$/.test(word) || word.endsWith("past");

function stemEnglish(given) {
  if (Object.prototype.hasOwnProperty.call(WHOLE, given)) return WHOLE[given];
  if ([...given].length < 3) return given;
  let word = given.replace(/^'/, "").replace(/^y/, "Y").replace(/([aeiouy])y/g, "$1Y");
  const special = /^(?:arsen|commun|emerg|gener|inter|later|organ|past|univers)/.exec(word);
  const first = special ? special[0].length : region(word, 0);
  const second = region(word, first);
  word = plural(word.replace(/'s?'?$/, (end) => (["'", "'s", "'s'"].includes(end) ? "" : end)));
  word = past(word, first);
  if (/.[^aeiouy][yY]$/.test(word)) word = word.slice(0, -1) + "i";
  word = derived(word, first, second);
  word = lastLetters(word, first, second);
  return word.replace(/Y/g, "y");
}

function plural(word) {
  if (word.endsWith("sses")) return word.slice(0, -2);
  if (/ie[ds]$/.test(word)) return word.slice(0, word.length > 4 ? -2 : -1);
  if (/(?:us|ss)$/.test(word)) return word;
  return /[aeiouy].+s$/.test(word) ? word.slice(0, -1) : word;
}

function past(word, first) {
  const end = ending(word, PAST);
  if (!end) return word;
  const stem = word.slice(0, -end.length);
  if (end.startsWith("eed")) {
    return stem.length >= first && !/^(?:succ|proc|exc)$/.test(stem) ? stem + "ee" : word;
  }
  if (end === "ing") {
    if (/^[^aeiouy]y$/.test(stem)) return stem.slice(0, -1) + "ie";
    if (/^(?:even|cann|inn|earr|herr|out)$/.test(stem)) return word;
  }
  if (!/[aeiouy]/.test(stem)) return word;
  if (/(?:at|bl|iz)$/.test(stem)) return stem + "e";
  if (/(?:bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(stem)) return /^[aeo].{2}$/.test(stem) ? stem : stem.slice(0, -1);
  return stem.length === first && isShort(stem) ? stem + "e" : stem;
}

function derived(word, first, second) {
  let end = ending(word, SECOND_ENDINGS);
  if (end && word.length - end.length >= first) {
    const stem = word.slice(0, -end.length);
    if (end === "li") word = /[cdeghkmnrt]$/.test(stem) ? stem : word;
    else if (end === "ogi") word = stem.endsWith("l") ? stem + "og" : word;
    else word = stem + SECOND[end];
  }
  end = ending(word, THIRD_ENDINGS);
  if (end && word.length - end.length >= (end === "ative" ? second : first)) word = word.slice(0, -end.length) + THIRD[end];
  end = ending(word, FOURTH);
  if (end && word.length - end.length >= second && (end !== "ion" || /[st]ion$/.test(word))) word = word.slice(0, -end.length);
  return word;
}

function lastLetters(word, first, second) {
  const stem = word.slice(0, -1);
  if (word.endsWith("e")) return stem.length >= second || (stem.length >= first && !isShort(stem)) ? stem : word;
  return word.endsWith("ll") && stem.length >= second ? stem : word;
}
