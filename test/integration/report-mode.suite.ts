import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { securityContact } from "../support/integration-settings.ts";
import { type Crowd, createCrowd } from "./crowd.ts";
import type { EndedRun, StartCloud, TestCloud } from "./test-cloud.ts";

/** A deployment in report mode. */
export function describeReportMode(startCloud: StartCloud): void {
  describe("a deployment in report mode", () => {
    let cloud: TestCloud;
    let crowd: Crowd;
    const runs: EndedRun[] = [];

    beforeAll(async () => {
      cloud = await startCloud({ members: 1, settings: { mode: "report" } });
      crowd = await createCrowd(cloud, cloud.accounts.members[0] ?? "", 2, { email: "owner@example.com" });
      for (const day of [70, 80, 90]) runs.push(await cloud.run(day));
    });
    afterAll(() => cloud?.close());

    it("sends owners no mail, and the security contact the digest of each daily run", () => {
      expect(cloud.mails().map(({ to }) => to)).toEqual([securityContact, securityContact, securityContact]);
    });

    it("deactivates nothing and plans nothing", async () => {
      expect(await crowd.active()).toBe(2);
      for (const run of runs) {
        expect(run).toMatchObject({ status: "SUCCEEDED", summary: { totals: { keysDeactivated: 0 } } });
        expect([run.planItems, run.deactivations.size, run.markers.due]).toEqual([[], 0, []]);
      }
    });

    it("reports what an enforcing run would send", () => {
      expect(runs[0]?.summary?.totals).toMatchObject({ wouldNotify: 2, noticesSent: 0 });
      const notices = runs[0]?.report?.keys.flatMap((key) => key.notices) ?? [];
      expect(new Set(notices.map(({ outcome }) => outcome))).toEqual(new Set(["wouldSend"]));
    });

    it("cannot be raised to enforce mode by an execution", async () => {
      const refused = await cloud.run(90, { mode: "enforce" });
      expect(refused).toMatchObject({ status: "FAILED", error: "InvalidInput" });
    });
  });
}
