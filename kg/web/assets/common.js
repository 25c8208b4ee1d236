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

/** Makes an element with attributes and children; texts stay texts. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
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
