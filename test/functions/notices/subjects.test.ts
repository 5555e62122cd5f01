import { describe, expect, it } from "vitest";
import type { AddresseeRole } from "../../../functions/domain/notice.ts";
import type { KeyNotice } from "../../../functions/notices/key-notice.ts";
import { subjectSummary } from "../../../functions/notices/subject-summary.ts";
import { frame, mailAbout, notice } from "./notice-fixture.ts";

const hostile = "URGENT confirm your sign-in at https://evil.test";
const stage = (day: number, outlook: "deactivation" | "staysActive") =>
  ({ type: "stage", day, outlook }) as const;
const final = { type: "finalWarning", round: 0, number: 1 } as const;
const deactivated = { type: "deactivated", number: 1 } as const;
const restored = { type: "restored", number: 1 } as const;
const staysActive = { names: undefined } as const;
const exemption = {
  id: { type: "exemptionUnreadable", day: 90 },
  names: undefined,
  reason: { code: "exemptionUnreadable", found: hostile, problem: "malformed" },
} as const;

/** One notice of each kind, with its longest facts. */
const kinds: Partial<KeyNotice>[] = [
  { id: stage(70, "deactivation"), names: "2026-12-30" },
  { id: final, names: "2027-12-30", age: 4_000 },
  { id: stage(90, "staysActive"), ...staysActive, age: 4_000 },
  { id: stage(90, "staysActive"), ...staysActive, withdraws: "2027-12-30" },
  exemption,
  { id: deactivated, names: undefined },
  { id: deactivated, names: undefined, reason: { code: "deactivationToFinish", on: "2025-12-30" } },
  { id: restored, names: "2027-12-31", restoreReason: hostile },
  { id: restored, names: undefined, restoreReason: hostile },
];
const roles: AddresseeRole[] = ["owner", "fallback", "previousOwner", "security"];

/** What an owner must see at once. */
const consequence =
  /stops? on \d|stop, the first on \d|deactivated|is \d+ days old|up to \d+ days old|works? again|exemption is not valid|stay active/;

function subjectOf(...notices: Partial<KeyNotice>[]): string {
  return mailAbout(...notices.map((more) => notice({ userName: hostile, description: hostile, ...more })))
    .subject;
}

function expectShort(subject: string): void {
  expect([...subject].length, subject).toBeLessThanOrEqual(60);
  expect([...subject].slice(0, 40).join("")).toMatch(consequence);
  expect(subject).toMatch(/^(Last warning: )?(AWS key …|\d+ (of \d+ )?AWS keys?\b)/);
  expect(subject).not.toMatch(/URGENT|evil|Payments|anna/);
}

it.each(kinds)(
  "names the consequence of $id.type early and in at most 60 characters, for every role",
  (kind) => {
    for (const as of roles) expectShort(subjectOf({ ...kind, as }));
  },
);

it("does so for every pair of kinds, and for very many keys", () => {
  for (const one of kinds)
    for (const other of kinds)
      for (const as of roles) {
        expectShort(subjectOf({ ...one, as }, { ...other, as }));
        const many = [...Array.from({ length: 999 }, () => one), ...Array.from({ length: 9 }, () => other)];
        expectShort(
          subjectSummary(
            many.map((kind) => notice({ ...kind, as })),
            frame,
          ),
        );
      }
});

describe("the subject about one key", () => {
  it.each<[string, Partial<KeyNotice>]>([
    ["AWS key …MPLE stops on 13 Dec: replace it", {}],
    ["AWS key …MPLE stops on 13 Jan 2027: replace it", { names: "2027-01-13" }],
    ["AWS key …MPLE stops on 13 Sep: replace it", { names: "2026-09-13" }],
    ["AWS key …MPLE stops on 13 Dec: find owner", { as: "fallback" }],
    ["AWS key …MPLE stops on 13 Dec: yours?", { as: "previousOwner" }],
    ["Last warning: AWS key …MPLE stops on 13 Dec: replace it", { id: final }],
    ["Last warning: AWS key …MPLE stops on 13 Dec: replace it", { id: stage(80, "deactivation"), age: 80 }],
    ["Last warning: AWS key …MPLE stops on 13 Jan 2027: replace it", { id: final, names: "2027-01-13" }],
    ["Last warning: AWS key …MPLE stops on 13 Dec: find owner", { id: final, as: "fallback" }],
    ["AWS key …MPLE is 90 days old: replace it", { id: stage(90, "staysActive"), ...staysActive, age: 90 }],
    [
      "AWS key …MPLE no longer stops on 9 Dec",
      { id: stage(90, "staysActive"), ...staysActive, withdraws: "2026-12-09" },
    ],
    ["AWS key …MPLE: exemption is not valid", exemption],
    ["AWS key …MPLE was deactivated on 23 Nov", { id: deactivated, names: undefined }],
    [
      "AWS key …MPLE was deactivated on 22 Nov: tell its owner",
      {
        id: deactivated,
        names: undefined,
        as: "fallback",
        reason: { code: "deactivationToFinish", on: "2026-11-22" },
      },
    ],
    ["AWS key …MPLE works again until 12 Dec: replace it", { id: restored, names: "2026-12-13" }],
    ["AWS key …MPLE works again: replace it", { id: restored, names: undefined }],
  ])("is %j", (subject, more) => {
    expect(subjectOf(more)).toBe(subject);
  });
});

describe("the subject about several keys", () => {
  const off = { id: deactivated, names: undefined };
  const stays = { id: stage(90, "staysActive"), ...staysActive, age: 120 };
  const later = { names: "2026-12-14" };

  it.each<[string, Partial<KeyNotice>[]]>([
    ["3 AWS keys stop, the first on 13 Dec: replace them", [{}, later, later]],
    ["2 AWS keys stop on 13 Dec: replace them", [{}, {}]],
    ["1 of 2 AWS keys stops on 13 Dec: replace them", [{}, stays]],
    ["2 of 3 AWS keys stop, the first on 13 Dec: replace them", [later, stays, {}]],
    ["Last warning: 2 AWS keys stop on 13 Dec: replace them", [{ id: final }, { id: final }]],
    ["2 AWS keys stop on 13 Dec: replace them", [{ id: final }, {}]],
    [
      "2 AWS keys stop, the first on 13 Dec: replace them",
      [{ id: final }, { id: final, names: "2026-12-14" }],
    ],
    ["2 AWS keys were deactivated on 23 Nov", [off, off]],
    [
      "2 AWS keys were deactivated",
      [off, { ...off, reason: { code: "deactivationToFinish", on: "2026-11-22" } }],
    ],
    ["1 of 2 AWS keys was deactivated on 23 Nov", [off, stays]],
    ["1 AWS key deactivated, 2 stop, the first on 13 Dec", [off, later, {}]],
    ["2 AWS keys are up to 120 days old: replace them", [stays, { ...stays, age: 90 }]],
    ["2 AWS keys stay active for now", [{ ...stays, withdraws: "2026-12-09" }, stays]],
    ["2 AWS keys: exemption is not valid", [exemption, { ...exemption, withdraws: "2026-12-09" }]],
  ])("is %j", (subject, notices) => {
    expect(subjectOf(...notices)).toBe(subject);
  });
});
