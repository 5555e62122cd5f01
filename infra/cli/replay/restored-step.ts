import { addDays, type Day } from "../../../functions/domain/calendar-day.ts";
import type { KeyHistory } from "../../../functions/domain/key-history.ts";
import type { PossibleStep } from "./possible-steps.ts";

/**
 * What is to come for a key that the last run did not list, because it was off then, and that an operator has had
 * restored: the end of the restore. Only the ledger knows of it until the next run.
 */
export function restoredStep({ restore, notices }: KeyHistory, from: Day): PossibleStep | undefined {
  if (restore?.state !== "done") return undefined;
  const on = addDays(restore.until, 1);
  if (on < from) return undefined;
  const told = notices.filter(({ id }) => id.startsWith("deactivated-"));
  const last = told.at(-1)?.id;
  const to = [...new Set(told.filter(({ id }) => id === last).map((notice) => notice.to))];
  return { on, what: "deactivate", kind: "deactivated", to };
}
