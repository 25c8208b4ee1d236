// Makes each <table data-sortable> of the page one that can be sorted and filtered.
import { SortableTable } from "./sortable.js";

for (const table of document.querySelectorAll("table[data-sortable]")) {
  if (table.tHead?.rows.length && table.tBodies.length) new SortableTable(table);
}
