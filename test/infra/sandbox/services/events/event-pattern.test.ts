import { describe, expect, it } from "vitest";
import { matchesPattern, readPattern } from "../../../../../infra/sandbox/services/events/event-pattern.ts";

const event = {
  source: "aws.ses",
  "detail-type": "Email Bounced",
  detail: { bounce: { bounceType: "Permanent", count: 2 }, mail: { tags: { claim: ["abc-1", "abc-2"] } } },
};

describe("matches", () => {
  it.each([
    ["a value of a list", { source: ["aws.ses", "curfew"] }],
    ["every field of the pattern", { source: ["aws.ses"], "detail-type": ["Email Bounced"] }],
    ["a nested field", { detail: { bounce: { bounceType: ["Permanent"], count: [2] } } }],
    ["a member of a list in the event", { detail: { mail: { tags: { claim: ["abc-2"] } } } }],
    ["a prefix", { detail: { mail: { tags: { claim: [{ prefix: "abc-" }] } } } }],
    ["a suffix", { "detail-type": [{ suffix: "Bounced" }] }],
    ["text in another case", { source: [{ "equals-ignore-case": "AWS.SES" }] }],
    ["a field that exists", { detail: { mail: { tags: { claim: [{ exists: true }] } } } }],
    ["a field that is missing", { detail: { mail: { tags: { other: [{ exists: false }] } } } }],
    ["anything but a value", { "detail-type": [{ "anything-but": "Email Sent" }] }],
    ["anything but some values", { "detail-type": [{ "anything-but": ["Email Sent", "Email Opened"] }] }],
    ["anything but a prefix", { source: [{ "anything-but": { prefix: "curfew" } }] }],
  ])("%s", (_, pattern) => {
    expect(matchesPattern(readPattern(pattern, "rule"), event)).toBe(true);
  });
});

describe("does not match", () => {
  it.each([
    ["another value", { source: ["curfew"] }],
    ["when one field of several differs", { source: ["aws.ses"], "detail-type": ["Email Sent"] }],
    ["a number given as text", { detail: { bounce: { count: ["2"] } } }],
    ["a missing field, even with anything-but", { account: [{ "anything-but": "1" }] }],
    ["a field that exists where it must not", { source: [{ exists: false }] }],
    ["an object where a leaf must exist", { detail: { bounce: [{ exists: true }] } }],
    ["the value that anything-but names", { source: [{ "anything-but": ["aws.ses"] }] }],
  ])("%s", (_, pattern) => {
    expect(matchesPattern(readPattern(pattern, "rule"), event)).toBe(false);
  });
});

it.each([
  [{ detail: { count: [{ numeric: [">", 1] }] } }],
  [{ $or: [{ source: ["a"] }] }],
  [{ source: "aws.ses" }],
  [{ source: [] }],
])("refuses a pattern that it does not model: %j", (pattern) => {
  expect(() => readPattern(pattern, "deliveries")).toThrow("event pattern of deliveries");
});
