/** Fifty thousand accounts write a few lines each; more than this nobody reads back. */
const keptLines = 200_000;

/** The last lines that something wrote. */
export class LogLines {
  readonly #lines: string[] = [];

  add(line: string): void {
    this.#lines.push(line);
    // Half at a time, so that a full log does not move all its lines for each new one.
    if (this.#lines.length > keptLines) this.#lines.splice(0, keptLines / 2);
  }

  all(): string[] {
    return [...this.#lines];
  }
}
