import * as z from "zod/mini";
import type { Decision } from "../functions/domain/decision.ts";
import { accountSchema, runSchema } from "./contract.ts";
import { daySchema, modeSchema } from "./policy.ts";

const decisionSchema: z.ZodMiniType<Decision> = z.strictObject({
  accessKeyId: z.string(),
  userName: z.string(),
  age: z.int(),
  verdict: z.enum(["inTime", "notify", "told", "deactivate", "withheld", "notActive"]),
  withheld: z.optional(
    z.enum([
      "graceNotOver",
      "tagsUnreadable",
      "unknownUserType",
      "exempt",
      "exemptionUnreadable",
      "restored",
    ]),
  ),
  reason: z.string(),
  notice: z.optional(
    z.strictObject({
      id: z.string(),
      kind: z.enum(["warning", "finalWarning", "deactivated", "reminder"]),
      to: z.array(z.string()),
    }),
  ),
  next: z.optional(z.strictObject({ on: daySchema, what: z.enum(["notify", "deactivate"]) })),
});

/** What became of a notice to one recipient. `inFlight`: another worker has claimed it and may be sending it. */
const noticeOutcomeSchema = z.strictObject({
  to: z.string(),
  outcome: z.enum(["sent", "wouldSend", "failed", "inFlight"]),
  error: z.optional(z.string()),
});
export type NoticeOutcome = z.infer<typeof noticeOutcomeSchema>;

/** What became of a deactivation. `abandoned`: the key or its user was gone or changed when it was read again. */
const deactivationOutcomeSchema = z.strictObject({
  outcome: z.enum(["deactivated", "wouldDeactivate", "abandoned", "failed"]),
  error: z.optional(z.string()),
});
export type DeactivationOutcome = z.infer<typeof deactivationOutcomeSchema>;

/** One access key: what was decided and what was done. */
export const keyResultSchema = z.strictObject({
  decision: decisionSchema,
  notices: z.array(noticeOutcomeSchema),
  deactivation: z.optional(deactivationOutcomeSchema),
});
export type KeyResult = z.infer<typeof keyResultSchema>;

/**
 * Worker -> report, by way of S3: what one account came to. Every active key has its decision in it.
 * `incomplete`: some users or keys could not be judged; they are named under `problems`.
 */
export const accountResultSchema = z.strictObject({
  run: runSchema,
  account: accountSchema,
  /** The account's own mode, which settings or the run may have lowered. */
  mode: modeSchema,
  outcome: z.enum(["enforced", "incomplete", "notOnboarded", "unreached"]),
  /** Why the outcome is not `enforced`. */
  reason: z.optional(z.string()),
  users: z.int(),
  keys: z.int(),
  activeKeys: z.int(),
  /** Whether the account's root user has an active access key; absent where no credential report says so. */
  rootHasActiveKey: z.optional(z.boolean()),
  results: z.array(keyResultSchema),
  problems: z.array(z.strictObject({ userName: z.string(), problem: z.string() })),
});
export type AccountResult = z.infer<typeof accountResultSchema>;
