import { expect, it } from "vitest";
import type { AccountCloud } from "./account-cloud.ts";
import { userNameOf } from "./account-population.ts";
import { countsOf, readsOf, sequentialReads } from "./counted-calls.ts";
import { sizes } from "./sizes.ts";
import { startAccount } from "./started-account.ts";

it.each(sizes)("reads only what changed and what is due on a steady day: $users users", async (size) => {
  const { users, owners, toWarn, toDeactivate } = size;
  const account = await startAccount();
  await account.populate(size, 1);
  await account.live({ dayOffset: 0 });
  change(account, owners);

  const { result, deactivations, calls } = await account.live({ dayOffset: 1 });

  expect(result).toMatchObject({ outcome: "evaluated", users, keys: owners + 2 });
  expect(deactivations?.keys.filter(({ outcome }) => outcome === "deactivated")).toHaveLength(toDeactivate);
  expect(account.cloud.mail.outbox()).toHaveLength(toWarn + toDeactivate);
  expect(countsOf(readsOf(calls))).toEqual({
    // One session to read, one to deactivate.
    "sts AssumeRole": 2,
    "iam GenerateCredentialReport": 1,
    "iam GetCredentialReport": 2,
    // Keys of an owner who is warned are listed once, before the mail. Keys that are deactivated are listed once
    // before the plan, once right before the deactivation, and once after it.
    "iam ListAccessKeys": changed + toWarn + 3 * toDeactivate,
    "iam ListUserTags": toWarn + 2 * toDeactivate,
    "iam GetAccessKeyLastUsed": toDeactivate,
  });
});

it.each([120, 1000, 5000])(
  "makes seven calls if nothing changed and nothing is due, whatever the number of users: %i",
  async (users) => {
    const account = await startAccount();
    await account.populate({ users, owners: 100 }, 1);
    await account.evaluate({ dayOffset: 0 });

    const { result, calls } = await account.evaluate({ dayOffset: 1 });

    expect(result).toMatchObject({ outcome: "evaluated", users, keys: 100 });
    expect(countsOf(calls)).toEqual({
      "sts AssumeRole": 1,
      "dynamodb Query": 1,
      "s3 GetObject": 1,
      "iam GenerateCredentialReport": 1,
      "iam GetCredentialReport": 2,
      "s3 PutObject": 1,
    });
  },
);

it("plans a quiet day with one listing and one write", async () => {
  const account = await startAccount();
  await account.populate({ users: 120, owners: 60, toWarn: 5 }, 0);
  await account.evaluate({ dayOffset: 0 });

  const { plan, calls } = await account.plan({ dayOffset: 0 });

  expect(plan?.plan.state).toBe("nothingDue");
  expect(countsOf(calls)).toEqual({ "s3 ListObjectsV2": 1, "s3 PutObject": 1 });
});

it("reads at least 15 times less than a sequential listing on the second day of 1,000 old keys", async () => {
  const users = 1000;
  const account = await startAccount();
  await account.populate({ users, owners: users, oldMachines: users }, 0);
  const first = await account.evaluate({ dayOffset: 0 });

  const second = await account.evaluate({ dayOffset: 1 });

  expect(countsOf(readsOf(first.calls))["iam ListUserTags"]).toBe(users);
  expect(second.result).toMatchObject({ outcome: "evaluated", keys: users });
  expect(account.cloud.mail.outbox()).toEqual([]);
  expect(sequentialReads({ users, keys: users }) / readsOf(second.calls).length).toBeGreaterThanOrEqual(15);
});

it("reads the tags of every user with an old key again within seven days", async () => {
  const users = 70;
  const account = await startAccount();
  await account.populate({ users, owners: users, oldMachines: users }, 0);
  // From day 101 to day 108 of a key, no stage and no reminder is due for any user type.
  await account.evaluate({ dayOffset: 6 });

  const read: number[] = [];
  for (const dayOffset of [7, 8, 9, 10, 11, 12, 13])
    read.push(countsOf((await account.evaluate({ dayOffset })).calls)["iam ListUserTags"] ?? 0);

  expect(read.reduce((sum, each) => sum + each, 0)).toBe(users);
  expect(Math.max(...read)).toBeLessThan(users / 2);
});

/** How many users `change` changes. */
const changed = 4;

/** A key for a user who had none, a second key, a key that was deactivated, and one replaced by another. */
function change({ iam }: AccountCloud, owners: number): void {
  const keyOf = (userName: string) => [...iam.user(userName).keys.keys()][0] ?? "";
  const [second, inactive, replaced] = [1, 2, 3].map((back) => userNameOf(owners - back));
  iam.putAccessKey({ userName: userNameOf(owners) });
  if (second === undefined || inactive === undefined || replaced === undefined)
    throw new Error("too few owners");
  iam.putAccessKey({ userName: second });
  iam.updateKey(inactive, keyOf(inactive), "Inactive");
  iam.deleteKey(replaced, keyOf(replaced));
  iam.putAccessKey({ userName: replaced });
}
