// Loads the search when its box is touched, or when the address asks for it; nothing of it is loaded before.
const box = document.querySelector("form[role=search][data-search]");
if (box) {
  const begin = () => {
    box.removeEventListener("focusin", begin);
    const script = document.createElement("script");
    script.src = `${box.dataset.search}search.js`;
    // What cannot be loaded now is tried again at the next touch; the form works without it.
    script.onerror = () => {
      script.remove();
      box.addEventListener("focusin", begin);
    };
    document.head.append(script);
  };
  // A page opened from a disk has no server to find the index.html of a folder.
  if (location.protocol === "file:" && box.action.endsWith("/")) box.action += "index.html";
  const asked = new URLSearchParams(location.search);
  if (location.search && location.pathname.replace(/index\.html$/, "") === new URL(box.action).pathname.replace(/index\.html$/, "")) {
    box.querySelector("input").value = asked.get("q") || "";
    begin();
  } else {
    box.addEventListener("focusin", begin);
  }
}
