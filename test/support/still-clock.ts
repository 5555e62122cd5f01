import type { Clock } from "../../functions/runtime/system-clock.ts";

/** A clock that stands still. Waiting moves it forward at once. */
export function stillClock(start: string): Clock & { readonly waits: number[]; set(time: string): void } {
  let time = Date.parse(start);
  const waits: number[] = [];
  return {
    waits,
    now: () => new Date(time),
    async pause(milliseconds) {
      waits.push(milliseconds);
      time += milliseconds;
    },
    set(other) {
      time = Date.parse(other);
    },
  };
}
