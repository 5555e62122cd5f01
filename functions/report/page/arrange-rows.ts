/** The value that a column sorts by; `undefined` is always last, in both directions. */
export type SortValue = string | number | undefined;

/** The direction in which a column is sorted, as in `aria-sort`. */
export type Direction = "ascending" | "descending";

/** A row with all its words in lower case, so that a search need not convert them each time. */
export interface SearchableRow<Row> {
  readonly row: Row;
  readonly words: string;
}

// Names compare as people read them: without case, and web-9 before web-10.
const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** Makes rows searchable by the words that `wordsOf` returns. */
export function searchable<Row>(rows: readonly Row[], wordsOf: (row: Row) => string): SearchableRow<Row>[] {
  return rows.map((row) => ({ row, words: wordsOf(row).toLowerCase() }));
}

/**
 * The rows that contain every word of the search, in their order; all rows if the search is empty. Mails and the
 * command line print a key as `…1234`. The ellipsis may be typed, copied or omitted.
 */
export function searchRows<Row>(
  rows: readonly SearchableRow<Row>[],
  search: string,
  keep: (row: Row) => boolean = () => true,
): Row[] {
  const wanted = search
    .toLowerCase()
    .split(/\s+/)
    .map((word) => word.replace(/^(\u2026|\.{3})/, ""))
    .filter(Boolean);
  const found: Row[] = [];
  for (const { row, words } of rows)
    if (keep(row) && wanted.every((word) => words.includes(word))) found.push(row);
  return found;
}

/** The rows sorted by one value. Rows with equal values keep their order. */
export function sortRows<Row>(
  rows: readonly SearchableRow<Row>[],
  sortValue: (row: Row) => SortValue,
  direction: Direction,
): SearchableRow<Row>[] {
  const sign = direction === "ascending" ? 1 : -1;
  return rows
    .map((row) => ({ row, value: sortValue(row.row) }))
    .sort(({ value: one }, { value: other }) => {
      if (one === undefined || other === undefined)
        return Number(one === undefined) - Number(other === undefined);
      return sign * compare(one, other);
    })
    .map(({ row }) => row);
}

function compare(one: string | number, other: string | number): number {
  return typeof one === "number" && typeof other === "number"
    ? one - other
    : collator.compare(String(one), String(other));
}
