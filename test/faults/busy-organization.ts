import { addDays, type Day } from "../../functions/domain/calendar-day.ts";
import type { EmbeddedCloud } from "../../infra/sandbox/embedded-cloud.ts";
import type {
  OrganizationAccount,
  OrganizationData,
} from "../../infra/sandbox/services/organizations/organization-tree.ts";
import { hubAccountId, managementAccountId } from "../support/integration-settings.ts";

/** The day on which everything happens that can. */
export const busyDay: Day = "2027-03-10";

/** The accounts, by their purpose. */
export const accounts = {
  management: managementAccountId,
  hub: hubAccountId,
  /** Has a user for each case of the rules. */
  busy: "200000000001",
  /** Has one key to deactivate and one notice. They must succeed when something fails elsewhere. */
  small: "200000000002",
  /** Joined yesterday; it has no member roles yet. */
  joining: "200000000003",
  /** The first of many that are closed. */
  closed: "300000000001",
} as const;

/** The accounts with the member roles. */
export const enforceable = [accounts.management, accounts.hub, accounts.busy, accounts.small];

/** The Organization. */
export function busyOrganization(id: string): OrganizationData {
  const account = (
    accountId: string,
    name: string,
    joinedDaysAgo: number,
    state: OrganizationAccount["state"] = "ACTIVE",
  ): OrganizationAccount => ({
    id: accountId,
    name,
    parentId: "ou-test-workloads",
    state,
    joinedAt: new Date(`${addDays(busyDay, -joinedDaysAgo)}T08:00:00Z`),
  });
  return {
    id,
    rootId: "r-test",
    managementAccountId,
    delegatedAdministrators: [hubAccountId],
    organizationalUnits: [{ id: "ou-test-workloads", name: "Workloads", parentId: "r-test" }],
    accounts: [
      account(accounts.management, "Example Corp", 900),
      account(accounts.hub, "Security Tooling", 900),
      account(accounts.busy, "Sales", 900),
      account(accounts.small, "Webshop", 900),
      account(accounts.joining, "Acquired Ltd", 1),
      // Enough for several pages.
      ...Array.from({ length: 22 }, (_, index) =>
        account(String(Number(accounts.closed) + index), "Closed Shop", 900, "CLOSED"),
      ),
    ],
  };
}

interface BusyUser {
  readonly account: keyof typeof accounts;
  readonly userName: string;
  readonly tags: Readonly<Record<string, string>>;
  /** With their age on the busy day. The last four characters of the ID are unique. */
  readonly keys: readonly { readonly age: number; readonly ending: string }[];
}

const employee = { UserType: "employee" };

const users: readonly BusyUser[] = [
  user("busy", "ann", { ...employee, email: "ann@example.com ann.private@example.com" }, [90, "ANN1"]),
  // Her mails bounce.
  user("busy", "bea", { ...employee, email: "bea@example.com" }, [90, "BEA1"]),
  user("busy", "ben", { ...employee, email: "ben@example.com" }, [90, "BEN1"], [3, "BEN2"]),
  user("busy", "cat", { ...employee, email: "cat@example.com" }, [70, "CAT1"]),
  user("busy", "dan", { ...employee, email: "dan@example.com" }, [80, "DAN1"], [70, "DAN2"]),
  user(
    "busy",
    "eve",
    { ...employee, email: "eve@example.com", CurfewExempt: `${addDays(busyDay, -1)} sam@example.com a trip` },
    [400, "EVE1"],
  ),
  user("busy", "fay", { UserType: "machine", email: "team@example.com" }, [120, "FAY1"]),
  user("busy", "gus", { email: "gus@example.com" }, [90, "GUS1"]),
  user(
    "busy",
    "hal",
    {
      ...employee,
      email: "hal@example.com",
      CurfewExempt: `${addDays(busyDay, 30)} sam@example.com a project`,
    },
    [120, "HAL1"],
  ),
  user("busy", "ida", { ...employee, email: "ida@example.com", CurfewExempt: "please" }, [100, "IDA1"]),
  user("busy", "joe", { ...employee, email: "ask reception" }, [80, "JOE1"]),
  user("busy", "kim", { ...employee, email: "kim@example.com" }),
  // Curfew deactivated it ten days ago, and he reactivated it himself.
  user("busy", "ned", { ...employee, email: "ned@example.com" }, [100, "NED1"]),
  user("small", "ann", { ...employee, email: "ann@example.com" }, [90, "SML1"]),
  // The last by name, so that her key is on the second page of the account's users.
  user("small", "zia", { ...employee, email: "zia@example.com" }, [70, "SML2"]),
  // Deactivated ten days ago.
  user("small", "rex", { ...employee, email: "rex@example.com" }, [100, "REX1"]),
  user("small", "una", { ...employee, email: "una@example.com" }, [1, "SML3"]),
  user("management", "deploy", { UserType: "machine", email: "team@example.com" }, [90, "MGT1"]),
  user("hub", "new", { ...employee, email: "new@example.com" }, [5, "HUB1"]),
];

function user(
  account: BusyUser["account"],
  userName: string,
  tags: BusyUser["tags"],
  ...keys: readonly (readonly [age: number, ending: string])[]
): BusyUser {
  return { account, userName, tags, keys: keys.map(([age, ending]) => ({ age, ending })) };
}

/** The full ID of a key of the Organization. */
export function keyId(ending: string): string {
  return `AKIAIOSFODNN7XYZ${ending}`;
}

/** Creates users and keys in the accounts, at the times that give them their age on the busy day. */
export function createBusyUsers({ iam }: EmbeddedCloud): void {
  const at = (age: number) => new Date(`${addDays(busyDay, -age)}T07:30:00Z`);
  for (const { account, userName, tags, keys } of users) {
    const into = iam.of(accounts[account]);
    into.createUser({
      userName,
      createdAt: at(500),
      tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    });
    for (const { age, ending } of keys) {
      const lastUsed = { at: at(0), service: "s3", region: "eu-central-1" };
      into.putAccessKey({ userName, accessKeyId: keyId(ending), createdAt: at(age), lastUsed });
    }
  }
}
