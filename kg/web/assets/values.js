// What a person writes for a parameter, as the term that it wants, as kg/questions/resolve.py says it.
import { isCurrent, localName } from "./naming.js";
import { folded, names } from "./store.js";

const MOST_MEANT = 50;
const MOST_NEAR = 8;
const ANY = "SELECT ?thing WHERE {\n  VALUES ?thing { }  # things\n  { ?thing ?property ?value } UNION { ?other ?property ?thing }\n} LIMIT 1";

/** A value that names no one thing: choices are those that it may mean, perhaps none, or null where a number is wanted. */
export class UnclearError extends Error {
  constructor(name, value, choices) {
    super(value);
    Object.assign(this, { param: name, value, choices });
  }
}

/** Turns a value into the term that its parameter wants. */
export async function term(store, name, { type }, value, edition, isAboutEditions) {
  if (type === "lang") return { text: document.documentElement.lang };
  if (type === "text") return { text: value };
  if (type === "integer") {
    const digits = value.normalize("NFKC").trim();
    if (!/^-?\d+$/.test(digits)) throw new UnclearError(name, value, null);
    return { integer: digits };
  }
  const current = await names(edition.name);
  let found = meant(current, type, value.trim());
  if (!found.length && isAboutEditions) found = meant(await olderNames(current), type, value.trim());
  if (!found.length && type === "resource" && /^https?:\/\/\S+$/.test(value.trim())) {
    found = (await store.rows(ANY, { lists: { things: [{ iri: value.trim() }] } })).map(({ thing }) => ({ iri: thing }));
  }
  if (found.length === 1) return { iri: found[0].iri };
  throw new UnclearError(name, value, found.length ? found.slice(0, MOST_MEANT).map((thing) => ({ ...thing, home: homeOf(current, thing) })) : await near(current, type, value));
}

/** What tells a thing apart from others of its name: its plan, where there are several, and the code of its project. */
function homeOf({ things, plans }, { iri }) {
  const plan = plans.filter(isCurrent).length > 1 ? plans.find((one) => iri.startsWith(`${one.iri}/`)) : undefined;
  const project = things.find((thing) => thing.types.includes("project") && iri.startsWith(`${thing.iri}/`));
  return [plan && localName(plan.iri), project?.names.find((name) => name !== project.label)].filter(Boolean).join(" ");
}

/** What may be meant by a value that means nothing. */
async function near(current, type, value) {
  const { search } = await import(new URL("local-search.js", import.meta.url).href);
  const hits = (await search(value)).map(({ iri }) => current.byIri.get(iri));
  return hits.filter((thing) => thing && isOf(thing, type)).slice(0, MOST_NEAR);
}

/** The things that a value means: one by its IRI; else a code is a project's and a number a goal's (or a field's, where one is meant) before anything is called so. */
export function meant({ things, byIri, code: rule }, type, value) {
  if (byIri.has(value)) return [byIri.get(value)];
  const plain = value.normalize("NFKC").replace(/\s+/g, "");
  const printed = plain.replace(new RegExp(`[${rule.dashes}]`, "g"), "-");
  const [, first, second] = new RegExp(`^(?:${rule.pattern})$`).exec(printed.toUpperCase()) ?? [];
  const code = first === undefined ? null : `${/^\d/.test(first) ? Number(first) : first}-(${Number(second)})`;
  const number = numberOf(plain, rule);
  const own = things.filter((thing) => isOf(thing, type));
  const called = (kind, name) => (name === null ? [] : own.filter((thing) => thing.types.includes(kind) && thing.names.includes(name)));
  const wanted = folded(value);
  const numbered = type === "field" ? type : "goal";
  const ways = [
    () => called("project", code),
    () => called(numbered, number),
    () => own.filter(({ label }) => label === value),
    () => called("project", value),
    () => own.filter((thing) => thing.names.includes(value)),
    () => (type === "resource" ? called("project", printed) : []),
    () => (/^(?:[a-z0-9-]+\/)+[^\s/]+$/.test(value) ? own.filter(({ iri }) => iri.endsWith(`/${value}`)) : []),
    () => called(numbered, numberBehind(wanted, rule.numbered[numbered], rule)),
    () => own.filter((thing) => wanted && thing.folded.includes(wanted)),
  ];
  for (const way of ways) {
    const found = way();
    if (found.length) return found;
  }
  return [];
}

/** The number that a text is, in digits or as a numeral, or null. */
function numberOf(text, { numerals }) {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : numerals[text.toUpperCase()];
  return number === undefined ? null : String(number);
}

/** The number that stands behind one of some names, or null. */
function numberBehind(text, names, rule) {
  const rests = names.map(folded).filter((name) => text.startsWith(name)).map((name) => text.slice(name.length).replace(/^[()]+|[()]+$/g, ""));
  return rests.map((rest) => numberOf(rest, rule)).find((number) => number !== null) ?? null;
}

function isOf(thing, type) {
  return type === "resource" || thing.types.includes(type);
}

/** What things are called in the editions that are not current, each thing once, as kg/questions/older.py looks it up. */
async function olderNames({ plans, code }) {
  const editions = plans.map(({ iri }) => iri.slice(iri.lastIndexOf("/") + 1)).filter((name) => name.includes("@"));
  const byIri = new Map();
  for (const { things } of await Promise.all(editions.map((name) => names(name)))) {
    for (const thing of things) {
      const known = byIri.get(thing.iri) ?? { names: [], folded: [] };
      byIri.set(thing.iri, { ...thing, names: [...known.names, ...thing.names], folded: [...known.folded, ...thing.folded] });
    }
  }
  return { things: [...byIri.values()], byIri, code };
}
