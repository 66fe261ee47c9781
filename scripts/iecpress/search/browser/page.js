// The box in, the list of hits under it out.
const SHOWN = 6;
const SUGGESTED = 6;
const PAUSE = 160;
const REHEARSED = 40;
// As in the theme's styles: there the facets stand beside the hits and cannot be folded.
const WIDE = matchMedia("(min-width: 62em)");

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value || value === 0) made.setAttribute(key, value === true ? "" : value);
  made.append(...children.filter((child) => child !== null && child !== ""));
  return made;
}

class Page {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector("input[type=search]");
    this.folder = new URL(form.dataset.search, location.href);
    this.lang = form.dataset.lang;
    this.action = form.action.split("?")[0];
    this.main = document.querySelector("main");
    this.turn = 0;
    this.filters = new Map();
    this.shown = SHOWN;
    this.isNarrowing = false;
    this.isIndex = new URL(form.action, location.href).pathname.replace(/index\.html$/, "") === location.pathname.replace(/index\.html$/, "");
    // The index is made ready while the reader types; what fails now is tried again with the first query.
    this.opening = Index.open(this.folder.href, this.lang, false).catch(() => null);
    this.opening.then((index) => index && setTimeout(() => this.prepare(index)));
    this.listen();
  }

  listen() {
    let timer = 0;
    this.input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.ask(), PAUSE);
    });
    this.form.addEventListener("submit", (event) => {
      if (!this.isIndex) return;
      event.preventDefault();
      clearTimeout(timer);
      this.ask({ keep: true });
    });
    this.input.addEventListener("keydown", (event) => {
      const first = this.panel && this.panel.querySelector("[data-search-result]");
      if (event.key === "ArrowDown" && first) {
        event.preventDefault();
        first.focus();
      }
    });
    addEventListener("popstate", () => this.fromAddress());
    WIDE.addEventListener("change", () => this.panel && this.ask({ filtered: true }));
    if (this.isIndex && location.search) this.fromAddress();
    else if (this.input.value) this.ask();
  }

  fromAddress() {
    const asked = new URLSearchParams(location.search);
    const known = [...asked].filter(([key]) => key !== "q");
    if (!asked.has("q") && !known.length && !this.panel) return;
    this.input.value = asked.get("q") || "";
    this.filters = new Map(known);
    this.ask({ filtered: true });
  }

  // Where a search with these words and filters can be found again.
  address(filters = this.filters, query = this.input.value.trim()) {
    const asked = new URLSearchParams({ q: query, ...Object.fromEntries(filters) });
    return `${this.action}?${asked}`;
  }

  remember(keep) {
    if (!this.isIndex) return;
    const here = this.input.value.trim() || this.filters.size ? this.address() : location.pathname;
    try {
      if (keep && new URL(here, location.href).search !== location.search) history.pushState(null, "", here);
      else history.replaceState(null, "", here);
    } catch {
      // A page opened from a disk may not change its address in every browser.
    }
  }

  async ask({ keep = false, filtered = false } = {}) {
    const query = this.input.value.trim();
    const turn = ++this.turn;
    if (!filtered && this.asked !== query) this.shown = SHOWN;
    this.asked = query;
    if (!query && !this.filters.size) {
      this.remember(keep);
      this.close();
      return;
    }
    this.open();
    const slow = setTimeout(() => this.tell(this.words("loading")), 400);
    try {
      const found = await this.find(query);
      if (turn !== this.turn) return;
      this.remember(keep);
      this.show(found, turn);
    } catch (error) {
      if (turn === this.turn) this.fail();
    } finally {
      clearTimeout(slow);
    }
  }

  // A file that does not come may be gone because the site was built anew: begin again with its new manifest.
  async find(query) {
    try {
      return await this.search(query, false);
    } catch {
      this.index = null;
      return this.search(query, true);
    }
  }

  async search(query, fresh) {
    this.index = this.index || (!fresh && (await this.opening)) || (await Index.open(this.folder.href, this.lang, fresh));
    const search = new Search(this.index);
    const running = query ? search.run(query) : { all: [], words: [], hits: this.everything() };
    this.isNarrowing ||= this.filters.size > 0;
    const open = this.isNarrowing || WIDE.matches;
    const counting = open && this.index.countable();
    // While the words are on their way, what needs none of them is made.
    this.prepare(this.index);
    const [found] = await Promise.all([running, counting]);
    const hits = this.filters.size ? found.hits.filter((hit) => this.passes(hit.work, this.filters)) : found.hits;
    const coming = this.textsOf(search, found.words, hits);
    // While the texts are on their way, what stands above them is made.
    const above = [this.suggestions(found.words), this.narrowing(found.hits, open)];
    return { ...found, above, hits, texts: await coming };
  }

  // The texts to be shown, six and then the next six: what is added to a list changes nothing in it.
  async textsOf(search, words, hits) {
    const texts = [];
    let left = hits;
    while (left.length && texts.length < this.shown) {
      const better = await search.refined(words, left, SHOWN);
      const taken = new Set(better.map(({ hit }) => hit));
      left = left.filter((hit) => !taken.has(hit));
      texts.push(...better.map(({ text }) => text));
    }
    return texts;
  }

  // What needs no query is done before one comes, once for each index.
  prepare(index) {
    if (this.prepared === index) return;
    this.prepared = index;
    this.index ??= index;
    this.rehearse(index.names.slice(0, REHEARSED).map(({ name }) => name).join(". "));
  }

  // Makes an answer of some names and throws it away: what has run once runs faster when a reader waits for it.
  rehearse(line) {
    const { home } = this.index;
    const words = wordsIn(line).slice(0, 2).map((word) => new Asked(this.index, word));
    for (const asked of words) asked.add(new Word(home, home.folding.stem(asked.word)), 1);
    const text = { tongue: home, title: line, heading: line, address: "/", lines: [line] };
    closeness(this.index, words, text);
    this.suggestions(words);
    this.narrowing([{ work: 0 }, { work: 1 }], false);
    this.hits([text], words);
  }

  everything() {
    return this.index.firstOf.map((section, work) => ({ section, work, score: 0 })).filter(({ section, work }) => section < (this.index.firstOf[work + 1] ?? this.index.size));
  }

  passes(work, filters) {
    return this.index.facets.every((facet) => {
      const wanted = filters.get(facet.id);
      return !wanted || facet.of[work].some((term) => facet.terms[term][0] === wanted);
    });
  }

  open() {
    if (this.panel) return;
    this.status = element("p", { role: "status", class: "search-status" });
    this.list = element("div", {});
    this.panel = element("section", { class: "search-panel wrap", id: "search-results", "aria-label": this.form.dataset.results }, this.status, this.list);
    this.main.prepend(this.panel);
    this.main.dataset.searching = "";
    this.input.setAttribute("aria-controls", "search-results");
  }

  close() {
    if (!this.panel) return;
    this.panel.remove();
    this.panel = null;
    delete this.main.dataset.searching;
    this.input.removeAttribute("aria-controls");
  }

  words(key, values = {}) {
    const say = this.index ? this.index.manifest.say : {};
    const digits = this.index ? this.index.manifest.digits : "0123456789";
    const written = (value) => (typeof value === "number" ? String(value).replace(/[0-9]/g, (digit) => [...digits][digit]) : value);
    return (say[key] || this.form.dataset[key] || "").replace(/\{(\w+)\}/g, (_, name) => written(values[name]));
  }

  tell(words) {
    if (this.status && this.status.textContent !== words) this.status.textContent = words;
  }

  show({ all, words, above, hits, texts }, turn) {
    if (turn !== this.turn) return;
    const held = document.activeElement && this.panel.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const parts = [...above];
    if (hits.length) parts.push(this.hits(texts, words), this.more(hits.length));
    else parts.push(this.nothing(all, words));
    this.list.replaceChildren(...parts.filter(Boolean));
    this.tell(this.summary(all, words, hits));
    this.status.dataset.asked = this.asked;
    if (held) (this.panel.querySelector(`[data-key="${CSS.escape(held)}"]`) || this.input).focus();
  }

  summary(all, words, hits) {
    if (hits.length) return this.words(hits.length === 1 ? "found-one" : "found-other", { count: hits.length });
    return all.length && !words.length ? this.words("too-common") : this.words("nothing");
  }

  link(address) {
    const url = new URL(`..${address}`, this.folder);
    if (url.protocol === "file:" && url.pathname.endsWith("/")) url.pathname += "index.html";
    return url.href;
  }

  hits(texts, words) {
    const list = element("ol", { class: "cards search-hits" });
    texts.forEach((text, place) => {
      const own = text.tongue === this.index.home;
      const spoken = own ? {} : { lang: text.tongue.code, dir: text.tongue.direction };
      const name = text.heading ? `${text.heading} – ${text.title}` : text.title;
      const address = this.link(text.address) + (text.anchor ? `#${text.anchor}` : "");
      const link = element("a", { href: address, "data-search-result": place + 1, "data-key": `hit-${place}` }, ...this.marked(marked(this.index, words, name, text.tongue)));
      const about = [text.kind, text.date, text.version && this.words("version", { version: text.version }), !own && this.words("only-in", { language: text.tongue.name })];
      const told = element("p", spoken, ...this.marked(excerpt(this.index, words, text)));
      list.append(element("li", { class: "card" }, element("h3", spoken, link), told, element("p", { class: "kind" }, about.filter(Boolean).join(" · "))));
    });
    return list;
  }

  marked(pieces) {
    return pieces.map(({ text, marked }) => (marked ? element("mark", {}, text) : text));
  }

  more(count) {
    if (count <= this.shown) return null;
    const button = element("button", { type: "button", class: "button", "data-key": "more" }, this.words("more"));
    button.addEventListener("click", async () => {
      const next = this.shown;
      this.shown += SHOWN;
      await this.ask({ filtered: true });
      const first = this.panel.querySelector(`[data-key="hit-${next}"]`);
      if (first) first.focus();
    });
    return element("p", {}, button);
  }

  // Each facet with how many works each of its terms would leave: counted when somebody looks.
  narrowing(before, open) {
    const works = new Set(before.map((hit) => hit.work));
    const folds = open ? this.index.facets.map((facet) => this.facet(facet, works)).filter(Boolean) : [];
    if (open ? !folds.length : works.size < 2) return null;
    const made = element("details", { class: "fold search-facets", open }, element("summary", { "data-key": "narrow" }, this.words("narrow")), ...folds);
    made.addEventListener("toggle", () => {
      this.isNarrowing = made.open;
      if (made.open && !folds.length) this.ask({ filtered: true });
    });
    return made;
  }

  facet(facet, works) {
    const others = new Map([...this.filters].filter(([id]) => id !== facet.id));
    const counts = facet.terms.map(() => 0);
    const left = others.size ? [...works].filter((work) => this.passes(work, others)) : works;
    for (const work of left) for (const term of facet.of[work]) counts[term]++;
    const wanted = this.filters.get(facet.id);
    const used = facet.terms.map(([id, name], i) => ({ id, name, count: counts[i] })).filter(({ id, count }) => count || id === wanted);
    if (!used.length || (used.length === 1 && !wanted)) return null;
    const items = used.map(({ id, name, count }) => {
      const filters = new Map(others);
      if (id !== wanted) filters.set(facet.id, id);
      const link = element("a", { href: this.address(filters), "data-key": `${facet.id}-${id}`, "aria-current": id === wanted && "true" }, `${name} `, element("span", { class: "count" }, this.words("count", { count })));
      this.instead(link, () => (this.filters = filters));
      return element("li", {}, link);
    });
    return element("div", {}, element("h3", { id: `facet-${facet.id}` }, facet.name), element("ul", { class: "chips", "aria-labelledby": `facet-${facet.id}` }, ...items));
  }

  // A link to another search: on the page of the index it is done here, elsewhere it is followed.
  instead(link, change) {
    link.addEventListener("click", (event) => {
      if (!this.isIndex || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      change();
      this.shown = SHOWN;
      this.ask({ keep: true, filtered: true });
    });
  }

  ways(names) {
    const items = names.map((name) => {
      const link = element("a", { href: this.address(new Map(), name), "data-key": `way-${name}` }, name);
      this.instead(link, () => {
        this.input.value = name;
        this.filters = new Map();
        this.input.focus();
      });
      return element("li", {}, link);
    });
    return element("ul", { class: "chips" }, ...items);
  }

  // Words of the glossary and the facets that go on as the last word of the query begins.
  suggestions(words) {
    const last = words[words.length - 1];
    if (!last || last.isNumber || [...last.word].length < 2 || /\s$/.test(this.input.value)) return null;
    const found = this.index.names.filter(({ sound, name }) => last.starts.some((start) => sound.startsWith(start) && sound !== start) && name !== this.input.value.trim());
    if (!found.length) return null;
    const names = [...new Set(found.map(({ name }) => name))].slice(0, SUGGESTED);
    return element("div", { class: "search-ways" }, element("h2", { class: "small" }, this.words("suggestions")), this.ways(names));
  }

  nothing(all, words) {
    const { manifest, facets } = this.index;
    const parts = [];
    const near = words.flatMap((asked) => this.nearest(asked)).slice(0, SUGGESTED);
    if (near.length) parts.push(element("h2", {}, this.words("nearest")), this.ways(near));
    const topics = facets.find(({ id }) => id === "topics");
    if (topics && topics.terms.length) parts.push(element("h2", {}, this.words("topics")), this.topics(topics));
    if (manifest.urgent.length) {
      const numbers = manifest.urgent.map(([name, number, dial]) => element("li", {}, element("a", { class: "dial", href: `tel:${dial}` }, element("span", { class: "number" }, number), ` ${name}`)));
      parts.push(element("h2", {}, this.words("call")), element("ul", { class: "numbers" }, ...numbers));
    }
    return element("div", { class: "search-nothing" }, ...parts);
  }

  nearest(asked) {
    const sounds = asked.starts;
    const like = (sound) => Math.max(...sounds.map((one) => alike(one, sound)));
    return this.index.names.map(({ name, sound }) => ({ name, like: like(sound) }))
      .filter((one) => one.like > LEAST_SIMILAR).sort((a, b) => b.like - a.like).slice(0, 3).map(({ name }) => name);
  }

  topics(topics) {
    const items = topics.terms.map(([id, name]) => element("li", {}, element("a", { href: this.link(`${this.index.manifest.index}topics/${id}/`) }, name)));
    return element("ul", { class: "chips" }, ...items);
  }

  fail() {
    this.tell(this.form.dataset.failed);
    const link = element("a", { class: "button", href: this.form.action }, this.form.dataset.list);
    this.list.replaceChildren(element("p", {}, link));
  }
}

for (const form of document.querySelectorAll("form[role=search][data-search]")) new Page(form);
