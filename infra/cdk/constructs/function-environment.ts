import type { environmentVariables } from "../../../functions/runtime/environment-variables.ts";
import { configurationSetOf } from "../configuration-set.ts";
import { partitionOf } from "../names.ts";
import type { Settings } from "../settings.ts";
import type { RunStorage } from "./run-storage.ts";

/** The name of an environment variable that Curfew can give a function. */
export type VariableName = keyof typeof environmentVariables;

/** The value of every environment variable; each function gets those that its schema names. */
export function environmentOf(settings: Settings, storage: RunStorage): Record<VariableName, string> {
  const { hub, mail, memberRoles, organization } = settings;
  return {
    BUCKET_NAME: storage.bucket.bucketName,
    LEDGER_TABLE_NAME: storage.ledger.tableName,
    ORGANIZATION_ID: organization.id,
    PARTITION: partitionOf(hub.region),
    STS_REGION: hub.stsRegion,
    READ_ROLE_NAME: memberRoles.read,
    DEACTIVATE_ROLE_NAME: memberRoles.deactivate,
    SENDER: mail.sender,
    MAIL_REGION: mail.region,
    CONFIGURATION_SET: configurationSetOf(settings),
    MAX_CONCURRENCY: String(settings.maxConcurrency),
  };
}
