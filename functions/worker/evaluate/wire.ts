import { evaluateAccountEventSchema } from "../../../statemachine/run.ts";
import { readAccount } from "../../aws/member-account.ts";
import { assumeMemberRole } from "../../aws/member-role.ts";
import { putText } from "../../aws/object-store.ts";
import { accountResultKey, markerKey } from "../../domain/run-files.ts";
import { parse } from "../../runtime/parse.ts";
import { inventoryStore } from "../inventory/inventory-store.ts";
import { type Invocation, sharedTask, type WorkerParts } from "../parts.ts";
import type { EvaluateEnvironment } from "./env.ts";
import { evaluateAccount } from "./evaluate-account.ts";

/** The function's answer. The account result is in S3. */
export interface EvaluateAnswer {
  readonly outcome: string;
}

/** curfew-evaluate-accounts as a function of its event; see `evaluateAccount`. */
export function evaluatorOf(parts: WorkerParts<EvaluateEnvironment>) {
  const { environment, clients, clock } = parts;
  const { s3, sts } = clients;
  const { BUCKET_NAME: bucket, PARTITION: partition, READ_ROLE_NAME: roleName } = environment;
  return async (input: unknown, invocation: Invocation): Promise<EvaluateAnswer> => {
    const event = parse(evaluateAccountEventSchema, input, "EvaluateAccounts event");
    const { run, account } = event;
    const role = { sts, partition, roleName, purpose: "read" } as const;
    const { outcome } = await evaluateAccount({
      ...sharedTask(parts, { run, account, invocation }),
      event,
      assumeRole: async () => readAccount(await assumeMemberRole(role, account.id, run.id), clock),
      inventory: inventoryStore(s3, bucket, account.id),
      saveMarker: (marker) => {
        const key = markerKey(run.day, run.id, marker, account.id);
        return putText(s3, { bucket, key }, "", "text/plain");
      },
      saveResult: (result) => {
        const key = accountResultKey(run.day, run.id, account.id);
        return putText(s3, { bucket, key }, JSON.stringify(result), "application/json");
      },
    });
    return { outcome };
  };
}
