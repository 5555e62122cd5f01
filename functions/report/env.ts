import * as z from "zod/mini";
import { mailAddressSchema } from "../../statemachine/policy.ts";

/** What the report function is deployed with. */
export const reportEnvironment = z.object({
  BUCKET_NAME: z.string().check(z.minLength(3)),
  SENDER: mailAddressSchema,
  /** SES is regional; the sender is verified in this Region. */
  MAIL_REGION: z.string().check(z.regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "expected a Region like eu-central-1")),
});
