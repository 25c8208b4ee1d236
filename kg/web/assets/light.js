// Lights the characters of a plan's text that the address names: #char=A,B (RFC 5147), offsets from 0 in
// characters of the document. <div class="text" data-start="A0" data-end="B0"> holds those from A0 to B0.
// A server has lit them already where it was asked to. The page that lists the pages of a published plan,
// <a data-start="A0"> for each, leads on to the one with the characters: who only knows a passage comes there.

import { make, say, textFragment } from "./common.js";
import { light as words } from "./words.json";

const text = document.querySelector(".text[data-start]");
const citation = document.querySelector("details.citation");
const uncited = citation?.cloneNode(true);

/** The characters that the address names, or null. */
function characters() {
  const found = /^#char=(\d+),(\d+)/.exec(decodeURIComponent(location.hash.split(":~:")[0]));
  return found && [Number(found[1]), Number(found[2])];
}

/** Those of them that stand on this page, or null. */
function named() {
  const [start, end] = characters() ?? [0, 0];
  const first = Math.max(start, Number(text.dataset.start));
  const last = Math.min(end, Number(text.dataset.end));
  return first < last ? [first, last] : null;
}

function leadOn() {
  const wanted = characters();
  const page = wanted && [...document.querySelectorAll("ol.pages a[data-start]")].findLast((one) => Number(one.dataset.start) <= wanted[0]);
  if (page) location.replace(page.href + location.hash);
}

/** Takes the light away again. */
function darken() {
  for (const mark of text.querySelectorAll("mark.lit[data-by-script]")) mark.replaceWith(...mark.childNodes);
  text.normalize();
}

/** Lights the characters from first to last; a character beyond U+FFFF is one, though it is two to a script. */
function light(first, last) {
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const pieces = [];
  let place = Number(text.dataset.start);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const signs = [...node.data];
    const [from, to] = [Math.max(first - place, 0), Math.min(last - place, signs.length)];
    if (from < to) pieces.push([node, signs.slice(0, from).join("").length, signs.slice(from, to).join("").length]);
    place += signs.length;
  }
  const marks = pieces.map(([node, start, length]) => {
    const piece = start ? node.splitText(start) : node;
    if (length < piece.length) piece.splitText(length);
    const mark = document.createElement("mark");
    mark.className = "lit";
    mark.dataset.byScript = "";
    piece.replaceWith(mark);
    mark.append(piece);
    return mark;
  });
  marks[0]?.scrollIntoView({ block: "center" });
}

/** The words that are lit. */
function litWords() {
  return [...text.querySelectorAll("mark.lit")].map((mark) => mark.textContent).join("");
}

/** Cites the lit words: in words, in a link to them and in the files (BibTeX, CSL-JSON), whose keys and notes name their place. */
function cite(first, last) {
  const place = `char=${first},${last}`;
  const own = `-${first}-${last}`;
  const fragment = `#${place}${textFragment(litWords())}`;
  const said = citation.querySelector("p");
  said.append(`, ${say(words.passage, { start: first, end: last })}`);
  said.after(make("p", {}, make("a", { href: fragment }, say(words.link))));
  const address = document.querySelector("link[rel=canonical]")?.getAttribute("href");
  for (const file of citation.querySelectorAll("a[download]")) {
    const [head, body] = file.href.split(/,(.*)/s);
    let content = decodeURIComponent(body).replace(/note = \{|"note": "/, (start) => `${start}${place}; `);
    content = content.replace(/(?:@misc\{|"id": ")[\w-]+/, (key) => key + own);
    file.download = file.download.replace(/\.\w+$/, (ending) => own + ending);
    if (/^https?:/.test(address)) content = content.replaceAll(address, address + fragment);
    file.href = `${head},${encodeURIComponent(content)}`;
  }
}

function show() {
  darken();
  citation?.replaceChildren(...uncited.cloneNode(true).childNodes);
  const range = named();
  if (!range || text.querySelector("mark.lit")) return;
  light(...range);
  if (citation) cite(...range);
}

const look = text ? show : leadOn;
addEventListener("hashchange", look);
look();
