// Which thing a name means that stands in a row of an answer, as kg/web/pages/naming.py says it.
import { lang } from "./common.js";
import { ofGraphs } from "./store.js";

const MOST_NAMES = 3000;
const MOST_SOURCES = 30;
const ANYWHERE = [""];

/** The last part of an IRI. */
export function localName(iri) {
  return iri.replaceAll("#", "/").replace(/\/+$/, "").split("/").at(-1);
}

/** Whether a plan is not an edition beside the current one. */
export function isCurrent({ iri }) {
  return !localName(iri).includes("@");
}

export class Names {
  /** store: where to ask; called: what names() read; graphs: those of the edition that alone is asked, or none. */
  constructor(store, called, graphs) {
    Object.assign(this, { store, called, graphs });
    this.found = new Map();
  }

  /**
   * The graphs in which the names of a row are looked for that speaks of some things, and stands on a page about another.
   * An edition is of one plan, and has none of the graphs in which that names things now.
   */
  scope(sources, about) {
    if (this.graphs.length) return ANYWHERE;
    const own = this.graphsOf(sources.slice(0, MOST_SOURCES));
    const graphs = own.length || !about ? own : this.graphsOf([about]);
    return graphs.length ? [...graphs, ...this.called.scopes.common] : ANYWHERE;
  }

  /** The graphs of the plans that some things belong to. */
  graphsOf(iris) {
    const heads = new Set(iris.map((iri) => this.head(iri)));
    return [...heads].flatMap((plan) => this.called.scopes.plans[plan] ?? []);
  }

  /** The part of an IRI that is a plan's where plans lie right below the base. */
  head(iri) {
    const end = iri.indexOf("/", this.called.base.length);
    return end < 0 ? iri : iri.slice(0, end);
  }

  /** Finds out what names mean, given with their scopes; asks once for all. */
  async read(wanted) {
    const places = new Map();
    for (const [name, scope] of wanted.slice(0, MOST_NAMES)) {
      for (const graph of scope) places.set(key(graph, name), [graph, name]);
    }
    const anywhere = [];
    const within = [];
    for (const [at, [graph, name]] of places) {
      this.found.set(at, new Map());
      if (graph) within.push(...literals(name).map((term) => [{ iri: graph }, term]));
      else anywhere.push(...literals(name));
    }
    await this.ask("named", "names", anywhere);
    await this.ask("named-in", "pairs", within);
  }

  async ask(query, list, terms) {
    if (!terms.length) return;
    const text = ofGraphs(this.called.queries[query], this.graphs);
    for (const { name, thing, class: kind, code, graph = "" } of await this.store.rows(text, { lists: { [list]: terms } })) {
      if (kind === undefined || !this.called.pages.has(thing)) continue;
      const own = this.found.get(key(graph, name));
      const one = own.get(thing) ?? { iri: thing, code, classes: new Set(), isBehind: false };
      one.classes.add(localName(kind));
      one.isBehind ||= this.called.behind.includes(localName(kind));
      own.set(thing, one);
    }
  }

  /** The things that bear a name that was read. */
  find(name, scope) {
    const every = scope.flatMap((graph) => [...(this.found.get(key(graph, name))?.values() ?? [])]);
    return [...new Map(every.map((one) => [one.iri, one])).values()];
  }
}

function key(graph, name) {
  return `${graph}\n${name}`;
}

/** A name as texts of the languages in which things may have it. */
function literals(text) {
  return [...new Set(["ja", lang]), undefined].map((tag) => ({ text, lang: tag }));
}
