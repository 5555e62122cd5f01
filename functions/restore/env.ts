import * as z from "zod/mini";
import { mailAddressSchema } from "../../statemachine/policy.ts";

const region = z.string().check(z.regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "expected a Region like eu-central-1"));

/** What the restore function is deployed with. */
export const restoreEnvironment = z.object({
  BUCKET_NAME: z.string().check(z.minLength(3)),
  LEDGER_TABLE_NAME: z.string().check(z.minLength(3)),
  /** `aws` or `aws-us-gov`: part of the member role's ARN. */
  PARTITION: z.string().check(z.regex(/^aws(-[a-z]+)*$/, "expected a partition like aws")),
  /** The member role that may change keys, with its path and without the leading slash. */
  DEACTIVATE_ROLE_NAME: z.string().check(z.regex(/^[\w+=,.@/-]{1,512}$/, "expected a role name")),
  /** The Region of the STS endpoint. */
  STS_REGION: region,
  SENDER: mailAddressSchema,
  /** Named in every SendEmail. */
  CONFIGURATION_SET: z.optional(z.string().check(z.minLength(1))),
  /** SES is regional; the sender is verified in this Region. */
  MAIL_REGION: region,
});
export type RestoreEnvironment = z.infer<typeof restoreEnvironment>;
