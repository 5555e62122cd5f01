/**
 * Work that the cloud does after it answered a call: events on their way to a target, asynchronous
 * invocations. Tests wait for it instead of sleeping, and closing waits for it before anything is torn down.
 */
export class UnfinishedWork {
  readonly #running = new Set<Promise<void>>();

  /** Keeps track of work until it ends. A failure is a bug of the embedded cloud, so it goes to stderr. */
  track(what: string, work: Promise<unknown>): void {
    const running: Promise<void> = work.then(
      () => undefined,
      (error: unknown) => console.error(`${what} failed:`, error),
    );
    this.#running.add(running);
    void running.finally(() => this.#running.delete(running));
  }

  /** Resolves when nothing is running, including work that other work started. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }
}
