import { type LastRun, type LastTotals, lastTotalsSchema } from "../../statemachine/last-totals.ts";
import { log } from "../runtime/log.ts";
import { parseJson } from "../runtime/parse.ts";

/**
 * The totals of the last runs over the whole Organization, from the text at `lastTotalsKey`. If there are none, or they
 * cannot be read, the pace is the smallest, overdue keys are spread over the default number of days, and the report
 * compares with nothing: all of them safe.
 */
export function lastTotalsOf(text: string | undefined): LastTotals {
  const none = { runs: [], failingAccounts: [] };
  if (text === undefined) return none;
  try {
    return parseJson(lastTotalsSchema, text, "last totals");
  } catch (error) {
    log("warn", "the totals of the last runs cannot be read; assuming that there were none", {}, error);
    return none;
  }
}

/** The last of those runs. */
export function lastRunOf(text: string | undefined): LastRun | undefined {
  return lastTotalsOf(text).runs.at(-1);
}
