import { setTimeout as pause } from "node:timers/promises";

/** The machine's clock, as the worker's handler passes it. */
export const systemClock = {
  now: () => new Date(),
  pause: (milliseconds: number): Promise<void> => pause(milliseconds),
};
