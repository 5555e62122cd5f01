import type { CloudClock } from "../../infra/sandbox/cloud/service.ts";

const millisecondsPerDay = 86_400_000;

/** A clock that starts at a given time, runs in real time, and can be moved forward by days and back. */
export class TestClock implements CloudClock {
  readonly #beganAt: number;
  readonly #startedAt = performance.now();
  #days = 0;

  constructor(beginning: Date) {
    this.#beganAt = beginning.getTime();
  }

  now(): Date {
    const elapsed = performance.now() - this.#startedAt;
    return new Date(this.#beganAt + Math.round(elapsed) + this.#days * millisecondsPerDay);
  }

  /** Moves the clock forward by this many days while some work runs. */
  async during<Result>(days: number, work: () => Promise<Result>): Promise<Result> {
    if (this.#days !== 0) throw new Error("the clock is put forward already: runs must not overlap");
    this.#days = days;
    try {
      return await work();
    } finally {
      this.#days = 0;
    }
  }
}
