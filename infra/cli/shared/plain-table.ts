import Table from "cli-table3";

/** A table without lines. */
export interface PlainTable {
  readonly head: readonly string[];
  /** One letter for each column: `l` or `r`. */
  readonly align: string;
  readonly rows: readonly Table.HorizontalTableRow[];
}

/** A table of text without lines, with two spaces between columns. */
export function plainTable({ head, align, rows }: PlainTable): string {
  const table = new Table({
    head: [...head],
    colAligns: [...align].map((letter) => (letter === "r" ? "right" : "left")),
    style: { head: [], border: [], "padding-left": 0, "padding-right": 2, compact: true },
    chars: borderless,
  });
  table.push(...rows);
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

/** A text of at most `longest` characters; a text that was cut ends in an ellipsis. */
export function shortened(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

const borderless = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "",
};
