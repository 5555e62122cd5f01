import { setTimeout as pause } from "node:timers/promises";
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addDays, dayOf } from "../../../functions/domain/calendar-day.ts";
import { parse } from "../../../functions/runtime/parse.ts";
import { type RunSummary, runSummarySchema } from "../../../statemachine/run-summary.ts";
import { TestClock } from "../../support/test-clock.ts";
import { readRunFiles } from "../run-files.ts";
import { execute } from "../started-execution.ts";
import { TestUsers } from "../test-users.ts";
import { type MotoCloud, startMotoCloud } from "./moto-cloud.ts";

const owner = "jane@example.com";

describe("the state machine, unchanged, on moto's own Step Functions engine", () => {
  let clock: TestClock;
  let cloud: MotoCloud;
  let users: TestUsers;
  /** Access key IDs by account. */
  let keys: Map<string, string>;

  // moto's engine runs one execution, so each test has a cloud of its own.
  beforeEach(async () => {
    clock = new TestClock(new Date());
    cloud = await startMotoCloud({ clock, accountNames: ["Webshop", "Payments"] });
    users = new TestUsers((accountId) => cloud.operator(accountId));
    keys = new Map();
    for (const account of cloud.accountIds) {
      await users.createUser(account, { userName: "jane", tags: { email: owner, UserType: "employee" } });
      keys.set(account, await users.createKey(account, "jane"));
    }
  });
  afterEach(async () => {
    await users?.close();
    await cloud?.close();
  });

  it("runs an ad hoc execution in report mode to its end", async () => {
    const [account = ""] = cloud.accountIds;
    const asOf = addDays(dayOf(new Date()), 70);
    const { summary, files } = await runOnMoto(cloud, "ad-hoc", { accountIds: [account], asOf });
    expect(summary).toMatchObject({
      run: { id: "ad-hoc", day: asOf, mode: "report" },
      coverage: "complete",
      totals: { accounts: { listed: 1, evaluated: 1 }, users: 1, keys: 1, wouldNotify: 1, noticesSent: 0 },
    });
    expect(files.report?.totals).toEqual(summary.totals);
    expect([...files.results.keys()]).toEqual([account]);
  });

  it("evaluates all accounts first, deactivates the keys of the plan, and reports each of them", async () => {
    await cloud.ageKeys(90);
    for (const day of [-20, -10]) await runOnOurs(cloud, clock, day);
    expect(subjectsTo(cloud, owner)).toHaveLength(4);

    const { summary, files } = await runOnMoto(cloud, "daily", {});

    expect(summary).toMatchObject({
      run: { mode: "enforce" },
      coverage: "complete",
      state: "deactivate",
      deactivations: "accountedFor",
      totals: { accounts: { listed: 3, evaluated: 3 }, keysDeactivated: 2, deactivationsFailed: 0 },
    });
    expect([...files.deactivations.keys()].toSorted()).toEqual(cloud.accountIds.toSorted());
    for (const [account, key] of keys) {
      const planned = files.planItems.find((item) => item.account.id === account);
      expect(planned?.keys.map(({ accessKeyId }) => accessKeyId)).toEqual([key]);
      expect(await users.keyStatus(account, "jane", key)).toBe("Inactive");
    }
    expect(subjectsTo(cloud, owner).slice(4)).toEqual([
      expect.stringContaining("was deactivated"),
      expect.stringContaining("was deactivated"),
    ]);
  });
});

function subjectsTo({ ses }: MotoCloud, address: string): string[] {
  return ses
    .mails()
    .filter(({ to }) => to === address)
    .map(({ subject }) => subject);
}

/** A daily run on our engine, whose clock can be moved. */
async function runOnOurs(cloud: MotoCloud, clock: TestClock, day: number): Promise<void> {
  const config = await cloud.operator(cloud.hub.accountId);
  const machine = cloud.hub.outputs.StateMachineArn ?? "none";
  const ended = await clock.during(day, () => execute(config, machine, `daily${day}`, {}));
  expect(ended.status).toBe("SUCCEEDED");
  await cloud.ses.settled();
}

/** Runs an execution on moto's engine that must succeed; returns the files that it left in the bucket. */
async function runOnMoto(cloud: MotoCloud, name: string, input: object) {
  cloud.useEngine("moto's");
  const ended = await execution(cloud, name, input);
  expect(ended).toMatchObject({ status: "SUCCEEDED" });
  const summary: RunSummary = parse(runSummarySchema, JSON.parse(ended.output ?? ""), "execution output");
  const hub = await cloud.operator(cloud.hub.accountId);
  const files = await readRunFiles(hub, summary.report.json.bucket, summary.run.day, name);
  return { summary, files };
}

async function execution(
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
      const state = await sfn.send(new DescribeExecutionCommand({ executionArn }));
      if (state.status !== "RUNNING") return state;
      await pause(100);
    }
  } finally {
    sfn.destroy();
  }
}
