import { addDays, dayOf } from "../../functions/domain/calendar-day.ts";
import { readSettings, type Settings } from "../../infra/cdk/settings.ts";
import { MovableClock } from "../../infra/sandbox/cloud/movable-clock.ts";
import type { Interceptor } from "../../infra/sandbox/cloud/service.ts";
import { deployStacks } from "../../infra/sandbox/deploy/deploy-stacks.ts";
import { type EmbeddedCloud, startEmbeddedCloud } from "../../infra/sandbox/embedded-cloud.ts";
import { synthesizeOnce } from "../support/synthesize-once.ts";

export const hub = { accountId: "222222222222", region: "eu-central-1" };
export const members = ["333333333333", "444444444444"] as const;
const managementAccountId = "111111111111";

/** Every account that has the member role. */
export const everywhere = [managementAccountId, hub.accountId, ...members] as const;

/** Settings that speak of units, so that paths are needed. */
function unitSettings(): Settings {
  return readSettings(
    {
      mode: "enforce",
      organization: { id: "o-leastpriv1", managementAccountId },
      hub,
      schedule: { time: "09:00", timeZone: "UTC", enabled: true },
      mail: {
        sender: "curfew@example.com",
        region: hub.region,
        configurationSet: "curfew-mail",
        fallbackContact: "cloud-team@example.com",
        securityContact: "security@example.com",
        help: "the Cloud team",
      },
      exclude: { organizationalUnits: ["ou-test-excluded"] },
      maxConcurrency: 4,
    },
    "settings of this test",
  );
}

/** How a cloud of this test differs from another. */
export interface Wish {
  /** The identity that SES has verified. */
  readonly verified: string;
  readonly withPaths: boolean;
  readonly interceptors?: readonly Interceptor[];
}

/** An Organization in which something of everything is due, with Curfew deployed. */
export async function busyOrganization({ verified, withPaths, interceptors = [] }: Wish) {
  const settings = unitSettings();
  const clock = new MovableClock();
  const joinedAt = new Date("2024-01-01T00:00:00Z");
  const account = (id: string, parentId: string) =>
    ({ id, name: id, parentId, state: "ACTIVE", joinedAt }) as const;
  const cloud = await startEmbeddedCloud({
    clock,
    organization: {
      id: settings.organization.id,
      rootId: "r-test",
      managementAccountId,
      delegatedAdministrators: [hub.accountId],
      units: [{ id: "ou-test-excluded", name: "Excluded", parentId: "r-test" }],
      accounts: [
        account(managementAccountId, "r-test"),
        account(hub.accountId, "r-test"),
        ...members.map((id) => account(id, "r-test")),
        account("555555555555", "ou-test-excluded"),
      ],
    },
    organizations: { withPaths },
    credentialReports: { readyAfter: { polls: 0 } },
    retryScale: 0.01,
    interceptors,
  });
  const deployment = await deployStacks(cloud, synthesizeOnce(settings), settings, everywhere, [verified]);
  for (const id of everywhere) addUsers(cloud, id, dayOf(clock.now()));
  return { cloud, clock, deployment };
}

/** One user for each thing that may be due; two keys of one day cannot be told apart in the credential report. */
function addUsers(cloud: EmbeddedCloud, accountId: string, today: string): void {
  const iam = cloud.iam.of(accountId);
  const made = (age: number) => new Date(`${addDays(today, -age)}T00:00:00Z`);
  const person = (userName: string, ...ages: number[]) => {
    const tags = { UserType: "employee", email: `${userName}@example.com` };
    iam.createUser({ userName, tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) });
    for (const age of ages) iam.putAccessKey({ userName, createdAt: made(age) });
  };
  person("fresh", 3);
  person("due", 75);
  person("twins", 71, 71);
  person("over", 91);
}
