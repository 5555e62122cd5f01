import { describe, expect, it } from "vitest";
import type { PolicyDocument } from "../../infra/sandbox/cloud/service.ts";
import type { EmbeddedCloud } from "../../infra/sandbox/embedded-cloud.ts";
import { integrationSettings, securityContact } from "../support/integration-settings.ts";
import { startOwnedAccounts } from "./owned-accounts.ts";

const [first, second] = ["200000000001", "200000000002"] as const;

/** Denies the reading role of an account an action that its own policies allow. */
function deny({ identities }: EmbeddedCloud, accountId: string, ...actions: string[]): void {
  const arn = `arn:aws:iam::${accountId}:role/${integrationSettings().memberRoles.read}`;
  const role = identities.role(arn);
  if (role === undefined) throw new Error(`there is no role ${arn}`);
  const denial: PolicyDocument = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Deny", Action: actions, Resource: "*" }],
  };
  identities.addRole({ ...role, identityPolicies: { ...role.identityPolicies, denial } });
}

describe("calls that AWS refuses", () => {
  it("names the account that cannot be read, and evaluates the others", async ({ onTestFinished }) => {
    const { cloud, mailsIn } = await startOwnedAccounts(2);
    onTestFinished(() => cloud.close());
    deny(cloud.embedded, first, "iam:ListUsers", "iam:GenerateCredentialReport");
    const run = await cloud.run(70);
    expect(run).toMatchObject({ status: "FAILED", error: "CoverageIncomplete" });
    expect(run.report?.unreachable).toEqual([
      {
        id: first,
        name: "Account 001",
        reason: { code: "failed", step: expect.any(String), error: expect.stringContaining("iam:ListUsers") },
      },
    ]);
    expect(cloud.mails().find(({ to }) => to === securityContact)?.text).toContain(first);
    expect(run.results.get(second)).toMatchObject({ outcome: "evaluated", users: 1, keys: 1 });
    expect([mailsIn(first).length, mailsIn(second).length]).toEqual([0, 1]);
  });

  it("lists every page of users if the credential report is refused", async ({ onTestFinished }) => {
    const { cloud, mailsIn } = await startOwnedAccounts(1);
    onTestFinished(() => cloud.close());
    deny(cloud.embedded, first, "iam:GenerateCredentialReport");
    for (let number = 0; number < 120; number += 1)
      await cloud.createUser(first, { userName: `a-user-before-the-owner-${number}` });
    const run = await cloud.run(70, { accountIds: [first] });
    expect(run.results.get(first)).toMatchObject({ outcome: "evaluated", users: 121, keys: 1 });
    expect(cloud.callCount?.({ operation: "ListUsers" })).toBe(2);
    expect(mailsIn(first)).toHaveLength(1);
  });

  it('fails a run in which a service control policy denies every deactivation, and sends no "deactivated" mail', async ({
    onTestFinished,
  }) => {
    const { cloud, statusIn, mailsIn } = await startOwnedAccounts(1);
    onTestFinished(() => cloud.close());
    await cloud.run(80);
    cloud.embedded.identities.setServiceControlPolicy(first, {
      Version: "2012-10-17",
      Statement: [{ Effect: "Deny", Action: "iam:UpdateAccessKey", Resource: "*" }],
    });
    const run = await cloud.run(90);
    expect(run).toMatchObject({ status: "FAILED", error: "DeactivationsIncomplete" });
    expect(run.summary).toMatchObject({
      coverage: "complete",
      totals: { keysDeactivated: 0, deactivationsFailed: 1, noticesSent: 0 },
    });
    expect(run.cause).toContain("every attempted deactivation failed");
    expect(run.cause).toContain("iam:UpdateAccessKey");
    expect(run.cause).toContain("explicit deny in a service control policy");
    expect(run.deactivations.get(first)?.keys).toMatchObject([
      { outcome: "notDeactivated", why: { code: "failed" } },
    ]);
    expect(await statusIn(first)).toBe("Active");
    expect(mailsIn(first)).toHaveLength(1);
  });

  it("succeeds although IAM and Organizations throttle", async ({ onTestFinished }) => {
    const { cloud, mailsIn } = await startOwnedAccounts(2);
    onTestFinished(() => cloud.close());
    const { throttle, calls } = cloud.embedded;
    throttle.setLimit({ service: "iam", accountId: first }, { rate: 3, burst: 1 });
    throttle.setLimit({ service: "organizations" }, { rate: 2, burst: 1 });
    const run = await cloud.run(70, { accountIds: [first, second] });
    expect(run).toMatchObject({ status: "SUCCEEDED", summary: { totals: { noticesSent: 2 } } });
    expect(calls.count({ service: "iam", errorCode: "Throttling" })).toBeGreaterThan(0);
    expect(calls.count({ service: "organizations", errorCode: "TooManyRequestsException" })).toBeGreaterThan(
      0,
    );
    for (const account of [first, second]) expect(mailsIn(account)).toHaveLength(1);
  });
});
