import * as z from "zod/mini";
import { mailAddressSchema } from "../../statemachine/policy.ts";

const regionSchema = z
  .string()
  .check(z.regex(/^[a-z]{2,4}(-[a-z]+)+-\d$/, "expected a Region like eu-central-1"));
const roleNameSchema = z.string().check(z.regex(/^[\w+=,.@-]{1,64}$/, "expected a role name"));

/**
 * Every environment variable that a function of Curfew can have. Each function's env.ts chooses the ones that it reads.
 */
export const environmentVariables = {
  BUCKET_NAME: z.string().check(z.minLength(3)),
  LEDGER_TABLE_NAME: z.string().check(z.minLength(3)),
  ORGANIZATION_ID: z.string().check(z.regex(/^o-[a-z0-9]{10,32}$/, "expected an ID like o-a1b2c3d4e5")),
  /** `aws` or `aws-us-gov`: part of every ARN. */
  PARTITION: z.string().check(z.regex(/^aws(-[a-z]+)*$/, "expected a partition like aws")),
  /** The Region of the STS endpoint. It must be active in every member account. */
  STS_REGION: regionSchema,
  /** The member role that can only read. */
  READ_ROLE_NAME: roleNameSchema,
  /** The member role that can set keys to Active and Inactive. */
  DEACTIVATE_ROLE_NAME: roleNameSchema,
  SENDER: mailAddressSchema,
  /** SES is Regional; the sender is verified in this Region. */
  MAIL_REGION: regionSchema,
  /** The configuration set of every mail. Its event destination reports whether the mail was delivered. */
  CONFIGURATION_SET: z.optional(z.string().check(z.regex(/^[A-Za-z0-9_-]{1,64}$/))),
  /** How many accounts are evaluated at the same time; the Maps read it from the scheduler's answer. */
  MAX_CONCURRENCY: z.pipe(
    z.string().check(z.regex(/^[1-9]\d{0,3}$/, "expected 1 to 9999")),
    z.transform(Number),
  ),
};
