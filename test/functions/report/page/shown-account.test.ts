import { expect, it } from "vitest";
import {
  accountWords,
  shownAccount,
  upcomingByAccount,
} from "../../../../functions/report/page/shown-account.ts";
import { accountRow } from "./report-page-fixture.ts";

const nothing = new Map();

it.each([
  ["enforced", { outcome: "enforced" }],
  ["report mode", { outcome: "enforced", mode: "report" }],
  ["partly reached", { outcome: "incomplete" }],
  ["not onboarded", { outcome: "notOnboarded" }],
  ["not reached", { outcome: "unreached", mode: "" }],
] as const)("says %s of an account", (state, row) => {
  expect(shownAccount(accountRow(1, row), nothing).state).toBe(state);
});

it("counts what was done in enforce mode, and what would have been done in report mode", () => {
  const figures = { noticesSent: 1, keysDeactivated: 2, wouldNotify: 3, wouldDeactivate: 4 };

  expect(shownAccount(accountRow(1, figures), nothing)).toMatchObject({ notices: 1, deactivated: 2 });
  expect(shownAccount(accountRow(1, { ...figures, mode: "report" }), nothing)).toMatchObject({
    notices: 3,
    deactivated: 4,
  });
});

it("adds up what the days to come bring to each account", () => {
  const upcoming = upcomingByAccount([
    {
      on: "2026-11-24",
      notices: 3,
      deactivations: 1,
      accounts: [
        ["000000000001", 2, 1],
        ["000000000002", 1, 0],
      ],
    },
    { on: "2026-11-25", notices: 4, deactivations: 0, accounts: [["000000000001", 4, 0]] },
  ]);

  expect(shownAccount(accountRow(1), upcoming).upcoming).toEqual({ notices: 6, deactivations: 1 });
  expect(shownAccount(accountRow(3), upcoming).upcoming).toEqual({ notices: 0, deactivations: 0 });
});

it("is found by id, name, path and state", () => {
  const words = accountWords(shownAccount(accountRow(5, { path: ["r-a1b2", "ou-a1b2-sales001"] }), nothing));

  expect(words).toBe("000000000005 Account 5 r-a1b2 / ou-a1b2-sales001 enforced");
});
