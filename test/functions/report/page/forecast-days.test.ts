import { expect, it } from "vitest";
import { forecastDays } from "../../../../functions/report/page/forecast-days.ts";
import type { UpcomingDay } from "../../../../statemachine/run-report.ts";

const names = new Map([
  ["000000000001", "Payments"],
  ["000000000002", "Web\u202Eshop"],
]);
const day = (on: string, accounts: UpcomingDay["accounts"], more = 0): UpcomingDay => ({
  on,
  notices: accounts.reduce((sum, [, notices]) => sum + notices, 0),
  deactivations: accounts.reduce((sum, [, , deactivations]) => sum + deactivations, 0),
  accounts,
  more,
});

it("shows each of the fourteen days after the run, even if nothing happens on it", () => {
  const days = forecastDays("2026-11-23", [day("2026-11-25", [["000000000001", 2, 0]])], names);

  expect(days).toHaveLength(14);
  expect(days.map(({ on }) => on).at(0)).toBe("2026-11-24");
  expect(days.map(({ on }) => on).at(-1)).toBe("2026-12-07");
  expect(days[0]).toEqual({ on: "2026-11-24", notices: 0, deactivations: 0, accounts: [], more: 0 });
  expect(days[1]).toMatchObject({ notices: 2, accounts: ["Payments: 2 notices"] });
});

it("names the accounts with most steps of a day, and counts the others", () => {
  const accounts: UpcomingDay["accounts"] = [
    ["000000000002", 0, 2],
    ["000000000001", 1, 1],
    ["000000000003", 9, 0],
  ];
  const [, second] = forecastDays("2026-11-23", [day("2026-11-25", accounts, 2)], names);

  expect(second?.accounts).toEqual([
    "Webshop: 2 deactivations",
    "Payments: 1 deactivation, 1 notice",
    "000000000003: 9 notices",
  ]);
  expect(second?.more).toBe(2);
});
