import { afterEach, expect, it } from "vitest";
import { refusal } from "../../infra/sandbox/cloud/refusals.ts";
import type { Interceptor } from "../../infra/sandbox/cloud/service.ts";
import { integrationSettings } from "../support/integration-settings.ts";
import { synthesizeOnce } from "../support/synthesize-once.ts";
import { AccountCloud } from "./account-cloud.ts";
import { countsOf, readsOf } from "./counted-calls.ts";
import { sizes } from "./sizes.ts";

let account: AccountCloud | undefined;
afterEach(() => account?.close());

async function startAccount(): Promise<AccountCloud> {
  const settings = integrationSettings();
  account = await AccountCloud.start(synthesizeOnce(settings), settings, {
    interceptors: [withoutReport],
  });
  return account;
}

/** AssumeRole, the list of users, a listing each, and three calls for each key that is due. */
function budgetOf(users: number, due: number): number {
  return 1 + Math.ceil(users / 1000) + users + 3 * due;
}

it.each(sizes.slice(0, 2))("lists everyone in an account without a report: $users users", async (size) => {
  const { users, owners, toWarn, toDeactivate } = size;
  const due = toWarn + toDeactivate;
  const cloud = await startAccount();
  await cloud.populate(size, 1);
  await cloud.work({ dayOffset: 0 });

  const { result, calls } = await cloud.work({ dayOffset: 1 });

  expect(result).toMatchObject({ outcome: "enforced", users, keys: owners });
  expect(cloud.cloud.mail.outbox()).toHaveLength(due);
  const reads = readsOf(calls);
  expect(countsOf(reads)).toEqual({
    "sts AssumeRole": 1,
    "iam ListUsers": Math.ceil(users / 1000),
    "iam ListAccessKeys": users + toDeactivate,
    "iam ListUserTags": due,
    "iam GetAccessKeyLastUsed": due,
  });
  expect(reads.length).toBeLessThanOrEqual(budgetOf(users, due));
});

it.each([0, 1, 3])(
  "uses up the budget where nothing is due but deactivations: %i keys",
  async (toDeactivate) => {
    const cloud = await startAccount();
    await cloud.populate({ users: 120, owners: 60, toWarn: 0, toDeactivate }, 1);
    await cloud.work({ dayOffset: 0 });

    const { result, calls } = await cloud.work({ dayOffset: 1 });

    expect(result?.results.flatMap(({ deactivation }) => deactivation?.outcome ?? [])).toEqual(
      Array.from({ length: toDeactivate }, () => "deactivated"),
    );
    expect(readsOf(calls)).toHaveLength(budgetOf(120, toDeactivate));
  },
);

it("asks a call too many where an account refuses its report for the first time, and not in the week after", async () => {
  const cloud = await startAccount();
  await cloud.populate({ users: 120, owners: 60, toWarn: 0, toDeactivate: 0 }, 10);

  const extra: number[] = [];
  for (const dayOffset of [0, 1, 6, 7, 8])
    extra.push(readsOf((await cloud.work({ dayOffset })).calls).length - budgetOf(120, 0));

  expect(extra).toEqual([1, 0, 0, 1, 0]);
});

it.each(sizes.slice(0, 1))(
  "costs a call more for each deactivation where nothing is remembered",
  async (size) => {
    const { users, owners, toWarn, toDeactivate } = size;
    const cloud = await startAccount();
    await cloud.populate(size, 0);

    const { result, calls } = await cloud.work({ dayOffset: 0 });

    expect(result).toMatchObject({ outcome: "enforced", users, keys: owners });
    expect(countsOf(readsOf(calls))).toEqual({
      "sts AssumeRole": 1,
      "iam GenerateCredentialReport": 1,
      "iam ListUsers": Math.ceil(users / 1000),
      "iam ListAccessKeys": users + 2 * toDeactivate,
      "iam ListUserTags": toWarn + toDeactivate,
      "iam GetAccessKeyLastUsed": toWarn + toDeactivate,
    });
  },
);

const withoutReport: Interceptor = {
  async before({ operation }) {
    if (operation === "GenerateCredentialReport") throw refusal("iam", "accessDenied", "not in this account");
    return undefined;
  },
};
