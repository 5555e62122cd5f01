import * as z from "zod/mini";

/** The environment variables of the plan function. */
export const planEnvironment = z.object({
  BUCKET_NAME: z.string().check(z.minLength(3)),
  LEDGER_TABLE_NAME: z.string().check(z.minLength(3)),
  /** SES is regional; the plan asks it whether the mails about deactivations would be sent. */
  MAIL_REGION: z.string().check(z.regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "expected a Region like eu-central-1")),
  /** Written into each plan, so that no plan of another Organization is approved. */
  ORGANIZATION_ID: z.string().check(z.regex(/^o-[a-z0-9]{10,32}$/, "expected an ID like o-a1b2c3d4e5")),
});
export type PlanEnvironment = z.infer<typeof planEnvironment>;
