// Answers of the endpoint: a table that can be sorted, a yes or no, a graph as Turtle, or a problem in its own words.
import { shorten } from "./completion.js";
import { isSafe, make, notice, say } from "./common.js";
import { SortableTable } from "./sortable.js";
import { editor as words } from "./words.json";

const MOST_ROWS = 1000;
// Where a query is wrong, as Oxigraph says it and as the server does.
const PLACE = /^(?:line|error at) (\d+):(?:.*?\bcolumn )?(\d+)/;
const STRING = "http://www.w3.org/2001/XMLSchema#string";
const NUMBERS = /#(integer|decimal|double|float|long|int|short|(non)?(Negative|Positive)Integer|nonNegativeInteger|gYear)$/;
const TABLES = [["CSV", "text/csv", "csv"], ["TSV", "text/tab-separated-values", "tsv"], ["JSON", "application/sparql-results+json", "json"]];
const GRAPHS = [["Turtle", "text/turtle", "ttl"], ["N-Triples", "application/n-triples", "nt"], ["JSON-LD", "application/ld+json", "jsonld"]];

export class Results {
  /** prefixes: {prefix: IRI}; own: from an IRI to its page here, or null; ask: asks the same query in another format. */
  constructor(prefixes, own, ask) {
    this.prefixes = prefixes;
    this.own = own;
    this.ask = ask;
    this.element = make("section", { class: "results", "aria-label": say(words.results), hidden: true });
  }

  /** Shows an answer and returns what to say of it. */
  show(answer, body, seconds, query) {
    this.element.hidden = false;
    const type = answer.headers.get("Content-Type") ?? "";
    if (!answer.ok) return this.problem(answer, body, type, query);
    const s = seconds.toFixed(2);
    if (!type.includes("sparql-results+json")) return this.graph(body, s);
    let data;
    try {
      data = JSON.parse(body);
    } catch {
      return this.fail(say(words.cut), "");
    }
    if (typeof data.boolean === "boolean") {
      this.element.replaceChildren(make("p", { class: "answer" }, say(data.boolean ? words.yes : words.no)));
      return say(words.took, { s });
    }
    this.table(data.head.vars, data.results.bindings);
    return say(words.rows, { n: data.results.bindings.length, s });
  }

  /** Shows that there is no answer: a title in the language of the page, parts that say more, and the words of the engine. */
  fail(title, said, ...parts) {
    this.element.hidden = false;
    this.element.replaceChildren(notice(make("strong", {}, title), said, ...parts));
    return "";
  }

  /** Shows why nothing came: the store of a published site says so itself, else no server was reached. */
  failed(error) {
    return error.said === undefined ? this.fail(say(words.unreachable), error.message) : this.fail(error.message, error.said);
  }

  problem(answer, body, type, query) {
    let told = {};
    try {
      if (type.includes("json")) told = JSON.parse(body);
    } catch {
      // What is no JSON is shown as it is.
    }
    const said = [told.detail, told.hint].filter(Boolean).join("\n") || body.slice(0, 2000);
    const place = answer.status === 400 && PLACE.exec(said);
    if (place) return this.fail(say(words.problems.syntax), said, ...this.place(query, ...place.slice(1).map(Number)));
    const advice = answer.status === 503 ? [make("p", {}, say(words.less))] : [];
    return this.fail(`${say(words.problems[answer.status] ?? words.problems.other)} (${answer.status})`, said, ...advice);
  }

  /** Says where a query is wrong, and shows its line; columns count characters from 1. */
  place(query, line, column) {
    const signs = [...(query.split("\n")[line - 1] ?? "")];
    const rest = signs.slice(column - 1).join("") || " ";
    const shown = make("code", {}, signs.slice(0, column - 1).join(""), make("mark", {}, rest));
    return [make("p", {}, say(words.place, { line, column })), make("pre", { tabindex: "0", "aria-label": say(words.query) }, shown)];
  }

  graph(body, s) {
    this.element.replaceChildren(this.downloads(GRAPHS), make("pre", { class: "graph", tabindex: "0" }, body));
    return say(words.took, { s });
  }

  table(names, rows) {
    if (!rows.length) {
      this.element.replaceChildren(make("p", { class: "notice" }, say(words.none)));
      return;
    }
    const numbers = (name) => rows.every((row) => !row[name] || NUMBERS.test(row[name].datatype ?? "")) && "number";
    const head = make("tr", { role: "row" }, ...names.map((name) => make("th", { role: "columnheader", scope: "col", class: numbers(name) }, name)));
    const body = make("tbody", { role: "rowgroup" });
    for (const row of rows.slice(0, MOST_ROWS)) {
      body.append(make("tr", { role: "row" }, ...names.map((name) => this.cell(name, row[name]))));
    }
    const table = make("table", { role: "table" }, make("thead", { role: "rowgroup" }, head), body);
    const frame = make("div", { class: "table", tabindex: "0", role: "group", "aria-label": say(words.results) }, table);
    const more = rows.length > MOST_ROWS ? make("p", { class: "notice" }, say(words.first, { n: MOST_ROWS })) : "";
    this.element.replaceChildren(this.downloads(TABLES), more, frame);
    new SortableTable(table);
  }

  cell(name, term) {
    const cell = make("td", { role: "cell", "data-label": name });
    if (!term) return cell;
    cell.dataset.value = term.value;
    if (term.type === "uri") {
      cell.append(this.link(term.value));
    } else {
      const lang = term["xml:lang"];
      const shown = make("span", {}, make("span", { lang }, term.value));
      cell.append(shown);
      if (NUMBERS.test(term.datatype ?? "")) cell.className = "number";
      const note = lang ? `@${lang}` : term.datatype && term.datatype !== STRING && !cell.className && shorten(term.datatype, this.prefixes);
      if (note) shown.append(" ", make("span", { class: "note" }, note));
    }
    return cell;
  }

  /** A link to an IRI: those of the own base lead to the page on this server. */
  link(iri) {
    const text = shorten(iri, this.prefixes).replace(/^<(.*)>$/, "$1");
    const own = this.own(iri);
    const href = own ?? iri;
    if (!isSafe(href)) return make("span", {}, text);
    return make("a", own ? { href, title: iri } : { href, title: iri, rel: "noopener noreferrer" }, text);
  }

  downloads(formats) {
    const buttons = formats.map(([label, type, ending]) => {
      const button = make("button", { type: "button" }, label);
      button.addEventListener("click", () => this.download(type, ending));
      return button;
    });
    return make("div", { class: "actions", role: "group", "aria-label": say(words.download) }, make("span", {}, say(words.download)), ...buttons);
  }

  async download(type, ending) {
    try {
      const answer = await this.ask(type);
      if (!answer.ok) {
        this.problem(answer, await answer.text(), answer.headers.get("Content-Type") ?? "", "");
        return;
      }
      const url = URL.createObjectURL(await answer.blob());
      make("a", { href: url, download: `result.${ending}` }).click();
      URL.revokeObjectURL(url);
    } catch (error) {
      this.failed(error);
    }
  }
}
