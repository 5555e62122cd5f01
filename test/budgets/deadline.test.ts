import { expect, it } from "vitest";
import { Interrupted } from "../../functions/runtime/errors.ts";
import { countsOf } from "./counted-calls.ts";
import { startAccount } from "./started-account.ts";

it("stops before the Lambda timeout, and a retry lists only the remaining users", async () => {
  const users = 450;
  const account = await startAccount();
  await account.populate({ users, owners: users }, 0);
  const isListed = () => account.cloud.calls.count({ operation: "ListAccessKeys" });

  // The worker starts no further user when less than two minutes are left.
  const first = await account.evaluate({
    dayOffset: 0,
    remainingMilliseconds: () => (isListed() < 200 ? 900_000 : 100_000),
  });
  const second = await account.evaluate({ dayOffset: 0 });

  expect(first.error).toBeInstanceOf(Interrupted);
  expect(first.result).toMatchObject({ outcome: "partlyEvaluated" });
  expect(second.result).toMatchObject({ outcome: "evaluated", users, keys: users, problems: [] });
  const listed = [first, second].map(({ calls }) => countsOf(calls)["iam ListAccessKeys"] ?? 0);
  expect(listed[0]).toBeLessThan(users);
  expect(listed[0]).toBeGreaterThanOrEqual(200);
  expect((listed[0] ?? 0) + (listed[1] ?? 0)).toBe(users);
});
