import * as z from "zod/mini";
import { plain } from "../../../functions/notices/plain.ts";
import { type ApprovalOutcome, approvalOutcomeSchema } from "../../../statemachine/approve.ts";
import type { ExecutionEnd } from "../shared/follow-execution.ts";
import type { StartedExecution } from "../shared/start-execution.ts";
import { count } from "../shared/words.ts";
import { wrapText } from "../shared/wrap-text.ts";

/** The execution in the answer of a command that started one. */
export const executionAnswerSchema = z.strictObject({
  name: z.string(),
  executionArn: z.string(),
  startedAt: z.string(),
  status: z.string(),
  error: z.optional(z.string()),
  cause: z.optional(z.string()),
});

/** `curfew approve --json`. */
export const approveAnswerSchema = z.strictObject({
  run: executionAnswerSchema,
  approval: z.optional(approvalOutcomeSchema),
});

/** An execution and how it ended, for a program. */
export function executionAnswer(
  { name, executionArn, startedAt }: StartedExecution,
  { status, error, cause }: ExecutionEnd,
): z.infer<typeof executionAnswerSchema> {
  return { name, executionArn, startedAt, status, error, cause };
}

/** `curfew approve` for a program. */
export function approveAnswer(
  started: StartedExecution,
  end: ExecutionEnd,
  approval: ApprovalOutcome | undefined,
): z.infer<typeof approveAnswerSchema> {
  return { run: executionAnswer(started, end), approval };
}

/** The outcome of an approval, in a sentence. */
export function approvedText(outcome: ApprovalOutcome): string {
  return outcome.outcome === "approved"
    ? wrapText(
        `Approved: ${count(outcome.keys, "key")} of run ${outcome.run}. The next runs deactivate them within the daily limit, until ${outcome.expiresOn} at the latest.`,
        2,
      )
    : wrapText(`Refused: ${plain(outcome.reason, 500)}`, 2);
}
