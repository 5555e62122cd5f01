import { describe, expect, it } from "vitest";
import { approvalThreshold, paceOf } from "../../functions/domain/pace.ts";
import type { Limits } from "../../functions/domain/policy.ts";
import { liveOrganization, type OrganizationDay } from "../functions/domain/organization-days.ts";
import { readDoc, tableBelow } from "../support/markdown.ts";

const page = readDoc("first-deployment.md");
const maxUnreachablePercent = 10;

/** The Organization of the page: a run in report mode has counted its old keys, and somebody approves the day after. */
function lived(limits: Limits) {
  return liveOrganization({
    oldKeys: { count: 3000, age: 110 },
    youngKeysPerDay: 3,
    otherActiveKeys: 2000,
    days: 60,
    limits,
    isCountedBefore: true,
    approves: true,
  });
}

const most = (days: readonly OrganizationDay[], what: "deactivated" | "waiting") =>
  Math.max(...days.map((day) => day[what]));

describe("docs/first-deployment.md", () => {
  const written = lived({ maxUnreachablePercent, deactivationsPerDay: 100 });

  it("shows the days of the simulation", () => {
    const rows = tableBelow(page, "Days 10 to 47: the old keys").filter(([day = ""]) => /^\d+$/.test(day));
    const simulated = rows.map(([text = ""]) => {
      const day = Number(text);
      const soFar = written.days.slice(0, day + 1).reduce((sum, { deactivated }) => sum + deactivated, 0);
      const { deactivated, waiting } = written.days[day] ?? { deactivated: -1, waiting: -1 };
      return [day, deactivated, soFar, waiting].map(String);
    });

    expect(rows.length).toBeGreaterThan(5);
    expect(rows).toEqual(simulated);
  });

  it("compares the pace in the settings with the default", () => {
    const rows = tableBelow(page, "The week before: choose the pace");
    const row = (name: string, { days, approvals }: typeof written) => [
      name,
      // Three keys a day become due anyway.
      String(days.findLastIndex(({ deactivated }) => deactivated > 3)),
      String(most(days, "deactivated")),
      String(most(days, "waiting")),
      approvals === 0
        ? "0"
        : `${approvals}, on day ${days.findIndex(({ state }) => state === "awaitingApproval")}`,
    ];

    expect(rows).toEqual([row("`100`", written), row("not set", lived({ maxUnreachablePercent }))]);
  });

  it("warns 3,000 owners on the first day and deactivates nothing before day 10", () => {
    expect(written.days[0]?.finalWarnings).toBe(3000);
    expect(written.days.findIndex(({ deactivated }) => deactivated > 0)).toBe(10);
    expect(written.mostFinalWarnings).toBe(1);
    const busy = written.days.slice(10, 48).map(({ deactivated }) => deactivated);
    expect([Math.min(...busy), Math.max(...busy)]).toEqual([71, 92]);
  });
});

describe("docs/limits.md", () => {
  it("shows the defaults of the rules", () => {
    const rows = tableBelow(readDoc("limits.md"), "Which values suit you");
    const expected = rows.map(([accounts = ""]) => {
      const keys = Number(accounts.replaceAll(",", "")) * 10;
      const pace = paceOf({ maxUnreachablePercent }, keys);
      const threshold = approvalThreshold({ maxUnreachablePercent }, keys);
      const values = [keys, Math.ceil(keys / 90), pace.perDay, pace.perDayAndAccount, threshold];
      return [accounts, ...values.map((value) => value.toLocaleString("en"))];
    });

    expect(rows.map(([accounts]) => accounts)).toEqual(["5", "100", "5,000"]);
    expect(rows).toEqual(expected);
  });
});
