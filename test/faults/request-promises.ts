import { kindOf } from "../../functions/domain/notice.ts";
import { parse } from "../../functions/runtime/parse.ts";
import { approvalOutcomeSchema } from "../../statemachine/approve.ts";
import { restoreSummarySchema } from "../../statemachine/restore.ts";
import type { Life, LivedStep } from "./lived-days.ts";
import { toldText } from "./told.ts";

/**
 * Where a restore that succeeded says what is not so: a key counts as restored that nobody activated, a notice counts as
 * sent that is not in the outbox, or a key was activated of which it says nothing. A second request continues the first
 * one, so it also reports what that one sent.
 */
export function untrueRestores({ execution, step, inactive, day }: LivedStep, life: Life): string[] {
  if (step.machine !== "restore" || execution.output === undefined) return [];
  const { keys } = parse(restoreSummarySchema, JSON.parse(execution.output), "restore summary");
  const restored = keys.filter(({ outcome }) => outcome === "restored");
  const requests = life.steps
    .filter((other) => other.step.machine === "restore")
    .map((other) => other.step.id);
  const told = life.told.filter(({ run, on }) => requests.includes(run) && on === day).map(toldText);
  const activated = life.deeds.filter(({ status, on }) => status === "Active" && on === day);
  const claimed = keys.flatMap(({ accountId, accessKeyId, notices }) =>
    notices
      .filter(({ outcome }) => outcome === "sent")
      .map(({ id, to }) => toldText({ to, accountId, key: accessKeyId.slice(-4), kind: kindOf(id) })),
  );
  const isFirst = life.steps.find((other) => other.step.machine === "restore")?.step.id === step.id;
  return [
    ...restored
      .filter(({ accessKeyId }) => inactive.includes(accessKeyId))
      .map(({ accessKeyId }) => `${step.id} says that ${accessKeyId} is active`),
    ...claimed.filter((text) => !told.includes(text)).map((text) => `${step.id} reports as sent: ${text}`),
    ...activated
      .filter(({ accessKeyId }) => isFirst && !keys.some((key) => key.accessKeyId === accessKeyId))
      .map(({ accessKeyId }) => `${step.id} does not say that it activated ${accessKeyId}`),
  ];
}

/** Where the first approval of a plan is refused, although nobody approved it before. */
export function untrueApprovals({ execution: { output }, step }: LivedStep): string[] {
  if (step.id !== "approve" || output === undefined) return [];
  const { outcome } = parse(approvalOutcomeSchema, JSON.parse(output), "approval");
  return outcome === "approved" ? [] : ["an approval is refused although nobody else approved"];
}
