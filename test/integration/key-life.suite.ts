import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writtenDay } from "../../functions/notices/english.ts";
import { fallbackContact, securityContact } from "../support/integration-settings.ts";
import { Calendar } from "./calendar.ts";
import type { StartCloud, TestCloud } from "./test-cloud.ts";

const users = {
  jane: { email: "jane@example.com", UserType: "employee" },
  robot: { email: "robot-team@example.com", UserType: "machine" },
  contractor: { email: "contractor@example.com", UserType: "contractor" },
  untyped: { email: "untyped@example.com" },
  unmailed: { UserType: "employee" },
  lower: { email: "lower@example.com", usertype: "Employee" },
  title: { Email: "title@example.com", Usertype: "EMPLOYEE" },
  upper: { EMAIL: "upper@example.com", USERTYPE: "employee" },
  pair: { email: "pair@example.com", UserType: "employee" },
} as const;
type UserName = keyof typeof users;

/** The lives of keys from their first day on, under a Curfew that runs every day that matters. */
export function describeKeyLife(startCloud: StartCloud): void {
  describe("the life of a key under a daily Curfew", () => {
    let cloud: TestCloud;
    let calendar: Calendar;
    let account = "";
    const keys = new Map<UserName | "pair's second", string>();
    const keyOf = (name: UserName | "pair's second") => keys.get(name) ?? "no key";
    const statusOf = (name: UserName) => cloud.keyStatus(account, name, keyOf(name));

    beforeAll(async () => {
      cloud = await startCloud({ members: 1, withoutRole: false });
      account = cloud.accounts.members[0] ?? "";
      for (const [userName, tags] of Object.entries(users))
        await cloud.createUser(account, { userName, tags });
      for (const name of namesOf(users)) keys.set(name, await cloud.createKey(account, name));
      keys.set("pair's second", await cloud.createKey(account, "pair"));
      calendar = new Calendar(cloud, account);
      await calendar.run(69, 70, 70);
      await cloud.setKeyStatus(account, "pair", keyOf("pair"), "Inactive");
      await calendar.run(80, 90, 120);
    });
    afterAll(() => cloud?.close());

    it("tells an employee on day 70 and 80, and on day 90 switches the key off and says so", async () => {
      const told = calendar.toldTo("jane@example.com");
      expect(told.map(({ day }) => day)).toEqual([70, 80, 90]);
      expect(told[0]?.sentence).toContain(
        "Today is the 70th day of your access keys. Please rotate your access key before it turns 90 days.",
      );
      expect(told[1]?.sentence).toContain(
        "Today is the 80th day of your access keys. Please rotate your access key before it turns 90 days.",
      );
      expect(told[2]?.sentence).toBe(
        "Today is the 90th day of your access keys and your key has been deactivated. " +
          "Please generate a new key or reach the Cloud team.",
      );
      expect(await statusOf("jane")).toBe("Inactive");
    });

    it("says in each warning when the key will be off", () => {
      for (const { text } of calendar.toldTo("jane@example.com").slice(0, 2))
        expect(text).toContain(`It will be switched off on ${writtenDay(cloud.day(90))}`);
    });

    it("tells a machine's owners on day 70, 80, 90 and 120, and never switches its key off", async () => {
      expect(calendar.daysOf("robot-team@example.com")).toEqual([70, 80, 90, 120]);
      expect(await statusOf("robot")).toBe("Active");
    });

    it.each(["contractor", "untyped"] as const)(
      "tells a user whose type is unknown (%s), and leaves the key on with the reason",
      async (name) => {
        expect(calendar.daysOf(`${name}@example.com`)).toEqual([70, 80, 90, 120]);
        expect(await statusOf(name)).toBe("Active");
        const result = calendar
          .on(120)
          .results.get(account)
          ?.results.find(({ decision }) => decision.userName === name);
        expect(result?.decision).toMatchObject({ verdict: "withheld", withheld: "unknownUserType" });
      },
    );

    it.each(["lower", "title", "upper"] as const)("reads tags in %s case", async (name) => {
      expect(calendar.daysOf(`${name}@example.com`)).toEqual([70, 80, 90]);
      expect(await statusOf(name)).toBe("Inactive");
    });

    it("tells the fallback contact about a user without an email tag, and why", async () => {
      const told = calendar.toldTo(fallbackContact);
      expect(told.map(({ day }) => day)).toEqual([70, 80, 90]);
      for (const { text } of told) expect(text).toContain("it has no email tag");
      expect(await statusOf("unmailed")).toBe("Inactive");
    });

    it("judges each of a user's two keys by itself", async () => {
      const [both, second, off] = calendar.toldTo("pair@example.com");
      expect(calendar.daysOf("pair@example.com")).toEqual([70, 80, 90]);
      expect(both?.text).toContain(lastFour(keyOf("pair")));
      expect(both?.text).toContain(lastFour(keyOf("pair's second")));
      for (const told of [second, off]) {
        expect(told?.text).toContain(lastFour(keyOf("pair's second")));
        expect(told?.text).not.toContain(lastFour(keyOf("pair")));
      }
      expect(await cloud.keyStatus(account, "pair", keyOf("pair's second"))).toBe("Inactive");
      const onDay90 = calendar.on(90).report?.keys.filter(({ decision }) => decision.userName === "pair");
      expect(onDay90?.map(({ decision }) => decision.accessKeyId)).toEqual([keyOf("pair's second")]);
    });

    it("mails nobody twice on a second run the same day, and changes nothing", () => {
      const twice = calendar.on(70);
      expect(twice.summary?.totals).toMatchObject({ noticesSent: 0, keysDeactivated: 0, activeKeys: 10 });
      expect(calendar.daysOf(securityContact)).toEqual([69, 70, 70, 80, 90, 120]);
    });

    it("does nothing on day 69", () => {
      expect(calendar.on(69).summary?.totals).toMatchObject({ noticesSent: 0, keysWithheld: 0, keys: 10 });
    });

    it("counts in the report what it did", () => {
      expect(calendar.on(90).report?.totals).toMatchObject({
        accounts: { listed: 1, reached: 1, unreached: 0, notOnboarded: 0, leftOut: 0 },
        users: 9,
        keysDeactivated: 6,
        keysWithheld: 2,
        deactivationsFailed: 0,
        noticesFailed: 0,
      });
    });
  });
}

function lastFour(accessKeyId: string): string {
  return `…${accessKeyId.slice(-4)}`;
}

function namesOf<Name extends string>(record: Readonly<Record<Name, unknown>>): Name[] {
  const isName = (name: string): name is Name => name in record;
  return Object.keys(record).filter(isName);
}
