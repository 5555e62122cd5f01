import * as z from "zod/mini";
import { environmentVariables as variables } from "../../runtime/environment-variables.ts";
import { workerEnvironment } from "../env.ts";

/** The environment variables of the function that deactivates planned keys. */
export const deactivateEnvironment = z.extend(workerEnvironment, {
  DEACTIVATE_ROLE_NAME: variables.DEACTIVATE_ROLE_NAME,
});
export type DeactivateEnvironment = z.infer<typeof deactivateEnvironment>;
