import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addDays } from "../../functions/domain/calendar-day.ts";
import { writtenDay } from "../../functions/notices/english.ts";
import { names } from "../../infra/cdk/names.ts";
import type { Interceptor } from "../../infra/sandbox/cloud/service.ts";
import { fallbackContact, hubAccountId, integrationSettings } from "../support/integration-settings.ts";
import type { EmbeddedTestCloud } from "./embedded-test-cloud.ts";
import { type OwnedAccounts, startOwnedAccounts } from "./owned-accounts.ts";

const [retyped, handedOver, exempted, refusing, unmailed] = [1, 2, 3, 4, 5].map(
  (place) => `20000000000${place}`,
);

/** Curfew deactivates a key only after a warning to its owner: what could go wrong, from end to end. */
describe("an owner whose warning did not take effect", () => {
  let owned: OwnedAccounts;
  let cloud: EmbeddedTestCloud;
  let isExemptedMeanwhile = false;
  const run = (day: number, ...accountIds: (string | undefined)[]) =>
    cloud.run(day, { accountIds: accountIds.filter((id) => id !== undefined) });

  /** Tags a user after the evaluation, right before the deactivation step looks at the account. */
  const tagger: Interceptor = {
    async before({ operation, request }) {
      const isDeactivation = request.principal.roleArn?.endsWith(`/${names.deactivateFunction}`) ?? false;
      if (operation !== "AssumeRole" || !isDeactivation || isExemptedMeanwhile) return undefined;
      isExemptedMeanwhile = true;
      const until = addDays(cloud.day(90), 30);
      const tag = { Key: "CurfewExempt", Value: `${until} jane@example.com moving to roles` };
      cloud.embedded.iam.of(exempted ?? "").tag("owner", [tag]);
      return undefined;
    },
  };

  beforeAll(async () => {
    owned = await startOwnedAccounts(5, { interceptors: [tagger] });
    ({ cloud } = owned);
    const tags = { email: "dev..ops@example.com", UserType: "employee" };
    await cloud.createUser(refusing ?? "", { userName: "odd", tags });
    await cloud.createKey(refusing ?? "", "odd");
    await run(70, ...cloud.accounts.members);
    await cloud.tagUser(retyped ?? "", "owner", { UserType: "machine" });
    await run(80, ...cloud.accounts.members);
  });
  afterAll(() => cloud?.close());

  it("keeps a key active that was exempted during the run", async () => {
    const { deactivations, status } = await run(90, exempted);
    expect([status, isExemptedMeanwhile]).toEqual(["SUCCEEDED", true]);
    expect(deactivations.get(exempted ?? "")?.keys).toMatchObject([
      { outcome: "notDeactivated", why: { code: "noLongerDue", reason: { code: "exempt" } } },
    ]);
    expect(await owned.statusIn(exempted ?? "")).toBe("Active");
  });

  it("touches no key on a day on which SES's quota is used up", async () => {
    const mail = cloud.embedded.mail.account(hubAccountId, integrationSettings().mail.region);
    const { limits } = mail.quota;
    mail.setQuota({ ...limits, max24HourSend: 0 });
    const refused = await run(90, unmailed);
    mail.setQuota(limits);
    expect(refused).toMatchObject({ status: "FAILED", error: "SenderUnusable" });
    expect(await owned.statusIn(unmailed ?? "")).toBe("Active");
    await run(90, unmailed);
    expect(await owned.statusIn(unmailed ?? "")).toBe("Inactive");
    expect(owned.mailsIn(unmailed ?? "").at(-1)).toContain("was deactivated on");
  });

  it("notifies all other owners if SES refuses one address", async () => {
    const { summary } = await run(90, refusing);
    expect(summary?.totals).toMatchObject({ keysDeactivated: 2, noticesFailed: 0 });
    expect(owned.mailsIn(refusing ?? "").at(-1)).toContain("was deactivated on");
    const toFallback = cloud
      .mails()
      .filter(({ to, tags }) => to === fallbackContact && tags.account === refusing);
    expect(toFallback).toHaveLength(3);
  });

  it("warns an employee again whose last mail said that the key stays active", async () => {
    await cloud.tagUser(retyped ?? "", "owner", { UserType: "employee" });
    await run(90, retyped);
    expect(await owned.statusIn(retyped ?? "")).toBe("Active");
    expect(owned.mailsIn(retyped ?? "").at(-1)).toContain(
      `stops working on or after ${writtenDay(cloud.day(100))}`,
    );
  });

  it("sends a new owner a warning of their own, with ten days of notice", async () => {
    await cloud.tagUser(handedOver ?? "", "owner", { email: "new@example.com" });
    const mails = () => cloud.mails().filter(({ to }) => to === "new@example.com");
    await run(90, handedOver);
    expect(mails().map(({ text }) => text)).toEqual([
      expect.stringContaining(`stops working on or after ${writtenDay(cloud.day(100))}`),
    ]);
    await run(99, handedOver);
    expect(await owned.statusIn(handedOver ?? "")).toBe("Active");
    await run(100, handedOver);
    expect(await owned.statusIn(handedOver ?? "")).toBe("Inactive");
  });

  it.each([names.evaluateFunction, names.deactivateFunction])(
    "refuses an event for a future day with which somebody invokes %s directly",
    async (name) => {
      const { results } = await run(181, unmailed);
      const { run: ofRun, account } = results.get(unmailed ?? "") ?? {};
      const event = { run: { ...ofRun, day: cloud.day(381) }, account };
      const keys = [{ accessKeyId: owned.keyIn(unmailed ?? ""), userName: "owner", createdOn: cloud.day(0) }];
      const { region } = integrationSettings().hub;
      const answer = await cloud.embedded.functions.invoke(
        `arn:aws:lambda:${region}:${hubAccountId}:function:${name}`,
        JSON.stringify(name === names.evaluateFunction ? event : { ...event, keys }),
        randomUUID(),
      );
      const mails = cloud.mails().length;
      if (name === names.evaluateFunction) expect(answer.payload).toContain("StaleRun");
      else expect(JSON.parse(answer.payload)).toEqual({ planned: 1, deactivated: 0 });
      expect(cloud.mails()).toHaveLength(mails);
    },
  );
});
