import { describe, expect, it } from "vitest";
import { noticeAttribute, readNoticeAttribute } from "../../../functions/aws/ledger-names.ts";

const to = "o'neil+aws_@sub.example.com";

describe.each([
  ["notice stage-80-deactivation", { type: "stage", day: 80, outlook: "deactivation" }],
  ["notice stage-120-staysActive", { type: "stage", day: 120, outlook: "staysActive" }],
  ["notice finalWarning-0-12", { type: "finalWarning", round: 0, number: 12 }],
  ["notice exemptionUnreadable-100", { type: "exemptionUnreadable", day: 100 }],
  ["notice deactivated-1", { type: "deactivated", number: 1 }],
  ["notice restored-3", { type: "restored", number: 3 }],
] as const)("%s", (text, id) => {
  it("is written and read back as the same notice", () => {
    expect(noticeAttribute({ id, to })).toBe(`${text} ${to}`);
    expect(readNoticeAttribute(`${text} ${to}`)).toEqual({ id, to });
  });
});

it.each([
  "stage-80",
  "stage-080-deactivation",
  "stage-80-deactivation-1",
  "stage--1-deactivation",
  "stage-80-other",
  "finalWarning-1",
  "finalWarning-1-2-3",
  "deactivated-1e3",
  "deactivated-",
  "restored-9999999999",
  "Deactivated-1",
  "xdeactivated-1",
  "day-70",
])("does not read %s as a notice", (text) => {
  expect(readNoticeAttribute(`notice ${text} ${to}`)).toBeUndefined();
});

it.each([
  "notice restored-1",
  "notice restored-1 ",
  "notice restored-1 jane",
  `notice restored-1 ${to} ${to}`,
])("does not read the attribute %j, which names no recipient", (name) => {
  expect(readNoticeAttribute(name)).toBeUndefined();
});
