import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writtenDay } from "../../functions/notices/english.ts";
import { bouncedForGood, deliveredMail, type MailFate } from "../../infra/sandbox/services/ses/mail-fate.ts";
import { fallbackContact } from "../support/integration-settings.ts";
import { Calendar } from "./calendar.ts";
import type { StartCloud, TestCloud } from "./test-cloud.ts";

/** What SES reports about every mail to a user, and when the key is deactivated. */
const users: Readonly<Record<string, { readonly fate: MailFate; readonly deactivatedOn: number }>> = {
  reached: { fate: deliveredMail(), deactivatedOn: 90 },
  twice: { fate: deliveredMail({ copies: 2 }), deactivatedOn: 90 },
  bounced: { fate: bouncedForGood("NoEmail"), deactivatedOn: 91 },
  suppressed: { fate: bouncedForGood("OnAccountSuppressionList"), deactivatedOn: 91 },
  lost: { fate: deliveredMail({ copies: 0 }), deactivatedOn: 92 },
};
const days = [70, 71, 72, 80, 81, 82, 90, 91, 92] as const;

/** How SES's report about a mail changes the decisions of the next days. */
export function describeDeliveries(startCloud: StartCloud): void {
  describe("what SES reports about a notice", () => {
    let cloud: TestCloud;
    let calendar: Calendar;
    let account = "";
    const keys = new Map<string, string>();

    beforeAll(async () => {
      cloud = await startCloud({ members: 1 });
      account = cloud.accounts.members[0] ?? "";
      for (const [userName, { fate }] of Object.entries(users)) {
        const email = `${userName}@example.com`;
        cloud.fates.set(email, fate);
        await cloud.createUser(account, { userName, tags: { email, UserType: "employee" } });
        keys.set(userName, await cloud.createKey(account, userName));
      }
      calendar = new Calendar(cloud, account);
      await calendar.run(...days);
    });
    afterAll(() => cloud?.close());

    it.each(Object.entries(users))("decides the day of deactivation: %s", (userName, { deactivatedOn }) => {
      const deactivated = days.filter((day) =>
        calendar
          .on(day)
          .deactivations.get(account)
          ?.keys.some((key) => key.userName === userName && key.outcome === "deactivated"),
      );
      expect(deactivated).toEqual([deactivatedOn]);
    });

    it("is in the ledger by the next run, even if it arrived before the notice was confirmed", () => {
      expect(deliveryOn(71, "reached")).toMatchObject({ state: "delivered", on: cloud.day(70) });
      expect(deliveryOn(71, "twice")).toMatchObject({ state: "delivered" });
      expect(deliveryOn(71, "bounced")).toMatchObject({ state: "bounced", cause: "Permanent/NoEmail" });
      expect(deliveryOn(71, "suppressed")).toMatchObject({
        state: "bounced",
        cause: "Permanent/OnAccountSuppressionList",
      });
      expect(deliveryOn(71, "lost")).toEqual({ state: "unknown" });
    });

    it.each(Object.entries(users).filter(([, { deactivatedOn }]) => deactivatedOn > 90))(
      "warns the fallback contact ten days ahead if the owner gets no mail: %s",
      (userName, { deactivatedOn }) => {
        const key = keys.get(userName) ?? "no key";
        const warnings = calendar
          .mailsTo(fallbackContact)
          .filter(({ day, text }) => day < deactivatedOn && text.includes(key.slice(-4)));
        expect(warnings.map(({ day }) => day)).toContain(deactivatedOn - 10);
        const last = warnings.at(-1);
        expect(last?.text).toContain(`stops working on or after ${writtenDay(cloud.day(deactivatedOn))}`);
      },
    );

    it("is matched by message tags without address or subject", () => {
      const sent = cloud.mails().filter(({ tags }) => tags.claim !== undefined);
      expect(sent.length).toBeGreaterThan(0);
      for (const { tags } of sent) expect(Object.keys(tags).toSorted()).toEqual(["account", "claim", "run"]);
    });

    function deliveryOn(day: number, userName: string) {
      const { results = [] } = calendar.on(day).results.get(account) ?? {};
      const { facts } = results.find(({ decision }) => decision.userName === userName) ?? {};
      return facts?.history.notices.find(({ as }) => as === "owner")?.delivery;
    }
  });
}
