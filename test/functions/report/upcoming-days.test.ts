import { expect, it } from "vitest";
import { upcomingCounter } from "../../../functions/report/upcoming-days.ts";

it("keeps the three accounts with most deactivations, then most notices, and counts the others", () => {
  const counter = upcomingCounter();
  const add = (account: string, notices: number, deactivations: number) =>
    counter.add(account, [
      ...Array.from({ length: notices }, () => ({
        on: "2026-11-25",
        what: "notify" as const,
        kind: "warning" as const,
        to: [],
      })),
      ...Array.from({ length: deactivations }, () => ({ on: "2026-11-25", what: "deactivate" as const })),
    ]);
  add("1", 9, 0);
  add("2", 1, 1);
  add("3", 1, 0);
  add("4", 0, 2);
  add("5", 2, 0);
  expect(counter.days()).toEqual([
    {
      on: "2026-11-25",
      notices: 13,
      deactivations: 3,
      accounts: [
        ["4", 0, 2],
        ["2", 1, 1],
        ["1", 9, 0],
      ],
      more: 2,
    },
  ]);
});
