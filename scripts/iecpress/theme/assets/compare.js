// Shows what changed between the two versions that the address names; what has a page of its own is opened there.
const place = document.querySelector("[data-compare]");
const form = place.querySelector("form");
const versions = [...form.elements.from.options].map((option) => option.value);
const asked = new URLSearchParams(location.search);
const [old, now] = [asked.get("from"), asked.get("to")].sort((a, b) => versions.indexOf(a) - versions.indexOf(b));

const show = (pair) => {
  const shown = pair.content.cloneNode(true);
  for (const piece of shown.querySelectorAll("[data-piece]")) {
    piece.replaceWith(place.querySelector(`[data-set="${piece.dataset.piece}"]`).content.cloneNode(true));
  }
  place.querySelector("[data-shown]").append(shown);
};

form.hidden = false;
if (versions.includes(old) && versions.includes(now)) {
  form.elements.from.value = old;
  form.elements.to.value = now;
  const pair = [...place.querySelectorAll("[data-pair]")].find((one) => one.dataset.pair === `${old} ${now}`);
  if (!pair) place.querySelector("[data-same]").hidden = false;
  else if (pair.href) location.replace(pair.href);
  else show(pair);
} else if (asked.has("from") || asked.has("to")) {
  place.querySelector("[data-unknown]").hidden = false;
}
