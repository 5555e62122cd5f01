import type { LastRun } from "../../statemachine/last-totals.ts";
import { planFileSchema } from "../../statemachine/plan.ts";
import type { Approval } from "../domain/plan.ts";
import { planKey } from "../domain/run-files.ts";
import { log } from "../runtime/log.ts";
import { parseJson } from "../runtime/parse.ts";
import type { PlanTask } from "./plan-run.ts";

/** What the answer depends on. */
export interface LastFullRun {
  /** `undefined` before the first full run, and if its totals cannot be read. */
  readonly last: LastRun | undefined;
  /** Whether the object with the totals exists. */
  readonly hasTotals: boolean;
  readonly approvals: readonly Approval[];
  readonly threshold: number;
}

/**
 * Whether the last run over the whole Organization waits for an approval, or would if a pause, the change window or
 * something else had not put its plan on hold: more keys wait than the threshold allows, not counting approved ones.
 * If that cannot be read, it is assumed to wait.
 */
export async function isOrganizationAwaiting(
  { last, hasTotals, approvals, threshold }: LastFullRun,
  task: PlanTask,
): Promise<boolean> {
  if (last === undefined) return hasTotals;
  if (last.awaitingApproval > 0) return true;
  if (last.waiting <= threshold) return false;
  const approved = new Set(approvals.flatMap(({ keys }) => [...keys]));
  return approved.size === 0 || (await waitingWithoutApproval(last, approved, task)) > threshold;
}

/** An approved key may have been deactivated since, so the keys of the last plan are counted one by one. */
async function waitingWithoutApproval(
  { run, day }: LastRun,
  approved: ReadonlySet<string>,
  { getText, bucket }: PlanTask,
): Promise<number> {
  const key = planKey(day, run);
  const text = await getText({ bucket, key });
  try {
    if (text === undefined) throw new Error("the object does not exist");
    const { keys } = parseJson(planFileSchema, text, "plan").plan;
    return keys.filter(({ fate, accessKeyId }) => fate !== "deactivate" && !approved.has(accessKeyId)).length;
  } catch (error) {
    log(
      "warn",
      "the plan of the last full run cannot be read; assuming that it awaits approval",
      { object: key },
      error,
    );
    return Number.POSITIVE_INFINITY;
  }
}
