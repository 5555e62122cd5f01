import * as z from "zod/mini";
import { environmentVariables as variables } from "../runtime/environment-variables.ts";

/** The environment variables of the delivery function. */
export const deliveryEnvironment = z.object({
  LEDGER_TABLE_NAME: variables.LEDGER_TABLE_NAME,
});
