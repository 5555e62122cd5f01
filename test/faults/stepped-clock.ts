import type { CloudClock } from "../../infra/sandbox/cloud/service.ts";

/** A clock that stands still at noon of some day until it is told to go on: no midnight comes during a test. */
export class SteppedClock implements CloudClock {
  #now: number;

  constructor(day: string) {
    this.#now = Date.parse(`${day}T12:00:00Z`);
  }

  now(): Date {
    return new Date(this.#now);
  }

  /** Goes on to noon of another day, or back to it. */
  moveTo(day: string): void {
    this.#now = Date.parse(`${day}T12:00:00Z`);
  }
}
