// Searches a published site in the browser: names at once, then the words of the plans. <div id="found"> takes the hits.
import { make, say } from "./common.js";
import { LocalStore, find, folded, names, root } from "./store.js";
import { find as words } from "./words.json";

const MOST_NAMES = 100;
const MOST_WORDS = 200;

function hit(thing, quote) {
  const name = thing.href ? make("a", { href: thing.href }, thing.label) : thing.label;
  const kind = make("span", { class: "tag", "data-kind": thing.kind }, thing.kindLabel);
  const where = quote && make("p", { lang: "ja" }, make("a", { href: quote.href }, make("q", {}, ...lit(quote.words, quote.text)), " ", say(words.page, { n: quote.page })));
  return make("li", {}, make("h2", {}, name), make("p", { class: "note" }, kind), where);
}

/** The words with what was looked for lit; white space and width do not count for finding, so it may be lit nowhere. */
function lit(said, text) {
  const at = said.toLowerCase().indexOf(text.toLowerCase());
  if (at < 0) return [said];
  return [said.slice(0, at), make("mark", {}, said.slice(at, at + text.length)), said.slice(at + text.length)];
}

async function inWords(text, store, shown) {
  const answer = await fetch(new URL("queries/search.rq", root));
  const { byIri, plans } = await names();
  const lang = document.documentElement.lang;
  const rows = await store.rows(await answer.text(), { terms: { text: { text }, lang: { text: lang } } });
  return rows.filter((row) => !shown.has(row.resource)).slice(0, MOST_WORDS).map((row) => {
    const thing = byIri.get(row.resource) ?? { label: row.label, kindLabel: row.kind };
    const plan = plans.find(({ iri }) => row.source_?.startsWith(`${iri}/`));
    const [start, end] = (row.source_ ?? "").split("/").pop().split("-");
    const href = plan && new URL(`${plan.path}/${row.page}.html#char=${start},${end}`, root).href;
    return hit({ ...thing, label: row.label }, href && { href, words: row.words, page: row.page, text });
  });
}

const place = document.getElementById("found");
const text = new URLSearchParams(location.search).get("q")?.trim() ?? "";
if (place && text) {
  for (const input of document.querySelectorAll("input[name=q]")) input.value = text;
  document.title = `${text} – ${document.title}`;
  const status = make("p", { class: "note", role: "status" }, say(words.searching));
  const list = make("ol", { class: "hits" });
  place.replaceChildren(status, list);
  const store = new LocalStore((told) => (status.textContent = told || say(words.searching)));
  try {
    const called = await find(text, MOST_NAMES);
    list.append(...called.map((thing) => hit(thing)));
    list.append(...(await inWords(text, store, new Set(called.map(({ iri }) => iri)))));
    const count = list.children.length;
    status.textContent = count && folded(text) ? say(words.count, { n: count }) : say(words.none);
  } catch (error) {
    status.textContent = error.message;
  }
}
