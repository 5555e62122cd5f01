/** A table for a terminal and for the docs. The first column is text, the others are figures. */
export interface FigureTable {
  /** Its place in docs/performance.md. */
  readonly name: string;
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}
