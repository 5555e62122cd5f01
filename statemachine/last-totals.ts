import * as z from "zod/mini";
import { accountIdSchema, daySchema } from "./policy.ts";

/**
 * What later runs need from a run over the whole Organization: for the report's comparison, the plan and the scheduler.
 */
export const lastRunSchema = z.strictObject({
  run: z.string(),
  startedAt: z.iso.datetime({ offset: true }),
  day: daySchema,
  /** Pace and approval threshold are percentages of it. */
  activeKeys: z.int(),
  /** One decimal. Absent if there was no active key. */
  compliantPercent: z.optional(z.number()),
  overdue: z.int(),
  /** Overdue keys without a standing deactivation notice: their first notices are spread; see `spreadDays`. */
  overdueWithoutNotice: z.int(),
  waiting: z.int(),
  /** Those of `waiting` that wait for an approval; runs over a few accounts ask for it too. */
  awaitingApproval: z.int(),
  /** Its forecast of notices and deactivations in the 14 days after it. */
  upcomingNotices: z.int(),
  upcomingDeactivations: z.int(),
});
export type LastRun = z.infer<typeof lastRunSchema>;

/** How many runs are kept: one a day covers the comparison with the run about 30 days ago. */
export const keptRuns = 40;

/** The last runs over the whole Organization in the deployment's mode, oldest first, at `lastTotalsKey`. */
export const lastTotalsSchema = z.strictObject({
  runs: z.array(lastRunSchema).check(z.maxLength(keptRuns)),
  /** Accounts in which the last deactivations failed: their keys come last in the next plans. */
  failingAccounts: z._default(z.array(z.strictObject({ accountId: accountIdSchema, since: daySchema })), []),
});
export type LastTotals = z.infer<typeof lastTotalsSchema>;
