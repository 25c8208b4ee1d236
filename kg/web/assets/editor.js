// The page of SPARQL: Yasqe, the editor of YASGUI, with examples, completion and results.
// <div id="editor" data-endpoint or data-dump, data-examples data-prefixes data-schema data-base data-local>; a form inside,
// for browsers without scripts, gives the first query and is replaced. No other host is asked.
import Yasqe from "@zazuko/yasqe";
import { make, readJson, say } from "./common.js";
import { completers } from "./completion.js";
import { Results } from "./results.js";
import { LocalStore, names } from "./store.js";
import { editor as words } from "./words.json";

// Longer queries go by POST, since an address has a limit.
const LONGEST_ADDRESS = 4000;
const ROWS = "application/sparql-results+json";
const GRAPH = "text/turtle";

class Editor {
  constructor(place, prefixes, schema, examples) {
    this.place = place;
    // A published site has no endpoint, but a dump that is asked in the browser.
    this.endpoint = place.dataset.endpoint && new URL(place.dataset.endpoint, document.baseURI);
    this.local = this.endpoint ? null : new LocalStore((text) => (this.status.textContent = text || say(words.running)));
    this.known = new Map();
    this.named = this.endpoint ? null : names().then(({ pages }) => (this.known = pages), () => {});
    const own = this.endpoint ? served(place.dataset) : (iri) => this.known.get(iri) ?? null;
    this.results = new Results(prefixes, own, (type) => this.fetch(type));
    const first = this.firstQuery(examples);
    const box = make("div", { class: "editor-box" });
    this.runButton = make("button", { type: "button", class: "primary" }, say(words.run));
    this.runButton.addEventListener("click", () => (this.running ? this.running.abort() : this.run()));
    this.status = make("p", { class: "note", role: "status" });
    place.replaceChildren(
      ...(examples.length ? [this.menu(examples)] : []),
      box,
      make("div", { class: "actions" }, this.runButton, this.status),
      make("p", { class: "note" }, say(words.keys)),
      this.results.element,
    );
    this.yasqe = this.open(box, first, completers(prefixes, schema, () => this.asksForList));
  }

  /** The query of the address, else that of the form, else the first example. */
  firstQuery(examples) {
    const form = this.place.querySelector("[name=query]");
    return new URLSearchParams(location.search).get("query") || form?.value.trim() || examples[0]?.query || "";
  }

  open(box, value, own) {
    for (const one of own) Yasqe.registerAutocompleter(one, false);
    const run = () => this.run();
    const complete = () => {
      this.asksForList = true;
      this.yasqe.autocomplete();
      this.asksForList = false;
    };
    return new Yasqe(box, {
      value,
      autocompleters: own.map((one) => one.name),
      // Nothing is kept in the browser; the address of the page is the way to keep a query.
      persistenceId: null,
      consumeShareLink: null,
      createShareableLink: null,
      showQueryButton: false,
      resizeable: false,
      editorHeight: "auto",
      viewportMargin: Infinity,
      lineWrapping: true,
      screenReaderLabel: say(words.query),
      // Tab leaves the editor, as it leaves any other field.
      extraKeys: { Tab: false, "Shift-Tab": false, "Ctrl-Enter": run, "Cmd-Enter": run, "Ctrl-Space": complete },
    });
  }

  menu(examples) {
    const select = make("select", { id: "editor-examples" }, make("option", { value: "" }, say(words.choose)));
    examples.forEach((example, at) => select.append(make("option", { value: at }, example.title)));
    const about = make("p", { class: "note", id: "editor-about" });
    select.setAttribute("aria-describedby", about.id);
    select.addEventListener("change", () => {
      const example = examples[Number(select.value)];
      about.textContent = (select.value && example.description) || "";
      if (select.value) this.yasqe.setValue(example.query);
    });
    const label = make("label", { for: select.id }, say(words.examples));
    return make("div", { class: "editor-examples" }, label, select, about);
  }

  /** Asks the endpoint for a query in a format. */
  fetch(accept, signal, query = this.asked ?? this.yasqe.getValue()) {
    if (this.local) return this.local.ask(query, accept, { signal });
    const url = new URL(this.endpoint);
    url.searchParams.set("query", query);
    const headers = { Accept: accept };
    if (url.href.length <= LONGEST_ADDRESS) return fetch(url, { headers, signal });
    return fetch(this.endpoint, { method: "POST", headers, signal, body: new URLSearchParams({ query }) });
  }

  async run() {
    this.running?.abort();
    const running = (this.running = new AbortController());
    this.runButton.textContent = say(words.stop);
    this.status.textContent = say(words.running);
    const graph = /^(CONSTRUCT|DESCRIBE)$/i.test(this.yasqe.getQueryType());
    this.asked = this.yasqe.getValue();
    const start = performance.now();
    try {
      const answer = await this.fetch(`${graph ? GRAPH : ROWS}, application/problem+json;q=0.9`, running.signal);
      const body = await answer.text();
      await this.named; // else what has a page would be no link
      this.status.textContent = this.results.show(answer, body, (performance.now() - start) / 1000, this.asked);
      if (answer.ok) this.keepInAddress();
    } catch (error) {
      const stopped = error.name === "AbortError";
      this.status.textContent = stopped ? say(words.stopped) : "";
      if (!stopped) this.results.failed(error);
    }
    if (this.running === running) {
      this.running = null;
      this.runButton.textContent = say(words.run);
    }
  }

  /** Makes the address of the page a link to the query, if it is not too long for one. */
  keepInAddress() {
    const url = new URL(location.href);
    url.searchParams.set("query", this.asked);
    if (url.href.length <= LONGEST_ADDRESS) history.replaceState(null, "", url);
  }
}

/** Where the page of an IRI is: a server has one for each of its own. A published site has them for things only, and a list. */
function served({ base, local }) {
  return (iri) => (base && iri.startsWith(base) ? (local ?? "") + iri.slice(base.length) : null);
}

/** Reads what makes the editor more useful; without it, it still is one. */
async function read(url, otherwise) {
  try {
    return url ? await readJson(url) : otherwise;
  } catch {
    return otherwise;
  }
}

const place = document.getElementById("editor");
if (place) {
  // Until the editor is there, the form's button would leave the page without the query of the address.
  place.querySelector("button").disabled = true;
  const { prefixes, schema, examples } = place.dataset;
  const read3 = [read(prefixes, {}), read(schema, { classes: [], properties: [] }), read(examples, [])];
  const [known, terms, shown] = await Promise.all(read3);
  new Editor(place, known, terms, shown);
}
