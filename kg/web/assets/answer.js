// Answers the questions of a published site in the browser. <form data-question="NAME"> stands on a page of a question.
import { make, say, tongue } from "./common.js";
import { SortableTable } from "./sortable.js";
import { LocalStore, folded, names, ofGraphs, root } from "./store.js";
import { answer as words } from "./words.json";

const LITERALS = ["text", "integer", "lang"];
const MOST_QUOTES = 2;
const MOST_NEAR = 8;
const LONGEST_ADDRESS = 6000;
const store = new LocalStore((text) => (status.textContent = text));
const status = make("p", { class: "note", role: "status" });

/** Reads a question: its text, and what its head says of parameters and columns. */
async function read(name) {
  const answer = await fetch(new URL(`queries/${name}.rq`, root));
  if (!answer.ok) throw new Error(`${answer.status} ${answer.url}`);
  const text = await answer.text();
  const head = (key, otherwise) => JSON.parse(new RegExp(`^#\\+ ${key}: (.*)$`, "m").exec(text)?.[1] ?? otherwise);
  return { text, params: head("params", "{}"), columns: head("columns", "[]"), isAboutEditions: head("editions", "null") === "all" };
}

class UnclearError extends Error {
  constructor(name, value, choices) {
    super(value);
    Object.assign(this, { param: name, value, choices });
  }
}

/** Turns a value into the term that its parameter wants, as kg/questions/resolve.py does. */
async function term(name, { type }, value, edition, isAboutEditions) {
  if (type === "lang") return { text: document.documentElement.lang };
  if (type === "text") return { text: value };
  if (type === "integer") {
    const digits = value.normalize("NFKC").trim();
    if (!/^-?\d+$/.test(digits)) throw new UnclearError(name, value, []);
    return { integer: digits };
  }
  return { iri: await resolve(name, type, value.trim(), edition, isAboutEditions) };
}

async function resolve(name, type, value, edition, isAboutEditions) {
  const current = await names(edition.name);
  let found = meant(current, type, value);
  if (!found.length && isAboutEditions) found = meant(await olderNames(current), type, value);
  if (found.length === 1) return found[0].iri;
  if (found.length) throw new UnclearError(name, value, found);
  const { search } = await import(new URL("local-search.js", import.meta.url).href);
  const near = (await search(value)).map(({ iri }) => current.byIri.get(iri)).filter((thing) => thing && isOf(thing, type));
  throw new UnclearError(name, value, near.slice(0, MOST_NEAR));
}

/** The things that a value means: one by its IRI, or all that are called so. */
function meant({ things, byIri, code: rule }, type, value) {
  if (byIri.has(value)) return [byIri.get(value)];
  const plain = value.normalize("NFKC").replace(/\s+/g, "").replace(new RegExp(`[${rule.dashes}]`, "g"), "-");
  const code = new RegExp(`^(?:${rule.pattern})$`).exec(plain);
  const wanted = folded(code ? `${Number(code[1])}-(${Number(code[2])})` : value);
  const own = things.filter((thing) => isOf(thing, type));
  const written = own.filter((thing) => thing.names.includes(value));
  return written.length ? written : own.filter((thing) => thing.folded.includes(wanted));
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

/** Sorts things by the graph of the edition that alone tells of them, as kg/questions/answers.py does. */
function byEdition(iris) {
  const found = new Map();
  for (const iri of iris) {
    const start = /^[^@]*[/#][a-z0-9-]+@[a-z0-9-]+\//.exec(iri)?.[0];
    if (start) found.set(`${start}graph`, [...(found.get(`${start}graph`) ?? []), iri]);
  }
  return found;
}

/** Reads the words behind things: those with which a thing begins first, then as in the document. */
async function quotes(iris, edition) {
  const found = new Map();
  if (!iris.length) return found;
  const { passages, plans } = await names(edition.name);
  const rows = await store.rows(ofGraphs(passages, edition.graphs), { lists: { things: iris } });
  const told = new Set(rows.map(({ thing }) => thing));
  for (const [graph, things] of edition.name ? [] : byEdition(iris.filter((iri) => !told.has(iri)))) {
    rows.push(...(await store.rows(ofGraphs(passages, [graph]), { lists: { things } })));
  }
  rows.sort((one, other) => (other.first === "true") - (one.first === "true") || one.start - other.start || other.end - one.end);
  for (const { thing, passage, page, start, end, words: said } of rows) {
    const plan = plans.find(({ iri }) => passage.startsWith(`${iri}/`));
    if (!plan) continue;
    const href = new URL(`${plan.path}/${page}.html#char=${start},${end}`, root).href;
    found.set(thing, [...(found.get(thing) ?? []), { href, said, page }]);
  }
  return found;
}

/** The edition that is chosen: its name, empty for the current ones, and its graphs. */
function chosen(form) {
  const option = form.elements.edition?.selectedOptions[0];
  return { name: option?.value ?? "", graphs: option?.dataset.graphs?.split(" ") ?? [], label: option?.textContent ?? "" };
}

async function ask(question, form, edition) {
  const terms = {};
  for (const [name, parameter] of Object.entries(question.params)) {
    const given = form.elements[name]?.value.trim() || String(parameter.default ?? "");
    terms[name] = await term(name, parameter, given, edition, question.isAboutEditions);
  }
  return store.rows(ofGraphs(question.text, edition.graphs), { terms });
}

/** The words behind rows. */
function behind(rows, edition) {
  const sources = rows.flatMap((row) => (row.source_ ?? "").split(" ").slice(0, 20).filter((one) => one.includes(":")));
  return quotes([...new Set(sources)], edition);
}

function table({ columns }, shown, said, called) {
  const lang = document.documentElement.lang;
  const hasQuotes = said.size > 0;
  const head = columns.map(({ type, label }) => make("th", { role: "columnheader", scope: "col", class: type === "integer" && "number" }, label[lang]));
  if (hasQuotes) head.push(make("th", { role: "columnheader", scope: "col" }, say(words.words)));
  const body = make("tbody", { role: "rowgroup" });
  for (const row of shown) {
    const cells = columns.map((column) => cell(column, row, lang, called));
    if (hasQuotes) cells.push(quoteCell(row, said));
    body.append(make("tr", { role: "row" }, ...cells));
  }
  return make("table", { role: "table", "data-sortable": true }, make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, ...head)), body);
}

function cell({ name, type, label }, row, lang, called) {
  const text = row[name] ?? "";
  const kind = { integer: "number", code: "code" }[type];
  const namesThings = type !== "integer" && !called.columns.plain.includes(name);
  return make("td", { role: "cell", class: kind, lang: tongue(text), "data-label": label[lang] }, ...(namesThings ? pieces(name, text, row, called) : [text]));
}

/** Writes a text that names a thing, or several with a sign between them, with links, as kg/web/pages/tables.py does. */
function pieces(name, text, row, called) {
  const link = (one) => {
    const href = find(name, one, row, called);
    return href ? make("a", { href }, one) : one;
  };
  const sign = called.columns.joined[name];
  if (!sign || find(name, text, row, called)) return [link(text)];
  return text.split(sign).flatMap((one, place) => (place ? [sign, link(one)] : [link(one)]));
}

/** The page of the one thing that a row means by a name; none where that is in doubt. */
function find(name, text, row, { byName, columns }) {
  let found = byName.get(text) ?? [];
  if (found.length < 2) return found[0]?.href;
  const sources = (row.source_ ?? "").split(" ");
  const projects = (byName.get(row.code) ?? []).filter(({ types }) => types.includes("project"));
  const isWanted = ({ types }) => types.includes(columns.wanted[name]);
  const isSpokenOf = ({ iri }) => sources.includes(iri);
  const isOfProject = (one) => projects.some(({ iri }) => one.iri.startsWith(`${iri}/`));
  for (const fits of [isWanted, isSpokenOf, isOfProject]) {
    if (found.length < 2) break;
    const those = found.filter(fits);
    if (those.length) found = those;
  }
  return found.length === 1 && found[0].href;
}

function quoteCell(row, found) {
  const all = (row.source_ ?? "").split(" ").flatMap((source) => found.get(source) ?? []);
  const own = [...new Map(all.map((one) => [one.href, one])).values()];
  const links = own.slice(0, MOST_QUOTES).map(({ href, said, page }) =>
    make("a", { href }, make("q", { lang: "ja" }, said.length > 60 ? `${said.slice(0, 60)}…` : said), " ", make("span", { class: "note" }, say(words.page, { n: page }))));
  const more = own.length > MOST_QUOTES ? make("span", { class: "note" }, say(words.more, { n: own.length - MOST_QUOTES })) : null;
  return make("td", { role: "cell", class: "quotes", "data-label": say(words.words) }, ...links, more);
}

/** A button that saves the rows as CSV for Excel, which wants a byte order mark. */
function download({ columns }, rows, name) {
  const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const line = (cells) => `${cells.map(quoted).join(",")}\r\n`;
  const button = make("button", { type: "button" }, "CSV");
  button.addEventListener("click", () => {
    const lines = rows.map((row) => line(columns.map((column) => row[column.name] ?? "")));
    const head = line(columns.map(({ label }) => label[document.documentElement.lang]));
    const url = URL.createObjectURL(new Blob(["\ufeff", head, ...lines], { type: "text/csv" }));
    make("a", { href: url, download: `${name}.csv` }).click();
    URL.revokeObjectURL(url);
  });
  return make("p", { class: "actions" }, button);
}

function unclear({ param, value, choices }) {
  const items = choices.map((thing) => {
    const url = new URL(location.href);
    url.searchParams.set(param, thing.iri);
    return make("li", {}, make("a", { class: "tag", href: url.href }, thing.label, " ", make("span", { class: "note" }, thing.kindLabel)));
  });
  const list = items.length ? [make("p", {}, say(words.near)), make("ul", { class: "tags" }, ...items)] : [];
  return make("div", { class: "notice warn", role: "alert" }, make("p", {}, say(words.unclear, { value })), ...list);
}

/** The page of a question: <form data-question="NAME" data-at-once="N">, and <section id="answer" data-total="N"> if it is answered. */
class Page {
  constructor(form) {
    this.form = form;
    this.name = form.dataset.question;
    this.atOnce = Number(form.dataset.atOnce);
    this.section = document.getElementById("answer") ?? make("section", { id: "answer" });
    form.after(status);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const given = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
      history.pushState(null, "", `?${given}`);
      this.answer();
    });
    addEventListener("popstate", () => location.reload());
    if (this.fill() || this.first()) this.answer();
    else if (this.section.dataset.total) this.section.append(this.pager(0, Number(this.section.dataset.total)));
  }

  /** Puts the values of the address into the form; says whether any differs from those answered already. */
  fill() {
    let differs = false;
    for (const [name, value] of new URLSearchParams(location.search)) {
      const field = this.form.elements[name];
      if (!field || field.value === value) continue;
      field.value = value;
      differs = true;
    }
    return differs;
  }

  /** The row with which the address begins, from 0. */
  first() {
    const offset = new URLSearchParams(location.search).get("offset") ?? "0";
    return /^\d{1,8}$/.test(offset) ? Number(offset) : 0;
  }

  async answer() {
    await this.fillSection(words.asking, async () => {
      const question = await read(this.name);
      const edition = chosen(this.form);
      this.known = { question, edition, rows: await ask(question, this.form, edition), called: await labels(edition) };
      await this.show();
    });
  }

  async fillSection(doing, fill) {
    this.section.setAttribute("aria-busy", "true");
    status.textContent = say(doing);
    try {
      await fill();
    } catch (error) {
      this.section.replaceChildren(error instanceof UnclearError ? unclear(error) : make("div", { class: "notice warn", role: "alert" }, error.message));
    }
    this.section.removeAttribute("aria-busy");
    if (!this.section.isConnected) status.after(this.section);
    status.textContent = "";
  }

  async show() {
    const { question, edition, rows, called } = this.known;
    const heading = make("h2", { id: "answer-heading" }, say(words.result), make("span", { class: "count" }, say(words.rows, { n: rows.length })));
    const asked = edition.name ? make("p", { class: "note" }, say(words.asked, { edition: edition.label })) : "";
    const how = this.how(rows.query);
    if (!rows.length) return this.section.replaceChildren(heading, asked, make("p", { class: "notice" }, say(words.none)), ...how);
    const first = this.first() < rows.length ? this.first() : 0;
    const shown = rows.slice(first, first + this.atOnce);
    const made = table(question, shown, await behind(shown, edition), called);
    const range = { n: rows.length, first: first + 1, last: first + shown.length };
    const more = rows.length > shown.length ? make("p", { class: "note" }, say(words.range, range)) : "";
    const label = document.querySelector("h1")?.textContent ?? "";
    const box = make("div", { class: "table", tabindex: "0", role: "group", "aria-label": label }, made);
    const file = download(question, rows, [this.name, edition.name].filter(Boolean).join("-"));
    this.section.replaceChildren(heading, asked, file, more, box, this.pager(first, rows.length), ...how);
    new SortableTable(made, { isKept: true });
  }

  /** The address of the answer, and the query that was asked. */
  how(text) {
    const query = text.replace(/^#\+.*\n/gm, "").trim();
    const editor = new URL("../editor.html", location.href);
    editor.searchParams.set("query", query);
    const edit = editor.href.length <= LONGEST_ADDRESS ? make("p", { class: "actions" }, make("a", { class: "button", href: editor.href }, say(words.edit))) : "";
    return [
      make("dl", { class: "facts" }, make("dt", {}, say(words.link)), make("dd", {}, make("a", { href: location.href, "data-own": true }, location.href))),
      make("details", {}, make("summary", {}, say(words.query)), make("pre", { tabindex: "0" }, make("code", {}, query)), edit),
    ];
  }

  /** Leads to the rows before and behind; nothing where all are shown. */
  pager(first, total) {
    if (total <= this.atOnce) return "";
    const link = (offset, rel, label) => {
      const url = new URL(location.href);
      url.searchParams.set("offset", offset);
      const made = make("a", { href: url.href, rel }, label);
      made.addEventListener("click", (event) => {
        if (!this.known || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        history.pushState(null, "", url);
        this.fillSection(words.asking, () => this.show());
        this.section.scrollIntoView();
      });
      return made;
    };
    const before = first ? link(Math.max(first - this.atOnce, 0), "prev", `← ${say(words.before)}`) : make("span");
    const after = first + this.atOnce < total ? link(first + this.atOnce, "next", `${say(words.after)} →`) : make("span");
    return make("nav", { class: "pager", "aria-label": say(words.pager) }, before, after);
  }
}

/** The things by what they are called, and which columns name them. */
async function labels(edition) {
  const { things, columns } = await names(edition.name);
  const byName = new Map();
  for (const thing of things) {
    for (const name of new Set([thing.label, ...thing.names])) byName.set(name, [...(byName.get(name) ?? []), thing]);
  }
  return { byName, columns };
}

const form = document.querySelector("form[data-question]");
if (form) new Page(form);
