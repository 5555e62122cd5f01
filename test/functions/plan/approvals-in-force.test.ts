import { expect, it } from "vitest";
import { emptyHistory } from "../../../functions/domain/key-history.ts";
import { planKey } from "../../../functions/domain/run-files.ts";
import { settingsFingerprint } from "../../../functions/runtime/settings-fingerprint.ts";
import type { StoredApproval } from "../../../statemachine/approve.ts";
import { account } from "../../support/memory-organization.ts";
import { policy } from "../domain/policy-fixture.ts";
import { planning, run, withFourMails } from "./plan-fixture.ts";

const strict = policy({ limits: { maxUnreachablePercent: 50, approvalAbove: 0 } });
const approval = (more: Partial<StoredApproval> = {}): StoredApproval => ({
  run: "daily-0",
  day: "2026-11-22",
  on: "2026-11-22",
  expiresOn: "2027-01-21",
  settingsFingerprint: settingsFingerprint(strict),
  reason: "looked through",
  approvedBy: "ann",
  executionArn: "arn:aws:states:eu-central-1:111122223333:execution:curfew-approve:one",
  ...more,
});
const planned = (accessKeyId: string, number: number) => ({
  accountId: account(number).id,
  accessKeyId,
  userName: "jane",
  createdOn: "2026-08-20",
  named: "2026-11-20",
  fate: "awaitsApproval",
});
const approvedPlan = (organizationId: string) => ({
  run: { ...run, id: "daily-0", day: "2026-11-22" },
  organizationId,
  settingsFingerprint: "x",
  accounts: [account(1, { path: ["r-1", "ou-1"] }), account(2, { path: ["r-1", "ou-2"] })],
  plan: { state: "awaitingApproval", keys: [planned("A1", 1), planned("B1", 2), planned("Z9", 2)] },
});
const own = "o-a1b2c3d4e5";

it.each([
  { what: "the whole plan", given: approval(), organization: own, keys: ["A1", "B1"] },
  { what: "one account", given: approval({ accounts: [account(2).id] }), organization: own, keys: ["B1"] },
  { what: "one OU", given: approval({ organizationalUnits: ["ou-1"] }), organization: own, keys: ["A1"] },
  {
    what: "an approval that has ended",
    given: approval({ expiresOn: "2026-11-22" }),
    organization: own,
    keys: [],
  },
  { what: "other settings", given: approval({ settingsFingerprint: "x" }), organization: own, keys: [] },
  { what: "a plan that is gone", given: approval({ run: "daily-x" }), organization: own, keys: [] },
  { what: "a plan of another Organization", given: approval(), organization: "o-other12345", keys: [] },
])("with an approval of $what, deactivates $keys and no other key", async ({ given, organization, keys }) => {
  const { plan, put, file } = withFourMails({ policy: strict, approved: [given] });
  put(planKey("2026-11-22", "daily-0"), approvedPlan(organization));

  const { state } = (await plan()).plan;

  const deactivated = file().plan.keys.filter(({ fate }) => fate === "deactivate");
  expect(deactivated.map(({ accessKeyId }) => accessKeyId)).toEqual(keys);
  expect(state).toBe(keys.length > 0 ? "deactivate" : "awaitingApproval");
});

it("counts an approval as used up after the deactivation that followed it", async () => {
  const deactivation = { state: "done", number: 1, on: "2026-11-22", run: "daily-0" } as const;
  const planningAgain = planning({ policy: strict, approved: [approval()] });
  planningAgain.putDue(1, [{ id: "A1", history: { ...emptyHistory, deactivation } }]);
  planningAgain.putQuiet(2);
  planningAgain.putQuiet(3);
  planningAgain.put(planKey("2026-11-22", "daily-0"), approvedPlan(own));

  expect((await planningAgain.plan()).plan.state).toBe("awaitingApproval");
});
