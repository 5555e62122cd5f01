import * as z from "zod/mini";
import type { Plan, PlanHold } from "../functions/domain/plan.ts";
import { noticeOutcomeSchema } from "./account-result.ts";
import { decisionSchema, reasonSchema } from "./decision.ts";
import { accountIdSchema, daySchema } from "./policy.ts";
import {
  accountListSchema,
  accountSchema,
  errorOutputSchema,
  objectLocationSchema,
  runSchema,
} from "./run.ts";

/** State machine -> plan function: the scheduler's list, and the first Map's own failure if it had one. */
export const planEventSchema = z.extend(accountListSchema, {
  evaluateFailure: z.optional(errorOutputSchema),
});
export type PlanEvent = z.infer<typeof planEventSchema>;

const dueKeyShape = {
  accountId: accountIdSchema,
  accessKeyId: z.string(),
  userName: z.string(),
  createdOn: daySchema,
  named: daySchema,
  lastDeactivatedOn: z.optional(daySchema),
};

/** Why the plan deactivates nothing today. */
export const planHoldSchema: z.ZodMiniType<PlanHold> = z.discriminatedUnion("code", [
  z.strictObject({ code: z.literal("reportMode") }),
  z.strictObject({ code: z.literal("dayOver"), day: daySchema, utcDay: daySchema }),
  z.strictObject({ code: z.literal("unreadableResults"), objects: z.array(z.string()) }),
  z.strictObject({
    code: z.literal("tooManyUnreachable"),
    unreachable: z.int(),
    listed: z.int(),
    percent: z.number(),
  }),
  z.strictObject({ code: z.literal("paused"), until: daySchema, reason: z.string() }),
  z.strictObject({ code: z.literal("windowClosed") }),
  z.strictObject({ code: z.literal("mailUnusable"), problem: z.string() }),
  z.strictObject({ code: z.literal("evaluationFailed"), error: z.string() }),
]);

const planSchema: z.ZodMiniType<Plan> = z.strictObject({
  state: z.enum(["nothingDue", "onHold", "awaitingApproval", "deactivate"]),
  hold: z.optional(planHoldSchema),
  keys: z.array(
    z.strictObject({
      ...dueKeyShape,
      fate: z.enum(["deactivate", "waitsForPace", "waitsForAccountPace", "awaitsApproval", "onHold"]),
      approvedBy: z.optional(z.string()),
    }),
  ),
});

/**
 * Plan function -> report, approve function and command line, through S3: what is due and which keys may be
 * deactivated.
 */
export const planFileSchema = z.strictObject({
  run: runSchema,
  organizationId: z.string(),
  /** Fingerprint of stages, user types, notice days and limits: an approval lapses when it changes. */
  settingsFingerprint: z.string(),
  /** Absent if nothing is due, because reading them would cost calls. */
  limits: z.optional(
    z.strictObject({
      perDay: z.int(),
      perDayAndAccount: z.int(),
      approvalAbove: z.int(),
      /** What other executions of the day had reserved. */
      reserved: z.int(),
    }),
  ),
  /** The accounts of the plan's keys: approvals name accounts and OUs. */
  accounts: z.array(accountSchema),
  plan: planSchema,
});
export type PlanFile = z.infer<typeof planFileSchema>;

/** Plan function -> Choice, DeactivateKeys and Report. */
export const planOutputSchema = z.extend(planEventSchema, {
  plan: z.strictObject({
    state: z.enum(["nothingDue", "onHold", "awaitingApproval", "deactivate"]),
    file: objectLocationSchema,
    /** What the second Map reads: one item per account. */
    items: objectLocationSchema,
    /** How many keys of the plan are deactivated today. The Choice checks whether it is 0. */
    keys: z.int(),
  }),
});
export type PlanOutput = z.infer<typeof planOutputSchema>;

/** A key of the plan that is deactivated today. */
export const plannedKeySchema = z.strictObject({
  accessKeyId: z.string(),
  userName: z.string(),
  createdOn: daySchema,
});

/** One item of the second Map. */
export const planItemSchema = z.strictObject({
  account: accountSchema,
  keys: z.array(plannedKeySchema),
});
export type PlanItem = z.infer<typeof planItemSchema>;

/** DeactivateKeys -> worker (deactivate). */
export const deactivateKeysEventSchema = z.extend(planItemSchema, { run: runSchema });
export type DeactivateKeysEvent = z.infer<typeof deactivateKeysEventSchema>;

/** Why a planned key was not deactivated. */
export const notDeactivatedSchema = z.discriminatedUnion("code", [
  /** It was evaluated again right before, and the rule, the policy or its tags no longer allow it. */
  z.strictObject({ code: z.literal("noLongerDue"), reason: reasonSchema }),
  z.strictObject({ code: z.literal("keyGone") }),
  z.strictObject({ code: z.literal("statusChanged"), status: z.string() }),
  z.strictObject({ code: z.literal("paused"), until: daySchema }),
  /** Settings that were deployed after the plan close the change window today. */
  z.strictObject({ code: z.literal("windowClosed") }),
  z.strictObject({ code: z.literal("dayOver"), day: daySchema, utcDay: daySchema }),
  /** Another execution intends the deactivation, or a restore came in between. */
  z.strictObject({ code: z.literal("overtaken") }),
  z.strictObject({ code: z.literal("failed"), error: z.string() }),
  z.strictObject({ code: z.literal("noTimeLeft") }),
]);
export type NotDeactivated = z.infer<typeof notDeactivatedSchema>;

/** The result of one key of the plan. */
export const plannedKeyResultSchema = z.strictObject({
  accessKeyId: z.string(),
  userName: z.string(),
  /** The decision right before the deactivation. Absent if the key could not be read or evaluated. */
  decision: z.optional(decisionSchema),
  outcome: z.enum(["deactivated", "notDeactivated"]),
  why: z.optional(notDeactivatedSchema),
  notices: z.array(noticeOutcomeSchema),
});
export type PlannedKeyResult = z.infer<typeof plannedKeyResultSchema>;

/** Worker (deactivate) -> report, through S3: the result of every planned key of one account. */
export const deactivationResultSchema = z.strictObject({
  run: runSchema,
  account: accountSchema,
  keys: z.array(plannedKeyResultSchema),
  problems: z.array(z.strictObject({ userName: z.string(), problem: z.string() })),
});
export type DeactivationResult = z.infer<typeof deactivationResultSchema>;
