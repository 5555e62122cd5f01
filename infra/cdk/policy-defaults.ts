import type { Policy } from "../../functions/domain/policy.ts";

/** What a settings file may leave out. `mode` and the contacts have no default. */
export const policyDefaults: Omit<Policy, "mode" | "contacts" | "allowedDomains"> = {
  stages: [
    { day: 70, actions: { employee: "notify", machine: "notify" } },
    { day: 80, actions: { employee: "notify", machine: "notify" } },
    { day: 90, actions: { employee: "deactivate", machine: "notify" } },
  ],
  minimumNoticeDays: 10,
  remindEveryDays: 30,
  onboardingDays: 7,
  userTypes: { employee: { tagValues: ["employee"] }, machine: { tagValues: ["machine"] } },
  tagNames: { email: "email", userType: "UserType", exempt: "CurfewExempt" },
  include: { accounts: [], organizationalUnits: [] },
  exclude: { accounts: [], organizationalUnits: [] },
  overrides: [],
};
