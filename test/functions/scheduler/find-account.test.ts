import { expect, it } from "vitest";
import { InvalidInput } from "../../../functions/runtime/parse.ts";
import { beginRun } from "../../../functions/scheduler/begin-run.ts";
import type { ListAccountsTask } from "../../../functions/scheduler/list-accounts.ts";
import { policy } from "../domain/policy-fixture.ts";
import { listedAccount } from "./memory-organization.ts";
import { scheduler } from "./scheduler-fixture.ts";

const restore = {
  accountId: "000000000002",
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  days: 3,
  reason: "the new key does not work",
};

/** A scheduler that is asked to have a key restored in an Organization of three accounts. */
function asked(order = restore, overrides: Partial<ListAccountsTask> = {}) {
  const accounts = [1, 2, 3].map((number) => listedAccount(number));
  const { task, bucket, organization } = scheduler(accounts, { restore: order }, overrides);
  const begin = () => beginRun(task);
  return { begin, bucket, organization };
}

it("hands the worker the account and the order, and lists and writes nothing", async () => {
  const { begin, bucket, organization } = asked();

  expect(await begin()).toMatchObject({
    run: { id: "daily-1", day: "2026-11-23", mode: "enforce" },
    account: { id: "000000000002" },
    restore,
  });
  expect(organization.asked).toEqual(["000000000002"]);
  expect(bucket.objects.size).toBe(0);
});

it("finds an account that the settings leave out: what was done there must be possible to undo", async () => {
  const exclude = { accounts: ["000000000002"], organizationalUnits: [] };

  await expect(asked(restore, { policy: policy({ exclude }) }).begin()).resolves.toMatchObject({ restore });
});

it("refuses an account of another Organization, and names it", async () => {
  const refused = asked({ ...restore, accountId: "999999999999" }).begin();

  await expect(refused).rejects.toBeInstanceOf(InvalidInput);
  await expect(refused).rejects.toThrow("restore.accountId: 999999999999 is not a member");
});

it("restores nothing where nobody could be told", async () => {
  const refused = asked(restore, { senderProblem: async () => "the sender is not verified" }).begin();

  await expect(refused).rejects.toMatchObject({ name: "SenderUnusable" });
});
