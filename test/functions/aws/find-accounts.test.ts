import { expect, it } from "vitest";
import { findAccounts } from "../../../functions/aws/find-accounts.ts";
import { account, memoryOrganization } from "../../support/memory-organization.ts";
import { stillClock } from "../../support/still-clock.ts";

/** Finds accounts and records when each call of DescribeAccount was made, in milliseconds. */
async function find(ids: readonly string[], members = 1_200) {
  const clock = stillClock("2026-11-23T08:00:00Z");
  const start = clock.now().getTime();
  const organization = memoryOrganization(Array.from({ length: members }, (_, index) => account(index + 1)));
  const calls: number[] = [];
  const found = await findAccounts(new Set(ids), {
    needsPaths: false,
    clock,
    organization: {
      ...organization,
      account(id, needsPaths) {
        calls.push(clock.now().getTime() - start);
        return organization.account(id, needsPaths);
      },
    },
  });
  return { found: [...found.keys()], calls, listings: organization.neededPaths.length - calls.length };
}

const idsFrom = (count: number) => Array.from({ length: count }, (_, index) => account(index + 1).id);

it("describes 99 accounts without exceeding 20 calls a second after a burst of 30", async () => {
  const { found, calls, listings } = await find(idsFrom(99));

  expect(found).toEqual(idsFrom(99));
  expect(listings).toBe(0);
  expect(calls).toHaveLength(99);
  for (const at of calls)
    expect(calls.filter((other) => other <= at).length).toBeLessThanOrEqual(30 + (at / 1000) * 20 + 1);
  expect(Math.max(...calls)).toBeLessThan(4_000);
});

it("lists the Organization once for 100 accounts and for 1,000, and describes none", async () => {
  for (const count of [100, 1_000]) {
    const { found, calls, listings } = await find(idsFrom(count));

    expect([found.length, calls.length, listings]).toEqual([count, 0, 1]);
  }
});

it.each([2, 101])("does not find an ID that is not a member's, among %i", async (count) => {
  const ids = [...idsFrom(count - 1), "999999999999"];

  expect((await find(ids)).found).toEqual(idsFrom(count - 1));
});
