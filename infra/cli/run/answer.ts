import * as z from "zod/mini";
import { modeSchema } from "../../../statemachine/policy.ts";
import { runInputSchema } from "../../../statemachine/run.ts";
import { runReportSchema } from "../../../statemachine/run-report.ts";
import { runSummarySchema, totalsSchema } from "../../../statemachine/run-summary.ts";
import type { StartedRun, WatchedRun } from "./watch-run.ts";

/** `curfew run --json`. Without `--watch` it has `run` only. */
export const runAnswerSchema = z.strictObject({
  /** Null where the person answered the question with no. */
  run: z.nullable(
    z.strictObject({
      name: z.string(),
      executionArn: z.string(),
      startedAt: z.string(),
      input: z.optional(runInputSchema),
      status: z.optional(z.string()),
      error: z.optional(z.string()),
      cause: z.optional(z.string()),
    }),
  ),
  /** The addresses of the report in S3. */
  files: z.optional(z.strictObject({ json: z.string(), csv: z.string(), html: z.string() })),
  mode: z.optional(modeSchema),
  day: z.optional(z.string()),
  coverage: z.optional(runSummarySchema.shape.coverage),
  state: z.optional(runSummarySchema.shape.state),
  totals: z.optional(totalsSchema),
  unreachable: z.optional(runReportSchema.shape.unreachable),
  rootKeys: z.optional(runReportSchema.shape.rootKeys),
});
export type RunAnswer = z.infer<typeof runAnswerSchema>;

/** The end of a watched run for a program. */
export function runAnswer(
  run: StartedRun,
  { end, files, report }: Exclude<WatchedRun, "interrupted">,
): RunAnswer {
  const { status, error, cause } = end;
  return {
    run: { ...run, status, ...(error === undefined ? {} : { error, cause }) },
    ...(files === undefined ? {} : { files }),
    ...(report === undefined
      ? {}
      : {
          mode: report.run.mode,
          day: report.run.day,
          coverage: report.coverage,
          state: report.state,
          totals: report.totals,
          unreachable: report.unreachable,
          rootKeys: report.rootKeys,
        }),
  };
}
