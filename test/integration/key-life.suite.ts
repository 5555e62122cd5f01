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

/** The lives of keys from their first day on. Curfew runs on every day on which something is due. */
export function describeKeyLife(startCloud: StartCloud): void {
  describe("the life of a key under a daily Curfew", () => {
    let cloud: TestCloud;
    let calendar: Calendar;
    let account = "";
    const keys = new Map<UserName | "pair's second", string>();
    const keyOf = (name: UserName | "pair's second") => keys.get(name) ?? "no key";
    const statusOf = (name: UserName) => cloud.keyStatus(account, name, keyOf(name));

    beforeAll(async () => {
      cloud = await startCloud({ members: 1 });
      account = cloud.accounts.members[0] ?? "";
      for (const [userName, tags] of Object.entries(users))
        await cloud.createUser(account, { userName, tags });
      for (const name of namesOf(users)) keys.set(name, await cloud.createKey(account, name));
      keys.set("pair's second", await cloud.createKey(account, "pair"));
      calendar = new Calendar(cloud, account);
      await calendar.run(0, 30, 69, 70, 70, 71);
      await cloud.setKeyStatus(account, "pair", keyOf("pair"), "Inactive");
      await calendar.run(79, 80, 81, 89, 90, 91, 120);
    });
    afterAll(() => cloud?.close());

    it("mails an employee on days 70 and 80, deactivates the key on day 90 exactly, and says so", async () => {
      const mails = calendar.mailsTo("jane@example.com");
      expect(mails.map(({ day }) => day)).toEqual([70, 80, 90]);
      for (const [place, age] of ["70th", "80th"].entries()) {
        expect(mails[place]?.text).toContain(
          `Today is the ${age} day of your access keys. Please rotate your access key before it turns 90 days.`,
        );
        expect(mails[place]?.text).toContain(`stops working on or after ${writtenDay(cloud.day(90))}`);
      }
      expect(mails[2]?.text).toContain(
        "Today is the 90th day of your access key and your key has been deactivated. " +
          "Please generate a new key or contact the Cloud team.",
      );
      expect(mails[2]?.subject).toContain("was deactivated");
      expect(calendar.on(89).summary?.totals.keysDeactivated).toBe(0);
      expect(await statusOf("jane")).toBe("Inactive");
    });

    it("mails a machine's owners on days 70, 80, 90 and 120, and never deactivates its key", async () => {
      expect(calendar.daysOf("robot-team@example.com")).toEqual([70, 80, 90, 120]);
      expect(await statusOf("robot")).toBe("Active");
    });

    it.each(["contractor", "untyped"] as const)(
      "mails a user whose type is unknown (%s), and keeps the key active with the reason",
      async (name) => {
        expect(calendar.daysOf(`${name}@example.com`)).toEqual([70, 80, 90, 120]);
        expect(await statusOf(name)).toBe("Active");
        expect(decisionOn(120, name)).toMatchObject({ state: "onHold", reason: { code: "unknownUserType" } });
      },
    );

    it.each(["lower", "title", "upper"] as const)("reads tags in %s case", async (name) => {
      expect(calendar.daysOf(`${name}@example.com`)).toEqual([70, 80, 90]);
      expect(await statusOf(name)).toBe("Inactive");
    });

    it("mails the fallback contact about a user without an email tag, and says why", async () => {
      const mails = calendar.mailsTo(fallbackContact);
      expect(mails.map(({ day }) => day)).toEqual([70, 80, 90]);
      for (const { text } of mails) expect(text).toMatch(/no .*email/);
      expect(await statusOf("unmailed")).toBe("Inactive");
    });

    it("evaluates each of a user's two keys on its own", async () => {
      const mails = calendar.mailsTo("pair@example.com");
      expect(mails.map(({ day }) => day)).toEqual([70, 80, 90]);
      expect(mails[0]?.text).toContain(keyOf("pair").slice(-4));
      for (const { text } of mails) expect(text).toContain(keyOf("pair's second").slice(-4));
      expect(await cloud.keyStatus(account, "pair", keyOf("pair's second"))).toBe("Inactive");
      const planned = calendar.on(90).planItems.flatMap(({ keys: ofItem }) => ofItem);
      const ofPair = planned.filter(({ userName }) => userName === "pair");
      expect(ofPair.map(({ accessKeyId }) => accessKeyId)).toEqual([keyOf("pair's second")]);
    });

    it("sends no mail and changes nothing in a second run on the same day", () => {
      const { totals } = calendar.on(70).summary ?? {};
      expect(totals).toMatchObject({ noticesSent: 0, keysDeactivated: 0, activeKeys: 10 });
    });

    it("mails the digest of an ad hoc run to nobody", () => {
      expect(calendar.mailsTo(securityContact)).toEqual([]);
    });

    it("does nothing on day 69", () => {
      const { totals } = calendar.on(69).summary ?? {};
      expect(totals).toMatchObject({ noticesSent: 0, compliantKeys: 10, onHoldKeys: 0, keys: 10 });
    });

    it("plans exactly the keys that it deactivates, and counts them in the report", () => {
      const run = calendar.on(90);
      const planned = run.planItems.flatMap(({ keys: ofItem }) =>
        ofItem.map(({ accessKeyId }) => accessKeyId),
      );
      const results = run.deactivations.get(account)?.keys ?? [];
      expect(results.map(({ accessKeyId }) => accessKeyId).toSorted()).toEqual(planned.toSorted());
      expect(new Set(results.map(({ outcome }) => outcome))).toEqual(new Set(["deactivated"]));
      expect(run.summary).toMatchObject({ state: "deactivate", deactivations: "accountedFor" });
      expect(run.report?.totals).toMatchObject({
        accounts: { listed: 1, evaluated: 1, unreachable: 0, notOnboarded: 0, skipped: 0 },
        users: 9,
        keysDeactivated: 6,
        onHoldKeys: 2,
        deactivationsFailed: 0,
        noticesFailed: 0,
      });
    });

    function decisionOn(day: number, userName: string) {
      const { results = [] } = calendar.on(day).results.get(account) ?? {};
      return results.find(({ decision }) => decision.userName === userName)?.decision;
    }
  });
}

function namesOf<Name extends string>(record: Readonly<Record<Name, unknown>>): Name[] {
  const isName = (name: string): name is Name => name in record;
  return Object.keys(record).filter(isName);
}
