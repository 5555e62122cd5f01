import * as z from "zod/mini";
import { roleNameSchema, workerEnvironment } from "../env.ts";

/** What curfew-deactivate-keys is deployed with. */
export const deactivateEnvironment = z.extend(workerEnvironment, { DEACTIVATE_ROLE_NAME: roleNameSchema });
export type DeactivateEnvironment = z.infer<typeof deactivateEnvironment>;
