import * as z from "zod/mini";
import type { Decision, Reason } from "../functions/domain/decision.ts";
import type { KeyHistory } from "../functions/domain/key-history.ts";
import type { LastUsed } from "../functions/domain/last-used.ts";
import type { RuleAnswer } from "../functions/domain/may-deactivate.ts";
import type { FallbackReason, NoticeDue, NoticeId, NoticeRecord } from "../functions/domain/notice.ts";
import type { RecordedFacts } from "../functions/domain/recorded-facts.ts";
import type { FoundTags } from "../functions/domain/user-facts.ts";
import { daySchema } from "./policy.ts";

export const noticeIdSchema: z.ZodMiniType<NoticeId> = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("stage"),
    day: z.int(),
    outlook: z.enum(["deactivation", "staysActive"]),
  }),
  z.strictObject({ type: z.literal("finalWarning"), round: z.int(), number: z.int() }),
  z.strictObject({ type: z.literal("exemptionUnreadable"), day: z.int() }),
  z.strictObject({ type: z.literal("deactivated"), number: z.int() }),
  z.strictObject({ type: z.literal("restored"), number: z.int() }),
]);

export const addresseeRoleSchema = z.enum(["owner", "fallback", "previousOwner", "security"]);
export const noticeKindSchema = z.enum([
  "warning",
  "staysActive",
  "finalWarning",
  "exemptionUnreadable",
  "deactivated",
  "restored",
]);

export const fallbackReasonSchema: z.ZodMiniType<FallbackReason> = z.discriminatedUnion("code", [
  z.strictObject({ code: z.literal("noEmailTag") }),
  z.strictObject({ code: z.literal("malformedAddress"), found: z.string() }),
  z.strictObject({ code: z.literal("outsideAllowedDomains"), found: z.string() }),
  z.strictObject({ code: z.literal("tooManyAddresses"), limit: z.int() }),
  z.strictObject({ code: z.literal("tagsUnreadable") }),
  z.strictObject({ code: z.literal("ownersUnreachable"), addresses: z.array(z.string()) }),
  z.strictObject({ code: z.literal("ownersChangeOften") }),
]);

const audienceSchema = z.enum(["current", "everyone"]);

const noticeDueSchema: z.ZodMiniType<NoticeDue> = z.strictObject({
  id: noticeIdSchema,
  kind: noticeKindSchema,
  to: z.array(
    z.strictObject({
      address: z.string(),
      as: addresseeRoleSchema,
      because: z.optional(z.array(fallbackReasonSchema)),
    }),
  ),
  names: z.optional(daySchema),
  noticeDays: z.optional(z.int()),
  withdraws: z.optional(daySchema),
  audience: audienceSchema,
});

const deliverySchema = z.discriminatedUnion("state", [
  z.strictObject({ state: z.literal("unknown") }),
  z.strictObject({ state: z.literal("delivered"), on: daySchema }),
  z.strictObject({ state: z.literal("bounced"), on: daySchema, cause: z.string() }),
]);

const noticeRecordSchema: z.ZodMiniType<NoticeRecord> = z.strictObject({
  id: noticeIdSchema,
  to: z.string(),
  as: addresseeRoleSchema,
  state: z.enum(["claimed", "sent", "refused"]),
  on: daySchema,
  run: z.string(),
  claimId: z.string(),
  round: z.int(),
  userType: z.optional(z.string()),
  names: z.optional(daySchema),
  noticeDays: z.optional(z.int()),
  audience: audienceSchema,
  delivery: deliverySchema,
});

const revocationCauseSchema = z.enum([
  "staysActiveNotice",
  "exemptionBegun",
  "exemptionEnded",
  "exemptionUnreadable",
  "restore",
  "deactivation",
]);

const keyHistorySchema: z.ZodMiniType<KeyHistory> = z.strictObject({
  key: z.optional(z.strictObject({ userName: z.string(), createdOn: daySchema })),
  round: z.int(),
  claims: z.int(),
  revocations: z.array(
    z.strictObject({ round: z.int(), by: revocationCauseSchema, on: daySchema, run: z.string() }),
  ),
  restarts: z.int(),
  notices: z.array(noticeRecordSchema),
  deactivation: z.optional(
    z.strictObject({
      state: z.enum(["intended", "done"]),
      number: z.int(),
      on: daySchema,
      run: z.string(),
      begunBy: z.optional(z.string()),
    }),
  ),
  restore: z.optional(
    z.strictObject({
      state: z.enum(["intended", "done"]),
      number: z.int(),
      on: daySchema,
      until: daySchema,
      run: z.string(),
      reason: z.string(),
      deactivation: z.int(),
    }),
  ),
  waiting: z.optional(z.strictObject({ round: z.int(), days: z.int(), last: daySchema })),
});

const exemptionProblemSchema = z.enum(["malformed", "endsTooLate"]);

export const reasonSchema: z.ZodMiniType<Reason> = z.discriminatedUnion("code", [
  z.strictObject({ code: z.literal("noStageDue") }),
  z.strictObject({ code: z.literal("stageDue"), day: z.int() }),
  z.strictObject({ code: z.literal("stageNotified"), day: z.int() }),
  z.strictObject({ code: z.literal("deactivationDue"), named: daySchema }),
  z.strictObject({ code: z.literal("exempt"), until: daySchema, owner: z.string(), reason: z.string() }),
  z.strictObject({
    code: z.literal("exemptionUnreadable"),
    found: z.string(),
    problem: exemptionProblemSchema,
  }),
  z.strictObject({ code: z.literal("tagsUnreadable") }),
  z.strictObject({ code: z.literal("unknownUserType"), found: z.optional(z.string()) }),
  z.strictObject({
    code: z.literal("restored"),
    until: daySchema,
    activeUntil: z.optional(daySchema),
    reason: z.string(),
  }),
  z.strictObject({ code: z.literal("notWarned"), revokedBy: z.optional(revocationCauseSchema) }),
  z.strictObject({ code: z.literal("dayNotReached"), named: daySchema }),
  z.strictObject({ code: z.literal("deliveryUnknown"), sentOn: daySchema }),
  z.strictObject({ code: z.literal("deliveredTooLate"), until: daySchema }),
  z.strictObject({ code: z.literal("ownerChanged") }),
  z.strictObject({ code: z.literal("ownerUnreachable"), addresses: z.array(z.string()) }),
  z.strictObject({ code: z.literal("nobodyReached"), addresses: z.array(z.string()) }),
  z.strictObject({ code: z.literal("noticeStale"), named: daySchema }),
  z.strictObject({ code: z.literal("mailLimit") }),
  z.strictObject({ code: z.literal("inactive"), status: z.string() }),
  z.strictObject({ code: z.literal("deactivationToFinish"), on: daySchema }),
]);

const ruleAnswerSchema: z.ZodMiniType<RuleAnswer> = z.strictObject({
  may: z.boolean(),
  conditions: z.array(
    z.discriminatedUnion("name", [
      z.strictObject({ name: z.literal("day"), holds: z.boolean(), notBefore: z.optional(daySchema) }),
      z.strictObject({ name: z.literal("delivered"), holds: z.boolean(), since: z.optional(daySchema) }),
      z.strictObject({ name: z.literal("standing"), holds: z.boolean() }),
      z.strictObject({ name: z.literal("fresh"), holds: z.boolean(), age: z.optional(z.int()) }),
    ]),
  ),
});

/** A decision about one access key, as it crosses the states. */
export const decisionSchema: z.ZodMiniType<Decision> = z.strictObject({
  accessKeyId: z.string(),
  userName: z.string(),
  age: z.int(),
  state: z.enum(["compliant", "notify", "notified", "deactivate", "onHold", "exempt", "inactive"]),
  reason: reasonSchema,
  notice: z.optional(noticeDueSchema),
  revoke: z.optional(revocationCauseSchema),
  withdrawIntention: z.optional(z.literal(true)),
  rule: z.optional(ruleAnswerSchema),
  overdueSince: z.optional(daySchema),
});

export const lastUsedSchema: z.ZodMiniType<LastUsed> = z.discriminatedUnion("state", [
  z.strictObject({ state: z.literal("used"), on: daySchema, service: z.string(), region: z.string() }),
  z.strictObject({ state: z.literal("never") }),
  z.strictObject({ state: z.literal("unknown") }),
]);

export const foundTagsSchema: z.ZodMiniType<FoundTags> = z.strictObject({
  email: z.optional(z.string()),
  userType: z.optional(z.string()),
  exempt: z.optional(z.string()),
});

/** What a decision was based on, and when it was read. */
export const recordedFactsSchema: z.ZodMiniType<RecordedFacts> = z.strictObject({
  accessKeyId: z.string(),
  userName: z.string(),
  status: z.string(),
  createdOn: daySchema,
  keyFrom: z.enum(["listing", "inventory"]),
  tags: z.union([foundTagsSchema, z.literal("notRead"), z.literal("unreadable")]),
  tagsReadOn: z.optional(daySchema),
  userType: z.optional(z.string()),
  lastUsed: z.optional(lastUsedSchema),
  otherKey: z.optional(
    z.strictObject({
      accessKeyId: z.string(),
      status: z.string(),
      createdOn: daySchema,
      lastUsed: z.optional(lastUsedSchema),
    }),
  ),
  hasPassword: z.optional(z.boolean()),
  history: keyHistorySchema,
});
