import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addDays } from "../../functions/domain/calendar-day.ts";
import { writtenDay } from "../../functions/notices/english.ts";
import { type Crowd, createCrowd, deactivatedBy } from "./crowd.ts";
import type { StartCloud, TestCloud } from "./test-cloud.ts";

const today = new Date().toISOString().slice(0, 10);
const closed = { from: addDays(today, 91), to: addDays(today, 92) };
const settings = {
  limits: { deactivationsPerDay: 1 },
  changeWindow: { weekdays: [], closed: [closed] },
};

/** A pause, and days on which the change window is closed. */
export function describeHolds(startCloud: StartCloud): void {
  describe("a day on which nothing may be deactivated", () => {
    let cloud: TestCloud;
    let crowd: Crowd;
    let late: Crowd;

    beforeAll(async () => {
      cloud = await startCloud({ members: 2, settings });
      const [one = "", two = ""] = cloud.accounts.members;
      crowd = await createCrowd(cloud, one, 2, { email: "owner@example.com" });
      late = await createCrowd(cloud, two, 1, { email: "late@example.com", UserType: "machine" });
      await cloud.run(70);
      await cloud.run(80);
      await cloud.tagUser(late.account, "user-0", { UserType: "employee" });
    });
    afterAll(() => cloud?.close());

    it("deactivates nothing while deactivations are paused, and the run succeeds", async () => {
      await cloud.pause(95);
      const run = await cloud.run(90);
      expect(run).toMatchObject({
        status: "SUCCEEDED",
        summary: { state: "onHold", totals: { keysDeactivated: 0, waitingKeys: 2 } },
      });
      expect(run.plan?.plan.hold).toMatchObject({ code: "paused", until: cloud.day(95), reason: "incident" });
      expect(await crowd.active()).toBe(2);
    });

    it("names a day after the pause in a notice that is sent during it", () => {
      const mail = cloud.mails().findLast(({ to }) => to === "late@example.com");
      expect(mail?.text).toContain(`stops working on or after ${writtenDay(cloud.day(100))}`);
    });

    it("deactivates again, at the pace, after the pause was ended", async () => {
      await cloud.pause("end");
      const run = await cloud.run(90);
      expect(run.summary).toMatchObject({
        state: "deactivate",
        totals: { keysDeactivated: 1, waitingKeys: 1 },
      });
    });

    it("deactivates nothing while the change window is closed", async () => {
      for (const day of [91, 92]) {
        const run = await cloud.run(day);
        expect(run).toMatchObject({ status: "SUCCEEDED", summary: { state: "onHold" } });
        expect(run.plan?.plan.hold).toEqual({ code: "windowClosed" });
      }
      expect(await crowd.active()).toBe(1);
    });

    it("deactivates the waiting keys when the window opens", async () => {
      expect(deactivatedBy(await cloud.run(93))).toHaveLength(1);
      expect(await crowd.active()).toBe(0);
    });
  });
}
