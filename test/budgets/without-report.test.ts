import { expect, it } from "vitest";
import { refusal } from "../../infra/sandbox/cloud/refusals.ts";
import type { Interceptor } from "../../infra/sandbox/cloud/service.ts";
import { countsOf, readsOf } from "./counted-calls.ts";
import { sizes } from "./sizes.ts";
import { startAccount } from "./started-account.ts";

/** A service control policy denies the credential report. */
const withoutReport: Interceptor = {
  async before({ operation }) {
    if (operation === "GenerateCredentialReport") throw refusal("iam", "accessDenied", "not in this account");
    return undefined;
  },
};

it.each(sizes.slice(0, 2))("lists every user of an account without a report: $users users", async (size) => {
  const { users, owners, toWarn, toDeactivate } = size;
  const account = await startAccount({ interceptors: [withoutReport] });
  await account.populate(size, 1);
  await account.live({ dayOffset: 0 });

  const { result, calls } = await account.live({ dayOffset: 1 });

  expect(result).toMatchObject({ outcome: "evaluated", users, keys: owners });
  expect(account.cloud.mail.outbox()).toHaveLength(toWarn + toDeactivate);
  const reads = readsOf(calls);
  expect(countsOf(reads)).toEqual({
    "sts AssumeRole": 2,
    "iam ListUsers": Math.ceil(users / 1000),
    "iam ListAccessKeys": users + 2 * toDeactivate,
    "iam ListUserTags": toWarn + 2 * toDeactivate,
    // Without a report, the last use of a key is read for each mail.
    "iam GetAccessKeyLastUsed": toWarn + toDeactivate,
  });
  expect(reads.length).toBeLessThanOrEqual(1 + Math.ceil(users / 1000) + users + 4 * (toWarn + toDeactivate));
});

it.each([1, 3])(
  "makes five reads for each of %i deactivations without a report, and assumes a second role",
  async (toDeactivate) => {
    const users = 120;
    const account = await startAccount({ interceptors: [withoutReport] });
    await account.populate({ users, owners: 60, toDeactivate }, 1);
    await account.live({ dayOffset: 0 });

    const { deactivations, calls } = await account.live({ dayOffset: 1 });

    expect(deactivations?.keys.map(({ outcome }) => outcome)).toEqual(
      Array(toDeactivate).fill("deactivated"),
    );
    expect(readsOf(calls)).toHaveLength(1 + 1 + users + 1 + 5 * toDeactivate);
  },
);

it("asks for a refused report again after seven days, and not earlier", async () => {
  const users = 120;
  const account = await startAccount({ interceptors: [withoutReport] });
  await account.populate({ users, owners: 60 }, 10);

  const extra: number[] = [];
  for (const dayOffset of [0, 1, 6, 7, 8])
    extra.push(readsOf((await account.evaluate({ dayOffset })).calls).length - (1 + 1 + users));

  expect(extra).toEqual([1, 0, 0, 1, 0]);
});
