import type { Settings } from "../../infra/cdk/settings.ts";
import { integrationSettings } from "../support/integration-settings.ts";
import type { PlainPolicy } from "./plain-mails.ts";
import type { PlainLimits } from "./plain-plan.ts";

/** Both settings, as the plain rules know them. */
export const plainPolicies = {
  first: { first: 70, second: 80, last: 90, notice: 10 },
  other: { first: 60, second: 75, last: 85, notice: 12 },
} as const satisfies Record<string, PlainPolicy>;

/** A pace that is reached, and a threshold that is exceeded, in an Organization of this many accounts. */
export function plainLimits(accounts: number): PlainLimits {
  return {
    perDay: Math.ceil(accounts / 50) + 1,
    perAccount: 2,
    approvalAbove: Math.ceil(accounts / 20) + 1,
  };
}

/** The settings at the start of a soak. */
export function firstSettings(accounts: number): Settings {
  return settingsWith(plainPolicies.first, accounts);
}

/** The settings that are deployed in the middle of a soak. */
export function otherSettings(accounts: number): Settings {
  return settingsWith(plainPolicies.other, accounts);
}

function settingsWith({ first, second, last, notice }: PlainPolicy, accounts: number): Settings {
  const settings = integrationSettings();
  const { perDay, perAccount, approvalAbove } = plainLimits(accounts);
  return {
    ...settings,
    policy: {
      ...settings.policy,
      minimumNoticeDays: notice,
      stages: [
        { day: first, actions: { employee: "notify", machine: "notify" } },
        { day: second, actions: { employee: "notify", machine: "notify" } },
        { day: last, actions: { employee: "deactivate", machine: "notify" } },
      ],
      limits: {
        deactivationsPerDay: perDay,
        deactivationsPerDayAndAccount: perAccount,
        approvalAbove,
        // Every fiftieth call fails, so many accounts of a small Organization may be unreachable at once.
        maxUnreachablePercent: 100,
      },
    },
  };
}
