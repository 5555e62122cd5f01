import type { SampleAccount, SampleOu } from "./organization.ts";

/** OUs, nested four deep. */
export const sampleOus: readonly SampleOu[] = [
  { id: "ou-crfw-security", name: "Security", parentId: "r-crfw" },
  { id: "ou-crfw-platform1", name: "Platform", parentId: "r-crfw" },
  { id: "ou-crfw-workloads", name: "Workloads", parentId: "r-crfw" },
  { id: "ou-crfw-production", name: "Production", parentId: "ou-crfw-workloads" },
  { id: "ou-crfw-payments1", name: "Payments", parentId: "ou-crfw-production" },
  { id: "ou-crfw-staging1", name: "Staging", parentId: "ou-crfw-workloads" },
  { id: "ou-crfw-sandboxes", name: "Sandboxes", parentId: "r-crfw" },
  { id: "ou-crfw-suspended", name: "Suspended", parentId: "r-crfw" },
];

/** An account before its users are generated; `users` says how many. */
type AccountPlan = Omit<SampleAccount, "users"> & { readonly users: number };

/** One with more than 100 users, two that joined yesterday, one without the role, one suspended, one closed. */
export const sampleAccounts: readonly AccountPlan[] = [
  account("100000000001", "Example Corp", "r-crfw", 6),
  account("100000000002", "Security Tooling", "ou-crfw-security", 8),
  account("100000000003", "Log Archive", "ou-crfw-security", 5),
  account("100000000004", "Shared Services", "ou-crfw-platform1", 22),
  account("100000000005", "Network", "ou-crfw-platform1", 7),
  account("100000000006", "Payments", "ou-crfw-payments1", 31),
  account("100000000007", "Webshop", "ou-crfw-production", 38),
  account("100000000008", "Data Platform", "ou-crfw-production", 134),
  account("100000000009", "Payments Staging", "ou-crfw-staging1", 18),
  account("100000000010", "Webshop Staging", "ou-crfw-staging1", 17),
  { ...account("100000000011", "Sandbox", "ou-crfw-sandboxes", 12), hasRootKey: true },
  { ...account("100000000012", "Mobile App", "ou-crfw-production", 14), joinedDaysAgo: 1, hasHistory: false },
  {
    ...account("100000000013", "Acquired Ltd", "ou-crfw-workloads", 15),
    joinedDaysAgo: 1,
    hasHistory: false,
  },
  { ...account("100000000014", "Legacy ERP", "ou-crfw-production", 9), hasMemberRole: false },
  { ...account("100000000015", "Old Campaign", "ou-crfw-suspended", 0), state: "SUSPENDED" },
  { ...account("100000000016", "Closed Shop", "ou-crfw-suspended", 0), state: "CLOSED" },
];

function account(id: string, name: string, parentId: string, users: number): AccountPlan {
  return {
    id,
    name,
    parentId,
    users,
    state: "ACTIVE",
    joinedDaysAgo: 900,
    hasMemberRole: true,
    hasHistory: true,
  };
}
