import * as z from "zod/mini";
import { planEventSchema, planOutputSchema } from "./plan.ts";
import { errorOutputSchema, objectLocationSchema, runSchema } from "./run.ts";

/**
 * State machine -> report function: what the plan function returned, and what failed on the way. `plan` is absent
 * if the plan function itself failed (`planFailure`); then nothing was deactivated.
 */
export const reportEventSchema = z.extend(planEventSchema, {
  plan: z.optional(planOutputSchema.shape.plan),
  planFailure: z.optional(errorOutputSchema),
  deactivateFailure: z.optional(errorOutputSchema),
});
export type ReportEvent = z.infer<typeof reportEventSchema>;

/** The figures of a run. Every list and page shows these, and counts nothing again. */
export const totalsSchema = z.strictObject({
  /** listed = evaluated + partlyEvaluated + notOnboarded + unreachable; skipped accounts are not among them. */
  accounts: z.strictObject({
    listed: z.int(),
    evaluated: z.int(),
    partlyEvaluated: z.int(),
    notOnboarded: z.int(),
    unreachable: z.int(),
    skipped: z.int(),
  }),
  users: z.int(),
  keys: z.int(),
  activeKeys: z.int(),
  /** Active keys for which no stage is due. */
  compliantKeys: z.int(),
  /** Keys whose deactivation was due by the run's day and that are still active after the run. */
  overdueKeys: z.int(),
  /** Overdue for more than 30 days. */
  longOverdueKeys: z.int(),
  /** Overdue keys whose owner has no deactivation notice that counts after the run. */
  overdueWithoutNotice: z.int(),
  /** Keys that may be deactivated but wait for pace, approval, change window or the end of a pause. */
  waitingKeys: z.int(),
  /** Those of `waitingKeys` that wait for an approval. */
  awaitingApproval: z.int(),
  /** Keys on hold: due and deliberately not deactivated. */
  onHoldKeys: z.int(),
  exemptKeys: z.int(),
  noticesSent: z.int(),
  noticesFailed: z.int(),
  keysDeactivated: z.int(),
  deactivationsFailed: z.int(),
  /** Notices and deactivations that accounts in report mode would have had. */
  wouldNotify: z.int(),
  wouldDeactivate: z.int(),
  /** In the 14 days after the run, if nothing changes. */
  upcomingNotices: z.int(),
  upcomingDeactivations: z.int(),
  /** Users whose tags were read and lack an address or a user type. */
  usersWithoutEmail: z.int(),
  usersWithoutType: z.int(),
});
export type Totals = z.infer<typeof totalsSchema>;

/** Report function -> Choice, and the output of the execution. */
export const runSummarySchema = z.strictObject({
  run: runSchema,
  coverage: z.enum(["complete", "incomplete"]),
  /** `incomplete`: a planned key has no result, or every attempted deactivation failed, or there is no plan. */
  deactivations: z.enum(["accountedFor", "incomplete"]),
  /** The state of the plan; `unknown` if it could not be read. */
  state: z.enum(["nothingDue", "onHold", "awaitingApproval", "deactivate", "unknown"]),
  /** One paragraph: why the run failed, or what it covered. */
  cause: z.string(),
  totals: totalsSchema,
  report: z.strictObject({
    json: objectLocationSchema,
    csv: objectLocationSchema,
    html: objectLocationSchema,
  }),
});
export type RunSummary = z.infer<typeof runSummarySchema>;
