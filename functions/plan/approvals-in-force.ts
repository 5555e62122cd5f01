import type { StoredApproval } from "../../statemachine/approve.ts";
import { planFileSchema } from "../../statemachine/plan.ts";
import { isInForce, keysToApprove } from "../domain/approval.ts";
import type { Approval } from "../domain/plan.ts";
import { planKey } from "../domain/run-files.ts";
import { log } from "../runtime/log.ts";
import { parseJson } from "../runtime/parse.ts";
import { settingsFingerprint } from "../runtime/settings-fingerprint.ts";
import type { PlanTask } from "./plan-run.ts";

/**
 * The approvals that count today, with the keys that each covers: those of its plan that waited for an approval, within
 * its accounts and OUs. An approval whose plan cannot be read covers nothing.
 */
export async function approvalsInForce(task: PlanTask): Promise<Approval[]> {
  const fingerprint = settingsFingerprint(task.policy);
  const utcDay = task.utcDay();
  const inForce: Approval[] = [];
  for (const stored of await task.controls.approvals())
    if (isInForce(stored, utcDay, fingerprint)) inForce.push(await coveredBy(stored, task));
  return inForce;
}

async function coveredBy(
  stored: StoredApproval,
  { getText, bucket, organizationId }: PlanTask,
): Promise<Approval> {
  const { run, day } = stored;
  const key = planKey(day, run);
  const text = await getText({ bucket, key });
  try {
    if (text === undefined) throw new Error("the object does not exist");
    const file = parseJson(planFileSchema, text, "plan");
    if (file.organizationId !== organizationId)
      throw new Error(`it is of the Organization ${file.organizationId}`);
    const keys = keysToApprove({ accounts: file.accounts, keys: file.plan.keys }, stored);
    return { runId: run, planDay: day, keys: new Set(keys.map(({ accessKeyId }) => accessKeyId)) };
  } catch (error) {
    log(
      "warn",
      "an approved plan cannot be read, so the approval covers no key",
      { run, object: key },
      error,
    );
    return { runId: run, planDay: day, keys: new Set() };
  }
}
