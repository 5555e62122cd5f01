import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Crowd, createCrowd, deactivatedBy, plannedIn } from "./crowd.ts";
import type { EndedRun, StartCloud, TestCloud } from "./test-cloud.ts";

const limits = { deactivationsPerDay: 8, deactivationsPerDayAndAccount: 3, approvalAbove: 100 };
/** Fewer workers than usual, because twelve executions at once start many processes. */
const settings = { limits, maxConcurrency: 3 };

/** Curfew plans before it deactivates, and the pace applies to a day, however many runs it has. */
export function describePace(startCloud: StartCloud): void {
  describe("plan and pace", () => {
    let cloud: TestCloud;
    let full: Crowd;
    let small: Crowd;
    let other: Crowd;
    let quiet: EndedRun;
    let day90: EndedRun;
    let together: EndedRun[];
    const activeOnDay = new Map<string, number>();

    beforeAll(async () => {
      cloud = await startCloud({ members: 3, settings });
      const [one = "", two = "", three = ""] = cloud.accounts.members;
      full = await createCrowd(cloud, one, 60, { email: "many@example.com" });
      small = await createCrowd(cloud, two, 2, { email: "two@example.com" });
      other = await createCrowd(cloud, three, 1, { email: "one@example.com" });
      quiet = await cloud.run(70);
      await cloud.run(80);
      day90 = await cloud.run(90);
      activeOnDay.set("after day 90", await full.active());
      const adHoc = Array.from({ length: 10 }, () => ({ accountIds: [full.account, small.account] }));
      together = await cloud.runTogether(91, [...adHoc, {}, {}]);
      activeOnDay.set("after day 91", await full.active());
    });
    afterAll(() => cloud?.close());

    it("writes a plan without further calls if nothing is due", () => {
      expect(quiet).toMatchObject({ status: "SUCCEEDED", summary: { state: "nothingDue" } });
      expect(quiet.markers).toEqual({ due: [], unreachable: [] });
      expect(quiet.plan).toMatchObject({ accounts: [], plan: { state: "nothingDue", keys: [] } });
      expect(quiet.plan).not.toHaveProperty("limits");
      expect([quiet.planItems, quiet.deactivations.size]).toEqual([[], 0]);
    });

    it("marks exactly the accounts in which a key is due", () => {
      expect(day90.markers.due.toSorted()).toEqual(
        [full, small, other].map(({ account }) => account).toSorted(),
      );
    });

    it("does not delay other accounts because one account has 60 old keys", async () => {
      expect(plannedIn(day90, full.account)).toHaveLength(3);
      expect([await small.active(), await other.active()]).toEqual([0, 0]);
      expect(activeOnDay.get("after day 90")).toBe(57);
      const fates = day90.plan?.plan.keys.map(({ fate }) => fate) ?? [];
      expect(fates.filter((fate) => fate === "waitsForAccountPace")).toHaveLength(57);
    });

    it("deactivates the planned keys and no other, and reports each of them", () => {
      const accounts = [full, small, other];
      for (const { account } of accounts)
        expect(deactivatedBy(day90, account)).toEqual(plannedIn(day90, account));
      expect(day90.summary).toMatchObject({
        state: "deactivate",
        deactivations: "accountedFor",
        totals: { keysDeactivated: 6, waitingKeys: 57 },
      });
    });

    it("never exceeds the pace with ten ad hoc runs and two daily ones at the same time", () => {
      for (const run of together) expect(run.status).toBe("SUCCEEDED");
      const deactivated = together.flatMap((run) => deactivatedBy(run, full.account));
      expect(new Set(deactivated).size).toBe(3);
      expect(activeOnDay.get("after day 91")).toBe(54);
    });
  });
}
