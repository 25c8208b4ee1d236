// Searches the index that a published site brings (search/index.json), and finds what kg/search/index.py finds in the same
// order. Loaded when somebody first searches; scripts of pages import it by its address.
import { Folding, isLatin, spansOf } from "./folding.js";
import { splitWords, writings } from "./writings.js";

const root = new URL("../", import.meta.url);
let opening;

/** Finds the things that have all words in their texts, the best first: {iri, label, path, kind, code, page, spans …}. */
export async function search(text) {
  opening ??= open().catch((error) => {
    opening = undefined;
    throw error;
  });
  const index = await opening;
  const words = splitWords(text, index.folding);
  if (!words.length || words.length > index.limits.words) return [];
  const wanted = words.map((word) => forms(word, index));
  if (!wanted.every((some) => some.length)) return [];
  const every = [...new Set(wanted.flat())];
  return best(wanted, index).map(([entry, score]) => hit(entry, score, every, index));
}

async function open() {
  const rules = await read("search/index.json");
  const parts = await Promise.all(rules.texts.map(read));
  const folding = new Folding(rules.folding);
  const things = new Map(parts.flatMap((part) => part.things).map((thing) => [thing[0], thing]));
  const entries = parts.flatMap(({ plan, entries: own }) => own.map((row) => entryOf(row, plan, folding)));
  return { ...rules, folding, things, entries: entries.sort((one, other) => one.id - other.id) };
}

async function read(path) {
  const answer = await fetch(new URL(path, root));
  if (!answer.ok) throw new Error(`${answer.status} ${answer.url}`);
  return answer.json();
}

function entryOf([id, thing, field, text, code, page, start, end], plan, folding) {
  return { id, thing, field, text, code, page, start, end, plan, folded: folding.fold(text) };
}

function forms(word, { folding, aliases, limits }) {
  if ([...folding.fold(word)].length > limits.longest + limits.leeway) return [];
  return writings(word, { folding, aliases, limits }).filter((form) => form && [...form].length <= limits.longest);
}

/** The best text of each thing that has all words, with its weight: that of its matches, one for each word, and of its kind. */
function best(wanted, { entries, things, fields, kinds, folding }) {
  const found = new Map();
  for (const entry of entries) {
    let weight = 0;
    wanted.forEach((some, word) => {
      const own = Math.max(...some.map((form) => weigh(entry, form, fields, folding)));
      if (own <= 0) return;
      weight += own;
      const known = found.get(entry.thing) ?? { words: new Set(), weight: 0 };
      known.words.add(word);
      found.set(entry.thing, known);
    });
    const known = found.get(entry.thing);
    if (known && weight > known.weight) Object.assign(known, { entry, weight });
  }
  return [...found.values()]
    .filter(({ words }) => words.size === wanted.length)
    .map(({ entry, weight }) => [entry, weight + kinds[things.get(entry.thing)[3]].weight])
    .sort(([one, own], [other, others]) => others - own || one.id - other.id);
}

function weigh({ field, folded, text }, form, fields, folding) {
  if (!folded.includes(form) || (isLatin([...form][0]) && !spansOf(text, form, folding).length)) return 0;
  const [, , , whole, start, part] = fields[field];
  if (folded === form) return whole;
  return folded.startsWith(form) ? start : part;
}

function hit(entry, score, every, { things, kinds, fields, folding, limits }) {
  const [, iri, label, kind, path] = things.get(entry.thing);
  const spans = merged(every.flatMap((form) => spansOf(entry.text, form, folding)));
  return { ...entry, iri, label, path, score, field: fields[entry.field][0], kind: kinds[kind], spans, pieces: pieces([...entry.text], spans, limits.context) };
}

/** Puts spans in order and joins those that overlap. */
function merged(spans) {
  const found = [];
  for (const [start, end] of spans.sort((one, other) => one[0] - other[0] || one[1] - other[1])) {
    const last = found.at(-1);
    if (last && start < last[1]) last[1] = Math.max(end, last[1]);
    else found.push([start, end]);
  }
  return found;
}

/** The text around the first match, cut at its matches: a piece, and whether it is one. */
function pieces(text, spans, context) {
  const first = Math.max(0, spans[0][0] - context);
  const last = Math.min(text.length, spans[0][1] + context);
  const cut = (start, end) => text.slice(start, end).join("");
  const found = first ? [["…", false]] : [];
  let place = first;
  for (const [start, end] of spans.filter((span) => span[0] < last)) {
    found.push([cut(place, start), false], [cut(start, Math.min(end, last)), true]);
    place = Math.min(end, last);
  }
  found.push([cut(place, last), false], [last < text.length ? "…" : "", false]);
  return found.filter(([piece]) => piece);
}
