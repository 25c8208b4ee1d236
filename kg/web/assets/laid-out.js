// An answer on the page, as question.html and macros.html show it: its table, its chart, its map.
import { draw, grouped, href as addressOf, make, readJson, say, tongue } from "./common.js";
import { answer as words } from "./words.json";

const MOST_QUOTES = 2;
const LONGEST_QUOTE = 60;
const LEEWAY = 5;
const LEAST_PLACES = 2;

/** The table of what Linker laid out. */
export function table({ columns, rows, quotes }, whole) {
  const lang = document.documentElement.lang;
  const head = columns.map(({ type, label }) => make("th", { role: "columnheader", scope: "col", class: type === "integer" && "number" }, label[lang]));
  if (quotes) head.push(make("th", { role: "columnheader", scope: "col" }, say(words.words)));
  const body = make("tbody", { role: "rowgroup" });
  rows.forEach((row, at) => {
    const cells = row.map((one, place) => cell(one, columns[place], whole, lang));
    if (quotes) cells.push(quoteCell(quotes[at]));
    body.append(make("tr", { role: "row" }, ...cells));
  });
  return make("table", { role: "table", "data-sortable": true }, make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, ...head)), body);
}

function cell({ text, pieces, below }, { name, type, label }, whole, lang) {
  const kind = { integer: "number", code: "code" }[type] ?? (whole.includes(name) && "whole");
  const made = linked(pieces);
  const inner = made.length > 1 || below.length ? [make("span", {}, ...made)] : made;
  const more = below.map((one) => {
    const value = make("span", { lang: tongue(one.text) }, ...linked(one.pieces));
    return make("span", { class: "below" }, make("span", { class: "note" }, one.label[lang]), " ", value);
  });
  const sorted = below.length ? text : null;
  return make("td", { role: "cell", lang: tongue(text), class: kind, "data-label": label[lang], "data-value": sorted }, ...inner, ...more);
}

function linked(pieces) {
  return pieces.map((piece) => (piece.href ? make("a", { href: piece.href }, piece.text) : piece.text));
}

function quoteCell(quotes) {
  const links = quotes.slice(0, MOST_QUOTES).map(({ href, words: said, page, named }) =>
    make("a", { href }, make("q", { lang: "ja" }, short(said)), " ", make("span", { class: "note" }, named, say(words.page, { n: page }))));
  const left = quotes.length - MOST_QUOTES;
  const more = left > 0 ? make("span", { class: "note" }, say(words.more, { n: left })) : null;
  return make("td", { role: "cell", class: "quotes", "data-label": say(words.words) }, ...links, more);
}

function short(text) {
  const signs = [...text];
  return signs.length <= LONGEST_QUOTE + LEEWAY ? text : `${signs.slice(0, LONGEST_QUOTE - 1).join("")}…`;
}

/** The bars of what chartOf found. */
export function chart({ caption, bars, largest }) {
  const items = bars.map(({ label, href, number }) => {
    const width = Math.round((number * 1000) / largest) / 10;
    const bar = draw("svg", { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" }, draw("rect", { width, height: 10 }));
    const name = make("span", { class: "label", lang: tongue(label) }, href ? make("a", { href }, label) : label);
    return make("li", {}, name, " ", bar, " ", make("span", { class: "number" }, grouped(number)));
  });
  return make("details", { open: true }, make("summary", {}, `${say(words.chart)}: ${caption}`), make("ul", { class: "bars" }, ...items));
}

/** The things with a known place to whose pages the cells of a table lead, as a FeatureCollection; null where they are too few for a map. */
async function placesIn(made) {
  const linked = new Set([...made.querySelectorAll("tbody td:not(.quotes) a")].map((link) => link.href));
  if (linked.size < LEAST_PLACES) return null;
  const url = addressOf("map.geojson");
  const { features } = await readJson(url);
  for (const { properties } of features) properties.href = properties.href && new URL(properties.href, url).href;
  const there = features.filter(({ properties }) => linked.has(properties.href));
  return there.length < LEAST_PLACES ? null : { type: "FeatureCollection", features: there };
}

/** Shows a map of the places in a part of the page; what it needs is loaded now. */
async function showMap(part, places) {
  const css = new URL("map.css", import.meta.url).href;
  if (!document.querySelector(`link[href="${css}"]`)) {
    const link = make("link", { rel: "stylesheet", href: css });
    await new Promise((resolve) => {
      link.addEventListener("load", resolve);
      link.addEventListener("error", resolve);
      document.head.append(link);
    });
  }
  const { PlanMap } = await import(new URL("map.js", import.meta.url).href);
  return new PlanMap(part.querySelector("#map"), places);
}

/** The map of a table that the page has already: it is there for who opens it, and nothing is loaded before. */
export function offerMap(part, made) {
  part.hidden = false;
  part.addEventListener("toggle", async () => {
    if (!part.open || part.dataset.isShown) return;
    part.dataset.isShown = true;
    try {
      await showMap(part, await placesIn(made));
    } catch (error) {
      part.append(failure(error));
    }
  });
}

/** The map of a table, where it names places; else nothing. The part that is returned is filled by fill(), once it is on the page. */
export async function mapOf(made) {
  try {
    const places = await placesIn(made);
    if (!places) return null;
    const part = make("details", { class: "map", open: true }, make("summary", {}, say(words.map)), make("div", { id: "map" }));
    const fill = () => showMap(part, places).catch((error) => part.append(failure(error)));
    return { part, fill };
  } catch (error) {
    return { part: failure(error), fill: () => {} };
  }
}

function failure(error) {
  return make("p", { class: "notice warn", role: "alert" }, `${say(words.noMap)}: ${error.message}`);
}
