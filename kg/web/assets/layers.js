// Where the nodes of the network stand: a column for each kind, in each column those that are linked to
// near things near each other. It follows from the data alone, so that the picture is the same every time.
import { linesOf } from "./lines.js";

// What is not named stands with the last.
const COLUMN = { goal: 0, project: 1 };
const ORDER = ["goal", "project", "asset", "agent"];
const GAP = 8;
const MARGIN = 12;

const rank = (kind) => (ORDER.includes(kind) ? ORDER.indexOf(kind) : ORDER.length);

/** The kinds of the nodes, in the order of their columns. */
export function columns(nodes) {
  return [...new Set(nodes.map((node) => node.kind))].sort((a, b) => rank(a) - rank(b));
}

/** The number of the column of a node. */
export function columnOf(node) {
  return COLUMN[node.kind] ?? 2;
}

/** Places of nodes as {node, lines, x, y, w, h, size}, for a picture of a width. */
export function place(nodes, edges, kinds, width) {
  const shown = [...new Set(nodes.map(columnOf))].sort();
  const wide = width / Math.max(shown.length, 1);
  const size = wide < 220 ? 11 : 13;
  const w = Math.round(Math.min(wide * 0.8, 320));
  const rows = order(nodes, edges, kinds, shown);
  const placed = rows.map((column, at) =>
    stack(column.map((node) => box(node, wide * (at + 0.5), w, size))),
  );
  const most = Math.max(...placed.map((column) => bottom(column)), 0);
  return placed.flatMap((column) => spread(column, most));
}

/** Height of the picture that holds these places. */
export function heightOf(placed) {
  return Math.max(bottom(placed), 80);
}

const bottom = (column) => Math.max(...column.map((one) => one.y + one.h / 2), 0) + MARGIN;

/** Goals and projects keep the order of the plan; other things stand near the middle of what they are linked to. */
function order(nodes, edges, kinds, shown) {
  const rows = shown.map((column) => nodes.filter((node) => columnOf(node) === column));
  const near = new Map(nodes.map((node) => [node.id, []]));
  for (const { source, target } of edges) {
    near.get(source).push(target);
    near.get(target).push(source);
  }
  return rows.map((row, at) => {
    if (shown[at] < 2) return row;
    return kinds.flatMap((kind) => sorted(row.filter((node) => node.kind === kind), rows[at - 1] ?? [], near));
  });
}

function sorted(row, beside, near) {
  const places = new Map(beside.map((node, at) => [node.id, at]));
  const middle = (node) => {
    const own = near.get(node.id).filter((id) => places.has(id)).map((id) => places.get(id));
    return own.length ? own.reduce((sum, one) => sum + one, 0) / own.length : Infinity;
  };
  const keys = new Map(row.map((node) => [node.id, middle(node)]));
  return row
    .map((node, at) => ({ node, at }))
    .sort((a, b) => compare(keys.get(a.node.id), keys.get(b.node.id)) || a.at - b.at)
    .map(({ node }) => node);
}

const compare = (a, b) => (a === b ? 0 : a < b ? -1 : 1);

/** A box of a width that holds the label of a node. */
function box(node, x, w, size) {
  const lines = linesOf(node.label, Math.max(Math.floor((w - 16) / size), 1));
  return { node, lines, x, w, size, h: Math.round(lines.length * size * 1.3 + 12) };
}

function stack(column) {
  let y = MARGIN;
  return column.map((one) => {
    const placed = { ...one, y: y + one.h / 2 };
    y += one.h + GAP;
    return placed;
  });
}

/** Spreads a short column over the height of the highest. */
function spread(column, most) {
  const free = most - bottom(column);
  const share = free / (column.length + 1);
  return column.map((one, at) => ({ ...one, y: one.y + share * (at + 1) }));
}
