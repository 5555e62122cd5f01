import { expect, it } from "vitest";
import type { Policy } from "../../../../functions/domain/policy.ts";
import { loadRunFacts } from "../../../../infra/cli/shared/run-facts.ts";
import { simulateAnswer, simulateAnswerSchema } from "../../../../infra/cli/simulate/answer.ts";
import { compareSettings } from "../../../../infra/cli/simulate/compare.ts";
import { simulatePage } from "../../../../infra/cli/simulate/print.ts";
import type { AccountResult } from "../../../../statemachine/account-result.ts";
import { policy } from "../../../functions/domain/policy-fixture.ts";
import { account, accountResult, dueKey, keyResult, run } from "../../../functions/report/result-fixture.ts";
import { memoryReader } from "../memory-reader.ts";
import { plainTerminal, tooWide } from "../plain-terminal.ts";
import { runReport, totals } from "../run-report-fixture.ts";

/** The run skipped an account that its settings excluded, and one that no settings include. */
const skipped = [
  { id: "000000000009", name: "Lab", path: ["r-a1b2"], reason: { code: "excluded" as const } },
  {
    id: "000000000008",
    name: "Closed",
    path: ["r-a1b2"],
    reason: { code: "state" as const, state: "SUSPENDED" },
  },
];

async function compared(results: AccountResult[], next: Partial<Policy>, current: Partial<Policy> = {}) {
  const accountIds = results.map((result) => result.account.id);
  const facts = await loadRunFacts({ reader: memoryReader({ results }), run, accountIds });
  const report = runReport({ totals: totals({ activeKeys: 500 }), skipped });
  return compareSettings({
    facts,
    report,
    current: policy(current),
    next: policy({ ...current, ...next }),
    days: 30,
  });
}

const due = (count: number) => Array.from({ length: count }, (_, index) => dueKey(index + 1));

it("reports no difference for unchanged settings", async () => {
  const comparison = await compared(
    [accountResult(1, { results: [...due(3), keyResult(10, { age: 65 })] })],
    {},
  );

  expect(comparison.changed).toEqual([]);
  expect(comparison.after.days).toEqual(comparison.before.days);
  expect(simulatePage(comparison, plainTerminal)).toContain("No difference");
});

it("says which deactivations come later when the last stage moves", async () => {
  const stages = [
    { day: 70, actions: { employee: "notify", machine: "notify" } },
    { day: 100, actions: { employee: "deactivate", machine: "notify" } },
  ] as const;
  const { changed } = await compared([accountResult(1, { results: due(1) })], { stages });

  expect(changed.map(({ deactivation }) => deactivation)).toEqual(["later"]);
});

it("counts no deactivation in report mode, so that lowering the mode ends them", async () => {
  const { changed, after } = await compared([accountResult(1, { results: due(2) })], { mode: "report" });

  expect(changed.map(({ deactivation }) => deactivation)).toEqual(["no longer", "no longer"]);
  expect(after.days.every(({ deactivated }) => deactivated === 0)).toBe(true);
});

it("never exceeds the new pace, and says from which day keys wait", async () => {
  const limits = { maxUnreachablePercent: 10, deactivationsPerDay: 2, deactivationsPerDayAndAccount: 2 };
  const comparison = await compared([accountResult(1, { results: due(7) })], { limits });

  expect(comparison.after.days.map(({ deactivated }) => deactivated).slice(0, 5)).toEqual([2, 2, 2, 1, 0]);
  expect(simulatePage(comparison, plainTerminal)).toContain("2026-11-24 on keys wait");
});

it("says from which day an approval would be needed", async () => {
  const limits = { maxUnreachablePercent: 10, approvalAbove: 5 };
  const { approvalNeededOn, after } = await compared([accountResult(1, { results: due(7) })], { limits });

  expect(approvalNeededOn).toBe("2026-11-24");
  expect(after.days.every(({ deactivated }) => deactivated === 0)).toBe(true);
});

it("names accounts that only the new settings include, and keys that they skip", async () => {
  const excluded = { accounts: [account(1).id], organizationalUnits: [] };
  const comparison = await compared([accountResult(1, { results: due(1) })], { exclude: excluded });

  expect(comparison.newAccounts).toEqual([{ id: "000000000009", name: "Lab" }]);
  expect(comparison.changed.map(({ deactivation }) => deactivation)).toEqual(["no longer"]);
});

it("has JSON output that matches its schema, and text that fits a terminal", async () => {
  const limits = { maxUnreachablePercent: 10, approvalAbove: 5 };
  const comparison = await compared([accountResult(1, { results: due(30) })], { limits });
  const answer = simulateAnswer(comparison);

  expect(simulateAnswerSchema.parse(JSON.parse(JSON.stringify(answer)))).toMatchObject({
    approvalNeededOn: "2026-11-24",
  });
  expect(JSON.stringify(answer)).not.toContain("AKIA");
  expect(tooWide(simulatePage(comparison, plainTerminal))).toEqual([]);
});
