import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { rulesFor } from "../../functions/domain/account-scope.ts";
import { addDays, dayOf } from "../../functions/domain/calendar-day.ts";
import { readSettings, type Settings } from "../../infra/cdk/settings.ts";
import type { Interceptor } from "../../infra/sandbox/cloud/service.ts";
import { deployStacks } from "../../infra/sandbox/deploy/deploy-stacks.ts";
import { startEmbeddedCloud } from "../../infra/sandbox/embedded-cloud.ts";
import { operatorConfig } from "../../infra/sandbox/operator-config.ts";
import { recordPast } from "../support/recorded-past.ts";
import { synthesizeOnce } from "../support/synthesize-once.ts";

export const hub = { accountId: "222222222222", region: "eu-central-1" };
export const members = ["333333333333", "444444444444"] as const;
const managementAccountId = "111111111111";

/** Every account that has the member roles. */
export const everywhere = [managementAccountId, hub.accountId, ...members] as const;

/** Settings that name OUs, so that paths are needed, and that require an approval for every deactivation. */
function busySettings(): Settings {
  return readSettings(
    {
      mode: "enforce",
      organization: { id: "o-leastpriv1", managementAccountId },
      hub,
      schedule: { time: "09:00", timeZone: "UTC", enabled: true },
      mail: {
        sender: "curfew@example.com",
        region: hub.region,
        fallbackContact: "cloud-team@example.com",
        securityContact: "security@example.com",
        help: "the Cloud team",
      },
      exclude: { organizationalUnits: ["ou-test-excluded"] },
      limits: { approvalAbove: 0 },
      maxConcurrency: 4,
    },
    "settings of this test",
  );
}

/** How the clouds of this test differ. */
export interface CloudOptions {
  /** The identity that SES has verified. */
  readonly verified: string;
  /** Whether Organizations answers with `Paths`; otherwise Curfew walks the tree. */
  readonly withPaths: boolean;
  readonly interceptors?: readonly Interceptor[];
}

/** An Organization in which every kind of thing is due, with Curfew deployed. Today is the real day. */
export async function startBusyOrganization({ verified, withPaths, interceptors = [] }: CloudOptions) {
  const settings = busySettings();
  const clock = { now: () => new Date() };
  const account = (id: string, parentId: string) =>
    ({ id, name: id, parentId, state: "ACTIVE", joinedAt: new Date("2024-01-01T00:00:00Z") }) as const;
  const cloud = await startEmbeddedCloud({
    clock,
    organization: {
      id: settings.organization.id,
      rootId: "r-test",
      managementAccountId,
      delegatedAdministrators: [hub.accountId],
      organizationalUnits: [{ id: "ou-test-excluded", name: "Excluded", parentId: "r-test" }],
      accounts: [
        ...everywhere.map((id) => account(id, "r-test")),
        account("555555555555", "ou-test-excluded"),
      ],
    },
    organizations: { withPaths },
    credentialReports: { readyAfter: { polls: 0 } },
    rates: "none",
    retryScale: 0.01,
    // Starting their processes takes time.
    functions: { maxEnvironments: 1 },
    interceptors,
  });
  const deployment = await deployStacks(cloud, synthesizeOnce(settings), settings, everywhere, [verified]);
  const ledger = new DynamoDBClient(operatorConfig(cloud, hub.accountId, hub.region));
  const tableName = deployment.outputs.LedgerTableName ?? "";
  const today = dayOf(clock.now());
  for (const accountId of everywhere) {
    const users = busyUsers();
    const made = users.flatMap(({ userName, ages, tags }) => {
      const iam = cloud.iam.of(accountId);
      iam.createUser({ userName, tags: tags.map(({ key, value }) => ({ Key: key, Value: value })) });
      return ages.map((age) => {
        const createdOn = addDays(today, -age);
        const createdAt = new Date(`${createdOn}T00:00:00Z`);
        return { ...iam.putAccessKey({ userName, createdAt }), userName, createdOn, tags };
      });
    });
    const account = { id: accountId, name: accountId, path: ["r-test"], state: "ACTIVE" };
    const rules = rulesFor(account, settings.policy, "enforce");
    await recordPast(
      made.filter(({ userName }) => userName === "overdue"),
      { ledger, tableName, accountId, rules, today },
    );
  }
  ledger.destroy();
  return { cloud, deployment, today };
}

/** One user for each thing that may be due: the credential report cannot distinguish two keys of the same day. */
function busyUsers() {
  const ages = { fresh: [3], due: [75], twins: [71, 71], overdue: [91] };
  return Object.entries(ages).map(([userName, days]) => ({
    userName,
    ages: days,
    tags: [
      { key: "UserType", value: "employee" },
      { key: "email", value: `${userName}@example.com` },
    ],
  }));
}
