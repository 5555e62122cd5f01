import { figure } from "../../notices/figures.ts";
import { element } from "./element.ts";

/** A filter of a table's rows. */
export interface Choice<Row> {
  readonly title: string;
  keep(row: Row): boolean;
}

/** A list of choices; the first entry keeps all rows. */
export interface Filter<Row> {
  readonly title: string;
  readonly all: string;
  readonly choices: readonly Choice<Row>[];
}

/** A field that keeps the rows whose value contains the typed text. It suggests some values. */
export interface FieldFilter<Row> {
  readonly title: string;
  readonly offered: readonly string[];
  value(row: Row): string;
}

/** The parts of the controls. */
export interface ControlsProps<Row> {
  readonly plural: string;
  readonly hint?: string;
  readonly rows: readonly Row[];
  readonly filters?: readonly Filter<Row>[];
  readonly field?: FieldFilter<Row>;
}

/** Called after a change. */
export interface ControlsListener<Row> {
  onSearch(text: string): void;
  /** A row is shown if every filter keeps it. */
  onFilter(keep: (row: Row) => boolean): void;
}

/** With so few rows, reading is faster than searching. */
const fewRows = 8;

/** How long typing must pause before 200,000 rows are searched. */
const pauseMilliseconds = 120;

/** Search, filters and field of a table; nothing if it has few rows. */
export function tableControls<Row>(
  { plural, hint, rows, filters = [], field }: ControlsProps<Row>,
  { onSearch, onFilter }: ControlsListener<Row>,
): HTMLElement[] {
  if (rows.length <= fewRows) return [];
  const input = textInput({ type: "search", ...(hint === undefined ? {} : { placeholder: hint }) }, onSearch);
  const keeps = new Map<string, (row: Row) => boolean>();
  const changed = () => {
    const all = [...keeps.values()];
    onFilter((row) => all.every((keep) => keep(row)));
  };
  const selects = filters.flatMap((filter) =>
    selectOf(filter, rows, (keep) => {
      if (keep === undefined) keeps.delete(filter.title);
      else keeps.set(filter.title, keep);
      changed();
    }),
  );
  const fields =
    field === undefined
      ? []
      : fieldOf(field, (text) => {
          const wanted = text.trim().toLowerCase();
          if (wanted === "") keeps.delete(field.title);
          else keeps.set(field.title, (row) => field.value(row).toLowerCase().includes(wanted));
          changed();
        });
  return [labelled(`Search ${plural}`, input, "search"), ...selects, ...fields];
}

function selectOf<Row>(
  { title, all, choices }: Filter<Row>,
  rows: readonly Row[],
  onChange: (keep: ((row: Row) => boolean) | undefined) => void,
): HTMLElement[] {
  const some = choices
    .map((choice) => ({ ...choice, count: rows.filter((row) => choice.keep(row)).length }))
    .filter(({ count }) => count > 0);
  if (some.length === 0) return [];
  const titles = [
    `${all} (${figure(rows.length)})`,
    ...some.map((choice) => `${choice.title} (${figure(choice.count)})`),
  ];
  const options = titles.map((text, index) => element("option", { value: String(index) }, text));
  const select = element("select", {}, ...options);
  select.addEventListener("change", () => onChange(some[select.selectedIndex - 1]?.keep));
  return [labelled(title, select)];
}

let lists = 0;
let controls = 0;

function fieldOf<Row>({ title, offered }: FieldFilter<Row>, onChange: (text: string) => void): HTMLElement[] {
  if (offered.length === 0) return [];
  lists += 1;
  const id = `offered-${lists}`;
  const list = element("datalist", { id }, ...offered.map((value) => element("option", { value })));
  return [labelled(title, textInput({ type: "text", list: id }, onChange)), list];
}

function textInput(attributes: Readonly<Record<string, string>>, onChange: (text: string) => void) {
  const input = element("input", { autocomplete: "off", spellcheck: "false", ...attributes });
  let waiting: ReturnType<typeof setTimeout> | undefined;
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => onChange(input.value), pauseMilliseconds);
  });
  return input;
}

/** The label is beside its control, not around it: otherwise a list of choices would become part of the name. */
function labelled(title: string, control: HTMLElement, kind = "filter"): HTMLElement {
  controls += 1;
  control.id = `control-${controls}`;
  return element("div", { class: kind }, element("label", { for: control.id }, title), control);
}
