import * as z from "zod/mini";
import { noticeOutcomeSchema, outcomeReasonSchema } from "./account-result.ts";
import { lastUsedSchema, reasonSchema } from "./decision.ts";
import { lastRunSchema } from "./last-totals.ts";
import { notDeactivatedSchema, planFileSchema, planHoldSchema } from "./plan.ts";
import { accountIdSchema, daySchema } from "./policy.ts";
import { objectLocationSchema, skippedAccountSchema } from "./run.ts";
import { runSummarySchema } from "./run-summary.ts";

/** An account that was not or only partly evaluated, and why. The reason is a text if the account has no result. */
const accountWithReasonSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  reason: z.union([outcomeReasonSchema, z.string()]),
});
export type AccountWithReason = z.infer<typeof accountWithReasonSchema>;

const accountRowSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  path: z.array(z.string()),
  /** Absent if the account has no result. */
  mode: z.optional(z.enum(["report", "enforce"])),
  outcome: z.enum(["evaluated", "partlyEvaluated", "notOnboarded", "unreachable"]),
  users: z.int(),
  activeKeys: z.int(),
  /** In calendar days. Absent if the account has no active key. */
  oldestActiveKeyAge: z.optional(z.int()),
  overdue: z.int(),
  onHold: z.int(),
  /** Sent, or would have been sent in report mode. */
  notices: z.int(),
  /** Deactivated, or would have been in report mode. */
  deactivated: z.int(),
  upcomingNotices: z.int(),
  upcomingDeactivations: z.int(),
});
/** One account in the report. */
export type AccountRow = z.infer<typeof accountRowSchema>;

const fateSchema = z.enum(["deactivate", "waitsForPace", "waitsForAccountPace", "awaitsApproval", "onHold"]);

const nextStepSchema = z.strictObject({
  on: daySchema,
  what: z.enum(["notify", "deactivate"]),
  /** The day of deactivation that a notice would name. */
  names: z.optional(daySchema),
});

const keyRowSchema = z.strictObject({
  accountId: z.string(),
  accountName: z.string(),
  userName: z.string(),
  accessKeyId: z.string(),
  createdOn: daySchema,
  age: z.int(),
  /** The email tag as found. Absent without one, or if it was not read. */
  owner: z.optional(z.string()),
  userType: z.optional(z.string()),
  lastUsed: z.optional(lastUsedSchema),
  otherKey: z.optional(z.strictObject({ accessKeyId: z.string(), status: z.string(), createdOn: daySchema })),
  state: z.enum(["compliant", "notify", "notified", "deactivate", "onHold", "exempt", "inactive"]),
  reason: reasonSchema,
  overdueSince: z.optional(daySchema),
  /** How often tags or exemptions revoked earlier notices. */
  restarts: z.int(),
  /** What the plan says about the key. Absent if it is not in the plan. */
  fate: z.optional(fateSchema),
  /** The result of a key that the plan had for today; `noResult` if there is none. */
  outcome: z.optional(z.enum(["deactivated", "notDeactivated", "noResult"])),
  why: z.optional(notDeactivatedSchema),
  notices: z.array(noticeOutcomeSchema),
  /** The next thing that happens if nothing changes. Absent if nothing happens within 14 days. */
  next: z.optional(nextStepSchema),
});
/** A key past its first stage, or one about which the run did something. */
export type KeyRow = z.infer<typeof keyRowSchema>;

const keysOfAgeSchema = z.strictObject({ age: z.int(), keys: z.int() });
/** How many active keys have one age, in calendar days. */
export type KeysOfAge = z.infer<typeof keysOfAgeSchema>;

const reportStageSchema = z.strictObject({
  day: z.int(),
  actions: z.record(z.string(), z.enum(["notify", "deactivate"])),
});
/** A stage of the policy at the time of the run. */
export type ReportStage = z.infer<typeof reportStageSchema>;

const upcomingDaySchema = z.strictObject({
  on: daySchema,
  notices: z.int(),
  deactivations: z.int(),
  /** Account ID, notices, deactivations: the accounts with most of them, at most `longestUpcomingList`. */
  accounts: z.array(z.tuple([accountIdSchema, z.int(), z.int()])),
  /** How many other accounts have something on that day. */
  more: z.int(),
});
/** What happens on a day of the next two weeks if nothing changes. */
export type UpcomingDay = z.infer<typeof upcomingDaySchema>;

const holdGroupSchema = z.strictObject({
  /** The code of the reason. */
  code: z.string(),
  /** The value found in a tag. Absent if the reason has none. */
  found: z.optional(z.string()),
  keys: z.int(),
});
/** Keys on hold for one reason and, if a tag is the reason, with one value. */
export type HoldGroup = z.infer<typeof holdGroupSchema>;

const undeliverableSchema = z.strictObject({
  address: z.string(),
  /** Whether notices went to it as the fallback contact. */
  isFallback: z.boolean(),
  /** The code that SES reported, or its refusal. */
  cause: z.string(),
  on: daySchema,
  keys: z.int(),
});
/** An address to which SES could not deliver the latest mail. */
export type Undeliverable = z.infer<typeof undeliverableSchema>;

const reportPlanSchema = z.strictObject({
  file: objectLocationSchema,
  /** Why the plan deactivates nothing today. Absent if it may. */
  hold: z.optional(planHoldSchema),
  limits: planFileSchema.shape.limits,
  /** How many keys of the plan have each fate. */
  fates: z.record(fateSchema, z.int()),
});
/** The plan in the report; each key's row has its own fate. */
export type ReportPlan = z.infer<typeof reportPlanSchema>;

/** Report function -> people and the command line: the run report in S3. */
export const runReportSchema = z.strictObject({
  ...runSummarySchema.shape,
  /** The cause without the names of accounts, which `unreachable` lists. */
  headline: z.string(),
  compliantPercent: z.optional(z.number()),
  /** The last comparable run before this one. */
  previous: z.optional(lastRunSchema),
  /** The comparable run closest to 30 days ago. */
  monthAgo: z.optional(lastRunSchema),
  /** Absent if there is no plan, or if it could not be read. */
  plan: z.optional(reportPlanSchema),
  stages: z.array(reportStageSchema),
  /** Days of stages that apply only to part of the Organization. */
  overrideStageDays: z.array(z.int()),
  /** In order of age, without ages that no active key has. */
  ages: z.array(keysOfAgeSchema),
  /** In order of the day, without days on which nothing happens. */
  upcoming: z.array(upcomingDaySchema),
  /** The largest first. */
  onHold: z.array(holdGroupSchema),
  undeliverable: z.array(undeliverableSchema),
  /** Whether SES reported nothing about any notice of some day, although all are at least two days old. */
  deliveryReportsMissing: z.optional(z.boolean()),
  unreachable: z.array(accountWithReasonSchema),
  partlyEvaluated: z.array(accountWithReasonSchema),
  notOnboarded: z.array(accountWithReasonSchema),
  skipped: z.array(skippedAccountSchema),
  /** Accounts whose root user has an active access key. */
  rootKeys: z.array(z.strictObject({ id: z.string(), name: z.string() })),
  /** Names of OUs by ID; an OU that is not in it is shown by its ID. */
  ouNames: z.record(z.string(), z.string()),
  accounts: z.array(accountRowSchema),
  /** Keys overdue for more than 30 days first, then by age, the oldest first. */
  keys: z.array(keyRowSchema),
});
export type RunReport = z.infer<typeof runReportSchema>;

/** The report without its rows of keys. There may be 200,000 rows. */
export const reportHeadSchema = z.omit(runReportSchema, { keys: true });
export type ReportHead = z.infer<typeof reportHeadSchema>;
