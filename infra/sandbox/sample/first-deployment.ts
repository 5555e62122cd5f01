import { fileURLToPath } from "node:url";
import type { Mode } from "../../../functions/domain/policy.ts";
import { loadSettings, type Settings } from "../../cdk/settings.ts";
import type { SampleAccount, SampleOrganization, SampleOu, SampleUser } from "./organization.ts";

/** How many keys are past day 90 before Curfew runs for the first time. */
export const oldKeys = 300;
/** Keys that are due for nothing while the days are played, so that percentages have a base. */
const youngKeys = 200;

const rootId = "r-crfw";
const ous: readonly SampleOu[] = [
  { id: "ou-crfw-security", name: "Security", parentId: rootId },
  { id: "ou-crfw-workloads", name: "Workloads", parentId: rootId },
];
const managementAccountId = "100000000001";
const hubAccountId = "100000000002";
const accountNames = ["Payments", "Webshop", "Data Platform", "Mobile App", "Shared Services"];

/** The settings that Curfew is first deployed with (`report`), and those that it is later deployed with (`enforce`). */
export function firstDeploymentSettings(mode: Mode): Settings {
  const settings = loadSettings(fileURLToPath(new URL("./first-deployment.yaml", import.meta.url)));
  return { ...settings, policy: { ...settings.policy, mode } };
}

/**
 * An Organization in which nobody has looked after access keys: each is an employee's, and no owner was ever notified.
 */
export function firstDeployment(): SampleOrganization {
  const accounts = accountNames.map((name, index) =>
    account(String(100_000_000_003 + index), name, "ou-crfw-workloads", usersOf(index)),
  );
  return {
    id: "o-curfew1234",
    rootId,
    managementAccountId,
    hubAccountId,
    organizationalUnits: ous,
    accounts: [
      account(managementAccountId, "Example Corp", rootId, []),
      account(hubAccountId, "Security Tooling", "ou-crfw-security", []),
      ...accounts,
    ],
  };
}

/** The users of one account; the ages of the old keys differ, as those of docs/first-deployment.md. */
function usersOf(accountIndex: number): SampleUser[] {
  const of = (count: number, prefix: string, ageOf: (number: number) => number) =>
    Array.from({ length: count / accountNames.length }, (_, index) => {
      const number = index * accountNames.length + accountIndex;
      return employee(`${prefix}-${String(number + 1).padStart(3, "0")}`, ageOf(number));
    });
  return [
    ...of(oldKeys, "old", (number) => 110 + (number % 200)),
    ...of(youngKeys, "young", (number) => number % 10),
  ];
}

function employee(userName: string, ageDays: number): SampleUser {
  return {
    userName,
    tags: [
      { key: "email", value: `${userName}@example.com` },
      { key: "UserType", value: "employee" },
    ],
    keys: [{ ageDays, active: true, lastUsedDaysAgo: 0, lastUsedService: "s3" }],
  };
}

function account(id: string, name: string, parentId: string, users: readonly SampleUser[]): SampleAccount {
  return {
    ...{ id, name, parentId, users },
    state: "ACTIVE",
    joinedDaysAgo: 900,
    hasMemberRole: true,
    hasHistory: false,
  };
}
