import { expect, it } from "vitest";
import { addDays } from "../../../functions/domain/calendar-day.ts";
import { readExemption } from "../../../functions/domain/exemption.ts";
import { today } from "./key-fixture.ts";

const read = (value: string | undefined, day: string) => readExemption(value, day, 365);

it.each([
  { until: addDays(today, 1), state: "active" },
  { until: today, state: "active" },
  { until: addDays(today, -1), state: "expired" },
])("an exemption until $until is $state, and carries its owner and reason", ({ until, state }) => {
  expect(read(`${until} sam+aws@example.com moving to roles`, today)).toEqual({
    state,
    until,
    owner: "sam+aws@example.com",
    reason: "moving to roles",
  });
});

it("treats a user without the tag as not exempt", () => {
  expect(read(undefined, today)).toEqual({ state: "none" });
});

it.each([
  "",
  " ",
  "2027-01-31",
  "2027-01-31 sam@example.com",
  "2027-01-31 sam roles",
  "2027-02-30 sam@example.com roles",
  "27-01-31 sam@example.com roles",
  "until 2027-01-31 sam@example.com roles",
  "until:2027-01-31 sam@example.com roles",
  "2027-01-31T00:00 sam@example.com roles",
])("does not guess at %j", (value) => {
  expect(read(value, today)).toEqual({ state: "unreadable", value, problem: "malformed" });
});

it.each(["a\u2028b", "a\u2029b", "a\r\nb", "a\u202eb", "a\u0085b"])(
  "returns the reason %j as one plain line",
  (reason) => {
    expect(read(`2027-01-31 sam@example.com ${reason}`, today)).toMatchObject({ reason: "a b" });
  },
);

it("ignores how many spaces stand around and between the parts", () => {
  expect(read("  2027-01-31   sam@example.com   moving to  roles  ", today)).toMatchObject({
    until: "2027-01-31",
    owner: "sam@example.com",
    reason: "moving to  roles",
  });
});

it("accepts a reason of the maximum length of a tag value", () => {
  const value = `2027-01-31 sam@example.com ${"x".repeat(229)}`;

  expect(value).toHaveLength(256);
  expect(read(value, today)).toMatchObject({ state: "active", reason: "x".repeat(229) });
});

it.each([
  { days: 365, state: "active" },
  { days: 366, state: "unreadable" },
])("an exemption that ends $days days from today is $state", ({ days, state }) => {
  expect(read(`${addDays(today, days)} sam@example.com roles`, today)).toMatchObject({ state });
});
