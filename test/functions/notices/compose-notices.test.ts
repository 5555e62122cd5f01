import { expect, it } from "vitest";
import { emptyHistory } from "../../../functions/domain/key-history.ts";
import type { NoticeDue } from "../../../functions/domain/notice.ts";
import type { RecordedFacts } from "../../../functions/domain/recorded-facts.ts";
import { composeNotices, withLastUse } from "../../../functions/notices/compose-notices.ts";
import { capturedLog } from "../../support/captured-log.ts";
import { rules } from "../domain/policy-fixture.ts";
import { notice } from "./notice-fixture.ts";

const lines = capturedLog();
const task = { rules: rules(), today: "2026-11-23" };

const due: NoticeDue = {
  id: { type: "stage", day: 70, outlook: "deactivation" },
  kind: "warning",
  to: [{ address: "jane@example.com", as: "owner" }],
  names: "2026-12-13",
  noticeDays: 10,
  audience: "current",
};

const facts: RecordedFacts = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  userName: "jane",
  status: "Active",
  createdOn: "2026-09-14",
  keyFrom: "listing",
  tags: { email: "jane@example.com" },
  userType: "employee",
  lastUsed: { state: "never" },
  otherKey: { accessKeyId: "AKIAOTHER", status: "Inactive", createdOn: "2026-01-01" },
  hasPassword: true,
  history: emptyHistory,
};

it("contains everything that a mail may say about a key: age, named day, days left, last use, other key, password, type", () => {
  const reason = { code: "stageDue", day: 70 } as const;

  expect(composeNotices([{ notice: due, reason, facts, round: 2 }], task)).toEqual([
    {
      id: due.id,
      kind: "warning",
      to: "jane@example.com",
      as: "owner",
      audience: "current",
      accessKeyId: "AKIAIOSFODNN7EXAMPLE",
      userName: "jane",
      createdOn: "2026-09-14",
      round: 2,
      age: 70,
      lastStageDay: 90,
      names: "2026-12-13",
      noticeDays: 10,
      daysLeft: 20,
      reason,
      userType: "employee",
      lastUsed: { state: "never" },
      otherKey: facts.otherKey,
      hasPassword: true,
    },
  ]);
});

it("has no days left if no day is named, but the day that it withdraws", () => {
  const { names: _names, noticeDays: _noticeDays, ...rest } = due;
  const staysActive: NoticeDue = {
    ...rest,
    id: { type: "stage", day: 90, outlook: "staysActive" },
    kind: "staysActive",
    withdraws: "2026-12-03",
  };

  const [composed] = composeNotices([{ notice: staysActive, facts, round: 0 }], task);

  expect(composed).toMatchObject({ kind: "staysActive", withdraws: "2026-12-03" });
  expect(composed?.daysLeft).toBeUndefined();
});

it("says only in the fallback contact's mail why they get it", () => {
  const because = [{ code: "noEmailTag" }] as const;
  const to = [
    { address: "jane@example.com", as: "owner", because },
    { address: "cloud-team@example.com", as: "fallback", because },
  ] as const;

  const composed = composeNotices([{ notice: { ...due, to }, facts, round: 0 }], task);

  expect(composed.map((one) => [one.to, one.as, one.because])).toEqual([
    ["jane@example.com", "owner", undefined],
    ["cloud-team@example.com", "fallback", because],
  ]);
});

it("uses only the tag whose name is the key ID as the key's description", () => {
  const tags = [
    { key: "email", value: "jane@example.com" },
    { key: "AKIAOTHER", value: "other" },
    { key: facts.accessKeyId, value: "for the build" },
  ];

  expect(composeNotices([{ notice: due, facts, round: 0, tags }], task)[0]?.description).toBe(
    "for the build",
  );
});

it("says why a key was restored, for the restore of the notice", () => {
  const restore = {
    state: "done",
    number: 2,
    on: "2026-11-23",
    until: "2026-12-23",
    run: "restore-1",
    reason: "the new key does not work",
    deactivation: 1,
  } as const;
  const restoredFacts = { ...facts, history: { ...emptyHistory, restore } };
  const about = (number: number): NoticeDue => ({
    ...due,
    id: { type: "restored", number },
    kind: "restored",
  });
  const reasonIn = (number: number) =>
    composeNotices([{ notice: about(number), facts: restoredFacts, round: 0 }], task)[0]?.restoreReason;

  expect(reasonIn(2)).toBe("the new key does not work");
  expect(reasonIn(1)).toBeUndefined();
});

it("reports the last use as unknown if it could not be read, and logs why", async () => {
  const composed = await withLastUse(notice({ lastUsed: undefined }), () =>
    Promise.reject(new Error("AccessDenied")),
  );

  expect(composed.lastUsed).toEqual({ state: "unknown" });
  expect(lines.join()).toContain("AccessDenied");
});
