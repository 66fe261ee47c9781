// Saves a page, its style and its handout on the phone when a reader asks for it, and keeps what is saved up to date.
(() => {
  const SHELF = "saved";
  const HOURS = 6;
  const box = document.querySelector("[data-save]");
  if (!box || !("serviceWorker" in navigator) || !("caches" in window)) return;
  const here = location.href.split(/[?#]/)[0];
  const root = new URL(box.dataset.root, location.href).href;
  const record = new URL("saved.json", root).href;
  const say = (key, values = {}) => box.dataset[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const day = (when) => new Date(when).toLocaleDateString(document.documentElement.lang, { dateStyle: "long" });

  async function read(shelf) {
    const kept = await shelf.match(record);
    return kept ? kept.json() : { checked: 0, items: {} };
  }

  const write = (shelf, saved) => shelf.put(record, new Response(JSON.stringify(saved)));

  // All that a page needs: itself, what its head names, and what its button says goes with it.
  function needs(page, address) {
    const shown = [...page.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")].map((one) => one.getAttribute("href") || one.getAttribute("src"));
    const button = page.querySelector("[data-save]");
    const also = button && button.dataset.also ? button.dataset.also.split(" ") : [];
    return [...new Set(["", ...shown, ...also, ...(button ? [button.dataset.list] : [])].map((name) => new URL(name, address).href))];
  }

  async function fetched(files) {
    const answers = await Promise.all(files.map((file) => fetch(file, { cache: "no-cache" })));
    if (answers.some((answer) => answer.status !== 200)) throw new Error("not whole");
    return answers;
  }

  async function put(shelf, page, address, facts) {
    const files = needs(page, address);
    const answers = await fetched(files);
    await Promise.all(answers.map((answer, place) => shelf.put(files[place], answer)));
    const title = page.querySelector("h1").textContent.trim();
    return { title, lang: page.documentElement.lang, files, at: Date.now(), ...facts };
  }

  const factsOf = (page) => {
    const button = page.querySelector("[data-save]");
    return { facts: button.dataset.facts ? new URL(button.dataset.facts, here).href : "", version: button.dataset.version || "" };
  };

  async function save() {
    await navigator.serviceWorker.register(new URL("offline-worker.js", root).href);
    const shelf = await caches.open(SHELF);
    const item = await put(shelf, document, here, factsOf(document));
    const saved = await read(shelf);
    saved.items[here] = item;
    await write(shelf, saved);
  }

  async function remove(address) {
    const shelf = await caches.open(SHELF);
    const saved = await read(shelf);
    const gone = saved.items[address];
    delete saved.items[address];
    const needed = new Set(Object.values(saved.items).flatMap((item) => item.files));
    if (!needed.size) {
      await caches.delete(SHELF);
      const worker = await navigator.serviceWorker.getRegistration(root);
      if (worker) await worker.unregister();
      return;
    }
    await Promise.all((gone ? gone.files : []).filter((file) => !needed.has(file)).map((file) => shelf.delete(file)));
    await write(shelf, saved);
  }

  // What became of a text since it was saved: its facts say so, and only what has changed is loaded again.
  async function renewed(shelf, address, item) {
    if (item.facts) {
      const answer = await fetch(item.facts, { cache: "no-cache" });
      const facts = answer.ok ? await answer.json() : { state: "gone" };
      if (facts.version === item.version && (facts.state || "") === (item.state || facts.state || "")) return { ...item, state: facts.state };
      item = { ...item, was: item.version, version: facts.version, state: facts.state };
    }
    const answer = await fetch(address, { cache: "no-cache" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = await put(shelf, page, address, {}).catch(() => ({}));
    await Promise.all(item.files.filter((file) => next.files && !next.files.includes(file)).map((file) => shelf.delete(file)));
    return { ...item, ...next };
  }

  async function renew() {
    if (!navigator.onLine || !(await caches.has(SHELF))) return;
    const shelf = await caches.open(SHELF);
    const saved = await read(shelf);
    if (Date.now() - saved.checked < HOURS * 3600e3) return;
    for (const [address, item] of Object.entries(saved.items)) {
      saved.items[address] = await renewed(shelf, address, item).catch(() => item);
    }
    await write(shelf, { ...saved, checked: Date.now() });
  }

  function about(item) {
    if (item.state === "withdrawn") return say("withdrawn");
    if (item.state === "gone" || item.state === "moved") return say("gone");
    if (item.was && item.was !== item.version) return say("renewed", { version: item.version, date: day(item.at) });
    return say("since", { date: day(item.at) });
  }

  async function show() {
    const saved = (await caches.has(SHELF)) ? await read(await caches.open(SHELF)) : { items: {} };
    const button = box.querySelector("button");
    if (button) {
      const item = saved.items[here];
      box.hidden = button.hidden = false;
      button.querySelector("span").textContent = say(item ? "remove" : "save");
      button.setAttribute("aria-pressed", String(Boolean(item)));
      box.querySelector("[role=status]").textContent = item ? (navigator.onLine ? about(item) : say("offline", { date: day(item.at) })) : "";
      const list = box.querySelector("a");
      if (list) list.hidden = !item;
    }
    const shelf = document.querySelector("[data-saved]");
    if (shelf) shelf.replaceChildren(...rows(saved.items));
  }

  function rows(items) {
    const found = Object.entries(items).map(([address, item]) => {
      const row = document.createElement("li");
      row.className = "card";
      row.lang = item.lang;
      const link = Object.assign(document.createElement("a"), { href: address, textContent: item.title });
      const heading = document.createElement("h2");
      heading.append(link);
      const words = Object.assign(document.createElement("p"), { textContent: about(item), lang: document.documentElement.lang });
      const button = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: say("remove"), lang: document.documentElement.lang });
      button.setAttribute("aria-label", `${say("remove")}: ${item.title}`);
      button.addEventListener("click", () => remove(address).then(show));
      row.append(heading, words, button);
      return row;
    });
    return found.length ? found : [Object.assign(document.createElement("li"), { textContent: say("none") })];
  }

  const button = box.querySelector("button");
  if (button) {
    button.addEventListener("click", async () => {
      const words = box.querySelector("[role=status]");
      button.disabled = true;
      words.textContent = say("working");
      try {
        await (button.getAttribute("aria-pressed") === "true" ? remove(here) : save());
        await show();
      } catch {
        words.textContent = say("failed");
      }
      button.disabled = false;
    });
  }
  show().then(renew).then(show).catch(() => {});
})();
