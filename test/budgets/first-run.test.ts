import { afterEach, expect, it } from "vitest";
import { integrationSettings } from "../support/integration-settings.ts";
import { synthesizeOnce } from "../support/synthesize-once.ts";
import { AccountCloud } from "./account-cloud.ts";
import { countsOf, readsOf } from "./counted-calls.ts";
import { sizes } from "./sizes.ts";

let account: AccountCloud | undefined;
afterEach(() => account?.close());

async function startAccount(): Promise<AccountCloud> {
  const settings = integrationSettings();
  account = await AccountCloud.start(synthesizeOnce(settings), settings);
  return account;
}

it.each(sizes)(
  "lists in the first run each user with a key once: $users users, $owners of them with a key",
  async (size) => {
    const { users, owners, toWarn, toDeactivate } = size;
    const due = toWarn + toDeactivate;
    const cloud = await startAccount();
    await cloud.populate(size, 0);

    const { result, calls } = await cloud.work({ dayOffset: 0 });

    expect(result).toMatchObject({ outcome: "enforced", users, keys: owners });
    expect(cloud.cloud.mail.outbox()).toHaveLength(due);
    const reads = readsOf(calls);
    expect(countsOf(reads)).toEqual({
      "sts AssumeRole": 1,
      "iam GenerateCredentialReport": 1,
      "iam GetCredentialReport": 2,
      "iam ListAccessKeys": owners + 2 * toDeactivate,
      "iam ListUserTags": due,
    });
    expect(reads.length).toBeLessThanOrEqual(4 + Math.ceil(users / 1000) + owners + 3 * due);
  },
);

it("does not wait for a report that is there already, and looks for one under way after a second", async () => {
  const cloud = await startAccount();
  await cloud.populate({ users: 3, owners: 1, toWarn: 0, toDeactivate: 0 }, 0);

  expect((await cloud.work({ dayOffset: 0 })).pauses).toEqual([1000, 4000]);
  const { pauses, calls } = await cloud.work({ dayOffset: 0 });

  expect(pauses).toEqual([0]);
  expect(countsOf(calls)["iam GetCredentialReport"]).toBe(1);
});
