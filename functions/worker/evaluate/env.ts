import * as z from "zod/mini";
import { roleNameSchema, workerEnvironment } from "../env.ts";

/** What curfew-evaluate-accounts is deployed with. */
export const evaluateEnvironment = z.extend(workerEnvironment, { READ_ROLE_NAME: roleNameSchema });
export type EvaluateEnvironment = z.infer<typeof evaluateEnvironment>;
