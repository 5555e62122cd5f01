import * as z from "zod/mini";
import { maskedKeyId } from "../../../functions/domain/access-key.ts";
import { addDays, type Day } from "../../../functions/domain/calendar-day.ts";
import { restoreRefusalText } from "../../../functions/notices/reason-text.ts";
import type { RestoredKey, RestoreSummary } from "../../../statemachine/restore.ts";
import { executionAnswer, executionAnswerSchema } from "../approve/answer.ts";
import type { ExecutionEnd } from "../shared/follow-execution.ts";
import type { StartedExecution } from "../shared/start-execution.ts";

/** `curfew restore --json`. */
export const restoreAnswerSchema = z.strictObject({
  run: executionAnswerSchema,
  /** Absent if the execution failed. */
  restore: z.optional(
    z.strictObject({
      /** Why the request as a whole was refused. */
      refused: z.optional(z.string()),
      totals: z.strictObject({ restored: z.int(), refused: z.int(), failed: z.int() }),
      /** The first keys; the results in S3 have all of them. */
      keys: z.array(
        z.strictObject({
          accountId: z.string(),
          accountName: z.string(),
          userName: z.optional(z.string()),
          /** The last four characters. */
          key: z.string(),
          outcome: z.enum(["restored", "refused", "failed"]),
          /** The last day that was requested. */
          until: z.optional(z.string()),
          /** The last day on which the key is active for certain: later than `until` if the mails name a later day. */
          activeUntil: z.optional(z.string()),
          /** The day that the mails name: Curfew deactivates the key again on or after it. Absent if they name none. */
          deactivatedFrom: z.optional(z.string()),
          /** The code of the refusal. */
          refusal: z.optional(z.string()),
          error: z.optional(z.string()),
          notices: z.array(z.strictObject({ to: z.string(), as: z.string(), outcome: z.string() })),
        }),
      ),
    }),
  ),
});

/** `curfew restore` for a program. */
export function restoreAnswer(
  started: StartedExecution,
  end: ExecutionEnd,
  summary: RestoreSummary | undefined,
): z.infer<typeof restoreAnswerSchema> {
  const run = executionAnswer(started, end);
  if (summary === undefined) return { run };
  const { refused, totals, keys } = summary;
  return { run, restore: { refused, totals, keys: keys.map(keyAnswer) } };
}

function keyAnswer(restored: RestoredKey) {
  const { accessKeyId, refusal, notices, ...key } = restored;
  const { activeUntil, named } = daysOf(restored);
  return {
    ...key,
    activeUntil,
    deactivatedFrom: named,
    key: maskedKeyId(accessKeyId),
    refusal: refusal?.code,
    notices: notices.map(({ to, as, outcome }) => ({ to, as, outcome })),
  };
}

/** How long a key is active after its restore, and the day of deactivation that the mails name. */
export function daysOf({ until, notices }: Pick<RestoredKey, "until" | "notices">): {
  readonly activeUntil?: Day | undefined;
  readonly named?: Day | undefined;
} {
  const named = notices
    .flatMap(({ names }) => names ?? [])
    .toSorted()
    .at(-1);
  return { named, activeUntil: named === undefined ? until : addDays(named, -1) };
}

/** Why a key was not restored, as a sentence without a full stop. */
export function notRestoredText({ refusal, error }: RestoredKey): string {
  if (refusal !== undefined) return restoreRefusalText(refusal);
  return error ?? "no reason was given";
}
