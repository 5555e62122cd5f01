import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { expect } from "vitest";
import { pauseDeactivations, resumeDeactivations } from "../../infra/cli/pause/pause.ts";
import type { CallRecord, Interceptor } from "../../infra/sandbox/cloud/service.ts";
import { operatorConfig } from "../../infra/sandbox/operator-config.ts";
import { execute } from "../integration/started-execution.ts";
import { everywhere, hub, members, type startBusyOrganization } from "./busy-organization.ts";

/** Refuses the credential report of one account, so that its users are listed. */
export const withoutReport: Interceptor = {
  async before({ operation, accountId, service }) {
    if (service !== "iam" || operation !== "GenerateCredentialReport" || accountId !== members[1])
      return undefined;
    const body =
      "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>";
    return { status: 403, headers: { "content-type": "text/xml" }, body };
  },
};

type Organization = Awaited<ReturnType<typeof startBusyOrganization>>;

/**
 * One day of a busy Organization: a run whose plan waits for an approval, the approval, a run during a pause, a run
 * that deactivates, a restore of all its keys, and SES's reports about all mails.
 */
export async function liveBusyDay({
  cloud,
  deployment,
  today,
}: Organization): Promise<readonly CallRecord[]> {
  const config = operatorConfig(cloud, hub.accountId, hub.region);
  const { outputs } = deployment;
  const start = async (machine: string, name: string, input: object) => {
    const end = await execute(config, outputs[machine] ?? "", name, input);
    expect(end, `${name}: ${end.error ?? ""} ${end.cause ?? ""}`).toMatchObject({ status: "SUCCEEDED" });
    await cloud.settled();
    const answer: unknown = JSON.parse(end.output ?? "null");
    return answer;
  };
  const approve = {
    run: "waiting",
    day: today,
    reason: "planned",
    approvedBy: "arn:aws:iam::222222222222:root",
  };
  const dynamodb = new DynamoDBClient(config);
  const table = { dynamodb, ledgerTable: outputs.LedgerTableName ?? "" };

  expect(await start("StateMachineArn", "waiting", {})).toMatchObject({ state: "awaitingApproval" });
  expect(await start("ApproveStateMachineArn", "approve", approve)).toMatchObject({ outcome: "approved" });
  expect(await start("ApproveStateMachineArn", "again", approve)).toMatchObject({ outcome: "refused" });
  const unknown = { ...approve, run: "unknown" };
  expect(await start("ApproveStateMachineArn", "none", unknown)).toMatchObject({ outcome: "refused" });
  await pauseDeactivations(table, { until: today, reason: "a release", by: "test" }, new Date());
  const adHoc = { accountIds: [...everywhere] };
  expect(await start("StateMachineArn", "paused", adHoc)).toMatchObject({ state: "onHold" });
  await resumeDeactivations(table);
  expect(await start("StateMachineArn", "deactivating", {})).toMatchObject({
    totals: { keysDeactivated: everywhere.length, deactivationsFailed: 0 },
  });
  const restore = { run: "deactivating", day: today, days: 1, reason: "the new keys do not work" };
  expect(await start("RestoreStateMachineArn", "restore", restore)).toMatchObject({
    totals: { restored: everywhere.length, refused: 0, failed: 0 },
  });
  dynamodb.destroy();
  return cloud.calls.all();
}

/** A run over an account whose curfew-read role was removed: it fails with an error that says so. */
export async function runWithoutRole({ cloud, deployment }: Organization): Promise<void> {
  const [accountId] = members;
  cloud.identities.removeRole(`arn:aws:iam::${accountId}:role/curfew-read`);
  const config = operatorConfig(cloud, hub.accountId, hub.region);
  const input = { accountIds: [accountId] };
  const end = await execute(config, deployment.outputs.StateMachineArn ?? "", "without-role", input);
  expect(end.status).toBe("FAILED");
}
