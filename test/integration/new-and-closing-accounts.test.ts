import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OrganizationAccount } from "../../infra/sandbox/services/organizations/organization-tree.ts";
import { securityContact } from "../support/integration-settings.ts";
import { type EmbeddedTestCloud, startEmbeddedTestCloud } from "./embedded-test-cloud.ts";

const dayInMilliseconds = 86_400_000;

/** An account without member roles that joined some days before a day of the cloud. */
function joined(id: string, daysAgo: number, today: string): OrganizationAccount {
  const joinedAt = new Date(Date.parse(`${today}T12:00:00Z`) - daysAgo * dayInMilliseconds);
  return { id, name: `Account ${id.slice(-3)}`, parentId: "ou-test-workloads", state: "ACTIVE", joinedAt };
}

describe("an account that joined yesterday and has no member roles yet", () => {
  const id = "400000000001";
  let cloud: EmbeddedTestCloud;

  beforeAll(async () => {
    cloud = await startEmbeddedTestCloud({ members: 1 });
    cloud.embedded.organization.addAccount(joined(id, 1, cloud.day(0)));
  });
  afterAll(() => cloud?.close());

  it.each([
    ["as of today", undefined],
    ["as of 60 days from now", 60],
    ["as of 60 days ago", -60],
  ])("is not onboarded for a run that evaluates %s, counted from the real day", async (_, asOf) => {
    const run = await cloud.run(0, asOf === undefined ? {} : { asOf: cloud.day(asOf) });

    expect(run).toMatchObject({ status: "SUCCEEDED", summary: { coverage: "complete" } });
    expect(run.report?.notOnboarded).toMatchObject([{ id, reason: { code: "joinedRecently", days: 1 } }]);
    expect(run.report?.unreachable).toEqual([]);
  });

  it("is unreachable once it has been a member for seven days, and the run fails and names it", async () => {
    const run = await cloud.run(6);

    expect(run).toMatchObject({ status: "FAILED", error: "CoverageIncomplete" });
    expect(run.report?.unreachable).toMatchObject([{ id, reason: { code: "roleRefused" } }]);
  });
});

describe("an account in PENDING_CLOSURE", () => {
  let cloud: EmbeddedTestCloud;
  let refusing = "";
  let open = "";

  beforeAll(async () => {
    cloud = await startEmbeddedTestCloud({ members: 2 });
    [refusing = "", open = ""] = cloud.accounts.members;
    for (const account of [refusing, open]) {
      const tags = { email: `owner-${account}@example.com`, UserType: "employee" };
      await cloud.createUser(account, { userName: "owner", tags });
      await cloud.createKey(account, "owner");
      cloud.embedded.organization.setState(account, "PENDING_CLOSURE");
    }
    cloud.embedded.organization.refuseRoles(refusing);
  });
  afterAll(() => cloud?.close());

  it("is skipped with its state if its roles can no longer be assumed, and the run succeeds", async () => {
    const run = await cloud.run(70);

    expect(run).toMatchObject({
      status: "SUCCEEDED",
      summary: { coverage: "complete", totals: { accounts: { skipped: 1, unreachable: 0 } } },
    });
    expect(run.report?.skipped).toMatchObject([
      { id: refusing, reason: { code: "state", state: "PENDING_CLOSURE" } },
    ]);
    const digest = cloud.mails().find(({ to }) => to === securityContact);
    expect(digest?.text).not.toContain("Accounts unreachable");
  });

  it("is evaluated while its roles can be assumed, and its owners are notified", async () => {
    const run = await cloud.run(80);

    expect(run.results.get(open)).toMatchObject({ outcome: "evaluated", keys: 1 });
    expect(cloud.mails().filter(({ to }) => to === `owner-${open}@example.com`)).toHaveLength(2);
  });

  it("is skipped before anybody tries its roles once it is closed", async () => {
    cloud.embedded.organization.setState(refusing, "CLOSED");

    const run = await cloud.run(81);

    expect(run.status).toBe("SUCCEEDED");
    expect(run.report?.skipped).toMatchObject([{ id: refusing, reason: { code: "state", state: "CLOSED" } }]);
    expect(run.results.has(refusing)).toBe(false);
  });
});
