import type { Fate } from "../../functions/domain/plan.ts";
import { settingsFingerprint } from "../../functions/runtime/settings-fingerprint.ts";
import type { PlanFile } from "../../statemachine/plan.ts";
import { policy } from "../functions/domain/policy-fixture.ts";
import { planOf } from "../functions/report/report-fixture.ts";
import { account, dueKey, run } from "../functions/report/result-fixture.ts";

/** The keys of account 1 that are due. */
export const dueKeys = [dueKey(1), dueKey(2, 95)];

/** The plan of a run over these keys, with one fate for both. */
export function planFileOf(fate: Fate): PlanFile {
  const { state, keys } = planOf(dueKeys, fate, account(1).id);
  return {
    run,
    organizationId: "o-a1b2c3d4e5",
    settingsFingerprint: settingsFingerprint(policy()),
    limits: { perDay: 25, perDayAndAccount: 10, approvalAbove: 1, reserved: 0 },
    accounts: [{ ...account(1), path: [...account(1).path] }],
    plan: { state, keys: [...keys] },
  };
}
