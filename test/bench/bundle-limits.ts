/**
 * Ceilings in KiB under which each function's bundle stays, minified, so that none grows unseen. The bench wants 400 of
 * each, and only the scheduler keeps to it. Worker and report carry LiquidJS (80) for templates that deployers may replace, and the worker the clients of
 * five services with the core they share.
 */
export const mostBundleKib: Readonly<Record<string, number>> = {
  "curfew-scheduler": 400,
  "curfew-worker": 540,
  "curfew-report": 445,
};
