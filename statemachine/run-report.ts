import * as z from "zod/mini";
import { keyResultSchema } from "./account-result.ts";
import { leftOutAccountSchema, runSchema, totalsSchema } from "./contract.ts";
import { accountIdSchema, daySchema } from "./policy.ts";

const accountWithReasonSchema = z.strictObject({ id: z.string(), name: z.string(), reason: z.string() });
/** An account that was not reached or not onboarded, and why. */
export type AccountWithReason = z.infer<typeof accountWithReasonSchema>;

const accountRowSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  path: z.array(z.string()),
  /** Empty where the account left no result. */
  mode: z.string(),
  outcome: z.string(),
  users: z.int(),
  keys: z.int(),
  activeKeys: z.int(),
  /** In calendar days; absent where the account has no active key. */
  oldestActiveKeyAge: z.optional(z.int()),
  noticesSent: z.int(),
  wouldNotify: z.int(),
  keysDeactivated: z.int(),
  wouldDeactivate: z.int(),
  keysWithheld: z.int(),
});
/** One account in the report. */
export type AccountRow = z.infer<typeof accountRowSchema>;

const keyRowSchema = z.extend(keyResultSchema, { accountId: z.string(), accountName: z.string() });
/** A key about which something was due, or which is exempt. */
export type KeyRow = z.infer<typeof keyRowSchema>;

const keysOfAgeSchema = z.strictObject({ age: z.int(), keys: z.int() });
/** How many active keys have one age, in calendar days. */
export type KeysOfAge = z.infer<typeof keysOfAgeSchema>;

const reportStageSchema = z.strictObject({
  day: z.int(),
  actions: z.record(z.string(), z.enum(["notify", "deactivate"])),
});
/** A stage of the policy, as the run had it. */
export type ReportStage = z.infer<typeof reportStageSchema>;

const upcomingDaySchema = z.strictObject({
  on: daySchema,
  notices: z.int(),
  deactivations: z.int(),
  /** Account id, notices, deactivations: a tuple, because there may be one for every account and day. */
  accounts: z.array(z.tuple([accountIdSchema, z.int(), z.int()])),
});
/** What a day of the next two weeks brings if nothing changes; each key counts with its next step only. */
export type UpcomingDay = z.infer<typeof upcomingDaySchema>;

/** What a run came to, without its lists: what the next run is compared to. */
export const runTotalsSchema = z.strictObject({ run: runSchema, totals: totalsSchema });
export type RunTotals = z.infer<typeof runTotalsSchema>;

/** Report function -> people and the command line: the run report as it lies in S3. */
export const runReportSchema = z.strictObject({
  run: runSchema,
  coverage: z.enum(["complete", "incomplete"]),
  cause: z.string(),
  /** The cause without the names of accounts, which `unreached` lists. */
  headline: z.string(),
  totals: totalsSchema,
  /** The last run over the whole Organization; absent in the first one, and where this one is not over all of it. */
  previous: z.optional(runTotalsSchema),
  stages: z.array(reportStageSchema),
  /** Days of stages that apply only to part of the Organization. */
  overrideStageDays: z.array(z.int()),
  /** In order of age; an age that no active key has is left out. */
  ages: z.array(keysOfAgeSchema),
  /** In order of the day; a day that brings nothing is left out. */
  upcoming: z.array(upcomingDaySchema),
  unreached: z.array(accountWithReasonSchema),
  notOnboarded: z.array(accountWithReasonSchema),
  leftOut: z.array(leftOutAccountSchema),
  /** Accounts whose root user has an active access key. */
  rootKeys: z.array(accountWithReasonSchema),
  accounts: z.array(accountRowSchema),
  keys: z.array(keyRowSchema),
});
export type RunReport = z.infer<typeof runReportSchema>;
