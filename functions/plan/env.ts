import * as z from "zod/mini";
import { environmentVariables as variables } from "../runtime/environment-variables.ts";

/** The environment variables of the plan function. */
export const planEnvironment = z.object({
  BUCKET_NAME: variables.BUCKET_NAME,
  LEDGER_TABLE_NAME: variables.LEDGER_TABLE_NAME,
  ORGANIZATION_ID: variables.ORGANIZATION_ID,
  SENDER: variables.SENDER,
  MAIL_REGION: variables.MAIL_REGION,
  CONFIGURATION_SET: variables.CONFIGURATION_SET,
});
