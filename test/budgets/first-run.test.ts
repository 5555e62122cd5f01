import { expect, it } from "vitest";
import { countsOf, readsOf } from "./counted-calls.ts";
import { sizes } from "./sizes.ts";
import { startAccount } from "./started-account.ts";

it.each(sizes)("lists each user with a key once in the first run: $users users", async (size) => {
  const { users, owners, toWarn, toDeactivate } = size;
  const account = await startAccount();
  await account.populate(size, 0);

  const { result, deactivations, calls } = await account.live({ dayOffset: 0 });

  expect(result).toMatchObject({ outcome: "evaluated", users, keys: owners });
  expect(deactivations?.keys.filter(({ outcome }) => outcome === "deactivated")).toHaveLength(toDeactivate);
  expect(account.cloud.mail.outbox()).toHaveLength(toWarn + toDeactivate);
  expect(countsOf(readsOf(calls))).toEqual({
    "sts AssumeRole": 2,
    "iam GenerateCredentialReport": 1,
    "iam GetCredentialReport": 2,
    // A key that is deactivated is listed again right before and right after it.
    "iam ListAccessKeys": owners + 2 * toDeactivate,
    "iam ListUserTags": toWarn + 2 * toDeactivate,
    "iam GetAccessKeyLastUsed": toDeactivate,
  });
});

it("asks for the report after 1, 2, 3 and 5 seconds, and reads it at once if it is ready", async () => {
  const account = await startAccount({ credentialReports: { readyAfter: { polls: 3 } } });
  await account.populate({ users: 3, owners: 1 }, 0);

  const first = await account.evaluate({ dayOffset: 0 });
  const retry = await account.evaluate({ dayOffset: 0 });

  expect(first.pauses).toEqual([1000, 1000, 1000, 2000]);
  expect(retry.pauses).toEqual([0]);
  expect(countsOf(retry.calls)["iam GetCredentialReport"]).toBe(1);
});
