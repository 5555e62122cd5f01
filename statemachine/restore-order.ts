import * as z from "zod/mini";
import { accountIdSchema } from "./policy.ts";

/** Switches on again, for some days, a key that Curfew switched off. */
export const restoreOrderSchema = z.strictObject({
  accountId: accountIdSchema,
  accessKeyId: z.string().check(z.regex(/^\w{16,128}$/, "expected an access key id, whole")),
  /** The key stays on for so many days after today. */
  days: z
    .int("expected a whole number of days")
    .check(z.minimum(1, "expected at least 1 day"), z.maximum(90, "expected at most 90 days")),
  /** For owner, security contact and ledger. */
  reason: z.string().check(
    z.refine((text) => text.trim() !== "", "expected a reason"),
    z.maxLength(300, "expected at most 300 characters"),
  ),
});
export type RestoreOrder = z.infer<typeof restoreOrderSchema>;
