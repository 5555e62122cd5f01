/**
 * How long a test or a hook may take before it counts as hanging. It is the only time limit of the suites,
 * because a busy machine takes many times as long as a quiet one.
 */
export const hangsAfterMs = 600_000;

/** The limits that every vitest configuration sets. */
export const timeLimits = {
  testTimeout: hangsAfterMs,
  hookTimeout: hangsAfterMs,
  teardownTimeout: hangsAfterMs,
  expect: { poll: { timeout: hangsAfterMs } },
};
