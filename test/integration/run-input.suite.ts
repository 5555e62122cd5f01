import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { securityContact } from "../support/integration-settings.ts";
import type { EndedRun, StartCloud, TestCloud } from "./test-cloud.ts";

/** What each field of the input changes, and which input is refused, one run after the other. */
export function describeRunInput(startCloud: StartCloud): void {
  describe("the input of an execution", () => {
    let cloud: TestCloud;
    let account = "";
    let key = "";
    const mailsToOwner = () => cloud.mails().filter(({ to }) => to === "owner@example.com").length;

    beforeAll(async () => {
      cloud = await startCloud({ members: 2 });
      for (const id of cloud.accounts.members) {
        const tags = { email: "owner@example.com", UserType: "employee" };
        await cloud.createUser(id, { userName: "owner", tags });
        key = await cloud.createKey(id, "owner");
        account = id;
      }
    });
    afterAll(() => cloud?.close());

    it("accountIds: evaluates these accounts and no other", async () => {
      const run = await cloud.run(70, { accountIds: [account] });
      expect(run.status).toBe("SUCCEEDED");
      expect([...run.results.keys()]).toEqual([account]);
      expect(run.report?.accounts.map(({ id }) => id)).toEqual([account]);
      expect(mailsToOwner()).toBe(1);
    });

    it("mode report: sends no mail, changes nothing, and reports what an enforcing run would do", async () => {
      const mails = cloud.mails().length;
      const run = await cloud.run(81, { accountIds: [account], mode: "report" });
      expect(run.summary).toMatchObject({ run: { mode: "report" }, coverage: "complete" });
      expect(run.summary?.totals).toMatchObject({ wouldNotify: 1, noticesSent: 0, wouldDeactivate: 0 });
      expect(cloud.mails()).toHaveLength(mails);
    });

    it("digest: mails the security contact after an ad hoc run that sets it", async () => {
      await cloud.run(81, { accountIds: [account], mode: "report", digest: true });
      expect(cloud.mails().at(-1)).toMatchObject({ to: securityContact });
      expect(mailsToOwner()).toBe(1);
    });

    it("asOf: evaluates as on that day, sends no mail and deactivates nothing", async () => {
      const mails = cloud.mails().length;
      const run = await cloud.run(82, { accountIds: [account], asOf: cloud.day(90) });
      expect(run.report?.run).toMatchObject({ day: cloud.day(90), mode: "report" });
      expect(run.report?.totals).toMatchObject({ keysDeactivated: 0, noticesSent: 0 });
      expect(run.report?.keys.map(({ accessKeyId, age }) => [accessKeyId, age])).toEqual([[key, 90]]);
      expect(await cloud.keyStatus(account, "owner", key)).toBe("Active");
      expect(cloud.mails()).toHaveLength(mails);
    });

    it("records no notice of a run in report mode: the next enforcing run sends it", async () => {
      const run = await cloud.run(82, { accountIds: [account] });
      expect(run.summary?.totals.noticesSent).toBe(1);
      expect(mailsToOwner()).toBe(2);
    });

    it.each([
      [
        "an account of another Organization",
        { accountIds: ["999999999999"] },
        "999999999999 is not a member",
      ],
      ["an account ID that is malformed", { accountIds: ["12345"] }, "accountIds[0]"],
      ["an unknown field", { accountId: "123456789012" }, 'unknown field \\"accountId\\"'],
      ["a mode that would raise a reporting deployment", { mode: "enforce" }, "never raise it"],
      ["a day that does not exist", { asOf: "2027-02-30" }, "2027-02-30"],
    ])("refuses %s before it touches anything", async (_, input, named) => {
      const mails = cloud.mails().length;
      const run = await cloud.run(95, input);
      expect(run).toMatchObject({ status: "FAILED", error: "InvalidInput", report: undefined });
      expect(run.cause).toContain(named);
      expect(leftBehind(run)).toEqual([]);
      expect(cloud.mails()).toHaveLength(mails);
      expect(await cloud.keyStatus(account, "owner", key)).toBe("Active");
    });

    it("does not invoke the worker if the input is refused", async () => {
      const before = cloud.callCount?.({ service: "sts", operation: "AssumeRole" });
      const refused = await cloud.run(95, { accountIds: [account, "999999999999"] });
      expect(refused.status).toBe("FAILED");
      expect(cloud.callCount?.({ service: "sts", operation: "AssumeRole" })).toBe(before);
      expect(await cloud.keyStatus(account, "owner", key)).toBe("Active");
    });
  });
}

function leftBehind({ results, summary }: EndedRun): unknown[] {
  return [...results.values(), ...(summary === undefined ? [] : [summary])];
}
