import { expect, it } from "vitest";
import { accountResultKey } from "../../../functions/domain/run-files.ts";
import { Interrupted } from "../../../functions/runtime/errors.ts";
import { parse } from "../../../functions/runtime/parse.ts";
import { accountListSchema } from "../../../statemachine/contract.ts";
import { policy } from "../domain/policy-fixture.ts";
import { listedAccount } from "./memory-organization.ts";
import { scheduler, startTime } from "./scheduler-fixture.ts";

const ids = (accounts: { id: string }[]) => accounts.map(({ id }) => Number(id));

it("lists accounts that answer calls and names the others with their state", async () => {
  const states = ["ACTIVE", "SUSPENDED", "PENDING_CLOSURE", "CLOSED", "PENDING_ACTIVATION", "SOMETHING_NEW"];
  const { run, workList, leftOut } = scheduler(
    states.map((state, index) => listedAccount(index + 1, { state })),
  );

  const list = await run();

  expect(list.accounts).toEqual({ listed: 2, leftOut: 4 });
  expect(ids(workList())).toEqual([1, 3]);
  expect(leftOut().map(({ id, reason }) => [Number(id), reason])).toEqual([
    [2, "account state is SUSPENDED"],
    [4, "account state is CLOSED"],
    [5, "account state is PENDING_ACTIVATION"],
    [6, "account state is SOMETHING_NEW"],
  ]);
});

it("hands over where the lists lie, by day and run, and what the Map needs", async () => {
  const { run, bucket } = scheduler([listedAccount(1)]);

  const list = await run();

  expect(list).toEqual({
    run: { id: "daily-1", startedAt: startTime, day: "2026-11-23", mode: "enforce" },
    workList: { bucket: "curfew-runs", key: "runs/2026-11-23/daily-1/work-list.json" },
    leftOut: { bucket: "curfew-runs", key: "runs/2026-11-23/daily-1/left-out.jsonl" },
    accounts: { listed: 1, leftOut: 0 },
    maxConcurrency: 40,
  });
  expect(parse(accountListSchema, list, "account list")).toEqual(list);
  expect([...bucket.objects.keys()]).toEqual([list.workList.key, list.leftOut.key]);
  expect(accountResultKey("2026-11-23", "daily-1", "000000000001")).toContain("runs/2026-11-23/daily-1/");
});

it("writes name, path and joining day of each account, one a line", async () => {
  const path = ["r-a1b2", "ou-a1b2-sales001"];
  const { run, bucket, workList } = scheduler([
    listedAccount(1, { path, joinedOn: "2026-11-22" }),
    listedAccount(2),
  ]);

  await run();

  expect(workList()).toEqual([
    { id: "000000000001", name: "Account 1", path, joinedOn: "2026-11-22" },
    { id: "000000000002", name: "Account 2", path: [] },
  ]);
  const lines = bucket.text("work-list.json").trimEnd().split("\n");
  expect(lines).toHaveLength(4);
  expect(lines.filter((line) => line.startsWith("{"))).toHaveLength(2);
});

it.each([
  { asks: "an excluded account", exclude: { accounts: ["000000000002"] }, left: [1, 3] },
  { asks: "an excluded unit, nested", exclude: { organizationalUnits: ["ou-a1b2-sales001"] }, left: [1, 2] },
  { asks: "an included account", include: { accounts: ["000000000002"] }, left: [2] },
  { asks: "an included unit", include: { organizationalUnits: ["ou-a1b2-sales001"] }, left: [3] },
  { asks: "the root included", include: { organizationalUnits: ["r-a1b2"] }, left: [1, 2, 3] },
  {
    asks: "exclusion over inclusion",
    include: { accounts: ["000000000001", "000000000002"] },
    exclude: { accounts: ["000000000002"] },
    left: [1],
  },
])("follows the settings about scope: $asks", async ({ include, exclude, left }) => {
  const nothing = { accounts: [], organizationalUnits: [] };
  const scoped = policy({
    include: { ...nothing, ...include },
    exclude: { ...nothing, ...exclude },
  });
  const { run, workList, leftOut } = scheduler(
    [
      listedAccount(1, { path: ["r-a1b2"] }),
      listedAccount(2, { path: ["r-a1b2", "ou-a1b2-other001"] }),
      listedAccount(3, { path: ["r-a1b2", "ou-a1b2-sales001", "ou-a1b2-deeper01"] }),
    ],
    {},
    { policy: scoped },
  );

  const list = await run();

  expect(ids(workList())).toEqual(left);
  expect(list.accounts).toEqual({ listed: left.length, leftOut: 3 - left.length });
  expect(leftOut().every(({ reason }) => /^(excluded|not included) by the settings/.test(reason))).toBe(true);
  expect(leftOut().every(({ path }) => path[0]?.startsWith("r-"))).toBe(true);
});

it.each([
  { named: false, exclude: [] },
  { named: true, exclude: ["ou-a1b2-sales001"] },
])("asks for the accounts' paths only where a rule names a unit ($named)", async ({ named, exclude }) => {
  const scoped = policy({ exclude: { accounts: [], organizationalUnits: exclude } });
  const { run, organization } = scheduler([listedAccount(1)], {}, { policy: scoped });

  await run();

  expect(organization.neededPaths).toEqual([named]);
});

it("lists an account once although two pages have it", async () => {
  const { run, workList } = scheduler([listedAccount(1), listedAccount(2), listedAccount(1)]);

  const list = await run();

  expect(list.accounts).toEqual({ listed: 2, leftOut: 0 });
  expect(ids(workList())).toEqual([1, 2]);
});

it("writes an empty list where no account is in scope", async () => {
  const { run, workList, leftOut } = scheduler([listedAccount(1, { state: "CLOSED" })]);

  await run();

  expect(workList()).toEqual([]);
  expect(leftOut()).toHaveLength(1);
});

it("streams 50,000 accounts without holding them, and answers in less than 2 KB", async () => {
  const size = 50_000;
  let made = 0;
  let pieces = 0;
  let furthestAhead = 0;
  function* many() {
    for (made = 1; made <= size; made += 1) yield listedAccount(made, { path: ["r-a1b2"] });
  }
  const streamUp = async (_: unknown, incoming: AsyncIterable<string>) => {
    for await (const piece of incoming) {
      pieces += 1;
      furthestAhead = Math.max(furthestAhead, made - pieces);
      if (piece.length > 200) throw new Error(`a piece of ${piece.length} characters`);
    }
  };

  const list = await scheduler(many(), {}, { streamUp }).run();

  expect(list.accounts.listed).toBe(size);
  expect(pieces).toBe(size + 1);
  expect(furthestAhead).toBeLessThanOrEqual(1);
  expect(JSON.stringify(list).length).toBeLessThan(2_048);
});

it("is interrupted, and so tried again, where AWS throttles; any other error stays itself", async () => {
  const throttled = Object.assign(new Error("Rate exceeded"), { name: "ThrottlingException" });
  const failing = (error: Error) =>
    scheduler([listedAccount(1)], {}, { streamUp: () => Promise.reject(error) }).run();

  await expect(failing(throttled)).rejects.toMatchObject({ name: "Interrupted", cause: throttled });
  await expect(failing(throttled)).rejects.toBeInstanceOf(Interrupted);
  await expect(failing(new Error("no bucket"))).rejects.toThrow(/^no bucket$/);
});
