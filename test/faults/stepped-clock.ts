import type { CloudClock } from "../../infra/sandbox/cloud/service.ts";

/** A clock that stands still at noon of a day until a test moves it, so that no test runs across midnight. */
export class SteppedClock implements CloudClock {
  #now: number;

  constructor(day: string) {
    this.#now = Date.parse(`${day}T12:00:00Z`);
  }

  now(): Date {
    return new Date(this.#now);
  }

  /** Moves the clock to noon of another day, later or earlier. */
  moveTo(day: string): void {
    this.#now = Date.parse(`${day}T12:00:00Z`);
  }
}
