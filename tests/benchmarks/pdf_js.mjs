// Paths of PDFs on standard input, one a line; the text that Firefox's reader gives back of each, as JSON, out.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

console.log = console.warn = () => {}; // it says that it cannot draw; nothing is drawn here
for (const name of ["DOMMatrix", "ImageData", "Path2D"]) globalThis[name] ??= class {};

const require = createRequire(`${process.argv[2]}/`);
const { getDocument } = await import(pathToFileURL(require.resolve("pdfjs-dist/legacy/build/pdf.mjs")));

const read = {};
for (const path of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const data = new Uint8Array(readFileSync(path));
  const pdf = await getDocument({ data, verbosity: 0, useSystemFonts: false }).promise;
  const pages = [];
  for (let number = 1; number <= pdf.numPages; number++) {
    const { items } = await (await pdf.getPage(number)).getTextContent();
    pages.push(items.map((item) => item.str + (item.hasEOL ? "\n" : "")).join(""));
  }
  read[path] = pages.join("\n");
  await pdf.destroy();
}
process.stdout.write(JSON.stringify(read));
