import { afterEach, expect, it } from "vitest";
import { integrationSettings } from "../support/integration-settings.ts";
import { synthesizeOnce } from "../support/synthesize-once.ts";
import { AccountCloud } from "./account-cloud.ts";
import { userNameOf } from "./account-population.ts";
import { countsOf, readsOf } from "./counted-calls.ts";
import { sizes } from "./sizes.ts";

let account: AccountCloud | undefined;
afterEach(() => account?.close());

async function startAccount(): Promise<AccountCloud> {
  const settings = integrationSettings();
  account = await AccountCloud.start(synthesizeOnce(settings), settings);
  return account;
}

it.each(sizes)("reads on a steady day what changed and what is due, of $users users", async (size) => {
  const { users, owners, toWarn, toDeactivate } = size;
  const due = toWarn + toDeactivate;
  const cloud = await startAccount();
  await cloud.populate(size, 1);
  await cloud.work({ dayOffset: 0 });
  change(cloud, owners);

  const { result, calls } = await cloud.work({ dayOffset: 1 });

  expect(result).toMatchObject({ outcome: "enforced", users, keys: owners + 2 });
  expect(cloud.cloud.mail.outbox()).toHaveLength(due);
  const reads = readsOf(calls);
  expect(countsOf(reads)).toEqual({
    "sts AssumeRole": 1,
    "iam GenerateCredentialReport": 1,
    "iam GetCredentialReport": 2,
    "iam ListAccessKeys": changed + toWarn + 2 * toDeactivate,
    "iam ListUserTags": due,
  });
  expect(reads.length).toBeLessThanOrEqual(4 + changed + 3 * due);
});

it.each([120, 1000, 5000])(
  "makes seven calls where nothing changed and nothing is due: %i users",
  async (users) => {
    const cloud = await startAccount();
    await cloud.populate({ users, owners: 100, toWarn: 0, toDeactivate: 0 }, 1);
    await cloud.work({ dayOffset: 0 });

    const { result, calls } = await cloud.work({ dayOffset: 1 });

    expect(result).toMatchObject({ outcome: "enforced", users, keys: 100 });
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

it("reads the tags of a key past its first stage every day, for whose it is may have changed", async () => {
  const cloud = await startAccount();
  await cloud.populate({ users: 120, owners: 60, toWarn: 0, toDeactivate: 0, told: 20 }, 1);
  await cloud.work({ dayOffset: 0 });

  const { calls } = await cloud.work({ dayOffset: 1 });

  expect(cloud.cloud.mail.outbox()).toEqual([]);
  expect(countsOf(readsOf(calls))).toEqual({
    "sts AssumeRole": 1,
    "iam GenerateCredentialReport": 1,
    "iam GetCredentialReport": 2,
    "iam ListUserTags": 20,
  });
});

/** How many users `change` changes. */
const changed = 4;

/** A key made for somebody who had none, a second key, a key switched off, and one replaced by another. */
function change({ iam }: AccountCloud, owners: number): void {
  const keyOf = (userName: string) => [...iam.user(userName).keys.keys()][0] ?? "";
  const [second, off, replaced] = [1, 2, 3].map((back) => userNameOf(owners - back));
  iam.putAccessKey({ userName: userNameOf(owners) });
  if (second === undefined || off === undefined || replaced === undefined) throw new Error("too few owners");
  iam.putAccessKey({ userName: second });
  iam.updateKey(off, keyOf(off), "Inactive");
  iam.deleteKey(replaced, keyOf(replaced));
  iam.putAccessKey({ userName: replaced });
}
