import { afterEach, expect, it } from "vitest";
import { latency } from "../../infra/sandbox/cloud/latency.ts";
import { integrationSettings } from "../support/integration-settings.ts";
import { synthesizeOnce } from "../support/synthesize-once.ts";
import { AccountCloud } from "./account-cloud.ts";
import { countsOf } from "./counted-calls.ts";

let account: AccountCloud | undefined;
afterEach(() => account?.close());

// The bench does the same with 5,000 users, which takes eight minutes. The limit is so low that a busy machine
// runs into it, too: without a pace of its own the worker has more than one call in five refused even there.
it("finds the pace of an account that is throttled, with fewer than one call in twenty refused", async () => {
  const settings = integrationSettings();
  account = await AccountCloud.start(synthesizeOnce(settings), settings, {
    interceptors: [latency({ iam: 25 })],
  });
  await account.populate({ users: 500, owners: 500, toWarn: 0, toDeactivate: 0 }, 0);
  account.cloud.throttle.setLimit({ service: "iam" }, { rate: 10, burst: 100 });

  const { result, calls } = await account.work({ dayOffset: 0 });

  expect(result).toMatchObject({ outcome: "enforced", users: 500, keys: 500 });
  const refused = calls.filter(({ errorCode }) => errorCode === "Throttling").length;
  expect(refused).toBeGreaterThan(0);
  expect(refused / calls.length).toBeLessThan(0.05);
  expect(countsOf(calls.filter(({ status }) => status === 200))["iam ListAccessKeys"]).toBe(500);
});
