import { expect, it } from "vitest";
import { accountResultKey } from "../../../functions/domain/run-files.ts";
import { Interrupted } from "../../../functions/runtime/errors.ts";
import { parse } from "../../../functions/runtime/parse.ts";
import { accountListSchema } from "../../../statemachine/run.ts";
import { account } from "../../support/memory-organization.ts";
import { policy } from "../domain/policy-fixture.ts";
import { scheduler, startTime } from "./scheduler-fixture.ts";

const ids = (accounts: { id: string }[]) => accounts.map(({ id }) => Number(id));

it("lists active accounts and names the others with their state", async () => {
  const states = ["ACTIVE", "SUSPENDED", "PENDING_CLOSURE", "CLOSED", "PENDING_ACTIVATION", "SOMETHING_NEW"];
  const { run, workList, skipped } = scheduler(states.map((state, index) => account(index + 1, { state })));

  const list = await run();

  expect(list.accounts).toEqual({ listed: 2, skipped: 4 });
  expect(ids(workList())).toEqual([1, 3]);
  expect(skipped().map(({ id, reason }) => [Number(id), reason])).toEqual([
    [2, { code: "state", state: "SUSPENDED" }],
    [4, { code: "state", state: "CLOSED" }],
    [5, { code: "state", state: "PENDING_ACTIVATION" }],
    [6, { code: "state", state: "SOMETHING_NEW" }],
  ]);
});

it("returns the locations of the lists, by day and run, and what the Map needs", async () => {
  const { run, bucket } = scheduler([account(1)]);

  const list = await run();

  expect(list).toEqual({
    run: {
      id: "daily-1",
      startedAt: startTime,
      day: "2026-11-23",
      mode: "enforce",
      scope: "organization",
      spreadOverDays: 20,
      mailRate: 14,
    },
    workList: { bucket: "curfew-runs", key: "runs/2026-11-23/daily-1/work-list.json" },
    skipped: { bucket: "curfew-runs", key: "runs/2026-11-23/daily-1/skipped.jsonl" },
    accounts: { listed: 1, skipped: 0 },
    mailsDigest: true,
    maxConcurrency: 40,
  });
  expect(parse(accountListSchema, list, "account list")).toEqual(list);
  expect([...bucket.objects.keys()]).toEqual([list.workList.key, list.skipped.key]);
  expect(accountResultKey("2026-11-23", "daily-1", "000000000001")).toContain("runs/2026-11-23/daily-1/");
});

it("writes name, path, joining day and state of each account, one per line", async () => {
  const path = ["r-a1b2", "ou-a1b2-sales001"];
  const { run, bucket, workList } = scheduler([account(1, { path, joinedOn: "2026-11-22" }), account(2)]);

  await run();

  expect(workList()).toEqual([
    { id: "000000000001", name: "Account 1", path, joinedOn: "2026-11-22", state: "ACTIVE" },
    { id: "000000000002", name: "Account 2", path: [], state: "ACTIVE" },
  ]);
  const lines = bucket.text("work-list.json").trimEnd().split("\n");
  expect(lines).toHaveLength(4);
  expect(lines.filter((line) => line.startsWith("{"))).toHaveLength(2);
});

it.each([
  { asks: "an excluded account", exclude: { accounts: ["000000000002"] }, left: [1, 3] },
  { asks: "an excluded OU, nested", exclude: { organizationalUnits: ["ou-a1b2-sales001"] }, left: [1, 2] },
  { asks: "an included account", include: { accounts: ["000000000002"] }, left: [2] },
  { asks: "an included OU", include: { organizationalUnits: ["ou-a1b2-sales001"] }, left: [3] },
  { asks: "the root included", include: { organizationalUnits: ["r-a1b2"] }, left: [1, 2, 3] },
  {
    asks: "exclusion over inclusion",
    include: { accounts: ["000000000001", "000000000002"] },
    exclude: { accounts: ["000000000002"] },
    left: [1],
  },
])("applies the settings about scope: $asks", async ({ include, exclude, left }) => {
  const nothing = { accounts: [], organizationalUnits: [] };
  const scoped = policy({
    include: { ...nothing, ...include },
    exclude: { ...nothing, ...exclude },
  });
  const { run, workList, skipped } = scheduler(
    [
      account(1, { path: ["r-a1b2"] }),
      account(2, { path: ["r-a1b2", "ou-a1b2-other001"] }),
      account(3, { path: ["r-a1b2", "ou-a1b2-sales001", "ou-a1b2-deeper01"] }),
    ],
    {},
    { policy: scoped },
  );

  const list = await run();

  expect(ids(workList())).toEqual(left);
  expect(list.accounts).toEqual({ listed: left.length, skipped: 3 - left.length });
  const codes = new Set(skipped().map(({ reason }) => reason.code));
  expect([...codes].every((code) => code.startsWith("excluded") || code === "notIncluded")).toBe(true);
  expect(skipped().every(({ path }) => path[0]?.startsWith("r-"))).toBe(true);
});

it.each([
  { named: false, exclude: [] },
  { named: true, exclude: ["ou-a1b2-sales001"] },
])("requests the accounts' paths only if a rule names an OU ($named)", async ({ named, exclude }) => {
  const scoped = policy({ exclude: { accounts: [], organizationalUnits: exclude } });
  const { run, organization } = scheduler([account(1)], {}, { policy: scoped });

  await run();

  expect(organization.neededPaths).toEqual([named]);
});

it("lists an account once even if two pages have it", async () => {
  const { run, workList } = scheduler([account(1), account(2), account(1)]);

  const list = await run();

  expect(list.accounts).toEqual({ listed: 2, skipped: 0 });
  expect(ids(workList())).toEqual([1, 2]);
});

it("writes an empty list if no account is in scope", async () => {
  const { run, workList, skipped } = scheduler([account(1, { state: "CLOSED" })]);

  await run();

  expect(workList()).toEqual([]);
  expect(skipped()).toHaveLength(1);
});

it("streams 50,000 accounts without keeping them in memory, and answers in less than 2 KB", async () => {
  const size = 50_000;
  let made = 0;
  let pieces = 0;
  let furthestAhead = 0;
  function* many() {
    for (made = 1; made <= size; made += 1) yield account(made, { path: ["r-a1b2"] });
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

it("is interrupted, and so retried, if AWS throttles; any other error is thrown unchanged", async () => {
  const throttled = Object.assign(new Error("Rate exceeded"), { name: "ThrottlingException" });
  const failing = (error: Error) =>
    scheduler([account(1)], {}, { streamUp: () => Promise.reject(error) }).run();

  await expect(failing(throttled)).rejects.toMatchObject({ name: "Interrupted", cause: throttled });
  await expect(failing(throttled)).rejects.toBeInstanceOf(Interrupted);
  await expect(failing(new Error("no bucket"))).rejects.toThrow(/^no bucket$/);
});
