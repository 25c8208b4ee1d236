// An answer as a file that the reader keeps: the rows as they are, as kg/questions/formats.py writes them.
import { make } from "./common.js";

const LINE = { csv: "\r\n", tsv: "\n" };
/** Name of each format, its ending and its media type. CSV is made for Excel, which wants a byte order mark. */
export const FORMATS = [["CSV", "csv", "text/csv"], ["JSON", "json", "application/json"], ["TSV", "tsv", "text/tab-separated-values"]];

/** Saves rows of some columns as a file. */
export function save({ columns }, rows, name, ending, type) {
  const text = ending === "json" ? json(columns, rows) : delimited(columns, rows, ending);
  const url = URL.createObjectURL(new Blob(ending === "csv" ? ["\ufeff", text] : [text], { type }));
  make("a", { href: url, download: `${name}.${ending}` }).click();
  URL.revokeObjectURL(url);
}

function delimited(columns, rows, ending) {
  const sign = ending === "csv" ? "," : "\t";
  const quoted = (text) => (/["\r\n]/.test(text) || text.includes(sign) ? `"${text.replaceAll('"', '""')}"` : text);
  const line = (cells) => cells.map(quoted).join(sign) + LINE[ending];
  const head = line(columns.map(({ label }) => label[document.documentElement.lang]));
  return head + rows.map((row) => line(columns.map(({ name }) => row[name] ?? ""))).join("");
}

function json(columns, rows) {
  const objects = rows.map((row) => JSON.stringify(Object.fromEntries(columns.map((column) => [column.name, value(column, row)]))));
  return `[${objects.map((one) => `\n  ${one}`).join(",")}\n]\n`;
}

function value({ name, type }, row) {
  const text = row[name];
  if (text === undefined) return null;
  if (type === "integer") return Number(text);
  return type === "boolean" ? text === "true" : text;
}
