import * as z from "zod/mini";
import { environmentVariables as variables } from "../runtime/environment-variables.ts";

/** The environment variables of the approve function. */
export const approveEnvironment = z.object({
  BUCKET_NAME: variables.BUCKET_NAME,
  LEDGER_TABLE_NAME: variables.LEDGER_TABLE_NAME,
  ORGANIZATION_ID: variables.ORGANIZATION_ID,
});
