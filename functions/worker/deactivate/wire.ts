import { deactivateKeysEventSchema } from "../../../statemachine/plan.ts";
import { controlsOf } from "../../aws/controls.ts";
import { deactivatingAccount } from "../../aws/member-account.ts";
import { assumeMemberRole } from "../../aws/member-role.ts";
import { putText } from "../../aws/object-store.ts";
import { deactivationResultKey } from "../../domain/run-files.ts";
import { parse } from "../../runtime/parse.ts";
import { type Invocation, sharedTask, type WorkerParts } from "../parts.ts";
import { deactivateKeysOfAccount } from "./deactivate-account.ts";
import type { DeactivateEnvironment } from "./env.ts";

/** The function's answer. The deactivation result is in S3. */
export interface DeactivateAnswer {
  readonly planned: number;
  readonly deactivated: number;
}

/** curfew-deactivate-keys as a function of its event; see `deactivateKeysOfAccount`. */
export function deactivatorOf(parts: WorkerParts<DeactivateEnvironment>) {
  const { environment, clients } = parts;
  const { s3, sts } = clients;
  const { BUCKET_NAME: bucket, PARTITION: partition, DEACTIVATE_ROLE_NAME: roleName } = environment;
  const controls = controlsOf(clients.ledger, environment.LEDGER_TABLE_NAME);
  return async (input: unknown, invocation: Invocation): Promise<DeactivateAnswer> => {
    const event = parse(deactivateKeysEventSchema, input, "DeactivateKeys event");
    const { run, account } = event;
    const role = { sts, partition, roleName, purpose: "deactivate" } as const;
    const { keys } = await deactivateKeysOfAccount({
      ...sharedTask(parts, { run, account, invocation }),
      event,
      assumeRole: async () => deactivatingAccount(await assumeMemberRole(role, account.id, run.id)),
      pause: () => controls.pause(),
      saveResult: (result) => {
        const key = deactivationResultKey(run.day, run.id, account.id);
        return putText(s3, { bucket, key }, JSON.stringify(result), "application/json");
      },
    });
    return {
      planned: keys.length,
      deactivated: keys.filter(({ outcome }) => outcome === "deactivated").length,
    };
  };
}
