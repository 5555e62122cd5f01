import {
  type ApprovalOutcome,
  type ApproveEvent,
  type ApproveInput,
  approveInputSchema,
  type StoredApproval,
} from "../../statemachine/approve.ts";
import { type PlanFile, planFileSchema } from "../../statemachine/plan.ts";
import type { ObjectLocation } from "../../statemachine/run.ts";
import { asInterrupted } from "../aws/aws-errors.ts";
import type { Controls } from "../aws/controls.ts";
import { approvalEnd, isApprovable, keysToApprove, unmatchedNames } from "../domain/approval.ts";
import type { Day } from "../domain/calendar-day.ts";
import type { Policy } from "../domain/policy.ts";
import { planKey } from "../domain/run-files.ts";
import { log } from "../runtime/log.ts";
import { parse, parseJson } from "../runtime/parse.ts";
import { settingsFingerprint } from "../runtime/settings-fingerprint.ts";

/** What the approve function needs. */
export interface ApproveTask {
  readonly event: ApproveEvent;
  readonly policy: Policy;
  readonly bucket: string;
  readonly organizationId: string;
  utcDay(): Day;
  getText(location: ObjectLocation): Promise<string | undefined>;
  readonly controls: Pick<Controls, "putApproval">;
}

/**
 * Records that somebody approves a plan, or part of it. A refusal is an answer: nothing is recorded, and the execution
 * succeeds.
 * @throws {InvalidInput} the input is wrong; the message names each wrong field
 * @throws {Interrupted} an AWS service did not answer; the state machine tries again
 */
export async function approvePlan(task: ApproveTask): Promise<ApprovalOutcome> {
  const input = parse(approveInputSchema, task.event.input, "approve input");
  try {
    return await approve(input, task);
  } catch (error) {
    throw asInterrupted(error, "recording the approval");
  }
}

async function approve(input: ApproveInput, task: ApproveTask): Promise<ApprovalOutcome> {
  const { run } = input;
  const file = await planOf(input, task);
  const refusal = file === undefined ? unknownPlan(input) : refusalOf(file, input, task);
  if (file === undefined || refusal !== undefined)
    return { outcome: "refused", run, reason: refusal ?? unknownPlan(input) };
  const approval = approvalOf(input, file, task);
  const recorded = await task.controls.putApproval(approval);
  if (recorded.executionArn !== approval.executionArn) {
    const { on, approvedBy } = recorded;
    const reason =
      `the plan was approved on ${on} already, by ${approvedBy}. If that was only a part of it, approve the rest in ` +
      "the plan of the next run";
    return { outcome: "refused", run, reason };
  }
  const keys = keysToApprove(approvable(file), input).length;
  log("info", "plan approved", { run, keys, execution: approval.executionArn });
  return { outcome: "approved", run, keys, expiresOn: recorded.expiresOn };
}

async function planOf({ day, run }: ApproveInput, task: ApproveTask): Promise<PlanFile | undefined> {
  const text = await task.getText({ bucket: task.bucket, key: planKey(day, run) });
  return text === undefined ? undefined : parseJson(planFileSchema, text, "plan");
}

function unknownPlan({ day, run }: ApproveInput): string {
  return `there is no plan of a run ${run} on ${day}. \`curfew plan\` shows the plans that wait for an approval`;
}

function refusalOf(file: PlanFile, input: ApproveInput, task: ApproveTask): string | undefined {
  const { organizationId, policy } = task;
  const utcDay = task.utcDay();
  if (file.organizationId !== organizationId)
    return `the plan is of the Organization ${file.organizationId}, and this one is ${organizationId}`;
  if (!isApprovable(input.day, utcDay))
    return `the plan is of ${input.day}, and today is ${utcDay}. Approve a plan of the last seven days`;
  if (file.settingsFingerprint !== settingsFingerprint(policy))
    return (
      "stages, user types, notice days or limits have changed since that plan. Approve the plan of the " +
      "next run"
    );
  const plan = approvable(file);
  if (keysToApprove(plan, {}).length === 0)
    return `no key of the plan waits for an approval (the state of the plan: ${file.plan.state})`;
  const unmatched = unmatchedNames(plan, input);
  if (unmatched.length > 0)
    return `no key of the plan waits for an approval in ${unmatched.join(", ")}${unknownOus(file, input)}`;
  return undefined;
}

/** Organizations may omit an account's path, and it is searched only if settings name OUs. */
function unknownOus({ accounts }: PlanFile, { organizationalUnits }: ApproveInput): string {
  const unknown = accounts.filter(({ path }) => path.length === 0).map(({ id }) => id);
  if (organizationalUnits === undefined || unknown.length === 0) return "";
  const shown = `${unknown.slice(0, 3).join(", ")}${unknown.length > 3 ? ", …" : ""}`;
  return `. The OU is unknown for ${unknown.length} of its accounts (${shown}): approve these by account`;
}

function approvable({ accounts, plan }: PlanFile) {
  return { accounts, keys: plan.keys };
}

function approvalOf(input: ApproveInput, file: PlanFile, { event, utcDay }: ApproveTask): StoredApproval {
  const on = utcDay();
  return {
    ...input,
    on,
    expiresOn: approvalEnd(on),
    settingsFingerprint: file.settingsFingerprint,
    executionArn: event.executionArn,
  };
}
