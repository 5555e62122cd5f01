import type { DigestList } from "../notices/digest.ts";

/** Keeps the first entries of a list in their order, and counts the others. */
export class TopList<Row> {
  readonly #longest: number;
  #entries: { readonly order: number; readonly row: Row }[] = [];
  #count = 0;

  constructor(longest: number) {
    this.#longest = longest;
  }

  /** Adds an entry. A smaller order comes first. Equal ones keep the order in which they were added. */
  add(order: number, row: Row): void {
    this.#count += 1;
    this.#entries.push({ order, row });
    if (this.#entries.length >= 2 * this.#longest) this.#cut();
  }

  /** The first entries, and how many more there were. */
  list(): DigestList<Row> {
    this.#cut();
    return { rows: this.#entries.map(({ row }) => row), more: this.#count - this.#entries.length };
  }

  #cut(): void {
    this.#entries = this.#entries.sort((one, other) => one.order - other.order).slice(0, this.#longest);
  }
}
