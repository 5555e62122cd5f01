import * as z from "zod/mini";
import { accountIdSchema, daySchema, ouIdSchema } from "./policy.ts";

/** The input that a person starts the approve state machine with. */
export const approveInputSchema = z.strictObject({
  /** The run whose plan is approved: the name of its execution. */
  run: z.string().check(z.regex(/^[A-Za-z0-9_-]{1,80}$/, "expected an execution name")),
  /** The day of that run. */
  day: daySchema,
  /** Approve only the keys of these accounts and OUs. If both are absent: the whole plan. */
  accounts: z.optional(z.array(accountIdSchema).check(z.minLength(1, "expected at least one account"))),
  organizationalUnits: z.optional(z.array(ouIdSchema).check(z.minLength(1, "expected at least one OU"))),
  reason: z.string().check(
    z.refine((text) => text.trim() !== "", "expected a reason"),
    z.maxLength(300, "expected at most 300 characters"),
  ),
  /** Who approves, as the command line found it. Step Functions does not say who; CloudTrail does. */
  approvedBy: z.string().check(z.minLength(1), z.maxLength(300)),
});
export type ApproveInput = z.infer<typeof approveInputSchema>;

/** State machine -> approve function. `input` is parsed by the function, so that a wrong field is named. */
export const approveEventSchema = z.strictObject({
  executionArn: z.string(),
  startTime: z.iso.datetime({ offset: true }),
  input: z.unknown(),
});
export type ApproveEvent = z.infer<typeof approveEventSchema>;

/** The output of an approval. A refusal is an answer. */
export const approvalOutcomeSchema = z.discriminatedUnion("outcome", [
  z.strictObject({ outcome: z.literal("approved"), run: z.string(), keys: z.int(), expiresOn: daySchema }),
  z.strictObject({ outcome: z.literal("refused"), run: z.string(), reason: z.string() }),
]);
export type ApprovalOutcome = z.infer<typeof approvalOutcomeSchema>;

/** An approval as the ledger stores it. */
export const approvalSchema = z.strictObject({
  run: z.string(),
  day: daySchema,
  on: daySchema,
  expiresOn: daySchema,
  settingsFingerprint: z.string(),
  accounts: z.optional(z.array(accountIdSchema)),
  organizationalUnits: z.optional(z.array(ouIdSchema)),
  reason: z.string(),
  approvedBy: z.string(),
  executionArn: z.string(),
});
export type StoredApproval = z.infer<typeof approvalSchema>;
