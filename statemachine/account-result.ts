import * as z from "zod/mini";
import { addresseeRoleSchema, decisionSchema, noticeIdSchema, recordedFactsSchema } from "./decision.ts";
import { daySchema, modeSchema } from "./policy.ts";
import { accountSchema, runSchema } from "./run.ts";

/**
 * The outcome of a notice to one recipient. `refused`: SES rejects this recipient. `inFlight`: another worker has
 * claimed it and may be sending it. `overtaken`: the key changed after it was evaluated, so the notice was not sent.
 */
export const noticeOutcomeSchema = z.strictObject({
  id: noticeIdSchema,
  to: z.string(),
  as: addresseeRoleSchema,
  names: z.optional(daySchema),
  outcome: z.enum(["sent", "wouldSend", "refused", "failed", "inFlight", "overtaken"]),
  /** Why it was not sent, for people. */
  error: z.optional(z.string()),
});
export type NoticeOutcome = z.infer<typeof noticeOutcomeSchema>;

/** One access key: what was known, what was decided and what was sent. */
export const keyResultSchema = z.strictObject({
  facts: recordedFactsSchema,
  decision: decisionSchema,
  notices: z.array(noticeOutcomeSchema),
  /** Whether the evaluation finished an interrupted deactivation: read back as Inactive and recorded. */
  finishedDeactivation: z.optional(z.literal(true)),
});
export type KeyResult = z.infer<typeof keyResultSchema>;

/** Why an account has the outcome that it has. */
export const outcomeReasonSchema = z.discriminatedUnion("code", [
  /** The role is missing or does not trust Curfew; the account joined this many days ago. */
  z.strictObject({ code: z.literal("joinedRecently"), days: z.int() }),
  z.strictObject({ code: z.literal("pendingClosure") }),
  z.strictObject({ code: z.literal("roleRefused"), error: z.string() }),
  z.strictObject({ code: z.literal("regionDisabled"), error: z.string() }),
  z.strictObject({ code: z.literal("staleRun"), day: daySchema, utcDay: daySchema }),
  z.strictObject({ code: z.literal("failed"), step: z.string(), error: z.string() }),
  /** Some users or keys could not be evaluated, or mail stopped; see `problems`. */
  z.strictObject({ code: z.literal("problems"), count: z.int(), first: z.string() }),
]);
export type OutcomeReason = z.infer<typeof outcomeReasonSchema>;

/**
 * Worker (evaluate) -> plan and report, through S3: what the evaluation of one account found and did. Every active
 * key has its decision in it.
 */
export const accountResultSchema = z.strictObject({
  run: runSchema,
  account: accountSchema,
  /** The account's own mode, which settings or the run may have lowered. */
  mode: modeSchema,
  outcome: z.enum(["evaluated", "partlyEvaluated", "notOnboarded", "unreachable", "skipped"]),
  /** Absent if the outcome is `evaluated`. */
  reason: z.optional(outcomeReasonSchema),
  users: z.int(),
  keys: z.int(),
  activeKeys: z.int(),
  /** Users whose tags were read and lack an address or a user type. */
  untagged: z.strictObject({ email: z.int(), userType: z.int() }),
  /** Whether the root user has an active access key. Absent without a credential report. */
  rootHasActiveKey: z.optional(z.boolean()),
  results: z.array(keyResultSchema),
  /** `userName` is empty if the problem concerns the whole account. */
  problems: z.array(z.strictObject({ userName: z.string(), problem: z.string() })),
});
export type AccountResult = z.infer<typeof accountResultSchema>;
