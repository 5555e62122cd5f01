import { setTimeout as wait } from "node:timers/promises";
import type { Interceptor } from "./service.ts";

/**
 * Lets each call of some services take so much longer, for benchmarks: loopback answers in a fraction of
 * the time that AWS takes.
 * @param milliseconds by signing name
 */
export function latency(milliseconds: Readonly<Record<string, number>>): Interceptor {
  return {
    async before({ service }) {
      const pause = Object.hasOwn(milliseconds, service) ? milliseconds[service] : undefined;
      if (pause !== undefined) await wait(pause);
      return undefined;
    },
  };
}
