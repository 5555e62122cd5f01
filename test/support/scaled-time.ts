import { afterAll, beforeAll } from "vitest";

/** By this much functions wait less: the SDK's pauses and timeouts, and the mailer's own. */
const scale = 0.03;

/**
 * Shortens every `setTimeout` of the process for as long as a test file runs, so that five attempts of the
 * SDK and its timeouts cost no minutes. Clocks stay as they are, or signatures would be refused.
 */
export function scaledTime(): void {
  const real = globalThis.setTimeout;
  const scaled = (callback: (...values: unknown[]) => void, milliseconds = 0, ...values: unknown[]) =>
    real(callback, milliseconds * scale, ...values);
  beforeAll(() => {
    Object.assign(globalThis, { setTimeout: scaled });
  });
  afterAll(() => {
    Object.assign(globalThis, { setTimeout: real });
  });
}

/** Longer than a client of a function waits for an answer (`functions/aws/client-config.ts`), as scaled. */
export const laterThanTheTimeout = 20_000 * scale + 300;
