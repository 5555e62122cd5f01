import type { AccountRules, Policy } from "../../../functions/domain/policy.ts";

/** The delivered rules, enforcing. */
export function rules(overrides: Partial<AccountRules> = {}): AccountRules {
  return {
    mode: "enforce",
    stages: [
      { day: 70, actions: { employee: "notify", machine: "notify" } },
      { day: 80, actions: { employee: "notify", machine: "notify" } },
      { day: 90, actions: { employee: "deactivate", machine: "notify" } },
    ],
    minimumNoticeDays: 10,
    noticeValidDays: 14,
    remindEveryDays: 30,
    maxExemptionDays: 365,
    userTypes: { employee: { tagValues: ["employee"] }, machine: { tagValues: ["machine"] } },
    tagNames: { email: "email", userType: "UserType", exempt: "CurfewExempt" },
    contacts: {
      fallback: "cloud-team@example.com",
      security: "security@example.com",
      digestTo: ["security@example.com"],
      help: "the IT support team",
    },
    allowedDomains: ["example.com"],
    changeWindow: { weekdays: [], closed: [] },
    ...overrides,
  };
}

/** The delivered rules as a whole policy. */
export function policy(overrides: Partial<Policy> = {}): Policy {
  const nothing = { accounts: [], organizationalUnits: [] };
  return {
    ...rules(),
    include: nothing,
    exclude: nothing,
    overrides: [],
    onboardingDays: 7,
    limits: { maxUnreachablePercent: 10 },
    mail: { displayName: "Curfew" },
    ...overrides,
  };
}
