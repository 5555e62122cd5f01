import { expect, it } from "vitest";
import { latency } from "../../infra/sandbox/cloud/latency.ts";
import { countsOf } from "./counted-calls.ts";
import { startAccount } from "./started-account.ts";

// The limit is low, so that even a busy machine reaches it. The bench does the same with 5,000 users.
it("finds the rate of a throttled account with fewer than one call in twenty refused", async () => {
  const users = 300;
  const account = await startAccount({ interceptors: [latency({ iam: 25 })] });
  await account.populate({ users, owners: users }, 0);
  account.cloud.throttle.setLimit({ service: "iam" }, { rate: 10, burst: 100 });

  const { result, calls } = await account.evaluate({ dayOffset: 0 });

  expect(result).toMatchObject({ outcome: "evaluated", users, keys: users });
  const refused = calls.filter(({ errorCode }) => errorCode === "Throttling").length;
  expect(refused).toBeGreaterThan(0);
  expect(refused / calls.length).toBeLessThan(0.05);
  expect(countsOf(calls.filter(({ status }) => status === 200))["iam ListAccessKeys"]).toBe(users);
});
