import { GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { afterAll, beforeAll, expect, it } from "vitest";
import { controlsOf } from "../../../functions/aws/controls.ts";
import type { StoredApproval } from "../../../statemachine/approve.ts";
import { type DynaliteLedger, dynaliteLedger } from "./dynalite-ledger.ts";

let table: DynaliteLedger;
beforeAll(async () => {
  table = await dynaliteLedger();
});
afterAll(() => table.close());

const controls = () => controlsOf(table.client, table.tableName);
const put = (accessKeyId: string, item: object) =>
  table.client.send(
    new PutItemCommand({
      TableName: table.tableName,
      Item: marshall({ accountId: "control", accessKeyId, ...item }),
    }),
  );

/** How many keys of each account, in order. */
const keysOf = (counts: Readonly<Record<string, number>>) =>
  Object.entries(counts).flatMap(([account, keys]) => new Array<string>(keys).fill(account));
const sum = (counts: Iterable<number>) => [...counts].reduce((total, keys) => total + keys, 0);

it("never reserves more than the pace of the day and of an account, with ten runs at once", async () => {
  const day = "2026-11-01";
  const pace = { perDay: 25, perDayAndAccount: 10 };
  const runs = Array.from({ length: 10 }, (_, index) => `run-${index}`);

  const grants = await Promise.all(
    runs.map((run) => controls().reserve({ day, run, wanted: keysOf({ a: 4, b: 2, c: 1 }), pace })),
  );

  expect(sum(grants.flatMap((granted) => [...granted.values()]))).toBe(25);
  for (const account of ["a", "b", "c"])
    expect(sum(grants.map((granted) => granted.get(account) ?? 0))).toBeLessThanOrEqual(10);
  expect(sum(grants.map((granted) => granted.get("a") ?? 0))).toBe(10);
});

it("gives a retried run the same reservation, even if the day is full by then", async () => {
  const day = "2026-11-02";
  const pace = { perDay: 5, perDayAndAccount: 5 };
  const first = await controls().reserve({ day, run: "one", wanted: keysOf({ a: 3 }), pace });
  const other = await controls().reserve({ day, run: "two", wanted: keysOf({ b: 5 }), pace });

  const again = await controls().reserve({ day, run: "one", wanted: keysOf({ a: 5 }), pace });

  expect(other).toEqual(new Map([["b", 2]]));
  expect(again).toEqual(first);
  expect(await controls().reserved(day, "one")).toEqual({ total: 2, byAccount: new Map([["b", 2]]) });
});

it("reserves keys in order, and skips the rest of an account whose pace is used up", async () => {
  const pace = { perDay: 4, perDayAndAccount: 2 };
  const wanted = ["a", "a", "a", "b", "c", "d"];

  const granted = await controls().reserve({ day: "2026-11-03", run: "one", wanted, pace });

  expect(granted).toEqual(
    new Map([
      ["a", 2],
      ["b", 1],
      ["c", 1],
    ]),
  );
});

it("reserves in 20,000 accounts on one day: DynamoDB refuses an item of more than 400 KB", async () => {
  const accounts = Array.from({ length: 20_000 }, (_, index) => String(200_000_000_000 + index));
  const pace = { perDay: 20_000, perDayAndAccount: 1_000 };

  const granted = await controls().reserve({ day: "2026-11-06", run: "large", wanted: accounts, pace });

  expect(granted.size).toBe(20_000);
});

it("keeps the reservations of different days apart", async () => {
  const pace = { perDay: 1, perDayAndAccount: 1 };
  const reserve = (day: string) => controls().reserve({ day, run: day, wanted: ["a"], pace });

  expect((await reserve("2026-11-04")).size).toBe(1);
  expect((await reserve("2026-11-05")).size).toBe(1);
});

it("has no pause until one is written, and refuses one that it cannot read", async () => {
  expect(await controls().pause()).toBeUndefined();
  const pause = { until: "2026-12-24", reason: "freeze", by: "jane", at: "2026-11-23T08:00:00Z" };
  await put("pause", pause);
  expect(await controls().pause()).toEqual(pause);
  await put("pause", { until: "soon" });
  await expect(controls().pause()).rejects.toThrow(/^pause: until: expected a day that exists/);
});

const approval: StoredApproval = {
  run: "daily-1",
  day: "2026-11-23",
  on: "2026-11-24",
  expiresOn: "2027-01-23",
  settingsFingerprint: "f",
  accounts: ["111122223333"],
  reason: "looked through",
  approvedBy: "jane",
  executionArn: "arn:aws:states:eu-central-1:111122223333:execution:curfew-approve:one",
};

it("keeps the first approval of a plan, and returns it to a second approver", async () => {
  expect(await controls().putApproval(approval)).toEqual(approval);
  expect(await controls().putApproval({ ...approval, approvedBy: "joe" })).toEqual(approval);
  await controls().putApproval({ ...approval, run: "daily-2" });

  const runs = (await controls().approvals()).map(({ run, approvedBy }) => `${run} ${approvedBy}`);
  expect(runs).toEqual(["daily-1 jane", "daily-2 jane"]);
});

/** The first second of the day on which DynamoDB may delete an item of the control partition. */
async function expiryOf(accessKeyId: string): Promise<string> {
  const Key = marshall({ accountId: "control", accessKeyId });
  const { Item = {} } = await table.client.send(new GetItemCommand({ TableName: table.tableName, Key }));
  return new Date(unmarshall(Item).expiresAt * 1000).toISOString();
}

it("keeps an approval for 30 days after its end, and what was reserved on a day for 30 days", async () => {
  await controls().putApproval({ ...approval, run: "daily-3" });
  const pace = { perDay: 1, perDayAndAccount: 1 };
  await controls().reserve({ day: "2026-11-06", run: "one", wanted: ["a"], pace });

  expect(await expiryOf("approval#daily-3")).toBe("2027-02-22T00:00:00.000Z");
  expect(await expiryOf("pace#2026-11-06")).toBe("2026-12-06T00:00:00.000Z");
});
