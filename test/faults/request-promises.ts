import { kindOf } from "../../functions/domain/notice.ts";
import { parse } from "../../functions/runtime/parse.ts";
import { approvalOutcomeSchema } from "../../statemachine/approve.ts";
import { restoreSummarySchema } from "../../statemachine/restore.ts";
import type { FaultCase } from "./fault-cases.ts";
import type { Life, LivedStep } from "./lived-days.ts";
import { noticeText } from "./sent-notices.ts";

/**
 * Where the summary of a successful restore is wrong: it reports a key as restored that is not active, a notice as sent
 * that this request did not send, or twice, or it does not report a key that was activated. A second request continues
 * the first one; what the first one sent it reports as sent already.
 */
export function untrueRestores({ execution, step, inactive, day }: LivedStep, life: Life): string[] {
  if (step.machine !== "restore" || execution.output === undefined) return [];
  const { keys } = parse(restoreSummarySchema, JSON.parse(execution.output), "restore summary");
  const restored = keys.filter(({ outcome }) => outcome === "restored");
  const restores = life.steps
    .filter((other) => other.step.machine === "restore")
    .map(({ step: one }) => one.id);
  const today = life.sent.filter(({ on }) => on === day);
  const sent = today.filter(({ run }) => run === step.id).map(noticeText);
  const sentBefore = today.filter(({ run }) => run !== step.id && restores.includes(run)).map(noticeText);
  const activated = life.statusChanges.filter(({ status, on }) => status === "Active" && on === day);
  const reported = (wanted: "sent" | "alreadySent") =>
    keys.flatMap(({ accountId, accessKeyId, notices }) =>
      notices
        .filter(({ outcome }) => outcome === wanted)
        .map(({ id, to }) => noticeText({ to, accountId, key: accessKeyId.slice(-4), kind: kindOf(id) })),
    );
  const claimed = reported("sent");
  const isFirst = life.steps.find((other) => other.step.machine === "restore")?.step.id === step.id;
  return [
    ...restored
      .filter(({ accessKeyId }) => inactive.includes(accessKeyId))
      .map(({ accessKeyId }) => `${step.id} reports ${accessKeyId} as restored, and it is inactive`),
    ...claimed
      .filter((text, index) => !sent.includes(text) || claimed.indexOf(text) !== index)
      .map((text) => `${step.id} reports a notice as sent that it did not send, or twice: ${text}`),
    ...reported("alreadySent")
      .filter((text) => !sentBefore.includes(text))
      .map((text) => `${step.id} reports a notice as sent already that no request sent: ${text}`),
    ...activated
      .filter(({ accessKeyId }) => isFirst && !keys.some((key) => key.accessKeyId === accessKeyId))
      .map(({ accessKeyId }) => `${step.id} does not report that it activated ${accessKeyId}`),
  ];
}

/**
 * Where the first approval of a plan is refused although nobody approved the plan before. If S3 answers that there is
 * no plan, Curfew can only repeat that.
 */
export function untrueApprovals(
  { execution: { output }, step }: LivedStep,
  faultCase: FaultCase | undefined,
): string[] {
  if (step.id !== "approve" || output === undefined) return [];
  const result = parse(approvalOutcomeSchema, JSON.parse(output), "approval");
  if (result.outcome === "approved") return [];
  if (faultCase?.name === "no object" && result.reason.startsWith("there is no plan")) return [];
  return ["an approval is refused although nobody approved the plan before"];
}
