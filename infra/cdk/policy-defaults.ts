import type { Policy } from "../../functions/domain/policy.ts";

/** The defaults of a settings file. `mode` and the contacts have none. */
export const policyDefaults = {
  stages: [
    { day: 70, actions: { employee: "notify", machine: "notify" } },
    { day: 80, actions: { employee: "notify", machine: "notify" } },
    { day: 90, actions: { employee: "deactivate", machine: "notify" } },
  ],
  minimumNoticeDays: 10,
  noticeValidDays: 14,
  remindEveryDays: 30,
  maxExemptionDays: 365,
  onboardingDays: 7,
  userTypes: { employee: { tagValues: ["employee"] }, machine: { tagValues: ["machine"] } },
  tagNames: { email: "email", userType: "UserType", exempt: "CurfewExempt" },
  changeWindow: { weekdays: [], closed: [] },
  limits: { maxUnreachablePercent: 10 },
  include: { accounts: [], organizationalUnits: [] },
  exclude: { accounts: [], organizationalUnits: [] },
  overrides: [],
} as const satisfies Omit<Policy, "mode" | "contacts" | "allowedDomains" | "mail">;
