import { afterAll, beforeAll } from "vitest";

/** The factor for the SDK's pauses. */
const scale = 0.03;
/** The factor for timeouts of an answer. It is larger, because a busy machine is slow to answer. */
const timeoutScale = 0.15;

/** How long the SDK waits for an answer (`requestTimeout` in functions/aws/client-config.ts). */
const requestTimeout = 20_000;

/**
 * Shortens every `setTimeout` of the process for as long as a test file runs, so that five attempts of the
 * SDK and its timeouts cost no minutes. Clocks stay as they are, or signatures would be refused.
 */
export function scaledTime(): void {
  const real = globalThis.setTimeout;
  const scaled = (callback: (...values: unknown[]) => void, milliseconds = 0, ...values: unknown[]) =>
    real(callback, milliseconds * (milliseconds === requestTimeout ? timeoutScale : scale), ...values);
  beforeAll(() => {
    Object.assign(globalThis, { setTimeout: scaled });
  });
  afterAll(() => {
    Object.assign(globalThis, { setTimeout: real });
  });
}

/** Longer than a client of a function waits for an answer, as scaled. */
export const laterThanTheTimeout = requestTimeout * timeoutScale + 300;
