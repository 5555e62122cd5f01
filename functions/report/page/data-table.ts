import {
  type Direction,
  type SearchableRow,
  type SortValue,
  searchable,
  searchRows,
  sortRows,
} from "./arrange-rows.ts";
import { type Child, element } from "./element.ts";
import { counted, figure } from "./figure-text.ts";
import { rowWindow } from "./row-window.ts";
import { sortHeader } from "./sort-header.ts";

/** A column of a table. */
export interface Column<Row> {
  readonly title: string;
  /** Share of the table's width, in percent. */
  readonly width: number;
  /** Figures stand at the right, and are sorted from the highest down at first. */
  readonly isFigure?: boolean;
  sortValue(row: Row): SortValue;
  cell(row: Row): readonly Child[];
}

/** A way to narrow a table to some of its rows. */
export interface Choice<Row> {
  readonly title: string;
  keep(row: Row): boolean;
}

/** What a table is made from. */
export interface DataTableProps<Row> {
  /** What one row is: `key`. */
  readonly noun: string;
  /** Of which heading it is the table. */
  readonly labelledBy: string;
  readonly rows: readonly Row[];
  /** The first one names the row. */
  readonly columns: readonly Column<Row>[];
  readonly sortedBy: { readonly column: string; readonly direction: Direction };
  readonly choices?: readonly Choice<Row>[];
  words(row: Row): string;
}

/** So few rows are read faster than searched. */
const fewRows = 8;

/** A table that is searched, narrowed and sorted in place, and says how many rows it shows. */
export function dataTable<Row>(props: DataTableProps<Row>): HTMLElement {
  const { noun, columns, rows } = props;
  const all = searchable(rows, props.words);
  const status = element("p", { role: "status", class: "shown" });
  const body = element("tbody", { role: "rowgroup" });
  const table = element("table", { role: "table", "aria-labelledby": props.labelledBy, class: "data" });
  const frame = element("div", { role: "group", "aria-labelledby": props.labelledBy, class: "frame" }, table);
  let sorted: readonly SearchableRow<Row>[] = all;
  let shown: readonly Row[] = rows;
  let search = "";
  let choice: Choice<Row> | undefined;
  const show = rowWindow({
    frame,
    body,
    columns: columns.length,
    makeRow: (index) => rowOf(columns, shown[index], index),
  });
  const update = () => {
    shown = searchRows(sorted, search, choice?.keep);
    table.setAttribute("aria-rowcount", String(shown.length + 1));
    status.textContent =
      shown.length === rows.length
        ? counted(rows.length, noun)
        : `${figure(shown.length)} of ${counted(rows.length, noun)}`;
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
  const controls = controlsOf(
    props,
    (text) => {
      search = text;
      update();
    },
    (chosen) => {
      choice = chosen;
      update();
    },
  );
  return element("div", {}, element("div", { class: "controls" }, ...controls, status), frame);
}

function rowOf<Row>(
  columns: readonly Column<Row>[],
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

function controlsOf<Row>(
  { noun, rows, choices = [] }: DataTableProps<Row>,
  onSearch: (text: string) => void,
  onChoice: (choice: Choice<Row> | undefined) => void,
): HTMLElement[] {
  if (rows.length <= fewRows) return [];
  const input = element("input", { type: "search", autocomplete: "off", spellcheck: "false" });
  input.addEventListener("input", () => onSearch(input.value));
  const searching = element("label", {}, element("span", {}, `Search ${noun}s`), input);
  if (choices.length === 0) return [searching];
  const titles = [
    { title: `All (${figure(rows.length)})` },
    ...choices.map((choice) => countedChoice(choice, rows)),
  ];
  const options = titles.map(({ title }, index) => element("option", { value: String(index) }, title));
  const select = element("select", {}, ...options);
  select.addEventListener("change", () => onChoice(choices[select.selectedIndex - 1]));
  return [searching, element("label", {}, element("span", {}, "Show"), select)];
}

function countedChoice<Row>({ title, keep }: Choice<Row>, rows: readonly Row[]): { title: string } {
  return { title: `${title} (${figure(rows.filter(keep).length)})` };
}
