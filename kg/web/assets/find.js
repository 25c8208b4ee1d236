// Searches a published site in the browser, as a server's page of hits does: kinds to choose from, the hits lit, in parts.
// <div id="found"> takes them in place of a link to the lists of things; the address says what is looked for, as a server
// would read it: ?q=…&kind=…&offset=….
import { href, lang, make, notice, say } from "./common.js";
import { folded, names, root } from "./store.js";
import { meant } from "./values.js";
import { find as words } from "./words.json";

const AT_ONCE = 50;
const MOST = 2000;
const MOST_MEANT = 10;

const place = document.getElementById("found");
const asked = new URLSearchParams(location.search);
const text = asked.get("q")?.trim() ?? "";

function lit(pieces) {
  return pieces.map(([piece, isMatch]) => (isMatch ? make("mark", {}, piece) : piece));
}

function item(hit) {
  const isLabel = hit.text === hit.label;
  const name = isLabel ? lit(hit.pieces) : [hit.label];
  const said = lang === "en" && { lang: "ja" };
  const heading = make("h2", { ...said }, ...(hit.path ? [make("a", { href: href(hit.path) }, ...name)] : name));
  const kind = make("span", { class: "tag", "data-kind": hit.kind.tag }, hit.kind[lang]);
  const note = make("p", { class: "note" }, kind, hit.code ? ` ${hit.code}` : "", ...inWords(hit));
  return make("li", {}, heading, note, isLabel ? null : make("p", { lang: "ja" }, ...lit(hit.pieces)));
}

/** Where the words stand in the text of the plan. */
function inWords({ plan, page, start, end }) {
  if (plan === null || page === null || start === null) return [];
  const path = `plan/${encodeURIComponent(plan)}/${page}.html#char=${start},${end}`;
  return [" ", make("a", { href: href(path) }, say(words.words), " (", say(words.page, { n: page }), ")")];
}

/** The address of this search with other values. */
function address(values) {
  const url = new URL(location.pathname, location.href);
  for (const [name, value] of Object.entries({ q: text, ...values })) if (value) url.searchParams.set(name, value);
  return url.href;
}

function choices(kinds, chosen, total) {
  const tag = (label, count, name, kind) =>
    make("li", {}, make("a", { class: "tag", "data-kind": kind, href: address({ kind: name }), "aria-current": name === chosen && "true" }, `${label} ${count}`));
  const items = [...kinds].map(([name, own]) => tag(own[0].kind[lang], own.length, name, own[0].kind.tag));
  return make("nav", { class: "kinds", "aria-label": say(words.kinds) }, make("ul", { class: "tags" }, tag(say(words.all), total, ""), ...items));
}

function pager(first, count, kind) {
  const link = (offset, rel, label) => make("a", { href: address({ kind, offset }), rel }, label);
  const before = first ? link(Math.max(first - AT_ONCE, 0), "prev", `← ${say(words.before)}`) : make("span");
  const after = first + AT_ONCE < count ? link(first + AT_ONCE, "next", `${say(words.after)} →`) : make("span");
  return count > AT_ONCE ? make("nav", { class: "pager", "aria-label": say(words.pager) }, before, after) : null;
}

function show(hits) {
  const kinds = new Map();
  for (const hit of hits) kinds.set(hit.kind.name, [...(kinds.get(hit.kind.name) ?? []), hit]);
  const kind = kinds.has(asked.get("kind")) ? asked.get("kind") : "";
  const fitting = kind ? kinds.get(kind) : hits;
  const offset = Number.parseInt(asked.get("offset") ?? "0", 10);
  const first = offset > 0 && offset < fitting.length ? offset : 0;
  const shown = fitting.slice(first, first + AT_ONCE).map(item);
  const list = make("ol", { class: "hits", start: first + 1 }, ...shown);
  const parts = [choices(kinds, kind, hits.length), status, list, pager(first, fitting.length, kind)];
  place.replaceChildren(...parts.filter(Boolean));
  status.textContent = say(words.count, { n: fitting.length });
}

/** Offers the things that questions would take the words for: プロジェクト1-1, めざす姿4. */
async function offer() {
  const things = meant(await names(), "resource", text).filter(({ href }) => href).slice(0, MOST_MEANT);
  if (!things.length) return;
  const said = lang === "en" && { lang: "ja" };
  const items = things.map(({ href, label }) => make("li", {}, make("a", { class: "tag", href, ...said }, label)));
  status.after(make("p", {}, say(words.near)), make("ul", { class: "tags" }, ...items));
}

/** Lists what only editions have that are not current, which the index does not know. */
async function showOthers() {
  const answer = await fetch(href("search/editions.json"));
  if (!answer.ok) throw new Error(`${answer.status} ${answer.url}`);
  const wanted = text.split(/\s+/u).map(folded);
  const fitting = (await answer.json()).filter(({ label }) => wanted.every((word) => folded(label).includes(word)));
  if (!fitting.length) return;
  const said = lang === "en" && { lang: "ja" };
  const items = fitting.slice(0, AT_ONCE).map(({ label, path, kind, kindLabel, edition }) =>
    make("li", { "data-kind": kind }, make("a", { href: new URL(path, root).href, ...said }, label), " ", make("span", { class: "note" }, `${kindLabel} · ${edition}`)));
  const heading = make("h2", { id: "others-heading" }, say(words.others));
  place.after(make("section", { id: "others", "aria-labelledby": "others-heading" }, heading, make("ul", { class: "things" }, ...items)));
}

const status = make("p", { class: "note", role: "status" });
if (place && text) {
  for (const input of document.querySelectorAll("input[name=q]")) input.value = text;
  const title = say(words.title, { text });
  document.title = `${title} – ${document.title.split(" – ").pop()}`;
  document.querySelector("h1").textContent = title;
  const lists = place.querySelector("a");
  place.replaceChildren(status);
  status.textContent = say(words.searching);
  let isAnswered = false;
  try {
    const { search } = await import(new URL("local-search.js", import.meta.url).href);
    const hits = (await search(text)).slice(0, MOST);
    if (hits.length) show(hits);
    else status.textContent = say(words.none);
    isAnswered = true;
    if (!hits.length) await offer();
    if (place.dataset.editions !== undefined) await showOthers();
  } catch (error) {
    // Where hits are shown they stay: what other editions have is then what is missing.
    if (!isAnswered) status.remove();
    place.append(notice(make("p", {}, say(words.failed), " ", lists), error.message));
  }
}
