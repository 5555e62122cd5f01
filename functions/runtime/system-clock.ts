import { setTimeout as pause } from "node:timers/promises";

/** The time, and waiting. Tests pass their own clock. */
export interface Clock {
  now(): Date;
  pause(milliseconds: number): Promise<void>;
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => new Date(),
  pause: (milliseconds) => pause(milliseconds),
};
