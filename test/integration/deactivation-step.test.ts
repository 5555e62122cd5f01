import { paginateListExecutions, SFNClient, StopExecutionCommand } from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { names } from "../../infra/cdk/names.ts";
import { queryError } from "../../infra/sandbox/cloud/query-protocol.ts";
import type { Interception, Interceptor } from "../../infra/sandbox/cloud/service.ts";
import { createCrowd, outcomesIn } from "./crowd.ts";
import type { EmbeddedTestCloud } from "./embedded-test-cloud.ts";
import { type OwnedAccounts, startOwnedAccounts } from "./owned-accounts.ts";
import { execute } from "./started-execution.ts";

const [paused, failing, restored, redriven, late] = [1, 2, 3, 4, 5].map((place) => `20000000000${place}`);
const ids = (...accountIds: (string | undefined)[]) => ({
  accountIds: accountIds.filter((id) => id !== undefined),
});

/** What happens to the second Map while it is at work. */
describe("the deactivation step", () => {
  let owned: OwnedAccounts;
  let cloud: EmbeddedTestCloud;
  let interceptor: Interceptor = {};
  const isOurs = ({ request }: Interception) =>
    request.principal.arn.includes(`/${names.deactivateFunction}/`);
  const keyIn = (account: string | undefined) => owned.keyIn(account ?? "");
  const statusIn = (account: string | undefined) => owned.statusIn(account ?? "");
  const mailsIn = (account: string | undefined) => owned.mailsIn(account ?? "");

  beforeAll(async () => {
    owned = await startOwnedAccounts(5, {
      interceptors: [
        {
          before: async (call) => await interceptor.before?.(call),
          after: async (call, response) => await interceptor.after?.(call, response),
        },
      ],
    });
    ({ cloud } = owned);
    await createCrowd(cloud, paused ?? "", 3, { email: "crowd@example.com" });
    await cloud.run(70, ids(...cloud.accounts.members));
    await cloud.run(80, ids(...cloud.accounts.members));
  });
  afterAll(() => cloud?.close());

  it("stops when a pause begins during the step, and reports every planned key", async () => {
    interceptor = {
      async after({ operation }) {
        if (operation === "UpdateAccessKey") await cloud.pause(90);
        return undefined;
      },
    };
    const run = await cloud.run(90, ids(paused));
    interceptor = {};
    await cloud.pause("end");
    const outcomes = outcomesIn(run, paused ?? "").map(({ outcome, why }) => [outcome, why?.code]);
    expect(outcomes).toEqual([["deactivated", undefined], ...Array(3).fill(["notDeactivated", "paused"])]);
    expect(run).toMatchObject({ status: "SUCCEEDED", summary: { totals: { keysDeactivated: 1 } } });
  });

  it('sends no "deactivated" mail for a deactivation without effect, even if the owner deactivates the key afterwards', async () => {
    interceptor = {
      async before({ operation, request }) {
        if (operation !== "UpdateAccessKey") return undefined;
        return queryError("InvalidInput", "no effect", 400, request.requestId, "https://iam.amazonaws.com/");
      },
    };
    const failed = await cloud.run(90, ids(failing));
    interceptor = {};
    expect(failed).toMatchObject({ status: "FAILED", error: "DeactivationsIncomplete" });
    await cloud.setKeyStatus(failing ?? "", "owner", keyIn(failing), "Inactive");
    const next = await cloud.run(91, ids(failing));
    expect(next.summary?.totals).toMatchObject({ keysDeactivated: 0, noticesSent: 0 });
    expect(mailsIn(failing)).toHaveLength(2);
  });

  it("leaves a key active that was restored before the step was retried", async () => {
    let restore: Promise<unknown> | undefined;
    interceptor = {
      async after(call) {
        if (call.operation !== "SendEmail" || !isOurs(call) || restore !== undefined) return undefined;
        restore = restoreKey(cloud, restored ?? "", keyIn(restored));
        await restore;
        cloud.embedded.functions.killAll();
        return undefined;
      },
    };
    const run = await cloud.run(90, ids(restored));
    interceptor = {};
    await expect(restore).resolves.toMatchObject({ status: "SUCCEEDED" });
    expect(run.status).toBe("SUCCEEDED");
    expect(await statusIn(restored)).toBe("Active");
    expect(mailsIn(restored).filter((text) => text.includes("was deactivated on"))).toHaveLength(1);
    expect(mailsIn(restored).filter((text) => text.includes("is active again"))).toHaveLength(1);
    await cloud.run(91, ids(restored));
    expect(await statusIn(restored)).toBe("Active");
  });

  it("is completed by a redrive on the same day", async () => {
    interceptor = stopping(cloud);
    const stopped = await cloud.run(92, ids(redriven));
    interceptor = {};
    expect([stopped.status, await statusIn(redriven)]).toEqual(["ABORTED", "Active"]);
    const run = await cloud.redrive(92, stopped);
    expect(run).toMatchObject({ status: "SUCCEEDED", summary: { totals: { keysDeactivated: 1 } } });
    expect(await statusIn(redriven)).toBe("Inactive");
  });

  it("deactivates nothing in a redrive on the day after", async () => {
    interceptor = stopping(cloud);
    const stopped = await cloud.run(92, ids(late));
    interceptor = {};
    const run = await cloud.redrive(93, stopped);
    expect(outcomesIn(run, late ?? "")).toMatchObject([
      { outcome: "notDeactivated", why: { code: "dayOver", utcDay: cloud.day(93) } },
    ]);
    expect(run.summary?.totals.keysDeactivated).toBe(0);
    expect(await statusIn(late)).toBe("Active");
  });

  /** Stops every execution when the step assumes its role, and refuses the role. */
  function stopping({ accounts, operator }: EmbeddedTestCloud): Interceptor {
    return {
      async before(call) {
        if (call.operation !== "AssumeRole" || !isOurs(call)) return undefined;
        const sfn = new SFNClient(await operator(accounts.hub));
        for await (const { executions = [] } of paginateListExecutions(
          { client: sfn },
          { stateMachineArn: cloud.stateMachines.daily, statusFilter: "RUNNING" },
        ))
          for (const { executionArn } of executions)
            await sfn.send(new StopExecutionCommand({ executionArn }));
        sfn.destroy();
        return queryError(
          "AccessDenied",
          "stopped",
          403,
          call.request.requestId,
          "https://sts.amazonaws.com/",
        );
      },
    };
  }
});

/** During a run, so the clock of the cloud is that of the run. */
async function restoreKey(cloud: EmbeddedTestCloud, accountId: string, accessKeyId: string) {
  const config = await cloud.operator(cloud.accounts.hub);
  const input = { accountId, accessKeyId, days: 30, reason: "it was in use" };
  return await execute(config, cloud.stateMachines.restore, "restore-meanwhile", input);
}
