import type { CloudClock } from "./service.ts";

/** The clock of an embedded cloud: real time, moved by as much as somebody asks for. */
export class MovableClock implements CloudClock {
  #offsetMilliseconds = 0;

  now(): Date {
    return new Date(Date.now() + this.#offsetMilliseconds);
  }

  /** Moves on, or back where negative. */
  moveDays(days: number): void {
    this.#offsetMilliseconds += days * 86_400_000;
  }
}
