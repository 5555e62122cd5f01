import * as z from "zod/mini";
import { mailAddressSchema } from "../../statemachine/policy.ts";

/** The environment variables of the scheduler. */
export const schedulerEnvironment = z.object({
  BUCKET_NAME: z.string().check(z.minLength(3)),
  LEDGER_TABLE_NAME: z.string().check(z.minLength(3)),
  /** How many accounts are evaluated at once; the Map reads it from the scheduler's answer. */
  MAX_CONCURRENCY: z.pipe(
    z.string().check(z.regex(/^[1-9]\d{0,3}$/, "expected 1 to 9999")),
    z.transform(Number),
  ),
  SENDER: mailAddressSchema,
  /** Named in every SendEmail. */
  CONFIGURATION_SET: z.optional(z.string().check(z.minLength(1))),
  /** SES is regional; the sender is verified in this Region. */
  MAIL_REGION: z.string().check(z.regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "expected a Region like eu-central-1")),
});
export type SchedulerEnvironment = z.infer<typeof schedulerEnvironment>;
