import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "../../functions/runtime/parse.ts";
import { restoredKeySchema } from "../../statemachine/restore-key.ts";
import { securityContact } from "../support/integration-settings.ts";
import type { StartCloud, TestCloud } from "./test-cloud.ts";

/** Other parts run meanwhile, each on a cloud of its own; the runs of this one share a clock. */
const inOrder = { concurrent: false };

/** A key that Curfew switched off is switched on again by an order, for some days. */
export function describeRestore(startCloud: StartCloud): void {
  describe("a key that is to be restored", () => {
    let cloud: TestCloud;
    let account = "";
    let key = "";
    const only = () => ({ accountIds: [account] });
    const order = (changes: object = {}) => ({
      restore: { accountId: account, accessKeyId: key, days: 2, reason: "new key fails", ...changes },
    });
    const status = () => cloud.keyStatus(account, "jane", key);

    beforeAll(async () => {
      cloud = await startCloud({ members: 1, withoutRole: false });
      account = cloud.accounts.members[0] ?? "";
      const tags = { email: "jane@example.com", UserType: "employee" };
      await cloud.createUser(account, { userName: "jane", tags });
      key = await cloud.createKey(account, "jane");
      await cloud.run(70, only());
    });
    afterAll(() => cloud?.close());

    it("is refused while Curfew has not switched it off, and nothing is touched", inOrder, async () => {
      const mails = cloud.mails().length;
      const run = await cloud.run(71, order());

      expect(run).toMatchObject({ status: "FAILED", error: "InvalidInput" });
      expect(run.cause).toContain("Curfew has not switched this key off");
      expect(cloud.mails()).toHaveLength(mails);
    });

    it("is on again, and owner and security contact are told why and until when", inOrder, async () => {
      await cloud.run(90, only());
      expect(await status()).toBe("Inactive");
      const mails = cloud.mails().length;

      const run = await cloud.run(91, order());

      expect(run).toMatchObject({ status: "SUCCEEDED", report: undefined });
      const restored = parse(restoredKeySchema, JSON.parse(run.output ?? ""), "output");
      expect(restored).toMatchObject({ userName: "jane", key: `…${key.slice(-4)}`, until: cloud.day(93) });
      expect(await status()).toBe("Active");
      const sent = cloud.mails().slice(mails);
      expect(sent.map(({ to }) => to)).toEqual(["jane@example.com", securityContact]);
      for (const { subject, text } of sent) {
        expect(subject).toContain("has been switched on again");
        expect(text).toContain("new key fails");
      }
    });

    it("is left on for so many days, and then switched off again with a mail", inOrder, async () => {
      const kept = await cloud.run(93, only());
      expect(kept.report?.keys.map(({ decision }) => decision.withheld)).toEqual(["restored"]);
      expect(await status()).toBe("Active");

      await cloud.run(94, only());
      expect(await status()).toBe("Inactive");
      const last = cloud.mails().findLast(({ to }) => to === "jane@example.com");
      expect(last?.subject).toContain("has been deactivated");
    });

    it.each([
      ["an account of another Organization", { accountId: "999999999999" }, "999999999999 is not a member"],
      ["more than 90 days", { days: 91 }, "at most 90 days"],
    ])("is not restored with %s in the order", inOrder, async (_, changes, named) => {
      const run = await cloud.run(95, order(changes));

      expect(run).toMatchObject({ status: "FAILED", error: "InvalidInput" });
      expect(run.cause).toContain(named);
      expect(await status()).toBe("Inactive");
    });
  });
}
