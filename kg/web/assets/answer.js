// Answers the questions of a published site in the browser. <form data-question="NAME"> stands on a page of a question.
import { count, grouped, lang, make, notice, say } from "./common.js";
import { chart, mapOf, offerMap, table } from "./laid-out.js";
import { Linker, chartOf } from "./linking.js";
import { FORMATS, save } from "./saving.js";
import { SortableTable } from "./sortable.js";
import { LocalStore, names, ofGraphs, root } from "./store.js";
import { UnclearError, term } from "./values.js";
import { answer as words } from "./words.json";

const LONGEST_ADDRESS = 6000;
const store = new LocalStore((text) => (status.textContent = text));
const status = make("p", { class: "note", role: "status" });

/** Reads a question: its text, and what its head says of parameters and columns. */
async function read(name) {
  const answer = await fetch(new URL(`queries/${name}.rq`, root));
  if (!answer.ok) throw new Error(`${answer.status} ${answer.url}`);
  const text = await answer.text();
  const head = (key, otherwise) => JSON.parse(new RegExp(`^#\\+ ${key}: (.*)$`, "m").exec(text)?.[1] ?? otherwise);
  const [params, columns] = [head("params", "{}"), head("columns", "[]")];
  const [empty, caution] = [head("empty", "null"), head("caution", "null")];
  return { text, params, columns, empty, caution, isAboutEditions: head("editions", "null") === "all" };
}

/** The edition that is chosen: its name, empty for the current ones, and its graphs. */
function chosen(form) {
  const option = form.elements.edition?.selectedOptions[0];
  return { name: option?.value ?? "", graphs: option?.dataset.graphs?.split(" ") ?? [], label: option?.textContent ?? "" };
}

/** The terms that stand in the form. */
async function given(question, form, edition) {
  const terms = {};
  for (const [name, parameter] of Object.entries(question.params)) {
    const given = form.elements[name]?.value.trim() || String(parameter.default ?? "");
    terms[name] = await term(store, name, parameter, given, edition, question.isAboutEditions);
  }
  return terms;
}

/** Says why a value names nothing, or no one thing: it is no number, there is no such thing, or there are several or some near it. */
function unclear({ param, value, choices }) {
  const told = (text, ...more) => make("div", { class: "notice warn", role: "alert" }, make("p", {}, say(text, { value })), ...more);
  if (!choices) return told(words.number);
  if (!choices.length) {
    const url = new URL(`${lang === "en" ? "en/" : ""}search.html`, root);
    url.searchParams.set("q", value);
    return told(words.nothing, make("p", {}, make("a", { href: url.href }, say(words.search, { value }))));
  }
  const items = choices.map((thing) => {
    const url = new URL(location.href);
    url.searchParams.set(param, thing.iri);
    return make("li", {}, make("a", { class: "tag", href: url.href }, thing.label, " ", make("span", { class: "note" }, [thing.home, thing.kindLabel].filter(Boolean).join(" "))));
  });
  return told(words.unclear, make("p", {}, say(words.near)), make("ul", { class: "tags" }, ...items));
}

/** The page of a question: <form data-question="NAME" data-at-once="N">, and <section id="answer" data-total="N"> if it is answered. */
export class Page {
  constructor(form) {
    this.form = form;
    this.name = form.dataset.question;
    this.atOnce = Number(form.dataset.atOnce);
    this.section = document.getElementById("answer") ?? make("section", { id: "answer" });
    this.book = this.section.querySelector("ul.actions a[href$='.xlsx']");
    form.after(status);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const given = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
      history.pushState(null, "", `?${given}`);
      this.answer();
    });
    addEventListener("popstate", () => location.reload());
    if (this.fill() || this.first()) this.answer();
    else if (this.section.dataset.total) this.equip(Number(this.section.dataset.total));
  }

  /** Gives the answer that the page has already what a script can do for it. */
  equip(total) {
    const made = this.section.querySelector("table");
    if (!made) return;
    this.section.querySelector("ul.actions")?.remove();
    this.section.querySelector("h2").after(this.files(""));
    const map = this.section.querySelector("details.map");
    if (map) offerMap(map, made);
    this.section.querySelector(".table").after(this.pager(0, total));
  }

  /** Puts the values of the address into the form; says whether any differs from those answered already. */
  fill() {
    let differs = false;
    for (const [name, value] of new URLSearchParams(location.search)) {
      const field = this.form.elements[name];
      if (!field || field.value === value) continue;
      field.value = value;
      if (field.value !== value) field.add(new Option(value, value, false, true)); // a list that has it not
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
    // What stands there is the answer to other values.
    this.section.replaceChildren();
    await this.fillSection(words.asking, async () => {
      await this.ask();
      await this.show();
    });
  }

  /** Asks what stands in the form. */
  async ask() {
    const question = await read(this.name);
    const edition = chosen(this.form);
    const terms = await given(question, this.form, edition);
    const about = Object.values(terms).find(({ iri }) => iri)?.iri;
    const rows = await store.rows(ofGraphs(question.text, edition.graphs), { terms });
    this.known = { question, edition, about, rows, linker: new Linker(store, await names(edition.name), edition) };
  }

  async fillSection(doing, fill) {
    this.section.setAttribute("aria-busy", "true");
    if (!this.section.isConnected) status.after(this.section);
    status.textContent = say(doing);
    try {
      await fill();
    } catch (error) {
      this.section.replaceChildren(error instanceof UnclearError ? unclear(error) : notice(error.message, error.said));
    }
    this.section.removeAttribute("aria-busy");
    status.textContent = "";
  }

  async show() {
    const { question, edition, about, rows, linker } = this.known;
    const heading = make("h2", { id: "answer-heading" }, say(words.result), make("span", { class: "count" }, count(words.rows, words.row, rows.length)));
    const asked = edition.name ? make("p", { class: "note" }, say(words.asked, { edition: edition.label })) : "";
    const how = this.how(rows.query);
    const caution = question.caution ? make("p", { class: "notice" }, say(question.caution)) : "";
    if (!rows.length) return this.section.replaceChildren(heading, asked, make("p", { class: "notice" }, say(question.empty ?? words.none)), question.empty ? "" : caution, ...how);
    const first = this.first() < rows.length ? this.first() : 0;
    const shown = rows.slice(first, first + this.atOnce);
    const laidOut = await linker.layOut(question.columns, shown, about);
    const bars = chartOf(laidOut, rows.length, linker.called.chart);
    const made = table(laidOut, linker.chosen.whole);
    const map = await mapOf(made);
    const range = { n: grouped(rows.length), first: first + 1, last: first + shown.length };
    const more = rows.length > shown.length ? make("p", { class: "note" }, say(words.range, range)) : "";
    const label = document.querySelector("h1")?.textContent ?? "";
    const box = make("div", { class: "table", tabindex: "0", role: "group", "aria-label": label }, made);
    const parts = [heading, asked, this.files(edition.name), caution, bars ? chart(bars) : "", map?.part ?? "", more, box, this.pager(first, rows.length), ...how];
    this.drawn?.map.remove();
    this.section.replaceChildren(...parts);
    new SortableTable(made, { isKept: true });
    this.drawn = await map?.fill();
  }

  /** Buttons that save the answer as a file, which is asked then if it was not; the workbook has what the current editions say. */
  files(edition) {
    const buttons = FORMATS.map(([label, ending, type]) => {
      const button = make("button", { type: "button" }, label);
      button.addEventListener("click", () => this.save(ending, type));
      return make("li", {}, button);
    });
    const excel = this.book && !edition ? make("li", {}, this.book) : make("li", { class: "note" }, say(words.excel));
    return make("ul", { class: "actions", "aria-label": say(words.files) }, ...buttons, excel);
  }

  async save(ending, type) {
    try {
      if (!this.known) await this.ask();
      const { question, edition, rows } = this.known;
      save(question, rows, [this.name, edition.name].filter(Boolean).join("-"), ending, type);
    } catch (error) {
      status.textContent = error.message;
    }
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

const form = document.querySelector("form[data-question]");
if (form) new Page(form);
