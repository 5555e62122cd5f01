import * as z from "zod/mini";
import { environmentVariables as variables } from "../../runtime/environment-variables.ts";
import { workerEnvironment } from "../env.ts";

/** The environment variables of the function that evaluates an account. */
export const evaluateEnvironment = z.extend(workerEnvironment, { READ_ROLE_NAME: variables.READ_ROLE_NAME });
export type EvaluateEnvironment = z.infer<typeof evaluateEnvironment>;
