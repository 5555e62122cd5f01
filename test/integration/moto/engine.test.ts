import { setTimeout as pause } from "node:timers/promises";
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addDays, dayOf } from "../../../functions/domain/calendar-day.ts";
import { parse } from "../../../functions/runtime/parse.ts";
import { runSummarySchema } from "../../../statemachine/run-summary.ts";
import { TestClock } from "../../support/test-clock.ts";
import { readRunFiles } from "../run-files.ts";
import { TestUsers } from "../test-users.ts";
import { type MotoCloud, startMotoCloud } from "./moto-cloud.ts";

describe("the state machine on moto's own Step Functions engine, as it stands in the file", () => {
  let cloud: MotoCloud;

  beforeAll(async () => {
    const accountNames = ["Webshop", "Payments"];
    cloud = await startMotoCloud({ clock: new TestClock(new Date()), accountNames, engine: "moto's" });
    const users = new TestUsers((accountId) => cloud.operator(accountId));
    for (const account of cloud.accountIds) {
      const tags = { email: "jane@example.com", UserType: "employee" };
      await users.createUser(account, { userName: "jane", tags });
      await users.createKey(account, "jane");
    }
    await users.close();
  });
  afterAll(() => cloud?.close());

  it("runs an ad hoc execution to its end", async () => {
    const [account = ""] = cloud.accountIds;
    const asOf = addDays(dayOf(new Date()), 70);
    const ended = await runOnMoto(cloud, "ad-hoc", { accountIds: [account], asOf });
    expect(ended).toMatchObject({ status: "SUCCEEDED" });
    const summary = parse(runSummarySchema, JSON.parse(ended.output ?? ""), "output of the execution");
    expect(summary).toMatchObject({
      run: { id: "ad-hoc", day: asOf, mode: "report" },
      coverage: "complete",
      totals: { accounts: { listed: 1, evaluated: 1 }, users: 1, keys: 1, wouldNotify: 1, noticesSent: 0 },
    });
    const hub = await cloud.operator(cloud.hub.accountId);
    const { report, results } = await readRunFiles(hub, summary.report.json.bucket, asOf, "ad-hoc");
    expect(report?.totals).toEqual(summary.totals);
    expect([...results.keys()]).toEqual([account]);
  });
});

async function runOnMoto(
  { hub, url, ...cloud }: MotoCloud,
  name: string,
  input: object,
): Promise<DescribeExecutionOutput> {
  const turnedOn = await fetch(`${url}/moto-api/config`, {
    method: "POST",
    body: JSON.stringify({ stepfunctions: { execute_state_machine: true } }),
  });
  expect(turnedOn.status).toBe(201);
  const sfn = new SFNClient(await cloud.operator(hub.accountId));
  const [machine] = hub.stateMachines;
  const { stateMachineArn } = await sfn.send(
    new CreateStateMachineCommand({
      name: machine?.name,
      definition: machine?.definition,
      roleArn: machine?.roleArn,
    }),
  );
  const start = new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) });
  const { executionArn } = await sfn.send(start);
  try {
    for (;;) {
      const execution = await sfn.send(new DescribeExecutionCommand({ executionArn }));
      if (execution.status !== "RUNNING") return execution;
      await pause(100);
    }
  } finally {
    sfn.destroy();
  }
}
