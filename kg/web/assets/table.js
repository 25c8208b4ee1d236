// Makes each <table data-sortable> of the page one that can be sorted and filtered.
import { SortableTable } from "./sortable.js";

const tables = [...document.querySelectorAll("table[data-sortable]")].filter((table) => table.tHead?.rows.length && table.tBodies.length);
for (const table of tables) new SortableTable(table, { isKept: tables.length === 1 });
