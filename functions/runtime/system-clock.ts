import { setTimeout as pause } from "node:timers/promises";

/** The time, and waiting for a time; tests pass one of their own. */
export interface Clock {
  now(): Date;
  pause(milliseconds: number): Promise<void>;
}

/** The clock of the machine. */
export const systemClock: Clock = {
  now: () => new Date(),
  pause: (milliseconds) => pause(milliseconds),
};
