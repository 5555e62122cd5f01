import type { PlanFile } from "../../statemachine/plan.ts";
import { lastTotalsOf } from "../aws/last-totals.ts";
import { isOpen } from "../domain/change-window.ts";
import { stillFailing } from "../domain/failing-accounts.ts";
import { approvalThreshold, paceOf } from "../domain/pace.ts";
import { keysToDeactivate, type Plan, type PlanFacts, planDeactivations } from "../domain/plan.ts";
import { accountResultPrefix, lastTotalsKey, markerPrefix } from "../domain/run-files.ts";
import { counted } from "../notices/figures.ts";
import { approvalsInForce } from "./approvals-in-force.ts";
import type { GatheredDue } from "./gather-due.ts";
import { isOrganizationAwaiting } from "./organization-awaits.ts";
import type { PlanTask } from "./plan-run.ts";

/** A plan, with its limits. */
export interface DecidedPlan {
  readonly plan: Plan;
  readonly limits: NonNullable<PlanFile["limits"]>;
}

/** Gathers what the plan depends on, and decides it. SES is called only if keys would otherwise be deactivated. */
export async function decidePlan(task: PlanTask, gathered: GatheredDue): Promise<DecidedPlan> {
  const { event, policy, controls, bucket } = task;
  const { run } = event;
  const totals = await task.getText({ bucket, key: lastTotalsKey });
  const { runs, failingAccounts } = lastTotalsOf(totals);
  const last = runs.at(-1);
  const hasTotals = totals !== undefined;
  const pace = paceOf(policy.limits, last?.activeKeys);
  const threshold = approvalThreshold(policy.limits, last?.activeKeys);
  const approvals = await approvalsInForce(task);
  const reserved = await controls.reserved(run.day, run.id);
  const utcDay = task.utcDay();
  const facts: PlanFacts = {
    mode: run.mode,
    day: run.day,
    utcDay,
    due: gathered.due,
    evaluationFailure: describeFailure(event.evaluateFailure),
    unreadable: gathered.unreadable,
    accounts: { listed: event.accounts.listed, unreachable: await countUnreachable(task) },
    maxUnreachablePercent: policy.limits.maxUnreachablePercent,
    pause: await controls.pause(),
    windowIsOpen: isOpen(utcDay, policy.changeWindow),
    approvals,
    approvalThreshold: threshold,
    isOrganizationAwaiting:
      run.scope === "accounts" &&
      (await isOrganizationAwaiting({ last, hasTotals, approvals, threshold }, task)),
    failingAccounts: new Set(stillFailing(failingAccounts, run.day).map(({ accountId }) => accountId)),
    pace,
    reserved,
  };
  const plan = planDeactivations(facts);
  const mailProblem = await mailProblemOf(plan, gathered, task);
  return {
    plan: mailProblem === undefined ? plan : planDeactivations({ ...facts, mailProblem }),
    limits: { ...pace, approvalAbove: threshold, reserved: reserved.total },
  };
}

/**
 * Accounts without a result, and those whose result says that they are unreachable. A marker whose account has no
 * result is not counted twice.
 */
async function countUnreachable({ event: { run, accounts }, listKeys }: PlanTask): Promise<number> {
  const resultPrefix = accountResultPrefix(run.day, run.id);
  const prefix = markerPrefix(run.day, run.id, "unreachable");
  const unreachable = new Set<string>();
  for await (const key of listKeys(prefix)) unreachable.add(key.slice(prefix.length));
  let reached = 0;
  for await (const key of listKeys(resultPrefix))
    if (!unreachable.has(key.slice(resultPrefix.length).replace(/\.json$/, ""))) reached += 1;
  return Math.max(0, accounts.listed - reached);
}

/** Why SES would not accept the mails about the planned deactivations. Without any, SES is not called. */
async function mailProblemOf(
  plan: Plan,
  { recipients }: GatheredDue,
  task: PlanTask,
): Promise<string | undefined> {
  const keys = keysToDeactivate(plan);
  if (keys.length === 0) return undefined;
  const account = await task.mailAccount();
  if ("problem" in account) return account.problem;
  // One mail for each recipient in an account, whatever the number of keys.
  const mails = new Set(
    keys.flatMap(({ accountId, accessKeyId }) =>
      (recipients.get(accessKeyId) ?? []).map((to) => `${accountId} ${to}`),
    ),
  );
  if (mails.size <= account.left) return undefined;
  return (
    `${counted(keys.length, "planned deactivation needs", "planned deactivations need")} ` +
    `${counted(mails.size, "mail")}, and the SES quota has ${account.left} left ` +
    "for the last 24 hours. Request a higher sending quota in Service Quotas"
  );
}

/** A caught error as text: its name and cause (Amazon States Language, "Error output"). */
function describeFailure(failure: PlanTask["event"]["evaluateFailure"]): string | undefined {
  if (failure === undefined) return undefined;
  const cause = typeof failure.Cause === "string" ? `: ${failure.Cause}` : "";
  return `${failure.Error ?? "an error without a name"}${cause}`.slice(0, 300);
}
