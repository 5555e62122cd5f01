import * as z from "zod/mini";
import { mailAddressSchema } from "../../statemachine/policy.ts";

/** What the worker is deployed with. */
export const workerEnvironment = z.object({
  BUCKET_NAME: z.string().check(z.minLength(3)),
  LEDGER_TABLE_NAME: z.string().check(z.minLength(3)),
  /** `aws`, `aws-us-gov` or `aws-cn`: part of the member role's ARN. */
  PARTITION: z.string().check(z.regex(/^aws(-[a-z]+)*$/, "expected a partition like aws")),
  /** With its path, without the leading slash. */
  MEMBER_ROLE_NAME: z.string().check(z.regex(/^[\w+=,.@/-]{1,512}$/, "expected a role name")),
  SENDER: mailAddressSchema,
  /** SES is regional; the sender is verified in this Region. */
  MAIL_REGION: z.string().check(z.regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "expected a Region like eu-central-1")),
});
