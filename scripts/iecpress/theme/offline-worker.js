// Answers for what a reader has saved when no connection does. It runs only after somebody has saved something.
const SHELF = "saved";
const HOME = new URL("./", self.location).href;
const PATIENCE = 4000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  if (event.request.method === "GET" && event.request.url.startsWith(HOME)) event.respondWith(answer(event.request));
});

async function answer(request) {
  const shelf = await caches.open(SHELF);
  const kept = await shelf.match(request, { ignoreSearch: true });
  // What is renewed must come from the site, not from what the browser itself remembers.
  const coming = fetch(request, kept ? { cache: "no-cache" } : {}).then(async (fresh) => {
    if (kept && fresh.status === 200) await shelf.put(request.url.split(/[?#]/)[0], fresh.clone()).catch(() => {});
    return fresh;
  });
  if (!kept) return coming.catch((error) => (request.mode === "navigate" ? list(shelf, request.url, error) : another(shelf, request.url, error)));
  // A network that hardly answers must not keep a reader from what lies at hand.
  const late = new Promise((resolve) => setTimeout(() => resolve(kept.clone()), PATIENCE));
  return Promise.race([coming.catch(() => kept), late]);
}

// The size in which a picture is saved, whichever of its sizes the browser would have chosen.
async function another(shelf, url, error) {
  const picture = url.startsWith(`${HOME}assets/pictures/`) && url.match(/.*\/[0-9a-f]+-/);
  const found = picture && (await shelf.keys()).find((key) => key.url.startsWith(picture[0]));
  if (!found) throw error;
  return shelf.match(found);
}

// The list of what is saved, in the language of the page that cannot be had.
async function list(shelf, url, error) {
  const lists = (await shelf.keys()).map((key) => key.url).filter((key) => key.endsWith("/saved/"));
  const own = lists.filter((key) => url.startsWith(key.replace(/saved\/$/, ""))).sort((a, b) => b.length - a.length);
  const found = await shelf.match(own[0] || lists[0] || "");
  if (!found) throw error;
  return found;
}
