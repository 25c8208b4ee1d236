// Sorting and filtering of a table: a button in each heading, a filter above.
// A cell sorts by its data-value, else by its text. Cells without a text come last, either way.
import { lang, make, say } from "./common.js";
import { keep, whenChosen } from "./state.js";
import { table as words } from "./words.json";

const collator = new Intl.Collator(lang === "ja" ? ["ja", "en"] : ["en", "ja"], { numeric: true });
// Full-width digits and letters match their narrow forms, upper case matches lower case.
const plain = (text) => text.normalize("NFKC").toLowerCase();
let made = 0;

export class SortableTable {
  /** A table whose order and filter the address keeps, unless it is one of several (#sort=-3&filter=港: by the third column, last first). */
  constructor(table, { isKept = false } = {}) {
    this.table = table;
    this.isKept = isKept;
    this.body = table.tBodies[0];
    this.rows = [...this.body.rows];
    this.texts = new Map(this.rows.map((row) => [row, plain(row.textContent)]));
    this.heads = [...table.tHead.rows[table.tHead.rows.length - 1].cells];
    this.heads.forEach((head, column) => this.equip(head, column));
    (table.closest(".table") ?? table).before(this.tools());
    this.count();
    if (isKept) whenChosen(["sort", "filter"], (state) => this.restore(state));
  }

  restore({ sort = "", filter = "" }) {
    const column = Math.abs(Number.parseInt(sort, 10)) - 1;
    this.filter.value = filter;
    this.narrow();
    if (column < this.heads.length) this.arrange(column, sort.startsWith("-") ? "descending" : "ascending");
  }

  /** Tells the address of the order and the filter. */
  tell() {
    if (!this.isKept) return;
    const [column, order] = this.choice.value.split(" ");
    const sort = column === "" ? "" : `${order === "descending" ? "-" : ""}${Number(column) + 1}`;
    keep({ sort, filter: this.filter.value.trim() });
  }

  equip(head, column) {
    const button = make("button", { type: "button" }, ...head.childNodes);
    head.replaceChildren(button);
    head.setAttribute("aria-sort", "none");
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      this.sort(column, up ? "ascending" : "descending");
    });
  }

  tools() {
    const id = `table-filter-${(made += 1)}`;
    this.filter = make("input", { type: "search", id, autocomplete: "off" });
    this.filter.addEventListener("input", (event) => event.isComposing || this.keep());
    this.filter.addEventListener("compositionend", () => this.keep());
    this.status = make("span", { class: "note", role: "status" });
    // On a phone the headings are out of sight; a list does their work.
    this.choice = make("select", {}, make("option", { value: "" }, say(words.given)));
    this.heads.forEach((head, column) => {
      for (const [order, sign] of [["ascending", "▲"], ["descending", "▼"]]) {
        this.choice.append(make("option", { value: `${column} ${order}` }, `${head.textContent.trim()} ${sign}`));
      }
    });
    this.choice.addEventListener("change", () => {
      const [column, order] = this.choice.value.split(" ");
      this.sort(column === "" ? -1 : Number(column), order);
    });
    return make(
      "div",
      { class: "table-tools" },
      make("label", { for: id }, say(words.filter), this.filter),
      make("label", { class: "sort" }, say(words.sort), this.choice),
      this.status,
    );
  }

  value(row, column) {
    const cell = row.cells[column];
    return (cell?.dataset.value ?? cell?.textContent ?? "").trim();
  }

  sort(column, order) {
    this.arrange(column, order);
    this.tell();
  }

  arrange(column, order) {
    const sign = order === "descending" ? -1 : 1;
    const sorted = [...this.rows];
    if (column >= 0) {
      const values = new Map(sorted.map((row) => [row, this.value(row, column)]));
      const all = [...values.values()].filter(Boolean);
      const numbers = all.length > 0 && all.every((text) => !Number.isNaN(toNumber(text)));
      const compare = numbers ? (a, b) => toNumber(a) - toNumber(b) : collator.compare;
      sorted.sort((one, two) => {
        const [a, b] = [values.get(one), values.get(two)];
        return a && b ? sign * compare(a, b) : Number(!a) - Number(!b);
      });
    }
    this.heads.forEach((head, at) => head.setAttribute("aria-sort", at === column ? order : "none"));
    this.choice.value = column >= 0 ? `${column} ${order}` : "";
    this.body.append(...sorted);
  }

  keep() {
    this.narrow();
    this.tell();
  }

  narrow() {
    const wanted = plain(this.filter.value).split(/\s+/).filter(Boolean);
    for (const row of this.rows) row.hidden = !wanted.every((word) => this.texts.get(row).includes(word));
    this.count();
  }

  count() {
    const n = this.rows.filter((row) => !row.hidden).length;
    this.status.textContent = say(words.shown, { n, all: this.rows.length });
  }
}

/** A number as tables write it, with separators of thousands or a percent sign; else NaN. */
function toNumber(text) {
  const narrow = text.normalize("NFKC").replace(/,/g, "").replace(/%$/, "");
  return /^[-+−]?\d+(\.\d+)?$/.test(narrow) ? Number(narrow.replace("−", "-")) : NaN;
}
