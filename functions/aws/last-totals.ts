import { type LastRun, lastTotalsSchema } from "../../statemachine/last-totals.ts";
import { log } from "../runtime/log.ts";
import { parseJson } from "../runtime/parse.ts";

/**
 * The last run over the whole Organization, from the text at `lastTotalsKey`. Without it, or if it cannot be read,
 * the pace is the smallest and overdue keys are spread over the default number of days, which is the safe choice.
 */
export function lastRunOf(text: string | undefined): LastRun | undefined {
  if (text === undefined) return undefined;
  try {
    return parseJson(lastTotalsSchema, text, "last totals").runs.at(-1);
  } catch (error) {
    log("warn", "the totals of the last run cannot be read; assuming that there was none", {}, error);
    return undefined;
  }
}
