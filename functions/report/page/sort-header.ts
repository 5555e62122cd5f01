import type { Direction } from "./arrange-rows.ts";
import { element } from "./element.ts";

interface SortableColumn {
  readonly title: string;
  readonly isFigure?: boolean;
}

/**
 * The header of a table. Each column is a button that sorts by it, and reverses the direction when pressed
 * again (ARIA Authoring Practices, "Sortable Table Example"). Sorts once at the start.
 */
export function sortHeader<Column extends SortableColumn>(
  columns: readonly Column[],
  start: { readonly column: string; readonly direction: Direction },
  sort: (column: Column, direction: Direction) => void,
): HTMLTableSectionElement {
  const headers = columns.map((column) => {
    const button = element("button", { type: "button" }, column.title);
    const cell = element("th", { role: "columnheader", scope: "col" }, button);
    if (column.isFigure === true) cell.classList.add("figure");
    return { column, cell, button };
  });
  const sortBy = ({ column, cell }: (typeof headers)[number], direction: Direction) => {
    for (const header of headers) header.cell.removeAttribute("aria-sort");
    cell.setAttribute("aria-sort", direction);
    sort(column, direction);
  };
  for (const header of headers) {
    header.button.addEventListener("click", () => {
      const sorted = header.cell.getAttribute("aria-sort");
      const first: Direction = header.column.isFigure === true ? "descending" : "ascending";
      const other: Direction = sorted === "ascending" ? "descending" : "ascending";
      sortBy(header, sorted === null ? first : other);
    });
    if (header.column.title === start.column) sortBy(header, start.direction);
  }
  const row = element("tr", { role: "row", "aria-rowindex": "1" }, ...headers.map(({ cell }) => cell));
  return element("thead", { role: "rowgroup" }, row);
}
