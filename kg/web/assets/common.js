// What several pages share.

/** The language of the page: "ja" or "en". */
export const lang = document.documentElement.lang.startsWith("en") ? "en" : "ja";

/** The language of a text of the data, if it is another than the page's, as kg/web/pages/rendering.py tells it. */
export function tongue(text) {
  const japanese = text.match(/[\u3040-\u30ff\u3400-\u9fff]/g)?.length ?? 0;
  if (lang === "en") return japanese ? "ja" : null;
  const isPhrase = /[A-Za-z][A-Za-z'-]+ [A-Za-z][A-Za-z'-]+/.test(text);
  return isPhrase && text.match(/[A-Za-z]/g).length > japanese ? "en" : null;
}

/** The address of a page of a published site, in the language of this one; its path is that of the Japanese page. */
export function href(path) {
  return new URL(`${lang === "en" ? "en/" : ""}${path}`, new URL("../", import.meta.url)).href;
}

/** Says a thing in the language of the page: {ja, en} with {n} filled in. */
export function say(word, values = {}) {
  return word[lang].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** Says how many there are: English has a word of its own for one thing. */
export function count(word, one, number) {
  return say(number === 1 ? one : word, { n: grouped(number) });
}

/** A number with commas between its thousands, as pages write it. */
export function grouped(number) {
  return number.toLocaleString("en");
}

const LONGEST_WORDS = 60;

/** The directive by which a browser finds words in a page without a script, as text_fragment in kg/web/pages/citing.py writes it. */
export function textFragment(words) {
  const lines = words.split("\n").map((line) => line.trim()).filter(Boolean);
  if (!lines.length) return "";
  let ends = lines.length > 1 ? [lines[0], lines.at(-1)] : lines;
  const signs = [...ends[0]];
  const half = LONGEST_WORDS / 2;
  if (ends.length === 1 && signs.length > LONGEST_WORDS) ends = [signs.slice(0, half).join(""), signs.slice(-half).join("")];
  return `:~:text=${ends.map((end) => encodeURIComponent(end).replaceAll("-", "%2D")).join(",")}`;
}

const SVG = "http://www.w3.org/2000/svg";

/** Makes an element of a picture. */
export function draw(name, attributes, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

/** Makes an element with attributes and children; texts stay texts. */
export function make(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

const LONGEST_SAID = 600;

/** A notice that something failed: what it says, what the engine or another program says of it in English, and more. */
export function notice(title, said, ...parts) {
  const words = said && make("p", { class: "note lines", lang: "en" }, said.length > LONGEST_SAID ? `${said.slice(0, LONGEST_SAID - 1)}…` : said);
  return make("div", { class: "notice warn", role: "alert" }, title, ...parts, words || null);
}

function filled(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null && value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== undefined && child !== null));
  return element;
}

/** Reads JSON of the own server. Throws an Error that says the status. */
export async function readJson(url, options = {}) {
  const answer = await fetch(url, { headers: { Accept: "application/json" }, ...options });
  if (!answer.ok) throw new Error(`${answer.status} ${url}`);
  return answer.json();
}

/** Whether an address is one to follow: of the web, never javascript: or data:. */
export function isSafe(href) {
  return /^https?:$/.test(new URL(href, document.baseURI).protocol);
}

/** Whether a key belongs to the input method that is composing Japanese. */
export function isComposing(event) {
  return event.isComposing || event.keyCode === 229;
}
