import { counted, figure } from "../../notices/figures.ts";
import {
  type Direction,
  type SearchableRow,
  type SortValue,
  searchable,
  searchRows,
  sortRows,
} from "./arrange-rows.ts";
import { type Child, element } from "./element.ts";
import { rowWindow } from "./row-window.ts";
import { sortHeader } from "./sort-header.ts";
import { type FieldFilter, type Filter, tableControls } from "./table-controls.ts";

/** A column of a table. */
export interface TableColumn<Row> {
  readonly title: string;
  /** Share of the table's width, in percent. */
  readonly width: number;
  /** Figures are aligned right, and sorted from the highest down at first. */
  readonly isFigure?: boolean;
  sortValue(row: Row): SortValue;
  cell(row: Row): readonly Child[];
}

/** The parts of a table. */
export interface DataTableProps<Row> {
  /** What one row is: `key`. */
  readonly noun: string;
  /** If it is not the noun with an s. */
  readonly plural?: string;
  /** The heading that the table belongs to. */
  readonly labelledBy: string;
  /** What the search accepts. */
  readonly hint?: string;
  readonly rows: readonly Row[];
  /** The first column names the row. */
  readonly columns: readonly TableColumn<Row>[];
  readonly sortedBy: { readonly column: string; readonly direction: Direction };
  readonly filters?: readonly Filter<Row>[];
  readonly field?: FieldFilter<Row>;
  words(row: Row): string;
}

/** A table that is searched, filtered and sorted in place, and says how many rows it shows. */
export function dataTable<Row>(props: DataTableProps<Row>): HTMLElement {
  const { noun, columns, rows } = props;
  const plural = props.plural ?? `${noun}s`;
  const all = searchable(rows, props.words);
  const status = element("p", { role: "status", class: "shown" });
  const noMatch = element("p", { class: "no-match", hidden: "" }, `No ${noun} matches.`);
  const body = element("tbody", { role: "rowgroup" });
  const table = element("table", { role: "table", "aria-labelledby": props.labelledBy, class: "data" });
  const frame = element("div", { role: "group", "aria-labelledby": props.labelledBy, class: "frame" }, table);
  let sorted: readonly SearchableRow<Row>[] = all;
  let shown: readonly Row[] = rows;
  let search = "";
  let keep = (_row: Row) => true;
  const show = rowWindow({
    frame,
    body,
    columns: columns.length,
    makeRow: (index) => rowOf(columns, shown[index], index),
  });
  const update = () => {
    shown = searchRows(sorted, search, keep);
    table.setAttribute("aria-rowcount", String(shown.length + 1));
    const whole = rows.length === 1 ? counted(1, noun) : `${figure(rows.length)} ${plural}`;
    status.textContent =
      shown.length === rows.length
        ? whole
        : shown.length === 0
          ? `No match among ${whole}`
          : `${figure(shown.length)} of ${whole}`;
    noMatch.hidden = shown.length > 0;
    show(shown.length);
  };
  const header = sortHeader(columns, props.sortedBy, (column, direction) => {
    sorted = sortRows(all, column.sortValue, direction);
    update();
  });
  const widths = columns.map(({ width }) => {
    const made = element("col");
    made.style.width = `${width}%`;
    return made;
  });
  table.append(element("colgroup", {}, ...widths), header, body);
  const controls = tableControls(
    { ...props, plural },
    {
      onSearch: (text) => {
        search = text;
        update();
      },
      onFilter: (chosen) => {
        keep = chosen;
        update();
      },
    },
  );
  return element("div", {}, element("div", { class: "controls" }, ...controls, status), noMatch, frame);
}

function rowOf<Row>(
  columns: readonly TableColumn<Row>[],
  row: Row | undefined,
  index: number,
): HTMLTableRowElement {
  if (row === undefined) throw new Error(`there is no row ${index}`);
  const cells = columns.map((column, position) => {
    const attributes = {
      "data-title": column.title,
      ...(column.isFigure === true ? { class: "figure" } : {}),
    };
    const content = element("div", {}, ...column.cell(row));
    return position === 0
      ? element("th", { ...attributes, role: "rowheader", scope: "row" }, content)
      : element("td", { ...attributes, role: "cell" }, content);
  });
  // The header is row 1.
  return element("tr", { role: "row", "aria-rowindex": String(index + 2) }, ...cells);
}
