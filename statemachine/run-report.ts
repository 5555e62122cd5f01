import * as z from "zod/mini";
import { keyResultSchema } from "./account-result.ts";
import { leftOutAccountSchema, runSchema, totalsSchema } from "./contract.ts";

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

/** Report function -> people and the command line: the run report as it lies in S3. */
export const runReportSchema = z.strictObject({
  run: runSchema,
  coverage: z.enum(["complete", "incomplete"]),
  cause: z.string(),
  totals: totalsSchema,
  unreached: z.array(accountWithReasonSchema),
  notOnboarded: z.array(accountWithReasonSchema),
  leftOut: z.array(leftOutAccountSchema),
  accounts: z.array(accountRowSchema),
  keys: z.array(keyRowSchema),
});
export type RunReport = z.infer<typeof runReportSchema>;
