import * as z from "zod/mini";
import { environmentVariables as variables } from "../runtime/environment-variables.ts";

/** The environment variables that both functions of the worker have. */
export const workerEnvironment = z.object({
  BUCKET_NAME: variables.BUCKET_NAME,
  LEDGER_TABLE_NAME: variables.LEDGER_TABLE_NAME,
  PARTITION: variables.PARTITION,
  STS_REGION: variables.STS_REGION,
  SENDER: variables.SENDER,
  MAIL_REGION: variables.MAIL_REGION,
  CONFIGURATION_SET: variables.CONFIGURATION_SET,
});
export type WorkerEnvironment = z.infer<typeof workerEnvironment>;
