import * as z from "zod/mini";

/** The environment variables of the approve function. */
export const approveEnvironment = z.object({
  BUCKET_NAME: z.string().check(z.minLength(3)),
  LEDGER_TABLE_NAME: z.string().check(z.minLength(3)),
  ORGANIZATION_ID: z.string().check(z.regex(/^o-[a-z0-9]{10,32}$/, "expected an ID like o-a1b2c3d4e5")),
});
export type ApproveEnvironment = z.infer<typeof approveEnvironment>;
