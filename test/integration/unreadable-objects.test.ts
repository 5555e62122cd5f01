import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accountResultKey, planItemsKey, planKey } from "../../functions/domain/run-files.ts";
import type { Interception, ServiceResponse } from "../../infra/sandbox/cloud/service.ts";
import { type OwnedAccounts, startOwnedAccounts } from "./owned-accounts.ts";

const [one, other, outside] = ["200000000001", "200000000002", "200000000003"] as const;
const accountIds = [one, other];
const damaged: ServiceResponse = { status: 200, headers: { "content-type": "application/json" }, body: "{" };

/** A role that reads an object of a run gets half of it. The test itself reads the whole object. */
describe("an object of a run that cannot be read", () => {
  let owned: OwnedAccounts;
  let unreadable: string | undefined;
  const statuses = () => Promise.all([one, other, outside].map((account) => owned.statusIn(account)));
  /** A run on two of the accounts, while one of its objects cannot be read. */
  const runWithout = async (dayOffset: number, keyOf: (day: string) => string) => {
    unreadable = keyOf(owned.cloud.day(dayOffset));
    const run = await owned.cloud.run(dayOffset, { accountIds });
    unreadable = undefined;
    return run;
  };

  beforeAll(async () => {
    const after = async ({ operation, request }: Interception): Promise<ServiceResponse | undefined> =>
      operation === "GetObject" &&
      unreadable !== undefined &&
      request.path.endsWith(unreadable) &&
      request.principal.roleArn !== undefined
        ? damaged
        : undefined;
    owned = await startOwnedAccounts(3, { interceptors: [{ after }] });
    await owned.cloud.run(80);
  });
  afterAll(() => owned?.cloud.close());

  it("stops every deactivation if it is an account result, and the run fails", async () => {
    const run = await runWithout(90, (day) => accountResultKey(day, "run-2-day-90", one));
    expect(run).toMatchObject({ status: "FAILED", error: "CoverageIncomplete" });
    expect(run.plan?.plan).toMatchObject({
      state: "onHold",
      hold: { code: "unreadableResults", objects: [expect.stringContaining(`${one}.json`)] },
    });
    expect(await statuses()).toEqual(["Active", "Active", "Active"]);
  });

  it("touches no key if it is the list of planned keys, and the run reports these keys as without a result", async () => {
    const run = await runWithout(91, (day) => planItemsKey(day, "run-3-day-91"));
    expect(run).toMatchObject({ status: "FAILED", error: "DeactivationsIncomplete" });
    expect(run.cause).toContain("the Map DeactivateKeys failed: States.ItemReaderFailed");
    expect(run.cause).toContain("2 of 2 planned keys have no result");
    expect(await statuses()).toEqual(["Active", "Active", "Active"]);
  });

  it("fails the run if it is the plan, and no key outside the plan is touched", async () => {
    const run = await runWithout(92, (day) => planKey(day, "run-4-day-92"));
    expect(run).toMatchObject({ status: "FAILED", error: "DeactivationsIncomplete" });
    expect(run.cause).toContain("the plan cannot be read");
    expect(await statuses()).toEqual(["Inactive", "Inactive", "Active"]);
  });

  it("loses nothing: the next run records what was deactivated", async () => {
    const run = await owned.cloud.run(92, { accountIds });
    expect(run).toMatchObject({ status: "SUCCEEDED", summary: { state: "nothingDue" } });
    for (const account of accountIds) expect(owned.mailsIn(account)).toHaveLength(2);
  });
});
