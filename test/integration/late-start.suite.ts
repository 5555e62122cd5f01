import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writtenDay } from "../../functions/notices/english.ts";
import { Calendar } from "./calendar.ts";
import type { StartCloud, TestCloud } from "./test-cloud.ts";

interface LateStart {
  readonly when: string;
  /** The key goes off in the last of these runs. */
  readonly days: readonly [number, number, number];
  /** Each mail to the owner: on which day, and a part of its first sentence. */
  told(cloud: TestCloud): (readonly [number, string])[];
}

const lateStarts: readonly LateStart[] = [
  {
    when: "days were missed",
    days: [71, 83, 95],
    told: () => [
      [71, "Today is the 71st day of your access keys. Please rotate your access key"],
      [83, "Today is the 83rd day of your access keys. Please rotate your access key"],
      [95, "Today is the 95th day of your access keys and your key has been deactivated"],
    ],
  },
  {
    when: "Curfew is first deployed over a key 400 days old",
    days: [400, 409, 410],
    told: (cloud) => [
      [400, `This is the last warning: the key will be switched off on ${writtenDay(cloud.day(410))}`],
      [410, "Today is the 410th day of your access keys and your key has been deactivated"],
    ],
  },
];

/** What runs that come late, or for the first time, do about keys whose days have passed. */
export function describeLateStart(startCloud: StartCloud): void {
  describe("a late start", () => {
    let cloud: TestCloud;
    const calendars = new Map<LateStart, Calendar>();
    const statuses = new Map<LateStart, (string | undefined)[]>();

    beforeAll(async () => {
      cloud = await startCloud({ members: lateStarts.length, withoutRole: false });
      for (const [place, start] of lateStarts.entries()) {
        const account = cloud.accounts.members[place] ?? "";
        const tags = { email: "late@example.com", UserType: "employee" };
        await cloud.createUser(account, { userName: "late", tags });
        const key = await cloud.createKey(account, "late");
        const calendar = new Calendar(cloud, account);
        const after: (string | undefined)[] = [];
        for (const day of start.days) {
          await calendar.run(day);
          after.push(await cloud.keyStatus(account, "late", key));
        }
        calendars.set(start, calendar);
        statuses.set(start, after);
      }
    });
    afterAll(() => cloud?.close());

    for (const start of lateStarts) {
      it(`tells the owner what is due at each run, and nothing twice, when ${start.when}`, () => {
        const told = calendars.get(start)?.toldTo("late@example.com") ?? [];
        const expected = start.told(cloud).map(([day, part]) => [day, expect.stringContaining(part)]);
        expect(told.map(({ day, sentence }) => [day, sentence])).toEqual(expected);
      });

      it(`leaves the key on until its owner has had ten days, when ${start.when}`, () => {
        expect(statuses.get(start)).toEqual(["Active", "Active", "Inactive"]);
        const calendar = calendars.get(start);
        const deactivated = start.days.map((day) => calendar?.on(day).summary?.totals.keysDeactivated);
        expect(deactivated).toEqual([0, 0, 1]);
      });
    }
  });
}
