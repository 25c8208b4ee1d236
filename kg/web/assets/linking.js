// Lays an answer out for people, as kg/web/pages/tables.py does: names lead to the pages of things, page numbers to the words.
import { lang, say, textFragment } from "./common.js";
import { Names, isCurrent, localName } from "./naming.js";
import { ofGraphs, root } from "./store.js";
import { answer as words } from "./words.json";

const LONGEST_NAME = 300;
const MOST_SOURCES = 1500;

/** The columns that people see: no IRI of something that a label leads to. */
function shownColumns(columns, chosen) {
  const there = new Set(columns.map(({ name }) => name));
  const led = Object.entries(chosen.iri).flatMap(([name, iris]) => (there.has(name) ? iris : []));
  return columns.filter(({ name, type }) => type !== "iri" || !led.includes(name));
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

export class Linker {
  /** store: where to ask; called: what names() read; edition: {name, graphs} of the one that alone is asked. */
  constructor(store, called, edition) {
    Object.assign(this, { store, called, edition });
    this.chosen = called.columns;
    this.names = new Names(store, called, edition.graphs);
    this.quotes = new Map();
  }

  /**
   * Lays rows out: {columns, rows: [[{text, pieces: [{text, href}], below: [{label, text, pieces}]}]], quotes: [[quote]] or null}.
   * Columns that are empty are left out, and those that stand below others. about: the thing that was asked about, if any.
   */
  async layOut(columns, rows, about) {
    const shown = shownColumns(columns, this.chosen);
    const sources = rows.map((row) => (row.source_ ?? "").split(" ").filter(Boolean));
    const lines = rows.map((row, at) => ({ row, sources: sources[at], scope: this.names.scope(sources[at], about), columns }));
    const hasWords = shown.some(({ name }) => name === "words");
    const withQuotes = !hasWords && sources.some((some) => some.length);
    await this.read(shown, lines, withQuotes || hasWords || shown.some(({ name }) => name === "page"));
    const filled = shown.filter(({ name }) => rows.some((row) => row[name] !== undefined));
    const own = filled.filter(({ below }) => !filled.some(({ name }) => name === below));
    const more = (name) => filled.filter((column) => column.below === name && !own.includes(column));
    const quotes = withQuotes ? lines.map((line) => this.quotesOf(line.sources)) : [];
    return {
      columns: own,
      rows: lines.map((line) => own.map((column) => this.cell(column, line, more(column.name)))),
      quotes: quotes.some((some) => some.length) ? quotes : null,
    };
  }

  async read(shown, lines, wantsQuotes) {
    const wanted = new Map();
    for (const line of lines) {
      for (const { name, type } of shown) {
        const text = line.row[name];
        if (text === undefined || ["boolean", "integer"].includes(type) || !this.namesThings(name) || this.iriFor(name, line)) continue;
        for (const one of this.cut(name, text)) {
          if (one && one.length <= LONGEST_NAME) wanted.set(`${one}\n${line.scope}`, [one, line.scope]);
        }
      }
    }
    await this.names.read([...wanted.values()]);
    if (wantsQuotes) await this.learn([...new Set(lines.flatMap((line) => line.sources.slice(0, MOST_SOURCES)))]);
  }

  /** Finds out which words stand behind things, and whether a thing begins with them. */
  async learn(sources) {
    const iris = sources.filter((one) => one.startsWith(this.called.base));
    if (!iris.length) return;
    const rows = await this.passages(iris, this.edition.graphs);
    const told = new Set(rows.map(({ thing }) => thing));
    for (const [graph, things] of this.edition.name ? [] : byEdition(iris.filter((iri) => !told.has(iri)))) {
      rows.push(...(await this.passages(things, [graph])));
    }
    for (const row of rows) {
      const quote = this.quote(row);
      if (!quote) continue;
      const own = this.quotes.get(row.thing) ?? new Map();
      const isFirst = row.first === "true" || Boolean(own.get(quote.href)?.isFirst);
      this.quotes.set(row.thing, own.set(quote.href, { ...quote, isFirst }));
    }
    for (const [thing, own] of this.quotes) this.quotes.set(thing, [...own.values()].sort(inThing));
  }

  passages(iris, graphs) {
    const things = iris.map((iri) => ({ iri }));
    return this.store.rows(ofGraphs(this.called.queries.passages, graphs), { lists: { things } });
  }

  quote({ passage, page, start, end, words: said }) {
    const plan = this.called.plans.find(({ iri }) => passage.startsWith(`${iri}/`));
    const href = plan && new URL(`${plan.path}/${page}.html#char=${start},${end}${textFragment(said)}`, root).href;
    const named = plan && !this.edition.name && this.called.plans.filter(isCurrent).length > 1 ? `${localName(plan.iri)} ` : "";
    return plan && { plan: plan.iri, page, start: Number(start), end: Number(end), words: said, href, named };
  }

  /**
   * The quotes behind a row, those within longer ones left out. First come the words with which
   * each of what the row rests on begins, in the order in which the question names it.
   */
  quotesOf(sources) {
    const all = new Map();
    for (const [place, source] of sources.entries()) {
      for (const [number, quote] of (this.quotes.get(source) ?? []).entries()) {
        const rank = number * sources.length + place;
        const known = all.get(quote.href);
        if (!known || rank < known.rank) all.set(quote.href, { ...quote, rank });
      }
    }
    const kept = [];
    for (const quote of [...all.values()].sort(inDocument)) {
      const last = kept.at(-1);
      if (last?.plan === quote.plan && last.end >= quote.end) last.rank = Math.min(last.rank, quote.rank);
      else kept.push(quote);
    }
    return kept.sort((one, other) => one.rank - other.rank);
  }

  /** A cell, with those of the columns that stand below it. */
  cell(column, line, more = []) {
    const below = more.map((one) => ({ label: one.label, ...this.cell(one, line) })).filter(({ text }) => text);
    const { name, type } = column;
    const value = line.row[name] ?? "";
    let text = value.trim().split(/\s+/).join(" ");
    if (!text) return { text: "", pieces: [], below };
    if (type === "boolean") text = say(text === "true" ? words.yes : words.no);
    if (this.chosen.coded.includes(name)) text = this.called.codes[text] ?? text;
    return { text, pieces: this.pieces(column, line, text, value), below };
  }

  pieces({ name, type }, line, text, value) {
    const one = (href, shown = text) => [{ text: shown, href }];
    if (type === "iri") return one(this.address(text), localName(text) || text);
    if (name === "page") return one(this.wordsAddress(line, text));
    const iri = this.iriFor(name, line);
    if (iri) return one(this.address(iri));
    if (name === "words") return one(this.quoted(line, text));
    if (/^https?:\/\/[^ ]*$/.test(text)) return one(this.address(text));
    if (type === "boolean" || type === "integer" || !this.namesThings(name)) return one(null);
    const whole = this.find(name, value, line);
    const sign = this.chosen.joined[name];
    if (!sign || whole) return one(whole);
    return value.split(sign).flatMap((part, at) => [...(at ? [{ text: sign }] : []), { text: part, href: this.find(name, part, line) }]);
  }

  /** The page of the one thing that is meant by a name, or null. */
  find(column, name, line) {
    const wanted = this.chosen.wanted[column];
    let found = this.names.find(name, line.scope);
    for (const fits of [
      ({ classes }) => classes.has(wanted),
      ({ iri }) => line.sources.includes(iri),
      ({ isBehind }) => !isBehind,
      ({ code }) => code !== undefined && code === line.row.code,
    ]) {
      const those = found.length > 1 ? found.filter(fits) : [];
      if (those.length) found = those;
    }
    return found.length === 1 ? this.address(found[0].iri) : null;
  }

  /** The IRI that the row holds for what a column names, or undefined. */
  iriFor(name, { row, columns }) {
    const beside = (this.chosen.iri[name] ?? []).filter((other) => columns.some((column) => column.name === other && column.type === "iri"));
    return beside.map((other) => row[other]).find((iri) => iri !== undefined);
  }

  /** Where the page of a thing is, of what takes part in a thing that of the thing, or the words that an IRI names; else the IRI. */
  address(iri) {
    const { pages } = this.called;
    return pages.get(iri) ?? pages.get(iri.split("/participation/")[0]) ?? this.place(iri) ?? (/^https?:\/\//.test(iri) ? iri : null);
  }

  /** Where a passage or a mention stands in the text, or null. */
  place(iri) {
    const plan = this.called.plans.find((one) => iri.startsWith(`${one.iri}/`));
    const [, start, end] = /\/(?:passage|mention)\/(\d+)-(\d+)/.exec(iri) ?? [];
    const [page] = plan?.pages.findLast(([, first]) => first <= Number(start)) ?? [];
    return page === undefined ? null : new URL(`${plan.path}/${page}.html#char=${start},${end}`, root).href;
  }

  /** Where words stand that a row quotes. */
  quoted(line, text) {
    const same = (quote) => quote.words.trim().split(/\s+/).join(" ") === text;
    return this.behind(line).find(same)?.href ?? (line.row.page === undefined ? null : this.wordsAddress(line, line.row.page));
  }

  wordsAddress(line, page) {
    const quote = this.behind(line).find((one) => one.page === page);
    const current = this.called.plans.filter(isCurrent);
    return quote?.href ?? (current.length === 1 ? new URL(`${current[0].path}/${page}.html`, root).href : null);
  }

  behind({ sources }) {
    return sources.flatMap((source) => this.quotes.get(source) ?? []);
  }

  namesThings(name) {
    return !this.chosen.plain.includes(name);
  }

  cut(name, text) {
    const sign = this.chosen.joined[name];
    return sign ? [text, ...text.split(sign)] : [text];
  }
}

/** Orders the quotes of a thing: where it begins, then as in the document. */
function inThing(one, other) {
  return other.isFirst - one.isFirst || inDocument(one, other);
}

function inDocument(one, other) {
  return (one.plan > other.plan) - (one.plan < other.plan) || one.start - other.start || other.end - one.end;
}

/** A chart of bars, where a column of labels and one of counts suggest it, as kg/web/pages/charts.py makes it; else null. */
export function chartOf({ columns, rows }, count, chosen) {
  if (count < 2 || count > chosen.most) return null;
  const label = chosen.labels.map((name) => columns.findIndex((column) => column.name === name)).find((at) => at >= 0);
  const counts = columns.filter(({ name, type }) => type === "integer" && !chosen.never.includes(name));
  if (label === undefined || !counts.length) return null;
  const measured = counts.find(({ name }) => ["total", "measures"].includes(name)) ?? counts[0];
  const place = columns.indexOf(measured);
  const bars = rows.map((row) => ({
    label: row[label].text,
    href: row[label].pieces.length === 1 ? row[label].pieces[0].href : null,
    number: Number(row[place].text || 0),
  }));
  const numbers = new Set(bars.map(({ number }) => number));
  const largest = Math.max(...numbers);
  return largest && numbers.size > 1 ? { caption: measured.label[lang], bars, largest } : null;
}
