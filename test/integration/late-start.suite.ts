import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { daysBetween } from "../../functions/domain/calendar-day.ts";
import { writtenDay } from "../../functions/notices/english.ts";
import { Calendar } from "./calendar.ts";
import type { StartCloud, TestCloud } from "./test-cloud.ts";

const owner = "late@example.com";

/** Runs that come late, or for the first time, when the days of some keys have passed. */
export function describeLateStart(startCloud: StartCloud): void {
  describe("a late start", () => {
    let cloud: TestCloud;
    let missed: LateKey;
    let first: LateKey;

    beforeAll(async () => {
      cloud = await startCloud({ members: 2 });
      missed = await lateKey(cloud, 0);
      first = await lateKey(cloud, 1);
      await missed.run(71, 83, 92, 95);
      await first.run(400);
      await first.run(first.namedOn(400) - 1, first.namedOn(400));
    });
    afterAll(() => cloud?.close());

    it("sends what is due in each run, and nothing twice, if days were missed", () => {
      const mails = missed.calendar.mailsTo(owner);
      expect(mails.map(({ day, text }) => [day, text])).toEqual([
        [71, expect.stringContaining("Today is the 71st day of your access keys. Please rotate")],
        [83, expect.stringContaining("Today is the 83rd day of your access keys. Please rotate")],
        [95, expect.stringContaining(`was deactivated on ${writtenDay(cloud.day(95))}. It no longer works.`)],
      ]);
      expect(mails[1]?.text).toContain(writtenDay(cloud.day(93)));
    });

    it("keeps a key active until ten days after its late warning", () => {
      expect(missed.statuses).toEqual(["Active", "Active", "Active", "Inactive"]);
    });

    it("warns the owner of a key of 400 days in the first run, and names a day at least ten days ahead", () => {
      const named = first.namedOn(400);
      expect(named).toBeGreaterThanOrEqual(410);
      expect(named).toBeLessThan(430);
      expect(first.calendar.mailsTo(owner).map(({ day, text }) => [day, text])).toEqual([
        [400, expect.stringContaining(`stops working on or after ${writtenDay(cloud.day(named))}`)],
        [
          named,
          expect.stringContaining(`was deactivated on ${writtenDay(cloud.day(named))}. It no longer works.`),
        ],
      ]);
    });

    it("deactivates it on the named day and not the day before", () => {
      expect(first.statuses).toEqual(["Active", "Active", "Inactive"]);
    });
  });
}

interface LateKey {
  readonly calendar: Calendar;
  /** After each run. */
  readonly statuses: (string | undefined)[];
  run(...days: readonly number[]): Promise<void>;
  /** The day that the notice of a run names, counted from day 0. */
  namedOn(day: number): number;
}

async function lateKey(cloud: TestCloud, place: number): Promise<LateKey> {
  const account = cloud.accounts.members[place] ?? "";
  await cloud.createUser(account, { userName: "late", tags: { email: owner, UserType: "employee" } });
  const key = await cloud.createKey(account, "late");
  const calendar = new Calendar(cloud, account);
  const statuses: (string | undefined)[] = [];
  return {
    calendar,
    statuses,
    async run(...days) {
      for (const day of days) {
        await calendar.run(day);
        statuses.push(await cloud.keyStatus(account, "late", key));
      }
    },
    namedOn(day) {
      const [result] = calendar.on(day).results.get(account)?.results ?? [];
      return daysBetween(cloud.day(0), result?.notices[0]?.names ?? cloud.day(0));
    },
  };
}
