import { setTimeout as pause } from "node:timers/promises";
import {
  paginateGetExecutionHistory,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { expect, it } from "vitest";
import { parse } from "../../functions/runtime/parse.ts";
import { names } from "../../infra/cdk/names.ts";
import { type AccountList, accountListSchema } from "../../statemachine/run.ts";
import { startEmbeddedTestCloud } from "./embedded-test-cloud.ts";

/**
 * Starts an ad hoc run over this many of 1,000 accounts, at the rates that Organizations documents, in real time, and
 * stops it when its work list is written: evaluating 1,000 accounts is not what this is about.
 */
async function startRunOver(count: number) {
  const cloud = await startEmbeddedTestCloud(
    { members: 0 },
    {
      rates: { timeScale: 1 },
      functions: {
        runInProcess: ({ spec }) =>
          spec.name === names.evaluateFunction
            ? Promise.resolve({ payload: "{}", functionError: false })
            : undefined,
      },
    },
  );
  const ids = Array.from({ length: 1_000 }, (_, index) => String(200_000_000_001 + index));
  const sfn = new SFNClient(await cloud.operator(cloud.accounts.hub));
  try {
    const joinedAt = new Date("2024-06-08T00:00:00Z");
    for (const id of ids)
      cloud.embedded.organization.addAccount({
        ...{ id, name: id, parentId: "ou-test-production" },
        ...{ state: "ACTIVE", joinedAt },
      });
    const input = JSON.stringify({ accountIds: ids.slice(0, count) });
    const { executionArn } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn: cloud.stateMachines.daily, input }),
    );
    const list = await listedBy(sfn, executionArn);
    await sfn.send(new StopExecutionCommand({ executionArn }));
    const calls = (operation: string, errorCode?: string) =>
      cloud.embedded.calls.count({ service: "organizations", operation, ...(errorCode && { errorCode }) });
    return { list, calls };
  } finally {
    sfn.destroy();
    await cloud.close();
  }
}

/** The output of the first state of an execution. */
async function listedBy(client: SFNClient, executionArn: string | undefined): Promise<AccountList> {
  for (;;) {
    for await (const { events = [] } of paginateGetExecutionHistory({ client }, { executionArn }))
      for (const { executionFailedEventDetails: failed, stateExitedEventDetails: exited } of events) {
        if (failed !== undefined) throw new Error(`${failed.error}: ${failed.cause}`);
        if (exited?.name === "ListAccounts")
          return parse(accountListSchema, JSON.parse(exited.output ?? ""), "output of ListAccounts");
      }
    await pause(200);
  }
}

it("starts a run over 1,000 named accounts by listing the Organization, and describes no account", async () => {
  const { list, calls } = await startRunOver(1_000);

  expect(list.accounts).toEqual({ listed: 1_000, skipped: 0 });
  expect(calls("DescribeAccount")).toBe(0);
  expect(calls("ListAccounts")).toBeGreaterThanOrEqual(51);
});

it("starts a run over 99 named accounts without being throttled", async () => {
  const { list, calls } = await startRunOver(99);

  expect(list.accounts).toEqual({ listed: 99, skipped: 0 });
  expect(calls("DescribeAccount")).toBe(99);
  expect(calls("DescribeAccount", "TooManyRequestsException")).toBe(0);
});
