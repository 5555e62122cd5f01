import { expect, it } from "vitest";
import type { Fate } from "../../../../functions/domain/plan.ts";
import { planAnswer, planAnswerSchema } from "../../../../infra/cli/plan/answer.ts";
import { shownPlan } from "../../../../infra/cli/plan/load.ts";
import { planPage } from "../../../../infra/cli/plan/print.ts";
import type { PlanFile } from "../../../../statemachine/plan.ts";
import { account, createdFor, keyId, run } from "../../../functions/report/result-fixture.ts";
import { plainTerminal, tooWide } from "../plain-terminal.ts";
import { overdueRow, runReport } from "../run-report-fixture.ts";

const key = (number: number, fate: Fate) => ({
  accountId: account(1).id,
  accessKeyId: keyId(number),
  userName: `user-with-a-long-name-${number}`,
  createdOn: createdFor(100),
  named: createdFor(3),
  fate,
});

function file(fates: readonly Fate[], more: Partial<PlanFile["plan"]> = {}): PlanFile {
  return {
    run,
    organizationId: "o-curfew1234",
    settingsFingerprint: "f",
    limits: { perDay: 25, perDayAndAccount: 10, approvalAbove: 100, reserved: 0 },
    accounts: [account(1)],
    plan: { state: "deactivate", keys: fates.map((fate, index) => key(index + 1, fate)), ...more },
  };
}

const report = runReport({
  ouNames: { "ou-a1b2-11111111": "Workloads" },
  keys: [
    overdueRow(1, 10, {
      owner: "jane.doe@example.com",
      lastUsed: { state: "used", on: "2026-11-02", service: "s3", region: "eu-central-1" },
    }),
  ],
});

it("shows each key with owner, last use and fate, and counts keys by OU and account", () => {
  const page = planPage(shownPlan(file(["deactivate", "waitsForPace"]), report), plainTerminal);

  expect(page).toContain("2 keys due:");
  expect(page).toContain("1 wait: today's limit is reached");
  expect(page).toMatch(/ou-a1b2-11111111 {2}Workloads +2/);
  expect(page).toMatch(/000000000001 {2}Account 1 +2/);
  expect(page).toMatch(/…0001 +2026-11-02 +jane\.doe@exa… +today/);
});

it("says how to approve a plan that awaits approval, and only such a plan", () => {
  const waiting = shownPlan(file(["awaitsApproval"], { state: "awaitingApproval" }), undefined);

  expect(planPage(waiting, plainTerminal)).toContain("curfew approve daily-1 --reason");
  expect(planPage(shownPlan(file(["deactivate"]), undefined), plainTerminal)).not.toContain("approve daily");
});

it("says why nothing is deactivated", () => {
  const hold = { code: "paused", until: "2027-01-06", reason: "freeze" } as const;
  const page = planPage(shownPlan(file(["onHold"], { state: "onHold", hold }), report), plainTerminal);

  expect(page.replace(/\s+/g, " ")).toContain(
    'Nothing is deactivated: deactivations are paused until 2027-01-06: "freeze".',
  );
});

it.each([
  { mode: "enforce", says: "No key is due for deactivation." },
  { mode: "report", says: "A run in report mode plans no deactivations." },
] as const)("says of a plan without keys in $mode mode: $says", ({ mode, says }) => {
  const empty = { ...file([], { state: "nothingDue" }), run: { ...run, mode } };

  expect(planPage(shownPlan(empty, undefined), plainTerminal)).toContain(says);
});

it("has JSON output that matches its schema without a full key ID, and text that fits a terminal", () => {
  const fates = Array.from({ length: 30 }, (): Fate => "awaitsApproval");
  const plan = shownPlan(file(fates, { state: "awaitingApproval" }), report);
  const answer = JSON.stringify(planAnswer(plan));

  expect(planAnswerSchema.parse(JSON.parse(answer)).keys).toHaveLength(30);
  expect(answer).not.toContain("AKIA");
  expect(tooWide(planPage(plan, plainTerminal))).toEqual([]);
});
