import { kindOf } from "../../functions/domain/notice.ts";
import { parse } from "../../functions/runtime/parse.ts";
import { approvalOutcomeSchema } from "../../statemachine/approve.ts";
import { restoreSummarySchema } from "../../statemachine/restore.ts";
import type { Life, LivedStep } from "./lived-days.ts";
import { noticeText } from "./sent-notices.ts";

/**
 * Where the summary of a successful restore is wrong: it reports a key as restored that is not active, a notice as sent
 * that is not in the outbox, or it does not report a key that was activated. A second request continues the first one,
 * so it also reports what the first one sent.
 */
export function untrueRestores({ execution, step, inactive, day }: LivedStep, life: Life): string[] {
  if (step.machine !== "restore" || execution.output === undefined) return [];
  const { keys } = parse(restoreSummarySchema, JSON.parse(execution.output), "restore summary");
  const restored = keys.filter(({ outcome }) => outcome === "restored");
  const requests = life.steps
    .filter((other) => other.step.machine === "restore")
    .map((other) => other.step.id);
  const sent = life.sent.filter(({ run, on }) => requests.includes(run) && on === day).map(noticeText);
  const activated = life.statusChanges.filter(({ status, on }) => status === "Active" && on === day);
  const claimed = keys.flatMap(({ accountId, accessKeyId, notices }) =>
    notices
      .filter(({ outcome }) => outcome === "sent")
      .map(({ id, to }) => noticeText({ to, accountId, key: accessKeyId.slice(-4), kind: kindOf(id) })),
  );
  const isFirst = life.steps.find((other) => other.step.machine === "restore")?.step.id === step.id;
  return [
    ...restored
      .filter(({ accessKeyId }) => inactive.includes(accessKeyId))
      .map(({ accessKeyId }) => `${step.id} reports ${accessKeyId} as restored, and it is inactive`),
    ...claimed
      .filter((text) => !sent.includes(text))
      .map((text) => `${step.id} reports a notice as sent that is in no inbox: ${text}`),
    ...activated
      .filter(({ accessKeyId }) => isFirst && !keys.some((key) => key.accessKeyId === accessKeyId))
      .map(({ accessKeyId }) => `${step.id} does not report that it activated ${accessKeyId}`),
  ];
}

/** Where the first approval of a plan is refused although nobody approved the plan before. */
export function untrueApprovals({ execution: { output }, step }: LivedStep): string[] {
  if (step.id !== "approve" || output === undefined) return [];
  const { outcome } = parse(approvalOutcomeSchema, JSON.parse(output), "approval");
  return outcome === "approved" ? [] : ["an approval is refused although nobody approved the plan before"];
}
