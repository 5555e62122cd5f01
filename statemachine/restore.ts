import * as z from "zod/mini";
import type { RestoreRefusal } from "../functions/domain/restore.ts";
import { noticeOutcomeSchema } from "./account-result.ts";
import { accountIdSchema, daySchema } from "./policy.ts";
import { accountSchema, errorOutputSchema, executionSchema, objectLocationSchema } from "./run.ts";

const restoreDetails = {
  /** The key stays active for this many days after today. */
  days: z
    .int("expected a whole number of days")
    .check(z.minimum(1, "expected at least 1 day"), z.maximum(90, "expected at most 90 days")),
  /** For owner, security contact and ledger. */
  reason: z.string().check(
    z.refine((text) => text.trim() !== "", "expected a reason"),
    z.maxLength(300, "expected at most 300 characters"),
  ),
};

/** A request to restore one key. */
export const restoreKeyInputSchema = z.strictObject({
  accountId: accountIdSchema,
  accessKeyId: z.string().check(z.regex(/^\w{16,128}$/, "expected a whole access key ID")),
  ...restoreDetails,
});

/** A request to restore everything that one run deactivated. */
export const restoreRunInputSchema = z.strictObject({
  /** The ID of a run: the name of its execution. */
  run: z.string().check(z.regex(/^[A-Za-z0-9_-]{1,80}$/, "expected an execution name")),
  /** The day of that run. */
  day: daySchema,
  ...restoreDetails,
});

/**
 * The input that a person starts the restore state machine with. Parse it with one of the two, so that a wrong field is
 * named.
 */
export const restoreInputSchema = z.union([restoreKeyInputSchema, restoreRunInputSchema]);
export type RestoreInput = z.infer<typeof restoreInputSchema>;

/** State machine -> restore function, first step: find the keys. */
export const findKeysEventSchema = z.strictObject({
  step: z.literal("findKeys"),
  execution: executionSchema,
  input: z.unknown(),
});
export type FindKeysEvent = z.infer<typeof findKeysEventSchema>;

export const restoreRequestSchema = z.strictObject({
  execution: z.string(),
  day: daySchema,
  days: restoreDetails.days,
  reason: restoreDetails.reason,
  /** If present, only what this run deactivated is restored. */
  run: z.optional(restoreRunInputSchema.shape.run),
  /** Mails per second that SES allows the account (MaxSendRate). */
  mailRate: z.number().check(z.positive()),
});
export type RestoreRequest = z.infer<typeof restoreRequestSchema>;

/** Restore function -> Map. A request that is refused as a whole has no keys and a reason. */
export const keysFoundSchema = z.strictObject({
  request: restoreRequestSchema,
  items: objectLocationSchema,
  accounts: z.int(),
  keys: z.int(),
  refused: z.optional(z.string()),
});
export type KeysFound = z.infer<typeof keysFoundSchema>;

/** One item of the Map. */
export const restoreItemSchema = z.strictObject({
  account: accountSchema,
  accessKeyIds: z.array(z.string()),
});
export type RestoreItem = z.infer<typeof restoreItemSchema>;

/** Map -> restore function, second step: the keys of one account. */
export const restoreKeysEventSchema = z.extend(restoreItemSchema, {
  step: z.literal("restoreKeys"),
  request: restoreRequestSchema,
});
export type RestoreKeysEvent = z.infer<typeof restoreKeysEventSchema>;

const restoreRefusalSchema: z.ZodMiniType<RestoreRefusal> = z.discriminatedUnion("code", [
  z.strictObject({ code: z.literal("notDeactivatedByCurfew") }),
  z.strictObject({ code: z.literal("deactivationUnfinished") }),
  z.strictObject({ code: z.literal("deactivatedByAnotherRun"), run: z.string() }),
  z.strictObject({ code: z.literal("deactivatedByOthers"), restoredOn: daySchema }),
  z.strictObject({ code: z.literal("wasActiveAgain"), warnedOn: daySchema }),
  z.strictObject({ code: z.literal("keyGone") }),
  z.strictObject({ code: z.literal("alreadyActive") }),
  z.strictObject({ code: z.literal("unexpectedStatus"), status: z.string() }),
]);

/** A notice about a restore. `alreadySent`: an earlier execution sent it, which this one continues. */
const restoreNoticeOutcomeSchema = z.extend(noticeOutcomeSchema, {
  outcome: z.enum([...noticeOutcomeSchema.shape.outcome.options, "alreadySent"]),
});
export type RestoreNoticeOutcome = z.infer<typeof restoreNoticeOutcomeSchema>;

/** The result of one key. */
export const restoredKeySchema = z.strictObject({
  accountId: accountIdSchema,
  accountName: z.string(),
  accessKeyId: z.string(),
  userName: z.optional(z.string()),
  outcome: z.enum(["restored", "refused", "failed"]),
  until: z.optional(daySchema),
  refusal: z.optional(restoreRefusalSchema),
  error: z.optional(z.string()),
  notices: z.array(restoreNoticeOutcomeSchema),
});
export type RestoredKey = z.infer<typeof restoredKeySchema>;

/** Restore function -> S3: the results of the keys of one account. */
export const restoreResultSchema = z.strictObject({
  request: restoreRequestSchema,
  keys: z.array(restoredKeySchema),
});
export type RestoreResult = z.infer<typeof restoreResultSchema>;

/** State machine -> restore function, last step: add up the results. */
export const sumUpRestoreEventSchema = z.extend(keysFoundSchema, {
  step: z.literal("sumUp"),
  /** The failure of the Map as a whole; a single account never fails it. */
  restoreFailure: z.optional(errorOutputSchema),
});
export type SumUpRestoreEvent = z.infer<typeof sumUpRestoreEventSchema>;

/** State machine -> restore function: one function for all three steps. */
export const restoreEventSchema = z.discriminatedUnion("step", [
  findKeysEventSchema,
  restoreKeysEventSchema,
  sumUpRestoreEventSchema,
]);

/** The output of a restore execution: totals, and the results of the first keys. */
export const restoreSummarySchema = z.strictObject({
  request: restoreRequestSchema,
  refused: z.optional(z.string()),
  totals: z.strictObject({ restored: z.int(), refused: z.int(), failed: z.int() }),
  keys: z.array(restoredKeySchema),
});
export type RestoreSummary = z.infer<typeof restoreSummarySchema>;
