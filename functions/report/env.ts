import * as z from "zod/mini";
import { mailAddressSchema } from "../../statemachine/policy.ts";

/** The environment of the report function. */
export const reportEnvironment = z.object({
  BUCKET_NAME: z.string().check(z.minLength(3)),
  /** `aws`, `aws-us-gov`, …: the console's address depends on it. */
  PARTITION: z.string().check(z.regex(/^aws(-[a-z]+)*$/, "expected a partition like aws")),
  SENDER: mailAddressSchema,
  /** SES is regional; the sender is verified in this Region. */
  MAIL_REGION: z.string().check(z.regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "expected a Region like eu-central-1")),
  CONFIGURATION_SET: z.optional(z.string()),
});
export type ReportEnvironment = z.infer<typeof reportEnvironment>;
