import { parse as parseCsv } from "csv-parse/sync";
import { expect, it } from "vitest";
import { emptyHistory } from "../../../functions/domain/key-history.ts";
import { reasonText } from "../../../functions/notices/reason-text.ts";
import type { KeyResult } from "../../../statemachine/account-result.ts";
import { deactivatedResult, planOf, reporter } from "./report-fixture.ts";
import {
  account,
  accountResult,
  createdFor,
  dueKey,
  keyId,
  keyResult,
  run,
  sentNotice,
  warning,
} from "./result-fixture.ts";

const first = account(1).id;
const exempt = {
  state: "exempt",
  reason: { code: "exempt", until: "2027-01-31", owner: "jane@example.com", reason: "moving" },
} as const;

/** One key in each possible state. */
const everyState: readonly KeyResult[] = [
  keyResult(1),
  keyResult(2, { age: 69 }),
  keyResult(
    3,
    { age: 70, state: "notify", reason: { code: "stageDue", day: 70 } },
    { notices: [sentNotice(3)] },
  ),
  keyResult(4, { age: 75, state: "notified", reason: { code: "stageNotified", day: 70 } }),
  dueKey(5),
  keyResult(6, {
    age: 95,
    state: "onHold",
    reason: { code: "dayNotReached", named: "2026-12-01" },
    overdueSince: createdFor(5),
  }),
  keyResult(7, { age: 400, ...exempt }),
  keyResult(
    8,
    { age: 200, state: "inactive", reason: { code: "inactive", status: "Inactive" } },
    {
      facts: { status: "Inactive" },
    },
  ),
  keyResult(
    9,
    { age: 91, state: "inactive", reason: { code: "deactivationToFinish", on: "2026-11-22" } },
    {
      facts: { status: "Inactive" },
      finishedDeactivation: true,
    },
  ),
];

async function reportOf(results: readonly KeyResult[]) {
  const made = reporter({ results: [accountResult(1, { results: [...results] })] });
  await made.reportRun();
  return made;
}

it("lists every key past its first stage, also those notified earlier, and those with an action in this run", async () => {
  const made = await reportOf(everyState);
  const listed = made.report().keys.map(({ accessKeyId }) => accessKeyId);
  expect(listed.toSorted()).toEqual([3, 4, 5, 6, 7, 9].map(keyId));
});

it("has every key in the CSV, whatever its state, with the reason of its decision", async () => {
  const made = await reportOf(everyState);
  const rows: Record<string, string>[] = parseCsv(made.csv(), { columns: true, bom: true });
  expect(rows.map((row) => [row["access key"], row.reason])).toEqual(
    everyState.map(({ facts, decision }) => [facts.accessKeyId, reasonText(decision.reason)]),
  );
});

it("has totals that agree with the rows", async () => {
  const made = await reportOf(everyState);
  const { totals, keys, compliantPercent, ages } = made.report();
  const inState = (state: string) => keys.filter((key) => key.state === state).length;
  expect(totals).toMatchObject({
    activeKeys: 7,
    compliantKeys: 2,
    onHoldKeys: inState("onHold"),
    exemptKeys: inState("exempt"),
    overdueKeys: keys.filter(({ overdueSince }) => overdueSince !== undefined).length,
    noticesSent: 1,
    keysDeactivated: 1,
    waitingKeys: 1,
  });
  expect(compliantPercent).toBe(28.5);
  expect(ages.reduce((sum, age) => sum + age.keys, 0)).toBe(totals.activeKeys);
});

it("never rounds up to 100 percent of keys compliant", async () => {
  const many = Array.from({ length: 2_000 }, (_, index) => keyResult(index));
  const made = await reportOf([...many, dueKey(2_001)]);
  expect(made.report().compliantPercent).toBe(99.9);
});

it("says for each key what its decision was based on and what comes next", async () => {
  const key = keyResult(
    1,
    { age: 75, state: "notified", reason: { code: "stageNotified", day: 70 } },
    {
      facts: {
        otherKey: { accessKeyId: keyId(99), status: "Inactive", createdOn: "2025-01-01" },
        history: { ...emptyHistory, restarts: 3 },
      },
    },
  );
  const [row] = (await reportOf([key])).report().keys;
  expect(row).toEqual({
    accountId: first,
    accountName: "Account 1",
    userName: "user-1",
    accessKeyId: keyId(1),
    createdOn: createdFor(75),
    age: 75,
    owner: "owner-1@example.com",
    userType: "employee",
    lastUsed: { state: "used", on: "2026-11-20", service: "s3", region: "eu-central-1" },
    otherKey: { accessKeyId: keyId(99), status: "Inactive", createdOn: "2025-01-01" },
    state: "notified",
    reason: { code: "stageNotified", day: 70 },
    restarts: 3,
    notices: [],
    next: { on: createdFor(75 - 80), what: "notify", names: createdFor(-15) },
  });
});

it("lists keys overdue for more than 30 days first, the longest overdue at the top, then the oldest keys", async () => {
  const overdue = (number: number, age: number) =>
    keyResult(number, {
      age,
      state: "onHold",
      reason: { code: "notWarned" },
      overdueSince: createdFor(age - 90),
    });
  const made = await reportOf([
    keyResult(1, { age: 1_000, ...exempt }),
    overdue(2, 119),
    overdue(3, 121),
    overdue(4, 300),
    keyResult(5, { age: 72, state: "notified", reason: { code: "stageNotified", day: 70 } }),
  ]);
  expect(made.report().keys.map(({ accessKeyId }) => accessKeyId)).toEqual([4, 3, 1, 2, 5].map(keyId));
  expect(made.report().totals).toMatchObject({ overdueKeys: 3, longOverdueKeys: 2, overdueWithoutNotice: 3 });
});

it("does not count an overdue key as without a notice if this run has sent one", async () => {
  const warned = keyResult(
    1,
    { age: 300, state: "onHold", reason: { code: "notWarned" }, overdueSince: createdFor(210) },
    { notices: [sentNotice(1)] },
  );
  expect((await reportOf([warned])).report().totals).toMatchObject({
    overdueKeys: 1,
    overdueWithoutNotice: 0,
  });
});

it("shows the decision right before the deactivation if it is another one", async () => {
  const key = dueKey(1);
  const decision = { ...key.decision, ...exempt, overdueSince: undefined };
  const made = reporter({
    results: [accountResult(1, { results: [key] })],
    plan: planOf([key], "deactivate", first),
    deactivated: {
      [first]: [
        deactivatedResult(key, {
          decision,
          outcome: "notDeactivated",
          why: { code: "noLongerDue", reason: exempt.reason },
        }),
      ],
    },
  });
  const summary = await made.reportRun();
  expect(made.report().keys[0]).toMatchObject({ state: "exempt", outcome: "notDeactivated" });
  expect(summary.totals).toMatchObject({ exemptKeys: 1, waitingKeys: 0, overdueKeys: 0 });
});

it("counts upcoming steps of every key, by day and by account, as the totals do", async () => {
  const made = await reportOf([
    keyResult(1, { age: 66 }),
    keyResult(2, { age: 66 }, { facts: { tags: "notRead" } }),
    keyResult(3, { age: 30 }),
    dueKey(4, 85),
  ]);
  const { upcoming, totals, accounts } = made.report();
  const notices = upcoming.reduce((sum, day) => sum + day.notices, 0);
  const deactivations = upcoming.reduce((sum, day) => sum + day.deactivations, 0);
  expect(upcoming.find(({ on }) => on === createdFor(66 - 70))).toMatchObject({ notices: 2 });
  expect(totals).toMatchObject({ upcomingNotices: notices, upcomingDeactivations: deactivations });
  expect(accounts[0]).toMatchObject({ upcomingNotices: notices, upcomingDeactivations: deactivations });
  expect(notices).toBeGreaterThanOrEqual(2);
});

it("predicts the next day for a key that waits for the pace, and nothing for a deactivated key", async () => {
  // The warning of the first would be too old tomorrow if the day of waiting counted.
  const [waits, done] = [dueKey(1, 104), dueKey(2)];
  const unsent = sentNotice(2, {
    id: { type: "deactivated", number: 1 },
    outcome: "failed",
    error: "Throttling",
  });
  const made = reporter({
    results: [accountResult(1, { results: [waits, done] })],
    plan: {
      state: "deactivate",
      keys: [...planOf([waits], "waitsForPace", first).keys, ...planOf([done], "deactivate", first).keys],
    },
    // Its owner could not be notified, which the next day repeats; the deactivation is done all the same.
    deactivated: { [first]: [deactivatedResult(done, { notices: [unsent] })] },
  });
  await made.reportRun();
  expect(made.report().upcoming).toEqual([
    { on: "2026-11-24", notices: 0, deactivations: 1, accounts: [[first, 0, 1]], more: 0 },
  ]);
  expect(made.report().plan?.fates).toMatchObject({ deactivate: 1, waitsForPace: 1 });
});

it("predicts a notice that failed for the next day", async () => {
  const failed = keyResult(
    1,
    { age: 70, state: "notify" },
    { notices: [sentNotice(1, { outcome: "failed", error: "Throttling" })] },
  );
  expect((await reportOf([failed])).report().upcoming[0]).toMatchObject({ on: "2026-11-24", notices: 1 });
});

it("groups keys on hold by reason, and by the value found if a tag is the reason", async () => {
  const onHold = (number: number, reason: KeyResult["decision"]["reason"]) =>
    keyResult(number, { age: 95, state: "onHold", reason });
  const made = await reportOf([
    onHold(1, { code: "exemptionUnreadable", found: "please", problem: "malformed" }),
    onHold(2, { code: "exemptionUnreadable", found: "please", problem: "malformed" }),
    onHold(3, { code: "exemptionUnreadable", found: "tomorrow", problem: "malformed" }),
    onHold(4, { code: "notWarned" }),
    onHold(5, { code: "unknownUserType" }),
  ]);
  expect(made.report().onHold).toEqual([
    { code: "exemptionUnreadable", found: "please", keys: 2 },
    { code: "exemptionUnreadable", found: "tomorrow", keys: 1 },
    { code: "notWarned", keys: 1 },
    { code: "unknownUserType", keys: 1 },
  ]);
});

it("escapes cells that begin like a formula, so that a spreadsheet does not run them", async () => {
  const hostile = keyResult(1, {}, { facts: { userName: "=HYPERLINK(1)", tags: { email: "+1\r\n2" } } });
  const made = await reportOf([hostile]);
  const [row]: Record<string, string>[] = parseCsv(made.csv(), { columns: true, bom: true });
  expect([row?.user, row?.owner]).toEqual(["'=HYPERLINK(1)", "'+1 2"]);
});

it("says in the CSV why notices do not reach the owner, and what to do, also while no deactivation is due", async () => {
  const notified = { age: 81, state: "notified", reason: { code: "stageNotified", day: 80 } } as const;
  const delivery = { state: "bounced", on: "2026-11-14", cause: "Permanent/General" } as const;
  const bounced = { ...emptyHistory, notices: [warning(3, { delivery })] };
  const made = await reportOf([
    keyResult(1, notified, { facts: { tags: { userType: "employee" } } }),
    keyResult(2, notified, { facts: { tags: { email: "reception", userType: "employee" } } }),
    keyResult(3, notified, { facts: { history: bounced } }),
    keyResult(4, notified),
    keyResult(5, { state: "inactive" }, { facts: { status: "Inactive", tags: {} } }),
  ]);
  const rows: Record<string, string>[] = parseCsv(made.csv(), { columns: true, bom: true });

  expect(rows.map((row) => [row["address problems"], row["what to do"]])).toEqual([
    [
      "the IAM user has no tag “email”, so Curfew does not know the owner",
      "Set the user's email tag to the address of the key's owner.",
    ],
    [
      'the tag “email” of the IAM user is not a mail address (value found: "reception")',
      "Correct the user's email tag.",
    ],
    [
      'mail to the owner did not arrive (the tag “email” names "owner-3@example.com")',
      "Correct the user's email tag.",
    ],
    ["", ""],
    ["", ""],
  ]);
});

it("shows the names of OUs if the run knows them", async () => {
  const made = reporter({
    results: [accountResult(1)],
    objects: { [`runs/${run.day}/${run.id}/ou-names.json`]: '{"ou-a1b2-11111111":"Sales"}' },
  });
  await made.reportRun();
  expect(made.report().ouNames).toEqual({ "ou-a1b2-11111111": "Sales" });
});
