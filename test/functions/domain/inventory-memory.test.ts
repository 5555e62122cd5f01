import { expect, it } from "vitest";
import type { AccessKey } from "../../../functions/domain/access-key.ts";
import { addDays } from "../../../functions/domain/calendar-day.ts";
import {
  asksForReportFrom,
  remember,
  reportedKeyOf,
  stillHolds,
} from "../../../functions/domain/inventory-memory.ts";
import type { CredentialReportKey, ReportedUser } from "../../../functions/domain/reported-user.ts";

const today = "2026-11-23";
const january = Date.UTC(2026, 0, 1, 8, 0, 0);
const march = Date.UTC(2026, 2, 1, 9, 30, 0);
const june = Date.UTC(2026, 5, 1);

function key(accessKeyId: string, status: string, createdAt: number): AccessKey {
  return { accessKeyId, userName: "jane", status, createdOn: "2026-01-01", createdAt };
}

function slot(active: boolean, lastRotated?: number): CredentialReportKey {
  return {
    active,
    lastRotated,
    lastUsed: { state: "used", on: "2026-11-01", service: "s3", region: "us-east-1" },
  };
}

function row(...keys: CredentialReportKey[]): ReportedUser {
  const fingerprint = keys.map(({ active, lastRotated }) => `${active} ${lastRotated}`).join(" ");
  return { userName: "jane", fingerprint, keys, hasPassword: false, hasMore: false };
}

const older = key("AKIAOLDER", "Active", january);
const newer = key("AKIANEWER", "Active", march);

it.each([
  { case: "one active key", keys: [older], reported: row(slot(true, january)) },
  { case: "one key that was toggled", keys: [older], reported: row(slot(true, june)) },
  { case: "two active keys", keys: [older, newer], reported: row(slot(true, june), slot(true, march)) },
  { case: "no keys", keys: [], reported: row() },
  {
    case: "one of two active, created in the second that its slot names",
    keys: [{ ...older, status: "Inactive" }, newer],
    reported: row(slot(true, march), slot(false, june)),
  },
])("trusts a row that can describe only what was listed: $case", ({ keys, reported }) => {
  expect(remember(keys, reported, "run-1").fingerprint).toBe(reported.fingerprint);
});

it.each([
  {
    case: "a key deactivated since the report",
    keys: [{ ...older, status: "Inactive" }],
    reported: row(slot(true, january)),
  },
  { case: "a key reactivated since the report", keys: [older], reported: row(slot(false, january)) },
  { case: "a key created since the report", keys: [older, newer], reported: row(slot(true, january)) },
  {
    case: "the other one of two keys is active now",
    keys: [older, { ...newer, status: "Inactive" }],
    reported: row(slot(false, january), slot(true, march)),
  },
  {
    case: "the active one of two was toggled, so that no time says which it is",
    keys: [older, { ...newer, status: "Inactive" }],
    reported: row(slot(true, june), slot(false, march)),
  },
  {
    case: "both keys were created in the same second",
    keys: [older, key("AKIATWIN", "Inactive", january)],
    reported: row(slot(true, january), slot(false, january)),
  },
  {
    case: "more credentials than the row shows",
    keys: [older],
    reported: { ...row(slot(true, january)), hasMore: true },
  },
])("does not trust a row if $case", ({ keys, reported }) => {
  expect(remember(keys, reported, "run-1").fingerprint).toBeUndefined();
});

it("lists a user again if the row has changed, if there is none, or if no row described the last listing", () => {
  const reported = row(slot(true, january));
  const remembered = remember([older], reported, "run-1");

  expect(stillHolds(remembered, reported, "run-2")).toBe(true);
  expect(stillHolds(remembered, row(slot(false, january)), "run-2")).toBe(false);
  expect(stillHolds(remembered, undefined, "run-2")).toBe(false);
  expect(stillHolds(remember([older], undefined, "run-1"), reported, "run-2")).toBe(false);
  expect(stillHolds(remembered, { ...reported, hasMore: true }, "run-2")).toBe(false);
});

it("lists no user twice within a run", () => {
  expect(stillHolds(remember([older], undefined, "run-1"), undefined, "run-1")).toBe(true);
});

it("never mistakes one key's slot for the other's", () => {
  const reported = row(slot(true, march), slot(true, january));

  expect(reportedKeyOf(older, [older, newer], reported)).toBe(reported.keys[1]);
  expect(reportedKeyOf(newer, [older, newer], reported)).toBe(reported.keys[0]);
  expect(reportedKeyOf(older, [older, newer], row(slot(true, june), slot(true, march)))).toBeUndefined();
  expect(reportedKeyOf(older, [older, key("AKIATWIN", "Active", january)], reported)).toBeUndefined();
  expect(reportedKeyOf(older, [older], row(slot(true, june)))).toBeDefined();
  expect(reportedKeyOf(older, [older, newer], row(slot(true, january)))).toBeUndefined();
});

it.each([
  ["never refused its report", undefined, undefined],
  ["refused it today", today, addDays(today, 7)],
  ["refused it six days ago", addDays(today, -6), addDays(today, 1)],
  ["refused it seven days ago", addDays(today, -7), undefined],
  ["will have refused it tomorrow, by a damaged file", addDays(today, 1), undefined],
])("an account that %s is asked at once or on a later day", (_, reportRefusedOn, from) => {
  expect(asksForReportFrom({ users: new Map(), reportRefusedOn }, today)).toBe(from);
});
