import { expect, it } from "vitest";
import { liveOrganization, type OrganizationYear } from "./organization-days.ts";

const pace25 = { maxUnreachablePercent: 10, deactivationsPerDay: 25 };

function figures(name: string, { days, ...year }: OrganizationYear): void {
  const peak = Math.max(...days.map(({ deactivated }) => deactivated));
  const total = days.reduce((sum, { deactivated }) => sum + deactivated, 0);
  const waiting = Math.max(...days.map((day) => day.waiting));
  console.info(`${name}:`, {
    days: days.length,
    deactivated: total,
    peakPerDay: peak,
    mostWaiting: waiting,
    ...year,
  });
}

it("500 old keys and 3 new due keys a day are worked off at a pace of 25 without any approval", () => {
  const year = liveOrganization({
    oldKeys: { count: 500, age: 110 },
    youngKeysPerDay: 3,
    otherActiveKeys: 500,
    days: 90,
    limits: pace25,
    approves: false,
  });
  figures("500 old keys, 3 new a day, pace 25", year);

  expect(year.days.some(({ state }) => state === "awaitingApproval")).toBe(false);
  expect(Math.max(...year.days.map(({ deactivated }) => deactivated))).toBeLessThanOrEqual(25);
  expect(year.overdueAtTheEnd).toBe(0);
  expect(year.mostFinalWarnings).toBeLessThanOrEqual(1);
});

it("3,000 old keys that a run in report mode has counted need at most one approval, and no day exceeds the pace", () => {
  const year = liveOrganization({
    oldKeys: { count: 3000, age: 110 },
    youngKeysPerDay: 3,
    otherActiveKeys: 2000,
    days: 160,
    limits: pace25,
    isCountedBefore: true,
    approves: true,
  });
  figures("3,000 old keys, pace 25", year);

  expect(year.approvals).toBeLessThanOrEqual(1);
  expect(Math.max(...year.days.map(({ deactivated }) => deactivated))).toBeLessThanOrEqual(25);
  expect(year.overdueAtTheEnd).toBe(0);
  expect(year.mostFinalWarnings).toBeLessThanOrEqual(1);
});

it("3,000 old keys that no run has counted are never deactivated faster than the pace either", () => {
  const year = liveOrganization({
    oldKeys: { count: 3000, age: 110 },
    youngKeysPerDay: 0,
    otherActiveKeys: 2000,
    days: 140,
    limits: pace25,
    approves: true,
  });
  figures("3,000 old keys, not counted before, pace 25", year);

  expect(Math.max(...year.days.map(({ deactivated }) => deactivated))).toBeLessThanOrEqual(25);
  expect(year.mostFinalWarnings).toBeLessThanOrEqual(1);
  expect(year.overdueAtTheEnd).toBe(0);
});

it("a pause of 48 days causes no second warning and no wave of deactivations after it", () => {
  const year = liveOrganization({
    oldKeys: { count: 100, age: 110 },
    youngKeysPerDay: 2,
    otherActiveKeys: 1000,
    days: 120,
    limits: pace25,
    pause: { from: 12, to: 59 },
    approves: true,
  });
  figures("a pause of 48 days", year);

  expect(year.mostFinalWarnings).toBeLessThanOrEqual(1);
  expect(Math.max(...year.days.map(({ deactivated }) => deactivated))).toBeLessThanOrEqual(25);
  expect(year.days.slice(12, 60).every(({ deactivated }) => deactivated === 0)).toBe(true);
});

it("18 due keys a day for a year at a pace of 25 never need an approval", () => {
  const year = liveOrganization({
    oldKeys: { count: 0, age: 0 },
    youngKeysPerDay: 18,
    otherActiveKeys: 1000,
    days: 365,
    limits: pace25,
    approves: false,
  });
  figures("18 due keys a day for a year", year);

  expect(year.days.some(({ state }) => state === "awaitingApproval")).toBe(false);
  expect(Math.max(...year.days.map(({ deactivated }) => deactivated))).toBeLessThanOrEqual(25);
});
