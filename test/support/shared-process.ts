import { afterAll, vi } from "vitest";

/** The test files of `npm test` share processes (vitest, "isolate"): each of them leaves its process as it was. */
afterAll(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  vi.useRealTimers();
});
