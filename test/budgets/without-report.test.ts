import { afterEach, expect, it } from "vitest";
import { refusal } from "../../infra/local/cloud/refusals.ts";
import type { Interceptor } from "../../infra/local/cloud/service.ts";
import { integrationSettings } from "../integration/integration-settings.ts";
import { synthesizeOnce } from "../integration/synthesize-once.ts";
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

// A notice costs two reads here and a deactivation four: tags, the key before and after, its last use. None of the
// four can be left out safely, so the budget of three is kept where notices outnumber deactivations.
it.each(sizes.slice(0, 2))("lists everyone without a report: $users users", async (size) => {
  const { users, owners, toWarn, toDeactivate } = size;
  const due = toWarn + toDeactivate;
  const cloud = await startAccount();
  await cloud.populate(size, 0);

  const { result, calls } = await cloud.work({ dayOffset: 0 });

  expect(result).toMatchObject({ outcome: "enforced", users, keys: owners });
  const reads = readsOf(calls);
  expect(countsOf(reads)).toEqual({
    "sts AssumeRole": 1,
    "iam GenerateCredentialReport": 1,
    "iam ListUsers": Math.ceil(users / 1000),
    "iam ListAccessKeys": users + 2 * toDeactivate,
    "iam ListUserTags": due,
    "iam GetAccessKeyLastUsed": due,
  });
  expect(reads.length).toBeLessThanOrEqual(1 + Math.ceil(users / 1000) + users + 3 * due);
});

it.each([0, 3])(
  "costs a call for asking in vain and one for each deactivation more: %i keys",
  async (toDeactivate) => {
    const users = 120;
    const cloud = await startAccount();
    await cloud.populate({ users, owners: 60, toWarn: 0, toDeactivate }, 0);

    const { result, calls } = await cloud.work({ dayOffset: 0 });

    expect(result).toMatchObject({ outcome: "enforced", users, keys: 60 });
    const budget = 1 + Math.ceil(users / 1000) + users + 3 * toDeactivate;
    expect(readsOf(calls)).toHaveLength(budget + 1 + toDeactivate);
  },
);

const withoutReport: Interceptor = {
  async before({ operation }) {
    if (operation === "GenerateCredentialReport") throw refusal("iam", "accessDenied", "not in this account");
    return undefined;
  },
};
