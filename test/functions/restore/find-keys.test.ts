import { expect, it } from "vitest";
import { deactivationResultKey, planItemsKey } from "../../../functions/domain/run-files.ts";
import { type FindKeysTask, findKeys } from "../../../functions/restore/find-keys.ts";
import type { NotDeactivated } from "../../../statemachine/plan.ts";
import { memoryBucket } from "../../support/memory-bucket.ts";
import { account } from "../../support/memory-organization.ts";
import { run } from "../plan/plan-fixture.ts";

const details = { days: 30, reason: "broke the build" };
const oneKey = { accountId: account(1).id, accessKeyId: "AKIAEXAMPLE1234WXYZ", ...details };
const wholeRun = { run: "daily-1", day: "2026-11-23", ...details };

/** The result of a planned key, or `noResult` if the run could not save one. */
type Planned = [id: string, outcome: "deactivated" | "noResult" | NotDeactivated];

const resultOf = ([accessKeyId, outcome]: Planned) => ({
  accessKeyId,
  userName: "jane",
  ...(typeof outcome === "string" ? { outcome } : { outcome: "notDeactivated", why: outcome }),
  notices: [],
});

/** The first step of a restore in an Organization of accounts 1 and 2. */
function finding(input: unknown, overrides: Partial<FindKeysTask> = {}) {
  const bucket = memoryBucket();
  const members = new Map([1, 2].map((number) => [account(number).id, account(number)]));
  const task: FindKeysTask = {
    event: { step: "findKeys", execution: { name: "restore-1", startTime: "2026-11-24T09:00:00Z" }, input },
    bucket: "runs",
    findAccounts: async (ids) => new Map([...members].filter(([id]) => ids.has(id))),
    checkSender: async () => ({ rate: 14 }),
    ...bucket,
    ...overrides,
  };
  const put = (number: number, value: unknown) =>
    bucket.put(deactivationResultKey("2026-11-23", "daily-1", account(number).id), value);
  /** The plan of the run, and its deactivation results. */
  const ran = (plan: Record<number, Planned[]>) => {
    const accounts = Object.entries(plan).map(([number, keys]) => ({ number: Number(number), keys }));
    const items = accounts.map(({ number, keys }) => ({
      account: account(number),
      keys: keys.map(([accessKeyId]) => ({ accessKeyId, userName: "jane", createdOn: "2026-08-01" })),
    }));
    bucket.put(planItemsKey("2026-11-23", "daily-1"), items);
    for (const { number, keys } of accounts) {
      const saved = keys.filter(([, outcome]) => outcome !== "noResult");
      const result = { run, account: account(number), keys: saved.map(resultOf), problems: [] };
      if (saved.length > 0) put(number, result);
    }
  };
  return {
    find: () => findKeys(task),
    put,
    ran,
    items: () => JSON.parse(bucket.text("/items.json")),
    bucket,
  };
}

it("returns the one key of the request with its account", async () => {
  const { find, items } = finding(oneKey);

  expect(await find()).toEqual({
    request: { execution: "restore-1", day: "2026-11-24", ...details, mailRate: 14 },
    items: { bucket: "runs", key: "restores/restore-1/items.json" },
    accounts: 1,
    keys: 1,
  });
  expect(items()).toEqual([{ account: account(1), accessKeyIds: ["AKIAEXAMPLE1234WXYZ"] }]);
});

it("finds every key that a run deactivated, and none that it did not", async () => {
  const { find, ran, items } = finding(wholeRun);
  ran({
    1: [
      ["A1", "deactivated"],
      ["A2", { code: "keyGone" }],
      ["A3", "deactivated"],
      ["A4", { code: "statusChanged", status: "Inactive" }],
    ],
    2: [["B1", { code: "noLongerDue", reason: { code: "inactive", status: "Inactive" } }]],
  });

  expect(await find()).toMatchObject({ accounts: 1, keys: 2, request: { run: "daily-1" } });
  expect(items()).toEqual([{ account: account(1), accessKeyIds: ["A1", "A3"] }]);
});

it("finds the planned keys about which the run could not say whether it deactivated them", async () => {
  const { find, ran, items } = finding(wholeRun);
  ran({
    1: [
      ["A1", { code: "failed", error: "read-back: timeout" }],
      ["A2", { code: "noTimeLeft" }],
      ["A3", { code: "paused", until: "2026-12-01" }],
    ],
    2: [["B1", "noResult"]],
  });

  expect(await find()).toMatchObject({ accounts: 2, keys: 4 });
  expect(items()).toEqual([
    { account: account(1), accessKeyIds: ["A1", "A2", "A3"] },
    { account: account(2), accessKeyIds: ["B1"] },
  ]);
});

it("reports the keys of an account that has left the Organization as failed", async () => {
  const { find, ran, bucket } = finding(wholeRun);
  ran({ 1: [["A1", "deactivated"]], 9: [["Z1", "deactivated"]] });

  expect(await find()).toMatchObject({ accounts: 1, keys: 2 });
  expect(JSON.parse(bucket.text("restore-1/accounts/000000000009.json")).keys).toMatchObject([
    {
      accessKeyId: "Z1",
      outcome: "failed",
      error: "its account is no longer a member of the Organization",
    },
  ]);
});

it.each([
  {
    input: { ...oneKey, accountId: "999999999999" },
    says: "account 999999999999 is not a member of the Organization",
  },
  { input: wholeRun, says: expect.stringMatching(/^the run daily-1 of 2026-11-23 deactivated no key/) },
])("refuses in its answer what cannot be restored: $says", async ({ input, says }) => {
  const { find, items } = finding(input);

  expect(await find()).toMatchObject({ keys: 0, refused: says });
  expect(items()).toEqual([]);
});

it("restores nothing if nobody could be notified", async () => {
  const { find, bucket } = finding(oneKey, { checkSender: async () => ({ problem: "sending is disabled" }) });

  await expect(find()).rejects.toMatchObject({ name: "SenderUnusable", message: "sending is disabled" });
  expect(bucket.objects.size).toBe(0);
});

it("fails if a deactivation result cannot be read, and names the object", async () => {
  const { find, put } = finding(wholeRun);
  put(1, { broken: true });

  await expect(find()).rejects.toThrow(/^runs\/2026-11-23\/daily-1\/deactivations\/000000000001\.json: /);
});

it.each([
  { input: { ...oneKey, days: 0 }, says: "restore input: days: expected at least 1 day, got 0" },
  { input: { ...oneKey, days: 91 }, says: "restore input: days: expected at most 90 days, got 91" },
  { input: { ...oneKey, reason: " " }, says: 'restore input: reason: expected a reason, got " "' },
  {
    input: { ...oneKey, accessKeyId: "…WXYZ" },
    says: 'restore input: accessKeyId: expected a whole access key ID, got "…WXYZ"',
  },
  { input: { ...oneKey, user: "jane" }, says: 'restore input: unknown field "user"' },
  { input: { ...wholeRun, accountId: "1" }, says: 'restore input: unknown field "accountId"' },
  { input: { ...wholeRun, day: "yesterday" }, says: "restore input: day: expected a day that exists" },
  { input: {}, says: "restore input: accountId: expected 12 digits in quotes, got nothing" },
])("names the wrong field of the input $input", async ({ input, says }) => {
  await expect(finding(input).find()).rejects.toThrow(says);
});
