import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { planKey } from "../../functions/domain/run-files.ts";
import { parse } from "../../functions/runtime/parse.ts";
import { type ApprovalOutcome, approvalOutcomeSchema } from "../../statemachine/approve.ts";
import { securityContact } from "../support/integration-settings.ts";
import { changeApproval } from "./approval-in-ledger.ts";
import { type Crowd, createCrowd, deactivatedBy } from "./crowd.ts";
import type { EndedRun, StartCloud, TestCloud } from "./test-cloud.ts";

const limits = { deactivationsPerDay: 4, deactivationsPerDayAndAccount: 4, approvalAbove: 6 };

/** More keys are due than Curfew may deactivate without an approval. */
export function describeApproval(startCloud: StartCloud): void {
  describe("a plan that is too large", () => {
    let cloud: TestCloud;
    let large: Crowd;
    let small: Crowd;
    let later: Crowd;
    let awaiting: EndedRun;
    let laterPlan: EndedRun;

    /** Approves a plan on a day, and expects an answer. It may be a refusal. */
    const approve = async (day: number, changes: object = {}): Promise<ApprovalOutcome> => {
      const input = {
        run: awaiting.id,
        day: cloud.day(90),
        reason: "reviewed",
        approvedBy: "jane",
        ...changes,
      };
      const ended = await cloud.request("approve", day, input);
      if (ended.status !== "SUCCEEDED") throw new Error(`${ended.error}: ${ended.cause}`);
      return parse(approvalOutcomeSchema, JSON.parse(ended.output ?? ""), "output");
    };

    beforeAll(async () => {
      cloud = await startCloud({ members: 3, settings: { limits } });
      const [one = "", two = "", three = ""] = cloud.accounts.members;
      large = await createCrowd(cloud, one, 9, { email: "large@example.com" });
      small = await createCrowd(cloud, two, 2, { email: "small@example.com" });
      later = await createCrowd(cloud, three, 7, { email: "later@example.com", UserType: "machine" });
      await cloud.run(70);
      await cloud.run(80);
      awaiting = await cloud.run(90);
    });
    afterAll(() => cloud?.close());

    it("ends in success with its own state, deactivates nothing, and says so in the digest", async () => {
      expect(awaiting).toMatchObject({
        status: "SUCCEEDED",
        summary: { state: "awaitingApproval", totals: { keysDeactivated: 0, awaitingApproval: 11 } },
      });
      expect([await large.active(), await small.active()]).toEqual([9, 2]);
      expect(awaiting.plan?.limits).toMatchObject({ approvalAbove: 6, perDay: 4 });
      const digest = cloud.mails().findLast(({ to }) => to === securityContact);
      expect(digest?.text).toContain("curfew approve");
    });

    it.each([
      ["a run that does not exist", { run: "no-such-run" }, "there is no plan"],
      ["an account without a key in the plan", { accounts: ["999999999999"] }, "999999999999"],
    ])("is not approved for %s, and the answer says why", async (_, changes, why) => {
      expect(await approve(90, changes)).toEqual({
        outcome: "refused",
        run: expect.any(String),
        reason: expect.stringContaining(why),
      });
    });

    it("is not approved if it belongs to another Organization", async () => {
      await copyPlan(cloud, awaiting, "foreign", { organizationId: "o-someoneelse" });
      expect(await approve(90, { run: "foreign" })).toMatchObject({
        outcome: "refused",
        reason: expect.stringContaining("o-someoneelse"),
      });
    });

    it("is not approved if its settings have changed since", async () => {
      await copyPlan(cloud, awaiting, "other-settings", { settingsFingerprint: "other" });
      expect(await approve(90, { run: "other-settings" })).toMatchObject({
        outcome: "refused",
        reason: expect.stringContaining("have changed since"),
      });
    });

    it("is worked off at the pace once it is approved; above the threshold, only keys of approved accounts are deactivated", async () => {
      expect(await approve(91, { accounts: [large.account] })).toEqual({
        outcome: "approved",
        run: awaiting.id,
        keys: 9,
        expiresOn: cloud.day(151),
      });
      for (const userName of later.keys.keys())
        await cloud.tagUser(later.account, userName, { UserType: "employee" });
      // A daily run may use tags that were read some days ago. A run that names its accounts reads them again.
      await cloud.run(91, { accountIds: [later.account] });
      const runs = [await cloud.run(91), await cloud.run(92), await cloud.run(93)];
      for (const run of runs)
        expect(run).toMatchObject({ status: "SUCCEEDED", summary: { state: "deactivate" } });
      expect(runs.map((run) => deactivatedBy(run).length)).toEqual([4, 4, 3]);
      expect([await large.active(), await small.active(), await later.active()]).toEqual([0, 0, 7]);
      const approved = runs
        .flatMap(({ plan }) => plan?.plan.keys ?? [])
        .filter(({ approvedBy }) => approvedBy);
      expect(new Set(approved.map(({ accountId }) => accountId))).toEqual(new Set([large.account]));
    });

    it("is not approved again", async () => {
      expect(await approve(93)).toMatchObject({
        outcome: "refused",
        reason: expect.stringContaining("approved on"),
      });
    });

    it("covers only its own keys: later ones wait for another approval", async () => {
      laterPlan = await cloud.run(101);
      expect(laterPlan.summary).toMatchObject({ state: "awaitingApproval", totals: { awaitingApproval: 7 } });
    });

    it("is not approved after seven days", async () => {
      expect(await approve(101)).toMatchObject({
        outcome: "refused",
        reason: expect.stringContaining("Approve a plan of the last seven days"),
      });
    });

    it("loses its approval when the settings change, and after 60 days", async () => {
      const change = { run: laterPlan.id, day: cloud.day(101) };
      expect(await approve(101, change)).toMatchObject({ outcome: "approved", expiresOn: cloud.day(161) });
      await changeApproval(cloud, laterPlan.id, { settingsFingerprint: "other" });
      const changed = await cloud.run(102);
      // After 60 days the keys need new warnings, so the test moves the approval back, not the clock forward.
      const { settingsFingerprint = "" } = laterPlan.plan ?? {};
      await changeApproval(cloud, laterPlan.id, { settingsFingerprint, expiresOn: cloud.day(102) });
      const lapsed = await cloud.run(103);
      for (const { summary } of [changed, lapsed])
        expect(summary).toMatchObject({ state: "awaitingApproval", totals: { keysDeactivated: 0 } });
      expect(await later.active()).toBe(7);
    });
  });
}

/** Writes a changed copy of a plan where the plan of another run would be. */
async function copyPlan(cloud: TestCloud, { plan }: EndedRun, runId: string, changes: object): Promise<void> {
  if (plan === undefined) throw new Error("the run has no plan");
  const s3 = new S3Client({ ...(await cloud.operator(cloud.accounts.hub)), forcePathStyle: true });
  const Key = planKey(plan.run.day, runId);
  const Body = JSON.stringify({ ...plan, ...changes });
  await s3.send(new PutObjectCommand({ Bucket: cloud.bucket, Key, Body }));
  s3.destroy();
}
