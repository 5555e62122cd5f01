import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "../../functions/runtime/parse.ts";
import { type RestoreSummary, restoreSummarySchema } from "../../statemachine/restore.ts";
import { securityContact } from "../support/integration-settings.ts";
import { itStrictly, type Lacks } from "./lacks.ts";
import type { StartCloud, TestCloud } from "./test-cloud.ts";

/** Keys that Curfew deactivated are reactivated on request, for some days. */
export function describeRestore(startCloud: StartCloud, lacks: Lacks): void {
  describe("a restore", () => {
    let cloud: TestCloud;
    let account = "";
    let runOfDay90 = "";
    const keys = new Map<string, string>();
    const people = ["jane", "john", "renamed", "judy"];
    const keyOf = (name: string) => keys.get(name) ?? "no key";
    const only = () => ({ accountIds: [account] });
    const status = (name: string) => cloud.keyStatus(account, name, keyOf(name));
    const requestFor = (name: string, changes: object = {}) => ({
      accountId: account,
      accessKeyId: keyOf(name),
      days: 2,
      reason: "new key fails",
      ...changes,
    });
    /** Restores on a day, and expects an answer. It may be a refusal. */
    const restore = async (day: number, input: object): Promise<RestoreSummary> => {
      const ended = await cloud.request("restore", day, input);
      if (ended.status !== "SUCCEEDED") throw new Error(`${ended.error}: ${ended.cause}`);
      return parse(restoreSummarySchema, JSON.parse(ended.output ?? ""), "output");
    };

    const restoreOfRenamed = async () => {
      await cloud.renameUser(account, "renamed", "renamed-since");
      return (await restore(91, requestFor("renamed", { days: 20 }))).keys;
    };

    beforeAll(async () => {
      cloud = await startCloud({ members: 1 });
      account = cloud.accounts.members[0] ?? "";
      for (const userName of people) {
        const tags = { email: `${userName}@example.com`, UserType: "employee" };
        await cloud.createUser(account, { userName, tags });
        keys.set(userName, await cloud.createKey(account, userName));
      }
      await cloud.run(70, only());
      await cloud.run(80, only());
    });
    afterAll(() => cloud?.close());

    it("is refused for a key that Curfew has not deactivated; the execution succeeds with the refusal", async () => {
      const mails = cloud.mails().length;
      const { keys: answered, totals } = await restore(81, requestFor("jane"));
      expect(totals).toEqual({ restored: 0, refused: 1, failed: 0 });
      expect(answered).toMatchObject([
        { outcome: "refused", refusal: { code: "notDeactivatedByCurfew" }, notices: [] },
      ]);
      expect(cloud.mails()).toHaveLength(mails);
    });

    it("reactivates a key, and notifies owner and security contact why and until when", async () => {
      const deactivated = await cloud.run(90, only());
      runOfDay90 = deactivated.id;
      expect(deactivated.summary?.totals.keysDeactivated).toBe(4);
      const mails = cloud.mails().length;

      const { keys: answered } = await restore(91, requestFor("jane"));

      expect(answered).toMatchObject([{ outcome: "restored", userName: "jane", until: cloud.day(93) }]);
      expect(await status("jane")).toBe("Active");
      const sent = cloud.mails().slice(mails);
      expect(sent.map(({ to }) => to).toSorted()).toEqual(["jane@example.com", securityContact]);
      for (const { subject, text } of sent) {
        expect(subject).toContain("works again");
        expect(text).toContain("new key fails");
      }
    });

    it("is refused for a key that is active already", async () => {
      const { keys: answered } = await restore(91, requestFor("jane"));
      expect(answered).toMatchObject([{ outcome: "refused", refusal: { code: "alreadyActive" } }]);
    });

    itStrictly(
      lacks,
      "new names of renamed users",
      [
        "finds a key by its ID although its user was renamed",
        async () => {
          expect(await restoreOfRenamed()).toMatchObject([
            { outcome: "restored", userName: "renamed-since" },
          ]);
          expect(await cloud.keyStatus(account, "renamed-since", keyOf("renamed"))).toBe("Active");
        },
      ],
      [
        "refuses a key whose user was renamed, as if the key were gone, and changes nothing",
        async () => {
          expect(await restoreOfRenamed()).toMatchObject([
            { outcome: "refused", refusal: { code: "keyGone" } },
          ]);
          expect(await cloud.keyStatus(account, "renamed-since", keyOf("renamed"))).toBe("Inactive");
        },
      ],
    );

    it("reactivates the keys that one run deactivated, if they are still inactive", async () => {
      const { keys: answered, totals } = await restore(92, {
        run: runOfDay90,
        day: cloud.day(90),
        days: 20,
        reason: "wrong owners",
      });
      expect(totals).toEqual({ restored: 2, refused: 2, failed: 0 });
      const restored = answered.filter(({ outcome }) => outcome === "restored");
      expect(restored.map(({ userName }) => userName).toSorted()).toEqual(["john", "judy"]);
      expect([await status("john"), await status("judy")]).toEqual(["Active", "Active"]);
    });

    it("refuses a run that deactivated nothing", async () => {
      const answer = await restore(92, { run: "no-such-run", day: cloud.day(90), days: 2, reason: "none" });
      expect(answer.refused).toContain("no-such-run");
    });

    it("is refused for a key that somebody else deactivated after the restore", async () => {
      await cloud.setKeyStatus(account, "john", keyOf("john"), "Inactive");
      const { keys: answered } = await restore(92, requestFor("john"));
      expect(answered).toMatchObject([{ outcome: "refused", refusal: { code: "deactivatedByOthers" } }]);
      expect(await status("john")).toBe("Inactive");
    });

    it("keeps the key active for the requested days; then Curfew deactivates it again and sends a mail", async () => {
      const kept = await cloud.run(93, only());
      const jane = kept.report?.keys.find(({ userName }) => userName === "jane");
      expect(jane).toMatchObject({ state: "onHold", reason: { code: "restored" } });
      expect(await status("jane")).toBe("Active");

      const days = [94, 101];
      for (const day of days) await cloud.run(day, only());
      expect(await status("jane")).toBe("Inactive");
      const last = cloud.mails().findLast(({ to }) => to === "jane@example.com");
      expect(last?.subject).toContain("was deactivated");
    });

    it.each([
      ["more than 90 days", { days: 91 }, "at most 90 days"],
      ["an unknown field", { until: "2027-01-01" }, "until"],
    ])("is rejected with %s in the input", async (_, changes, named) => {
      const ended = await cloud.request("restore", 102, requestFor("jane", changes));
      expect(ended).toMatchObject({ status: "FAILED", error: "InvalidInput" });
      expect(ended.cause).toContain(named);
      expect(await status("jane")).toBe("Inactive");
    });

    it("is refused for an account of another Organization", async () => {
      const answer = await restore(102, requestFor("jane", { accountId: "999999999999" }));
      expect(answer.refused).toContain("999999999999 is not a member");
    });
  });
}
