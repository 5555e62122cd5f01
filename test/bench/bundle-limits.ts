/**
 * The most KiB that each function's bundle may have, minified. 400 were wanted for each, and the scheduler keeps to
 * it. Worker and report carry LiquidJS (80) for templates that deployers may replace, and the worker the clients of
 * five services with the core they share.
 */
export const mostBundleKib: Readonly<Record<string, number>> = {
  "curfew-scheduler": 400,
  "curfew-worker": 540,
  "curfew-report": 445,
};
