import type { Run } from "../../statemachine/run.ts";
import { lastRunOf } from "../aws/last-totals.ts";
import { dayOf } from "../domain/calendar-day.ts";
import { paceOf, spreadDays } from "../domain/pace.ts";
import { lastTotalsKey } from "../domain/run-files.ts";
import { looksDaily } from "../domain/run-mode.ts";
import type { ListAccountsTask } from "./list-accounts.ts";

/**
 * The run. Its day is the UTC day on which the execution started, or the day of `asOf`. The current pause and the
 * number of days over which first notices are spread are part of it, so that every worker names the same days.
 */
export async function runOf(
  task: ListAccountsTask,
  { mode, mailRate }: Pick<Run, "mode" | "mailRate">,
): Promise<Run> {
  const { event, policy, bucket } = task;
  const { execution, input } = event;
  const day = input.asOf ?? dayOf(new Date(execution.startTime));
  const pause = await task.pause();
  const last = lastRunOf(await task.getText({ bucket, key: lastTotalsKey }));
  return {
    id: execution.name,
    startedAt: execution.startTime,
    day,
    mode,
    scope: input.accountIds === undefined ? "organization" : "accounts",
    ...(looksDaily(input) ? {} : { readsFresh: true }),
    ...(pause !== undefined && day <= pause.until ? { pausedUntil: pause.until } : {}),
    spreadOverDays: spreadDays(last?.overdueWithoutNotice, paceOf(policy.limits, last?.activeKeys)),
    mailRate,
  };
}
