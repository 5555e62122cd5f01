import { setTimeout as pause } from "node:timers/promises";

/** The clock of the machine, as the worker's handler passes it. */
export const systemClock = {
  now: () => new Date(),
  pause: (milliseconds: number): Promise<void> => pause(milliseconds),
};
