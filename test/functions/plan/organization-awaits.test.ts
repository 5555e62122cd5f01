import { expect, it } from "vitest";
import { lastTotalsKey, planKey } from "../../../functions/domain/run-files.ts";
import { settingsFingerprint } from "../../../functions/runtime/settings-fingerprint.ts";
import type { LastRun } from "../../../statemachine/last-totals.ts";
import type { PlanFile } from "../../../statemachine/plan.ts";
import { account } from "../../support/memory-organization.ts";
import { policy } from "../domain/policy-fixture.ts";
import { run, withFourMails } from "./plan-fixture.ts";

const settings = policy({ limits: { maxUnreachablePercent: 50, approvalAbove: 5 } });
const fullRun = (more: Partial<LastRun> = {}): LastRun => ({
  run: "daily-0",
  startedAt: "2026-11-22T08:00:00Z",
  day: "2026-11-22",
  activeKeys: 500,
  overdue: 6,
  overdueWithoutNotice: 0,
  waiting: 6,
  awaitingApproval: 0,
  upcomingNotices: 0,
  upcomingDeactivations: 0,
  ...more,
});

/** A plan in which these keys have this fate. */
const planOf = (id: string, fate: "onHold" | "awaitsApproval", keys: readonly string[]): PlanFile => ({
  run: { ...run, id, day: "2026-11-22" },
  organizationId: "o-a1b2c3d4e5",
  settingsFingerprint: settingsFingerprint(settings),
  accounts: [account(9)],
  plan: {
    state: fate === "onHold" ? "onHold" : "awaitingApproval",
    ...(fate === "onHold" ? { hold: { code: "windowClosed" } } : {}),
    keys: keys.map((accessKeyId) => ({
      accountId: account(9).id,
      accessKeyId,
      userName: "jane",
      createdOn: "2026-08-20",
      named: "2026-11-20",
      fate,
    })),
  },
});

const approval = {
  run: "daily-a",
  day: "2026-11-22",
  on: "2026-11-22",
  expiresOn: "2027-01-21",
  settingsFingerprint: settingsFingerprint(settings),
  reason: "looked through",
  approvedBy: "ann",
  executionArn: "arn:aws:states:eu-central-1:111122223333:execution:curfew-approve:one",
};

/** A run over a few accounts, after an approval of six keys. */
function runOverAccounts() {
  const planned = withFourMails({
    policy: settings,
    approved: [approval],
    event: { run: { ...run, scope: "accounts" } },
  });
  const approved = ["Z1", "Z2", "Z3", "Z4", "Z5", "Z6"];
  planned.put(planKey("2026-11-22", "daily-a"), planOf("daily-a", "awaitsApproval", approved));
  planned.put(lastTotalsKey, { runs: [fullRun()] });
  return planned;
}

const others = ["Y1", "Y2", "Y3", "Y4", "Y5"];

it.each([
  { waits: [...others, "Y6"], state: "awaitingApproval" },
  { waits: [...others, "Z6"], state: "deactivate" },
])(
  "does not subtract approved keys that wait no longer: if $waits wait, a run over accounts is $state",
  async ({ waits, state }) => {
    const { plan, put } = runOverAccounts();
    put(planKey("2026-11-22", "daily-0"), planOf("daily-0", "onHold", waits));

    expect((await plan()).plan.state).toBe(state);
  },
);

it("assumes that the last full run awaits approval if its plan is missing", async () => {
  expect((await runOverAccounts().plan()).plan.state).toBe("awaitingApproval");
});

it.each([
  { scope: "accounts", state: "awaitingApproval" },
  { scope: "organization", state: "deactivate" },
] as const)("if the last totals cannot be read, a run over $scope is $state", async ({ scope, state }) => {
  const { plan, put } = withFourMails({ policy: settings, event: { run: { ...run, scope } } });
  put(lastTotalsKey, { runs: "of another version" });

  expect((await plan()).plan.state).toBe(state);
});
