import * as z from "zod/mini";
import { mailAddressSchema } from "../../statemachine/policy.ts";

const regionSchema = z
  .string()
  .check(z.regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "expected a Region like eu-central-1"));

/** What both functions of the worker are deployed with. */
export const workerEnvironment = z.object({
  BUCKET_NAME: z.string().check(z.minLength(3)),
  LEDGER_TABLE_NAME: z.string().check(z.minLength(3)),
  /** `aws`, `aws-us-gov` or `aws-cn`: part of the member role's ARN. */
  PARTITION: z.string().check(z.regex(/^aws(-[a-z]+)*$/, "expected a partition like aws")),
  SENDER: mailAddressSchema,
  /** SES is regional; the sender is verified in this Region. */
  MAIL_REGION: regionSchema,
  /** Named in every SendEmail. */
  CONFIGURATION_SET: z.optional(z.string().check(z.minLength(1))),
  /** The Region of the STS endpoint; it must be enabled in the member accounts. */
  STS_REGION: regionSchema,
});
export type WorkerEnvironment = z.infer<typeof workerEnvironment>;

/** A role name with its path, without the leading slash. */
export const roleNameSchema = z.string().check(z.regex(/^[\w+=,.@/-]{1,512}$/, "expected a role name"));
