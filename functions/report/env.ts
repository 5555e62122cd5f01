import * as z from "zod/mini";
import { environmentVariables } from "../runtime/environment-variables.ts";

const { BUCKET_NAME, PARTITION, SENDER, MAIL_REGION, CONFIGURATION_SET } = environmentVariables;

/** The environment of the report function. */
export const reportEnvironment = z.object({ BUCKET_NAME, PARTITION, SENDER, MAIL_REGION, CONFIGURATION_SET });
export type ReportEnvironment = z.infer<typeof reportEnvironment>;
