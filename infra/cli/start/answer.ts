import * as z from "zod/mini";
import { totalsSchema } from "../../../statemachine/run-summary.ts";
import { playedDaySchema } from "./played-day.ts";

/** `curfew start --json`. */
export const startAnswerSchema = z.strictObject({
  run: z.strictObject({
    name: z.string(),
    status: z.string(),
    error: z.optional(z.string()),
    cause: z.optional(z.string()),
  }),
  /** Absent if the run failed before its report. */
  totals: z.optional(totalsSchema),
  files: z.optional(z.strictObject({ report: z.string(), mails: z.string() })),
  /** With `--sample first-deployment`: every day. `run` is the last one. */
  days: z.optional(z.array(playedDaySchema)),
});

/** `curfew sandbox --json`. */
export const sandboxAnswerSchema = z.strictObject({
  sandbox: z.strictObject({
    endpointUrl: z.string(),
    accountId: z.string(),
    region: z.string(),
    accessKeyId: z.string(),
    secretAccessKey: z.string(),
    inboxUrl: z.string(),
    settings: z.string(),
    run: z.string(),
    environmentFile: z.string(),
    report: z.string(),
  }),
});
