// SPARQL without a server: asks Oxigraph in a worker, which reads the dump of the published site once.
import { lang, say } from "./common.js";
import { store as words } from "./words.json";

const LIMIT_S = 30;
// What nobody sees of a text, as kg/text.py leaves it out.
const UNSEEN = /[\u00ad\u034f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\u{e0000}-\u{e0fff}]/gu;

/** Why there is no answer: a message in the language of the page, and what the engine says, in English or empty. */
export class StoreError extends Error {
  constructor(message, said = "") {
    super(message);
    this.said = said;
  }
}

/** Where the published site begins: its scripts stand one folder below. */
export const root = new URL("../", import.meta.url);

export class LocalStore {
  /** told: is called with what to say of the loading, and with "" when it is done. */
  constructor(told = () => {}) {
    this.told = told;
    this.waiting = new Map();
    this.last = 0;
  }

  start() {
    this.told(say(words.loading));
    this.worker = new Worker(new URL("store-worker.js", import.meta.url), { type: "module" });
    this.ready = new Promise((resolve) => (this.isReady = resolve));
    this.worker.addEventListener("message", ({ data }) => this.take(data));
    this.worker.addEventListener("error", () => this.end(new StoreError(say(words.failed))));
    const [dump, wasm] = ["dataset.nq.gz", "static/oxigraph.wasm"].map((path) => new URL(path, root).href);
    this.worker.postMessage({ dump, wasm });
  }

  take({ ready, id, ...answer }) {
    if (ready) {
      this.told("");
      this.isReady();
    }
    if (answer.error !== undefined && answer.kind !== "wrong") return this.end(new StoreError(say(words[answer.kind]), answer.error));
    this.waiting.get(id)?.resolve(answer);
    this.waiting.delete(id);
  }

  /** Ends the worker, whatever it does; the next question starts another one. */
  end(error) {
    this.worker?.terminate();
    this.worker = null;
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }

  /**
   * Asks a query, and answers as an endpoint would: with a Response, whose query is what was asked. See store-worker.js for terms
   * and lists.
   */
  async ask(text, accept, { signal, terms, lists } = {}) {
    if (!this.worker) this.start();
    const stopped = () => this.end(new DOMException("stopped", "AbortError"));
    signal?.addEventListener("abort", stopped);
    const id = (this.last += 1);
    const answered = new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
    this.worker.postMessage({ id, text, accept, terms, lists });
    let timer;
    this.ready.then(() => (timer = setTimeout(() => this.end(new StoreError(say(words.time, { n: LIMIT_S }))), LIMIT_S * 1000)));
    try {
      const { body, type, error, query } = await answered;
      if (error === undefined) return Object.assign(new Response(body, { headers: { "Content-Type": type } }), { query });
      const problem = { title: say(words.wrong), detail: error };
      return new Response(JSON.stringify(problem), { status: 400, headers: { "Content-Type": "application/problem+json" } });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", stopped);
    }
  }

  /** Asks a SELECT query; returns its rows as objects of values, whose query is what was asked. */
  async rows(text, more) {
    const answer = await this.ask(text, "application/sparql-results+json", more);
    const told = await answer.json();
    if (!answer.ok) throw new StoreError(told.title, told.detail);
    const rows = told.results.bindings.map((row) => Object.fromEntries(Object.entries(row).map(([name, term]) => [name, term.value])));
    return Object.assign(rows, { query: answer.query });
  }
}

const known = new Map();

/** Reads what things are called and where pages are, of things and of terms: as the current editions have it, or as one has. */
export function names(edition = "") {
  if (!known.has(edition)) known.set(edition, readNames(edition ? `search/names/${edition}.json` : "search/names.json"));
  return known.get(edition);
}

async function readNames(path) {
  const answer = await fetch(new URL(`${lang === "en" ? "en/" : ""}${path}`, root));
  if (!answer.ok) throw new Error(`${answer.status} ${answer.url}`);
  const read = await answer.json();
  const pages = new Map(Object.entries(read.terms).map(([iri, path]) => [iri, new URL(path, root).href]));
  for (const thing of read.things) {
    thing.href = thing.path && new URL(thing.path, root).href;
    thing.folded = thing.names.map(folded);
    if (thing.href) pages.set(thing.iri, thing.href);
  }
  return { ...read, pages, byIri: new Map(read.things.map((thing) => [thing.iri, thing])) };
}

/** Lets a query say which graphs it asks, as kg/store/query_text.py does. */
export function ofGraphs(text, graphs) {
  const lines = ["FROM", "FROM NAMED"].flatMap((word) => graphs.map((graph) => `${word} <${graph}>\n`));
  return graphs.length ? text.replace(/^(SELECT\b[^{]*?)\s+(?=WHERE\s*\{)/m, (head) => `${head.trimEnd()}\n${lines.join("")}`) : text;
}

/** What two spellings of a name share: neither width nor white space, case or kind of kana counts. */
export function folded(text) {
  const plain = text.replace(UNSEEN, "").normalize("NFKC").replace(/\s+/gu, "").toLowerCase();
  return plain.replace(/[ァ-ヶ]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0x60));
}
